"""An archive of which any two readers make different files is never called a plain one."""

from __future__ import annotations

from pathlib import Path

import pytest

from readers.agreement import Verdict, judge
from readers.disagreeing import Case, mixed, named
from readers.others import READERS
from tools_needed import require_tool

QUICK = tuple(reader for reader in READERS if reader.name not in {"pip", "uv"})
INSTALLED = (
    "honest",
    "size with a NUL before",
    "unicode path, local only",
    "pax path of another",
    "mode for others",
    "program",
)
"""Pieces that the installers, which take a second each, are asked about here, too; all by the benchmark."""

MIXED, SEED = 40, 12


@pytest.fixture(scope="module", autouse=True)
def _programs() -> None:
    for reader in READERS:
        if reader.needs is not None:
            require_tool(reader.needs)


def judged(cases: list[Case], folder: Path) -> list[Verdict]:
    return judge(cases, folder, QUICK)


def shown(verdicts: list[Verdict]) -> str:
    return "\n".join(
        f"{one.case.name}: {one.said} | {one.differing} | {one.against_ours}" for one in verdicts
    )


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    cases = [*named(), *mixed(MIXED, SEED)]
    return judged(cases, tmp_path_factory.mktemp("readers"))


def test_no_archive_on_which_readers_differ_is_called_plain(verdicts: list[Verdict]) -> None:
    wrong = [one for one in verdicts if one.is_accepted_wrongly]
    assert not wrong, shown(wrong)


def test_every_reader_and_we_agree_on_honest_archives(verdicts: list[Verdict]) -> None:
    honest = [one for one in verdicts if one.case.is_honest]
    assert len(honest) > MIXED // 3
    odd = [one for one in honest if one.said or one.differing or one.against_ours]
    assert not odd, shown(odd)


def test_the_generator_makes_readers_differ(verdicts: list[Verdict]) -> None:
    """Archives on which all agree would show nothing."""
    assert sum(one.differing is not None for one in verdicts) > len(verdicts) // 4
    for name in {name for one in verdicts for name in one.views}:
        odd_one = [one for one in verdicts if name in (one.differing or "")]
        assert odd_one, f"{name} is never the one that differs"


def test_installers_differ_on_nothing_that_is_called_plain(tmp_path: Path) -> None:
    cases = [case for case in named() if case.name.partition(": ")[2] in INSTALLED]
    found = judge(cases, tmp_path)
    assert {"pip", "uv"} <= {name for one in found for name in one.views}
    honest = [one for one in found if one.case.is_honest]
    assert len(honest) == 2
    wrong = [one for one in found if one.is_accepted_wrongly]
    assert not wrong, shown(wrong)
    assert all(view.refused is None for one in honest for view in one.views.values()), shown(honest)
