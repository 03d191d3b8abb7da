"""Every compiled file among the fixtures is what the code that made it makes."""

from __future__ import annotations

from pathlib import Path

from binary.fixtures import CASES, FIXTURES

MAGICS = (b"\x7fELF", b"MZ", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")


def is_compiled(path: Path) -> bool:
    return path.is_file() and path.read_bytes().startswith(MAGICS)


def test_the_fixtures_are_those_that_are_made_and_no_others() -> None:
    held = {str(path.relative_to(CASES)) for path in CASES.rglob("*") if is_compiled(path)}
    assert held == FIXTURES.keys()


def test_each_has_the_bytes_that_are_made() -> None:
    differing = [
        path for path, content in FIXTURES.items() if (CASES / path).read_bytes() != content
    ]
    assert not differing, "run python tests/binary/fixtures.py"
