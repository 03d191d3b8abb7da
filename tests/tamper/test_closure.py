"""Tampered wheels laid against their honest sdist, with no repository: never accepted, by no policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.closure import Sibling, stand_in
from tallystick.errors import ArtifactError
from tallystick.limits import DEFAULT
from tallystick.model import Grade, Skip, VerdictValue
from tallystick.policy import RULES, Policy
from tamper.every_kind import EVERY_KIND
from tamper.honest import Honest, make_honest
from tamper.kinds import Kind
from tamper.release import read_release

MILDEST = Policy(
    consequences={id_: rule.at_least for id_, rule in RULES.items()}
    | {"empty": VerdictValue.INCONCLUSIVE}
)
"""As mild as a policy can be made: it must check something."""

SKIP = Skip(check="source", reason="the repository is out of reach")


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Honest:
    return make_honest(tmp_path_factory.mktemp("honest"))


def close(wheel: Path, sdist: Path, policy: Policy) -> tuple[VerdictValue, set[Grade]]:
    with open_artifact(wheel, limits=DEFAULT) as opened:
        source = stand_in(opened.artifact, [Sibling(path=sdist, name=sdist.name)], DEFAULT)
        assert source is not None
        ledger = audit(opened.artifact, source, policy=policy, skips=(SKIP,))
    assert ledger.verdict is not None
    return ledger.verdict.value, {line.grade for line in ledger.lines}


def wheel_and_sdist(honest: Honest) -> tuple[Path, Path]:
    paths = list(honest.artifacts.values())
    wheel = next(path for path in paths if path.suffix == ".whl")
    return wheel, next(path for path in paths if path.name.endswith(".tar.gz"))


def test_the_honest_wheel_agrees_and_is_inconclusive(honest: Honest) -> None:
    for policy in (Policy(), MILDEST):
        value, grades = close(*wheel_and_sdist(honest), policy)
        assert value is VerdictValue.INCONCLUSIVE
        assert all(grade.is_proof for grade in grades)


@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.id)
def test_a_tampered_wheel_is_never_accepted(kind: Kind, honest: Honest, tmp_path: Path) -> None:
    wheel, sdist = wheel_and_sdist(honest)
    release = read_release(wheel).copy()
    if kind.apply(release) is None:
        pytest.skip("this kind does not apply to a wheel")
    path = release.write(tmp_path)
    for policy in (Policy(), MILDEST):
        try:
            value, _ = close(path, sdist, policy)
        except ArtifactError:
            continue  # refused as a whole: exit code 2, no ledger
        assert value is not VerdictValue.ACCEPTED
