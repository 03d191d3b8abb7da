"""A project's own makefile: which targets build a release, and what comes of them in the sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_projects import FILES, Project, rebuild, route
from tallystick.model import RebuildOutcome, VerdictValue
from tallystick.rebuild.release_commands import targets
from tools_needed import require_tool

PYTZ = """\
PYTHON=/usr/bin/python3
all: dist
dist: build wheels
\tcd build/dist && \\
\t${PYTHON} setup.py -q sdist --dist-dir ../tarballs
wheels:
\tcd build/dist && ${PYTHON} setup.py -q bdist_wheel --universal
"""


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        (PYTZ, "sdist", ["dist", "all"]),
        (PYTZ, "wheel", ["dist", "wheels"]),
        (
            "sdist: x.tar.gz\nx.tar.gz:\n\t$(PYTHON) setup.py sdist\n",
            "sdist",
            ["sdist", "x.tar.gz"],
        ),
        ("upload:\n\ttwine upload dist/*\n", "sdist", []),
        ("# sdist:\n#\tsetup.py sdist\n", "sdist", []),
        ("A := setup.py sdist\n", "sdist", []),
        ("\tsetup.py sdist\n", "sdist", []),
        ("--eval=x:\n\tsetup.py sdist\n", "sdist", []),  # no option of make
        ("", "sdist", []),
    ],
)
def test_targets_that_build_a_release_are_found(text: str, form: str, expected: list[str]) -> None:
    assert targets(text, "sdist" if form == "sdist" else "wheel") == expected


SETUP = b"""\
import backend, sys
assert sys.argv[1] == "sdist"
print(backend.build_sdist("dist"))
"""
MAKEFILE = b"""\
PYTHON = /nowhere/python
sdist:
\techo 'table = 1' > src/table.py
\tmkdir dist && $(PYTHON) setup.py sdist
"""
MADE = Project({**FILES, "setup.py": SETUP, "Makefile": MAKEFILE})


def published(folder: Path, table: bytes, more: dict[str, bytes] | None = None) -> Path:
    return Project({**MADE.files, "src/table.py": table, **(more or {})}).publish("sdist", folder)


def test_what_a_makefile_makes_before_the_build_comes_out_by_that_makefile(tmp_path: Path) -> None:
    require_tool("make")
    found = route(rebuild(published(tmp_path, b"table = 1\n"), MADE, tmp_path), "sdist-from-commit")
    assert found.outcome is RebuildOutcome.EQUAL, found
    assert found.command == "make PYTHON=python -- sdist"


@pytest.mark.parametrize(
    ("table", "more"),
    [(b"import evil\n", {}), (b"table = 1\n", {"src/evil.py": b"evil = 1\n"})],
    ids=["another-table", "planted-beside-it"],
)
def test_what_the_makefile_does_not_make_stays_different(
    table: bytes, more: dict[str, bytes], tmp_path: Path
) -> None:
    require_tool("make")
    ledger = rebuild(published(tmp_path, table, more), MADE, tmp_path)
    assert route(ledger, "sdist-from-commit").outcome is RebuildOutcome.DIFFERS
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.REJECTED


def test_an_archive_that_lay_in_the_source_is_not_taken_for_one_that_was_built(
    tmp_path: Path,
) -> None:
    require_tool("make")
    sdist = published(tmp_path, b"import evil\n")
    lazy = b"sdist:\n\t: setup.py sdist\n"
    planted = Project({**MADE.files, "Makefile": lazy, "old/example.tar.gz": sdist.read_bytes()})
    found = route(rebuild(sdist, planted, tmp_path), "sdist-from-commit")
    assert found.outcome is RebuildOutcome.DIFFERS
    assert "make" not in (found.command or "")
