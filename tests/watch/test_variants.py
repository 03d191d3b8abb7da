"""The table of attacks in the docs, held against the tests that stand in it."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs/watch.md"


def test_every_variant_of_the_table_is_a_test() -> None:
    table = DOCS.read_text().partition("## Attacks that are tried")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) >= 15
    code = "".join(path.read_text() for path in HERE.glob("test_*.py"))
    for row in rows:
        named = re.findall(r"`([\w-]+)`", row.rpartition("|")[0].rpartition("| ")[2])
        tests = [name for name in named if f'"{name}": (' in code or f"def {name}(" in code]
        assert tests, row
        assert set(named) - set(tests) <= {"subprocess"}, row
