"""A tarball that ``git archive`` wrote, audited against the repository that it was written from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gitrepo import Content, GitRepo
from tallystick.artifact import open_artifact
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.model import Ledger, VerdictValue
from tallystick.source import open_source

FILES: Mapping[str | bytes, Content] = {
    ".gitattributes": b"secret.txt export-ignore\n/ci/ export-ignore\nversion.txt export-subst\n",
    "version.txt": b"commit $Format:%H$\n",
    "secret.txt": b"left out\n",
    "ci/run": b"left out\n",
    "a.txt": b"a\n",
}


def audited(folder: Path, files: Mapping[str | bytes, Content]) -> Ledger:
    repository = GitRepo(folder / "example")
    repository.commit(files)
    repository.git("tag", "v1.0")
    tarball = folder / "example-1.0.tar.gz"
    repository.git("archive", "--prefix=example-1.0/", "-o", str(tarball), "v1.0")
    source = open_source(
        str(repository.path), ref="v1.0", cache=Cache(root=folder / "cache"), limits=DEFAULT
    )
    with open_artifact(tarball, limits=DEFAULT) as opened:
        return audit(opened.artifact, source)


def test_what_git_archive_changes_and_leaves_out_is_accounted_for(tmp_path: Path) -> None:
    ledger = audited(tmp_path, FILES)
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.ACCEPTED, ledger.verdict.reasons
    assert ledger.artifact.commit == (ledger.source.commit if ledger.source else None)
    reasons = {omitted.path: omitted.reason for omitted in ledger.omitted}
    assert reasons == {"secret.txt": "export-ignore", "ci/run": "export-ignore"}
    explainers = {line.path: line.explainer for line in ledger.lines}
    assert explainers["version.txt"] == "export-subst"


def test_a_commit_that_only_a_pull_request_holds_is_not_accepted(tmp_path: Path) -> None:
    repository = GitRepo(tmp_path / "example")
    reviewed = repository.commit({"a.py": b"x = 1\n"})
    repository.commit({"a.py": b"import evil\n"})
    proposed = repository.git("rev-parse", "HEAD").strip()
    repository.git("update-ref", "refs/pull/1/head", proposed)
    repository.git("reset", "--hard", reviewed)
    tarball = tmp_path / "example-1.0.tar.gz"
    repository.git("archive", "--prefix=example-1.0/", "-o", str(tarball), proposed)
    source = open_source(
        str(repository.path), ref=proposed, cache=Cache(root=tmp_path / "cache"), limits=DEFAULT
    )
    with open_artifact(tarball, limits=DEFAULT) as opened:
        ledger = audit(opened.artifact, source)
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.INCONCLUSIVE
    assert ledger.verdict.reasons[0].rule == "source-evidence"
