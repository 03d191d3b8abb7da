"""Every finding has a hostile archive that makes it, and a heading that explains it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archive import hostile_names, hostile_streams, hostile_tar, hostile_zip
from archive.attacks import ATTACKS, Attack
from tallystick.archive import MEANINGS, read_archive
from tallystick.limits import DEFAULT, Limits

DOCS = Path(__file__).parents[2] / "docs" / "container.md"
ROOMS = (hostile_names, hostile_streams, hostile_tar, hostile_zip)
FEW = Limits(findings=20)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_found(attack: Attack, tmp_path: Path) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(attack.build())
    limits = FEW if attack.finding == "too-many-findings" else DEFAULT
    with read_archive(path, limits=limits) as archive:
        found = {finding.id for finding in archive.findings}
        assert attack.finding in found
        assert all(finding.ambiguous for finding in archive.findings)
        assert all(finding.message.isprintable() for finding in archive.findings)
        for member in archive.members:
            assert len(archive.read(member)) == member.size


@pytest.mark.parametrize("finding", MEANINGS)
def test_a_finding_has_its_heading_and_its_hostile_archive(finding: str) -> None:
    headings = re.findall(r"^### `([a-z0-9-]+)`$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    missing = []
    if headings.count(finding) != 1:
        missing.append(f"one heading in {DOCS.name}")
    if finding not in {attack.finding for attack in ATTACKS}:
        missing.append("a hostile archive in tests/archive/hostile_*.py")
    assert not missing, f"{finding} lacks {' and '.join(missing)}"


def test_the_docs_explain_nothing_that_does_not_exist() -> None:
    headings = set(
        re.findall(r"^### `([a-z0-9-]+)`$", DOCS.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert headings <= MEANINGS.keys()


def test_the_rooms_of_hostile_archives_are_all_walked() -> None:
    files = {path.stem for path in Path(__file__).parent.glob("hostile_*.py")}
    assert files == {room.__name__.rpartition(".")[2] for room in ROOMS}
