"""A repository whose configuration would run a command, if git were asked the usual way."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from gitrepo import GitRepo, environment
from tallystick.errors import ContentUnavailable, SourceError
from tallystick.model import BlobId, Source
from tallystick.source import Attributes

Opened = Callable[..., Source]


@pytest.fixture
def ran(tmp_path: Path) -> Path:
    """A file that is there once any of the commands below has run."""
    return tmp_path / "ran"


def arm(repo: GitRepo, ran: Path) -> None:
    """Put a command into every key of .git/config that can hold one, and into every hook."""
    trap = ran.parent / "trap"
    trap.write_text(f'#!/bin/sh\necho "$0 $*" >> {ran}\n')
    trap.chmod(0o755)
    command = str(trap)
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.editor", "core.gitProxy",
                "core.askPass", "core.alternateRefsCommand", "diff.external", "gpg.program",
                "credential.helper", "uploadpack.packObjectsHook", "filter.x.smudge",
                "filter.x.clean", "filter.x.process", "diff.x.textconv", "pager.ls-tree",
                "pager.show-ref", "pager.cat-file", "pager.config", "remote.origin.uploadpack",
                "remote.origin.receivepack", "tar.x.command", "interactive.diffFilter"):  # fmt: skip
        repo.git("config", key, command)
    for name in ("ls-tree", "cat-file", "show-ref", "rev-list", "config"):
        repo.git("config", f"alias.{name}", f"!{command}")
    hooks = ran.parent / "hooks"
    hooks.mkdir()
    for name in ("reference-transaction", "post-checkout", "post-index-change", "pre-auto-gc"):
        (hooks / name).symlink_to(trap)
    repo.git("config", "core.hooksPath", str(hooks))
    (repo.path / ".git" / "info").mkdir(exist_ok=True)
    (repo.path / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n")


def lose_a_blob(repo: GitRepo, path: str, url: str) -> None:
    """Make it a partial clone: git now asks ``url`` for the blob at ``path`` when it is read."""
    identity = repo.git("rev-parse", f"HEAD:{path}")
    (repo.path / ".git" / "objects" / identity[:2] / identity[2:]).unlink()
    repo.git("config", "core.repositoryformatversion", "1")
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "remote.origin.promisor", "true")
    repo.git("config", "remote.origin.url", url)
    objects = repo.git("rev-parse", "HEAD", "HEAD^{tree}").encode()
    pack = repo.path / ".git" / "objects" / "pack"
    name = repo.git("pack-objects", "-q", str(pack / "pack"), given=objects + b"\n")
    (pack / f"pack-{name}.promisor").write_bytes(b"")


@pytest.mark.parametrize("lost", [True, False])
@pytest.mark.parametrize(
    "url", ["ext::sh -c %c", "ssh://host.invalid/x", "%r", "file://%r", "host:x"]
)
def test_reading_runs_nothing_that_the_repository_names(
    tmp_path: Path, ran: Path, opened: Opened, url: str, lost: bool
) -> None:
    repo = GitRepo(tmp_path / "hostile")
    repo.commit({"a": b"here\n", "lost": b"gone\n", ".gitattributes": b"* text filter=x\n"})
    repo.git("tag", "-m", "a tag", "v1")
    place = url.replace("%c", str(tmp_path / "trap")).replace("%r", str(repo.path))
    if lost:
        lose_a_blob(repo, "lost", place)
    else:
        repo.git("config", "remote.origin.url", place)
    arm(repo, ran)
    ran.unlink(missing_ok=True)
    source = opened(repo.path, ref="v1")
    opened(repo.path, ref=repo.git("rev-parse", "HEAD"))
    ran.unlink(missing_ok=True)
    source.tree.reader.prefetch(frozenset(source.tree.entries))
    assert source.tree.read("a") == b"here\n"
    if lost:
        with pytest.raises(ContentUnavailable):
            source.tree.read("lost")
    assert Attributes.of(source.tree).get("a", "filter") == "x"
    with pytest.raises(SourceError):
        opened(repo.path, ref="v2")
    assert not ran.exists(), ran.read_text()


def test_the_trap_works_when_git_is_asked_the_usual_way(tmp_path: Path, ran: Path) -> None:
    repo = GitRepo(tmp_path / "hostile")
    repo.commit({"a": b"here\n", "lost": b"gone\n"})
    lose_a_blob(repo, "lost", str(repo.path))
    arm(repo, ran)
    ran.unlink(missing_ok=True)
    usual = ["git", "cat-file", "-p", "HEAD:lost"]
    subprocess.run(usual, cwd=repo.path, env=environment(), capture_output=True, check=False)
    assert ran.exists()


def test_a_promised_blob_without_a_marked_pack_is_not_fetched_either(
    tmp_path: Path, ran: Path, opened: Opened
) -> None:
    repo = GitRepo(tmp_path / "hostile")
    repo.commit({"lost": b"gone\n"})
    lose_a_blob(repo, "lost", str(repo.path))
    for marker in (repo.path / ".git" / "objects" / "pack").glob("*.promisor"):
        marker.unlink()
    arm(repo, ran)
    ran.unlink(missing_ok=True)
    source = opened(repo.path)
    with pytest.raises((ContentUnavailable, SourceError)):
        source.tree.read("lost")
    assert not ran.exists(), ran.read_text()


def test_looking_through_history_does_not_ask_the_repositorys_own_gpg(
    tmp_path: Path, ran: Path, opened: Opened
) -> None:
    repo = GitRepo(tmp_path / "hostile")
    first = repo.commit({"a": b"1\n"})
    repo.commit({"a": b"2\n"})
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n"
    head, _, message = repo.git("cat-file", "commit", "HEAD").partition("\n\n")
    signed = f"{head}\n{signature}\n{message}\n".encode()
    commit = repo.git("hash-object", "-t", "commit", "-w", "--stdin", given=signed)
    repo.git("update-ref", "refs/heads/main", commit)
    arm(repo, ran)
    for key in ("gpg.program", "gpg.openpgp.program"):
        repo.git("config", key, str(tmp_path / "trap"))
    repo.git("config", "log.showSignature", "true")
    ran.unlink(missing_ok=True)
    subprocess.run(
        ["git", "log", "--raw"], cwd=repo.path, env=environment(), capture_output=True, check=False
    )
    assert ran.exists()
    ran.unlink()
    source = opened(repo.path, ref=first)
    assert source.history is not None
    seen = source.history.later("a", BlobId(repo.git("rev-parse", "main:a")))
    assert seen is not None
    assert seen.commit == commit
    assert not ran.exists(), ran.read_text()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_that_belongs_to_somebody_else_is_read_when_it_is_named(
    tmp_path: Path, opened: Opened
) -> None:
    repo = GitRepo(tmp_path / "theirs")
    repo.commit({"a": b"1\n"})
    for path in [repo.path, *repo.path.rglob("*")]:
        os.chown(path, 12345, 12345)
    assert opened(repo.path).tree.read("a") == b"1\n"


def test_a_commit_graph_that_lies_is_not_believed(tmp_path: Path, opened: Opened) -> None:
    repo = GitRepo(tmp_path / "repo")
    repo.commit({"a": b"1\n"})
    repo.commit({"a": b"2\n"})
    repo.git("commit-graph", "write", "--reachable")
    graph = repo.path / ".git" / "objects" / "info" / "commit-graph"
    content = graph.read_bytes()
    one, two = (
        bytes.fromhex(repo.git("rev-parse", f"{name}^{{tree}}")) for name in ("HEAD~1", "HEAD")
    )
    assert two in content
    graph.chmod(0o600)
    graph.write_bytes(content.replace(two, one))
    assert opened(repo.path).tree.read("a") == b"2\n"
