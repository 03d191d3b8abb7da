"""An honest release is accepted; the same release with one thing changed never is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.errors import ArtifactError
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, VerdictValue
from tallystick.source import open_source
from tamper.every_kind import EVERY_KIND
from tamper.honest import HONEST, Honest, make_honest
from tamper.kinds import Kind
from tamper.release import read_release


@pytest.fixture(scope="session")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Honest:
    return make_honest(tmp_path_factory.mktemp("honest"))


def judge(release: Path, repository: Path, cache: Path) -> Ledger:
    source = open_source(str(repository), cache=Cache(root=cache), limits=DEFAULT, offline=True)
    with open_artifact(release, limits=DEFAULT) as opened:
        return audit(opened.artifact, source)


@pytest.mark.parametrize("name", HONEST)
def test_the_honest_release_is_accepted(name: str, honest: Honest, tmp_path: Path) -> None:
    ledger = judge(honest.artifacts[name], honest.repository, tmp_path)
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.ACCEPTED, ledger.verdict.reasons


@pytest.mark.parametrize("name", HONEST)
def test_read_and_written_again_it_is_still_accepted(
    name: str, honest: Honest, tmp_path: Path
) -> None:
    """So that what the other tests find is the tampering, not the writing."""
    path = read_release(honest.artifacts[name]).write(tmp_path)
    ledger = judge(path, honest.repository, tmp_path)
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.ACCEPTED, ledger.verdict.reasons


@pytest.mark.parametrize("name", HONEST)
@pytest.mark.parametrize("kind", EVERY_KIND, ids=lambda kind: kind.id)
def test_a_tampered_release_is_never_accepted(
    kind: Kind, name: str, honest: Honest, tmp_path: Path
) -> None:
    release = read_release(honest.artifacts[name]).copy()
    tampered = kind.apply(release)
    if tampered is None:
        pytest.skip("this kind does not apply to this artifact")
    path = release.write(tmp_path)
    try:
        ledger = judge(path, honest.repository, tmp_path)
    except ArtifactError:
        return  # refused as a whole: exit code 2, no ledger
    assert ledger.verdict is not None
    assert ledger.verdict.value is not VerdictValue.ACCEPTED
    named = {path for reason in ledger.verdict.reasons for path in reason.paths}
    assert not tampered or any(tampered in path for path in named), ledger.verdict.reasons
