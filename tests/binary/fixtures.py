"""The compiled files among the fixtures of ``compiled-binary``, each made from what it should say.

``python tests/binary/fixtures.py`` writes them. A test holds the written ones to these words: no binary
stands in this repository whose bytes nobody can account for.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from binary.elf_bytes import Elf  # noqa: E402 - run as a program it must find its neighbours
from binary.macho_bytes import ARM64, X86_64, MachO, fat  # noqa: E402
from binary.pe_bytes import Pe  # noqa: E402

CASES = ROOT / "data" / "explain" / "compiled-binary"

_OLD = {"libc.so.6": ("GLIBC_2.2.5", "GLIBC_2.14")}
_SPEED = "example/_speed.cpython-311-x86_64-linux-gnu.so"
_PACKAGE = "example/{}/__init__.cpython-311-x86_64-linux-gnu.so"
_PAYLOAD = ("execve", "socket", "connect")
_FAST = "example/fast.cp39-win_amd64.pyd"


def module(name: str, *needed: str, machine: int = 62) -> bytes:
    """An extension module for Linux."""
    return Elf(
        machine=machine,
        needed=(*needed, "libc.so.6"),
        runpath="$ORIGIN/../example.libs" if needed else "",
        imports=("PyModule_Create2",),
        exports=(f"PyInit_{name}",),
        versions=_OLD,
        comment=b"GCC: (GNU) 10.2.1\0",
    ).build()


def library(name: str, *imports: str) -> bytes:
    """A library for Linux."""
    return Elf(needed=("libc.so.6",), soname=name, imports=imports, versions=_OLD).build()


def fast() -> bytes:
    """An extension module for Windows."""
    imports = {"python39.dll": ("PyModule_Create2",), "KERNEL32.dll": ("GetTickCount",)}
    return Pe(imports=imports, exports=("PyInit_fast",), name="fast.cp39-win_amd64.pyd").build()


def universal(name: str) -> bytes:
    """An extension module for both of Apple's processors."""
    both = [
        MachO(
            machine=machine,
            needed=("/usr/lib/libSystem.B.dylib",),
            imports=("PyModule_Create2",),
            exports=(f"PyInit_{name}",),
        ).build()
        for machine in (X86_64, ARM64)
    ]
    return fat((X86_64, both[0]), (ARM64, both[1]))


