"""What programs are for, by their names: which decode, which compile, which run what they read.

A name is a hint, and never the only one: a decoder under another name is found by what it reads and by
where its output goes (``taint.py``).
"""

from __future__ import annotations

import posixpath
import re
from functools import cache

_MACHINE = re.compile(r"^[a-z0-9_]+-(?:[a-z0-9_]+-)?linux-[a-z0-9]+-")
_VERSION = re.compile(r"-\d[\d.]*$")
_INTERPRETER = re.compile(r"^(python|pypy|perl|ruby|lua|tclsh|php|node|guile|bash|ksh)-?\d[\d.]*$")

SCRATCH = ("/build/", "/tmp/", "/dev/shm/")  # noqa: S108 - names inside the sandbox
"""Where a build can write at all: a program there is the build's own, whatever it is called."""

SHELLS = frozenset({"sh", "dash", "bash", "ksh", "mksh", "zsh", "ash", "busybox", "yash", "rc"})

INTERPRETERS = frozenset(
    {
        "python",
        "pypy",
        "perl",
        "ruby",
        "lua",
        "tclsh",
        "php",
        "node",
        "guile",
        "m4",
        "make",
        "gmake",
    }
)
"""Programs that run what they read, besides shells."""

PYTHONS = frozenset({"python", "pypy"})

MAKES = frozenset({"make", "gmake"})

STREAM_EDITORS = frozenset({"awk", "gawk", "mawk", "nawk", "original-awk", "sed", "gsed"})
"""Programs that run what ``-f`` names: awk(1) starts commands, and so does GNU sed(1)."""

DECODERS = frozenset({
    *("xz", "unxz", "xzcat", "lzma", "unlzma", "lzcat", "gzip", "gunzip", "zcat", "bzip2", "bunzip2"),
    *("bzcat", "zstd", "unzstd", "zstdcat", "lz4", "unlz4", "lz4cat", "lzip", "lzop", "brotli"),
    *("base64", "base32", "basenc", "uudecode", "xxd", "openssl", "gpg", "7z", "7za", "7zr", "unzip"),
    *("ascii85", "compress", "uncompress"),
})  # fmt: skip
"""Programs whose output cannot be read in their input."""

COMPILERS = frozenset({
    *("cc1", "cc1plus", "cc1obj", "cc1objplus", "lto1", "f951", "gnat1", "d21", "go1", "cgo", "clang"),
    *("rustc", "ghc", "ocamlopt", "nvcc", "nasm", "yasm", "as", "tcc", "compile", "asm", "fpc"),
    *("gcc", "g++", "cc", "c++", "clang++", "c99", "c89", "gfortran"),
})  # fmt: skip

PROPER = frozenset({"cc1", "cc1plus", "cc1obj", "lto1", "f951", "clang", "tcc"})
"""Those of them that read the source themselves; drivers only start them."""

LINKERS = frozenset({
    *("ld", "ld.bfd", "ld.gold", "ld.lld", "gold", "lld", "mold", "collect2", "lto-wrapper", "wild"),
    *("link", "rustc", "rust-lld", "wasm-ld"),
})  # fmt: skip

ARCHIVERS = frozenset({"ar", "gcc-ar", "llvm-ar", "ranlib", "gcc-ranlib", "llvm-ranlib"})

MAKERS = COMPILERS | LINKERS | ARCHIVERS
"""Programs that make compiled files."""

COPIERS = frozenset({
    *("cp", "mv", "install", "ln", "strip", "objcopy", "patchelf", "chrpath", "rsync", "tar", "cpio"),
    *("dwz", "eu-strip", "llvm-strip", "llvm-objcopy"),
})  # fmt: skip
"""Programs whose output is what they were given, under another name or with less of it."""

SILENT = COPIERS - {"rsync", "tar", "cpio"}
"""Those that print nothing of what they read, unless they open their output by a name."""

CONFIGURING = frozenset({
    *("configure", "config.status", "autoreconf", "autoconf", "autom4te", "automake", "aclocal"),
    *("autoheader", "libtoolize", "autopoint", "cmake", "meson", "gettextize", "intltoolize", "Configure"),
})  # fmt: skip
BUILDING = frozenset({"make", "gmake", "ninja", "scons", "bazel", "cargo", "go", "samu", "waf"})

COPYING = frozenset({"cmake", "meson", "maturin"})
"""Tools that copy what others made while they do other things. What the languages of two of them can write is
text: neither has a string with a NUL in it. maturin has none, and runs nothing of the project itself."""

BELIEVED = COMPILERS | LINKERS | ARCHIVERS | COPIERS | BUILDING | COPYING
"""Names that speak for what their bearer writes: only on a program of the machine."""


@cache
def plain_name(program: str) -> str:
    """The name of a program without folders, machine and version.

    ``/usr/bin/x86_64-linux-gnu-gcc-12`` is ``gcc``, ``python3.11`` is ``python``, ``cc1`` is ``cc1``. One of
    the build's own that is called like one that would be believed is told apart: ``./cc1``.
    """
    name = _MACHINE.sub("", posixpath.basename(program))
    name = _VERSION.sub("", name)
    interpreter = _INTERPRETER.fullmatch(name)
    plain = interpreter[1] if interpreter else name
    return f"./{plain}" if plain in BELIEVED and program.startswith(SCRATCH) else plain
