"""Functions of two builds of one library, taken apart: what does something else is named by symbol."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pytest

from tallystick.binary.elf_code import read_code
from tallystick.binary.window import MalformedBinary
from tallystick.limits import DEFAULT, Limits
from tallystick.rebuild import functions
from tallystick.rebuild.disassembly import decoder
from tallystick.rebuild.functions import functions_beyond
from tools_needed import require_tool

HONEST = """\
#include <stdlib.h>
#include <string.h>
static __attribute__((noinline)) int allowed(const char *a) { return strcmp(a, "token") == 0; }
static __attribute__((noinline)) int refused(const char *a) { return strcmp(a, "token") != 0; }
static __attribute__((noinline)) double third(double x) { return x / 3.5; }
__attribute__((noinline)) int steps(int x)
{
    switch (x) { case 1: return 10; case 2: return 7; case 3: return 99; case 4: return 1; }
    return x * 3;
}
int PyInit_speed(void)
{
    return allowed(getenv("A")) ? steps(3) : refused(getenv("B")) + (int) third(steps(4));
}
"""


def compiled(text: str, folder: Path, *flags: str) -> bytes:
    (folder / "speed.c").write_text(text)
    command = [require_tool("gcc"), "-O2", "-shared", "-fPIC", *flags, "-o", "speed.so", "speed.c"]
    subprocess.run(command, cwd=folder, check=True)
    return (folder / "speed.so").read_bytes()


def named(published: bytes, rebuilt: bytes) -> list[str]:
    found = functions_beyond(published, rebuilt, DEFAULT)
    assert not isinstance(found, str), found
    names, total = found
    assert total >= 6
    return list(names)


def test_the_same_functions_elsewhere_and_without_names_are_the_same(tmp_path: Path) -> None:
    moved = 'const char more[70001] = "x"; int first(int x) { return x + 12345; }\n' + HONEST
    published = compiled(HONEST, tmp_path, "-s")
    assert not named(published, compiled(HONEST, tmp_path))
    assert not named(published, compiled(moved, tmp_path))
    assert named(compiled(moved, tmp_path), published) == ["first"]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("return x * 3;", "return x * 5;", "steps"),
        ("return 99;", "return 98;", "steps"),
        ('"token") == 0', '"taken") == 0', "allowed"),
        ("x / 3.5", "x / 3.25", "third"),
        ("strcmp(a,", "strcoll(a,", "allowed"),
        ('getenv("A")', 'getenv("C")', "PyInit_speed"),
    ],
    ids=["factor", "table", "text", "constant", "import", "argument"],
)
def test_one_function_that_was_changed_in_an_otherwise_equal_library_is_named(
    old: str, new: str, name: str, tmp_path: Path
) -> None:
    rebuilt = compiled(HONEST, tmp_path)
    changed = HONEST.replace(old, new, 1)
    assert changed != HONEST
    (of_symbols,) = named(compiled(changed, tmp_path), rebuilt)
    assert of_symbols == name
    (stripped,) = named(compiled(changed, tmp_path, "-s"), rebuilt)
    assert name in stripped


def test_two_functions_that_change_places_are_seen_by_who_calls_them(tmp_path: Path) -> None:
    swapped = HONEST.replace("allowed(getenv", "X(getenv").replace(
        "refused(getenv", "allowed(getenv"
    )
    swapped = swapped.replace("X(getenv", "refused(getenv")
    assert named(compiled(swapped, tmp_path), compiled(HONEST, tmp_path)) == ["PyInit_speed"]


def test_code_that_no_table_speaks_of_is_named_by_its_place(tmp_path: Path) -> None:
    planted = HONEST + '__asm__(".text\\n.byte 0x48,0x31,0xc0,0x0f,0x05,0xc3\\n");\n'
    assert any(
        name.startswith("code between functions at 0x")
        for name in named(compiled(planted, tmp_path), compiled(HONEST, tmp_path))
    )


def test_a_jump_into_the_middle_of_an_instruction_is_not_one_to_its_beginning(
    tmp_path: Path,
) -> None:
    odd = r".text\n.globl odd\n.type odd,@function\nodd: jmp 1f+%d\n1: %s\n.size odd,.-odd\n"
    text = f'{HONEST}__asm__("{odd}");\n'
    body = "movl $0xc3050f90, %eax; ret"
    assert named(compiled(text % (1, body), tmp_path), compiled(text % (0, body), tmp_path)) == [
        "odd"
    ]


def test_another_machines_code_and_other_formats_are_said_not_to_be_compared(
    tmp_path: Path,
) -> None:
    honest = compiled(HONEST, tmp_path)
    other = honest[:18] + (183).to_bytes(2, "little") + honest[20:]
    assert functions_beyond(other, other, DEFAULT) == "only ELF for x86-64 is taken apart"
    assert functions_beyond(b"MZ", honest, DEFAULT) == "only ELF for x86-64 is taken apart"
    small = functions_beyond(honest, honest, Limits(binary_code=64))
    assert small == "more code than is taken apart"


def test_without_capstone_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = compiled(HONEST, tmp_path)
    assert decoder() is not None, "the tests need the extra"
    monkeypatch.setattr(functions, "decoder", lambda: None)
    found = functions_beyond(honest, honest, DEFAULT)
    assert found == "Capstone is not here: pip install 'tallystick[rebuild]'"


def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path: Path) -> None:
    honest = compiled(HONEST, tmp_path)
    chance = random.Random(6)  # noqa: S311 - the same damage each time
    refused = 0
    for _ in range(400):
        damaged = bytearray(honest)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(honest) // 2)] = chance.randrange(256)
        try:
            code = read_code(bytes(damaged[: chance.choice([len(honest), 5_000])]), DEFAULT)
        except MalformedBinary:
            refused += 1
            continue
        assert code is None or all(piece.address >= 0 for piece in code.pieces)
    assert 20 < refused < 400