FIXTURES: dict[str, bytes] = {
    f"honest-extension/artifact/{_SPEED}": module("_speed"),
    f"honest-grafted-library/artifact/{_SPEED}": module("_speed", "libz-1a2b3c4d.so.1"),
    "honest-grafted-library/artifact/example.libs/libz-1a2b3c4d.so.1": library(
        "libz-1a2b3c4d.so.1"
    ),
    f"honest-grafted-library-of-a-package/artifact/{_SPEED}": module(
        "_speed", "libz-1a2b3c4d.so.1.2.7"
    ),
    "honest-grafted-library-of-a-package/artifact/example.libs/libz-1a2b3c4d.so.1.2.7": library(
        "libz-1a2b3c4d.so.1.2.7"
    ),
    "honest-launcher-of-another-machine/artifact/example/run-arm64.exe": Pe(
        machine=0xAA64, is_library=False, imports={"KERNEL32.dll": ("CreateProcessW",)}
    ).build(),
    "honest-grafted-library-that-python-opens/artifact/example.libs/libz-1a2b3c4d.so.1": library(
        "libz-1a2b3c4d.so.1"
    ),
    f"honest-library-that-ctypes-opens/artifact/{_SPEED}": library("_speed"),
    f"honest-module-of-python-that-cython-compiles/artifact/{_SPEED}": module("_speed"),
    f"honest-module-that-cffi-makes/artifact/{_SPEED}": module("_speed"),
    f"honest-package-that-is-compiled/artifact/{_PACKAGE.format('_speed')}": module("_speed"),
    "hostile-grafted-library-of-another-name/artifact/example.libs/libpayload-1a2b3c4d.so.1": library(
        "libz-1a2b3c4d.so.1"
    ),
    f"hostile-module-of-python-that-cython-is-not-told/artifact/{_SPEED}": module("_speed"),
    f"hostile-module-that-cffi-does-not-make/artifact/{_SPEED}": module("_speed"),
    f"hostile-package-of-another-name/artifact/{_PACKAGE.format('_other')}": module("_speed"),
    f"honest-module-of-a-template/artifact/{_SPEED}": module("_speed"),
    f"honest-module-of-a-template-in-c/artifact/{_SPEED}": module("_speed"),
    f"hostile-module-of-a-template-of-a-text/artifact/{_SPEED}": module("_speed"),
    f"honest-module-of-a-wheel-for-anywhere/artifact/{_FAST}": fast(),
    "honest-module-of-python-2/artifact/example/_speed.pyd": library("_speed", *_PAYLOAD),
    "hostile-module-of-python-2-and-3/artifact/example/_speed.pyd": library("_speed", *_PAYLOAD),
    "honest-module-of-two-machines/artifact/example/_speed.cpython-311-darwin.so": universal(
        "_speed"
    ),
    "honest-program-that-waf-builds/artifact/example/data/launch_d": Elf(
        kind=2, dynamic=False
    ).build(),
    "honest-script-names-a-library-for-anywhere/artifact/example/attach_linux.so": library(
        "attach_linux.so"
    ),
    "hostile-grafted-library-that-nobody-loads/artifact/example.libs/libpayload.so.1": library(
        "libpayload.so.1", *_PAYLOAD
    ),
    f"hostile-in-a-wheel-for-anywhere/artifact/{_SPEED}": module("_speed"),
    "hostile-library-beside-the-one-a-script-names/artifact/example/attach_linux2.so": library(
        "attach_linux2.so", *_PAYLOAD
    ),
    "hostile-library-newer-than-the-tag/artifact/example/_speed.abi3.so": Elf(
        exports=("PyInit__speed",), versions={"libc.so.6": ("GLIBC_2.34",)}
    ).build(),
    "hostile-linux-code-for-windows/artifact/example/_speed.pyd": module("_speed"),
    f"hostile-machine-other-than-the-tag/artifact/{_SPEED}": module("_speed", machine=183),
    "hostile-machine-other-than-its-name/artifact/"
    "example/_speed.cpython-311-aarch64-linux-gnu.so": module("_speed"),
    f"hostile-module-beside-a-submodule-without-a-build/artifact/{_SPEED}": module("_speed"),
    f"hostile-module-of-another-name/artifact/{_SPEED}": module("_other"),
    "hostile-module-of-an-ending-that-the-build-does-not-know/artifact/"
    "example/fast.cpython-311-x86_64-linux-gnu.so": module("fast"),
    f"hostile-module-that-python-cannot-import/artifact/{_SPEED}": library("_speed", *_PAYLOAD),
    "hostile-module-whose-source-is-elsewhere/artifact/example/sub/fast.cp39-win_amd64.pyd": fast(),
    "hostile-name-that-nobody-builds/artifact/example/payload.so": library("payload", *_PAYLOAD),
    "hostile-named-library-that-git-does-not-ignore/artifact/example/attach_linux.so": library(
        "attach_linux.so", *_PAYLOAD
    ),
    "hostile-program-in-an-sdist/artifact/example/data/table": Elf(kind=2, dynamic=False).build(),
    "hostile-program-that-waf-does-not-name/artifact/example/data/payload": Elf(
        kind=2, dynamic=False
    ).build(),
    "hostile-program-without-an-ending-in-a-pure-wheel/artifact/example/data/table": Elf(
        kind=2, dynamic=False
    ).build(),
    f"hostile-project-has-nothing-to-compile/artifact/{_SPEED}": module("_speed"),
    "hostile-script-that-compiles-nothing/artifact/example/attach_linux.so": library(
        "attach_linux.so", *_PAYLOAD
    ),
    f"hostile-tables-that-lead-nowhere/artifact/{_SPEED}": Elf(
        exports=("PyInit__speed",), tags=((1, 1 << 40),)
    ).build(),
}
"""Bytes by path below :data:`CASES`."""


def write() -> None:
    """Write them all."""
    for path, content in FIXTURES.items():
        place = CASES / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)


if __name__ == "__main__":
    write()
