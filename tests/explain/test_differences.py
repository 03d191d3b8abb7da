"""``docs/differences.md`` is held to the explainers and to their cases."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tallystick.explain import EXPLAINERS
from tallystick.model import Grade

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "tests" / "data" / "explain"
ROW = re.compile(
    r"\| (?P<what>[^|]+) \| (?P<static>[^|]+) \| `(?P<id>[\w-]+)` \| `(?P<honest>honest-[\w-]+)` "
    r"\| `(?P<hostile>hostile-[\w-]+)` \|"
)
ELSEWHERE = {
    "submodule": "test_a_file_of_a_submodule_is_upstream_by_its_explainer",
    "export-subst": "test_what_git_archive_writes_for_the_commit_is_derived",
    "pyc": "test_a_compile_of_the_same_file_is_proven",
}
"""Proofs that need more than two folders: a repository, the interpreter that runs the tests."""

TABLE = [
    line
    for line in (ROOT / "docs" / "differences.md").read_text().splitlines()
    if line.startswith("| ")
]
ROWS = [line for line in TABLE if not line.startswith("| difference |")]


TESTS = frozenset(
    name
    for path in (ROOT / "tests").rglob("test_*.py")
    for name in re.findall(r"^def (test_\w+)\(", path.read_text(), re.MULTILINE)
)


def grades(identifier: str) -> set[Grade]:
    """What the honest cases of an explainer become."""
    cases = CASES.glob(f"{identifier}/honest-*/case.toml")
    return {Grade(tomllib.loads(path.read_text())["grade"]) for path in cases}


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_an_explainer_and_two_of_its_cases(row: str) -> None:
    found = ROW.fullmatch(row)
    assert found is not None
    for case in (found["honest"], found["hostile"]):
        assert (CASES / found["id"] / case / "case.toml").is_file(), case


def test_every_explainer_has_its_row() -> None:
    named = {found["id"] for row in ROWS if (found := ROW.fullmatch(row))}
    assert named == {explainer.id for explainer in EXPLAINERS}


@pytest.mark.parametrize("row", ROWS)
def test_what_a_row_calls_a_claim_or_a_proof_is_what_the_cases_become(row: str) -> None:
    found = ROW.fullmatch(row)
    assert found is not None
    own = CASES / found["id"] / found["honest"] / "case.toml"
    grade = Grade(tomllib.loads(own.read_text())["grade"])
    if found["static"] == "claim":
        assert grade is Grade.UNPROVEN
    elif found["static"] == "proven":
        elsewhere = ELSEWHERE.get(found["id"])
        assert elsewhere in TESTS or any(each.is_proof for each in grades(found["id"]))
    else:
        assert grade is Grade.UNEXPLAINED
