"""What honest compilers and linkers write is read whole."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import isal
import pytest

from binary.elf_bytes import Elf
from binary.macho_bytes import ARM64, X86_64, MachO, fat
from binary.pe_bytes import Pe
from tallystick.binary import Binary, Kind, read_binary
from tallystick.limits import DEFAULT
from tools_needed import require_tool


def one(content: bytes) -> Binary:
    (binary,) = read_binary(content, DEFAULT)
    return binary


def test_an_elf_extension_module_says_what_it_is() -> None:
    read = one(
        Elf(
            needed=("libz.so.1", "libc.so.6"),
            runpath="$ORIGIN/../example.libs",
            imports=("execve", "PyModule_Create2"),
            exports=("PyInit_speed", "other"),
            versions={"libc.so.6": ("GLIBC_2.2.5", "GLIBC_2.17"), "libz.so.1": ("ZLIB_1.2",)},
            comment=b"GCC: (GNU) 10.2.1\0rustc version 1.80.0\0",
        ).build()
    )
    assert read == Binary(
        format="ELF",
        machine="x86-64",
        bits=64,
        kind=Kind.LIBRARY,
        needed=("libz.so.1", "libc.so.6"),
        search=("$ORIGIN/../example.libs",),
        imports=frozenset({"execve", "PyModule_Create2"}),
        modules=("speed",),
        versions=(
            ("libc.so.6", "GLIBC_2.17"),
            ("libc.so.6", "GLIBC_2.2.5"),
            ("libz.so.1", "ZLIB_1.2"),
        ),
        constructors=1,
        builders=("GCC: (GNU) 10.2.1", "rustc version 1.80.0"),
    )


def test_what_an_ordinary_compiler_does_not_write_is_remarked() -> None:
    odd = Elf(load_flags=7, stack_flags=7, resolvers=2, constructors=3, tags=((22, 0),)).build()
    read = one(odd + b"appended")
    assert read.remarks == (
        "a segment is writable and executable",
        "asks for an executable stack",
        "8 bytes stand behind all that its headers speak of",
        "text relocations",
    )
    assert (read.resolvers, read.constructors) == (2, 3)


def test_a_program_without_a_dynamic_segment_does_not_say_what_it_calls() -> None:
    read = one(Elf(kind=2, dynamic=False).build())
    assert (read.kind, read.is_static) == (Kind.PROGRAM, True)


def test_a_pe_library_says_what_it_is() -> None:
    read = one(
        Pe(
            imports={"KERNEL32.dll": ("LoadLibraryA",), "python311.dll": ("PyModule_Create2",)},
            exports=("PyInit_speed",),
            callbacks=2,
            flags=0xE0000020,
        ).build()
    )
    assert (read.format, read.machine, read.kind) == ("PE", "x86-64", Kind.LIBRARY)
    assert read.needed == ("KERNEL32.dll", "python311.dll")
    assert read.imports == {"LoadLibraryA", "PyModule_Create2"}
    assert (read.name, read.modules, read.constructors) == ("example.dll", ("speed",), 2)
    assert read.remarks == ("a section is writable and executable",)


def test_each_image_of_a_fat_file_is_read() -> None:
    trie = b"\0\1_PyInit_speed\0\x11" + b"\2\0\0\0"
    bound = b"\x11\x40_execve\0\x90\0"
    intel = MachO(machine=X86_64, imports=("socket",), exports=("PyInit_speed",), protection=7)
    arm = MachO(
        needed=("/usr/lib/libSystem.B.dylib",),
        search="@loader_path/.dylibs",
        trie=trie,
        bound=bound,
    )
    first, second = read_binary(fat((X86_64, intel.build()), (ARM64, arm.build())), DEFAULT)
    assert (first.machine, first.imports, first.modules) == (
        "x86-64",
        frozenset({"socket"}),
        ("speed",),
    )
    assert first.remarks == ("a segment is writable and executable",)
    assert (second.machine, second.imports, second.modules) == (
        "aarch64",
        frozenset({"execve"}),
        ("speed",),
    )
    assert second.needed == ("/usr/lib/libSystem.B.dylib",)
    assert second.search == ("@loader_path/.dylibs",)
    assert second.versions == (("macOS", "11.0"),)


def test_a_java_class_is_no_fat_file() -> None:
    assert read_binary(b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(40), DEFAULT) == ()


def test_the_interpreter_and_an_extension_module_of_this_machine_are_read() -> None:
    folder = Path(isal.__file__).parent
    suffix = sysconfig.get_config_var("EXT_SUFFIX")
    modules = [path for path in folder.iterdir() if path.name.endswith(suffix)]
    assert modules
    for path in modules:
        images = read_binary(path.read_bytes(), DEFAULT)
        assert all(path.name.removesuffix(suffix) in image.modules for image in images), path
        assert not any(image.remarks or image.resolvers for image in images), path
    assert read_binary(Path(sys.executable).resolve().read_bytes(), DEFAULT)


@pytest.mark.parametrize("hashes", ["sysv", "gnu", "both"])
def test_what_a_real_linker_writes_agrees_with_its_source(tmp_path: Path, hashes: str) -> None:
    compiler = require_tool("gcc")
    if sys.platform != "linux":
        pytest.skip("IFUNC is ELF's")
    code = tmp_path / "speed.c"
    code.write_text(
        "#include <unistd.h>\n"
        "static int one(void) { return 1; }\n"
        "static int (*choose(void))(void) { return one; }\n"
        'static int chosen(void) __attribute__((ifunc("choose")));\n'
        '__attribute__((constructor)) static void first(void) { execve("/x", 0, 0); }\n'
        "void *PyInit_speed(void) { return (void *)(long)chosen(); }\n"
    )
    made = tmp_path / "speed.so"
    command = [compiler, "-shared", "-fPIC", f"-Wl,--hash-style={hashes}", "-Wl,-soname,speed"]
    subprocess.run([*command, "-o", made, code], check=True)
    read = one(made.read_bytes())
    assert (read.name, read.modules, read.resolvers) == ("speed", ("speed",), 1)
    assert read.constructors == 2
    assert "execve" in read.imports
    assert any(library == "libc.so.6" for library, _ in read.versions)
    assert any("GCC" in builder for builder in read.builders)
