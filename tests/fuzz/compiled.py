"""Compiled files: ELF, PE, Mach-O, bytecode, the members of a static library."""

from __future__ import annotations

import marshal
from collections.abc import Iterator

from binary.elf_bytes import Elf
from binary.macho_bytes import ARM64, MachO, fat
from binary.pe_bytes import Pe
from fuzz.containers import an_ar
from fuzz.harness import SMALL, Harness
from tallystick.binary import MalformedBinary, read_binary
from tallystick.binary.elf_code import read_code
from tallystick.explain.formats import marshalled_code
from tallystick.watch.ar import ar_members


def elfs() -> Iterator[bytes]:
    """Shared libraries with and without versions, resolvers, comments."""
    yield Elf().build()
    yield Elf(
        needed=("libc.so.6",),
        soname="libx.so.1",
        imports=("execve",),
        exports=("PyInit_x",),
        versions={"libc.so.6": ("GLIBC_2.2.5", "GLIBC_2.17")},
        resolvers=2,
        comment=b"GCC\0",
    ).build()


def pes() -> Iterator[bytes]:
    """A library of Windows."""
    yield Pe(imports={"A.dll": ("f", "g")}, exports=("PyInit_x",), callbacks=1).build()


def machos() -> Iterator[bytes]:
    """A library of macOS, alone and in a file for several machines."""
    one = MachO(
        needed=("/usr/lib/libSystem.B.dylib",),
        imports=("socket",),
        trie=b"\0\1_PyInit_x\0\x0d\2\0\0\0",
        bound=b"\x40_execve\0\x90\0",
    ).build()
    yield one
    yield fat((ARM64, one))


def codes() -> Iterator[bytes]:
    """Code objects as this Python marshals them."""
    for source in (
        "x = 1",
        "def f(a, *b, c=(1, 2.5, 'é', b'x', None)):\n    return lambda: a + c\n",
    ):
        yield marshal.dumps(compile(source, "x.py", "exec"))


HARNESSES = (
    Harness(
        id="elf",
        read=lambda content: read_binary(content, SMALL),
        rooms=("binary/elf.py", "binary/elf_dynamic.py", "binary/elf_symbols.py"),
        refuses=(MalformedBinary,),
        made=elfs,
    ),
    Harness(
        id="elf-code",
        read=lambda content: read_code(content, SMALL),
        rooms=("binary/elf_code.py", "binary/elf_names.py"),
        refuses=(MalformedBinary,),
        made=elfs,
    ),
    Harness(
        id="pe",
        read=lambda content: read_binary(content, SMALL),
        rooms=("binary/pe.py",),
        refuses=(MalformedBinary,),
        made=pes,
    ),
    Harness(
        id="mach-o",
        read=lambda content: read_binary(content, SMALL),
        rooms=("binary/macho.py", "binary/macho_linking.py"),
        refuses=(MalformedBinary,),
        made=machos,
    ),
    Harness(
        id="marshalled-code",
        read=marshalled_code.read_code,
        rooms=("explain/formats/marshalled_code.py",),
        refuses=(marshalled_code.MalformedCode,),
        made=codes,
    ),
    Harness(
        id="static-library",
        read=lambda content: list(ar_members(content)),
        rooms=("watch/ar.py",),
        made=an_ar,
    ),
)
