"""The last rung: what is attested of a commit, and built from it once more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from attesting import Sigstore, claims, provenance, statement
from command import Tally
from gitrepo import Content, GitRepo
from small_projects import FILES, Project, repacked
from tallystick.identity.case import Case
from tallystick.identity.climbing import identify
from tallystick.identity.terms import Terms
from tallystick.model import Evidence, Skip, Source, SourceKind
from tallystick.model.ladder import Attestation, Claims, Publisher, Rung, State
from tallystick.sandbox import Sandbox
from trees import tree

URL = "https://github.com/acme/example"


def climbed(reproduced: bool | None) -> tuple[Rung, str]:
    said = Claims(**claims())
    block = Publisher(kind="GitHub", repository="acme/example", workflow="release.yml")
    signed = Attestation(form="pep740", state=State.VERIFIED, claims=said, publisher=block)
    source = Source(
        kind=SourceKind.GIT,
        url=URL,
        commit=said.commit,
        tags=("v1.0",),
        tree=tree({}),
        evidence=(Evidence(kind="ref", value="refs/tags/v1.0", agrees=True),),
    )
    case = Case(
        name="example-1.0.tar.gz",
        project="example",
        version="1.0",
        attestations=(signed,),
        source=source,
        is_proven=True,
        in_default_branch=True,
        is_reproduced=reproduced,
    )
    found = identify(case, Terms())
    return found.rung, found.why_not


@pytest.mark.parametrize(
    ("reproduced", "rung", "why_not"),
    [
        (True, Rung.REPRODUCED, ""),
        (False, Rung.CONTENT, "it was built again, and came out otherwise"),
        (None, Rung.CONTENT, "it was not built again"),
    ],
)
def test_not_built_and_built_otherwise_are_two_things(
    reproduced: bool | None, rung: Rung, why_not: str
) -> None:
    assert climbed(reproduced) == (rung, why_not)


def audited(tally: Tally, artifact: Path, repository: GitRepo, folder: Path) -> dict[str, Any]:
    sigstore = Sigstore()
    commit = repository.git("rev-parse", "HEAD")
    signed = sigstore.attestation(
        statement((artifact.name, artifact.read_bytes())), claims(commit=commit)
    )
    artifact.with_name(f"{artifact.name}.provenance").write_bytes(provenance(signed))
    root = folder / "root.json"
    root.write_bytes(sigstore.trust_root.content)
    done = tally(
        *("audit", artifact, "--source", URL, "--mirror", f"{URL}={repository.path}"),
        *("--trust-root", root, "--depth", "rebuild", "--offline", "--format", "json"),
    )
    found: dict[str, Any] = json.loads(done.out)
    return found


@pytest.fixture
def repository(tmp_path: Path) -> GitRepo:
    if isinstance(found := Sandbox.find(), Skip):
        pytest.skip(found.reason)
    made = GitRepo(tmp_path / "source")
    workflow = {".github/workflows/release.yml": b"on: push\n"}
    made.commit(dict[str | bytes, Content]({**FILES, **workflow}.items()))
    made.git("tag", "v1.0")
    return made


def test_an_attested_release_that_is_built_again_is_on_the_last_rung(
    tally: Tally, repository: GitRepo, tmp_path: Path
) -> None:
    sdist = Project(FILES).publish("sdist", tmp_path)
    ledger = audited(tally, sdist, repository, tmp_path)
    assert ledger["verdict"] == "accepted"
    assert (ledger["identity"]["rung"], ledger["identity"]["why_not"]) == ("reproduced", "")


def test_a_release_that_comes_out_otherwise_is_not(
    tally: Tally, repository: GitRepo, tmp_path: Path
) -> None:
    wheel = repacked(Project(FILES).publish("wheel", tmp_path), {"planted.pth": b"import os\n"})
    ledger = audited(tally, wheel, repository, tmp_path)
    assert ledger["verdict"] == "rejected"
    assert ledger["identity"]["rung"] == "commit-tagged"
    assert any(one["outcome"] == "differs" for one in ledger["rebuilds"])
