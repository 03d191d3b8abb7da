"""Signed histories, signed by git with real keys: whose they are, and which lead to a release's key."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest

from gitrepo import TIME, GitRepo
from signers import Keys
from tallystick.cache import Cache
from tallystick.cli.custody_signatures import verifier
from tallystick.custody import Question, examine
from tallystick.custody.since import since_last_release
from tallystick.limits import DEFAULT
from tallystick.model.custody import Custody
from tallystick.source import open_source
from tools_needed import require_git


class Signing:
    """A repository in which each commit and tag is signed with the key that is named."""

    def __init__(self, folder: Path) -> None:
        self.keys = Keys(folder / "keys")
        self.repo = GitRepo(folder / "repo")
        self.folder = folder
        self.time = TIME

    def commit(self, key: str | None, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            (self.repo.path / name).write_bytes(content)
        self.repo.git("add", ".")
        self._git(key, "commit", "-q", "-m", "Change")

    def tag(self, name: str, key: str, *, days: int = 1) -> None:
        self.time += days * 86_400
        self._git(key, "tag", "-s", "-m", "release", name)

    def public(self, key: str) -> bytes:
        return Path(f"{self.keys.make(key)}.pub").read_bytes()

    def look(self, ref: str, check: str, *, given: bool = False) -> Custody:
        source = open_source(
            str(self.repo.path), ref=ref, cache=Cache(root=self.folder / "cache"), limits=DEFAULT
        )
        assert source.log is not None
        allowed = self.keys.allowed if given else None
        options = argparse.Namespace(keyring=[], allowed_signers=allowed)
        question = Question(
            log=source.log,
            range=since_last_release(source.log, ref),
            tree=source.tree,
            checks=[check],
            count_lines=False,
            verify=verifier(options, source.log),
        )
        return examine(question, DEFAULT)

    def _git(self, key: str | None, *arguments: str) -> None:
        signing = ("-c", "gpg.format=ssh") if key else ("-c", "commit.gpgsign=false")
        which = ("-c", f"user.signingkey={self.keys.make(key)}") if key else ()
        sign = ("-c", "commit.gpgsign=true") if key else ()
        self.repo.git(*signing, *which, *sign, *arguments)


@pytest.fixture
def signing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signing:
    require_git(2, 34)  # makes signatures with SSH keys; tallystick reads them with any
    made = Signing(tmp_path)
    for name in ("GIT_AUTHOR", "GIT_COMMITTER"):
        monkeypatch.setenv(f"{name}_NAME", "Ada")
        monkeypatch.setenv(f"{name}_EMAIL", "ada@example.org")
    return made


def dated(monkeypatch: pytest.MonkeyPatch, day: int) -> None:
    monkeypatch.setitem(os.environ, "GIT_COMMITTER_DATE", f"{TIME + day * 86_400} +0000")


def released(
    signing: Signing,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    *,
    first: dict[str, bytes] | None = None,
    second: dict[str, bytes] | None = None,
    day: int = 20,
) -> Custody:
    """A first release by ``old``, a second one by ``key``."""
    dated(monkeypatch, 10)
    signing.commit("old", {"a": b"1", **(first or {})})
    signing.tag("v1.0", "old")
    dated(monkeypatch, day)
    signing.commit("old", {"a": b"2", **(second or {})})
    signing.tag("v1.1", key)
    return signing.look("v1.1", "new-key")


def test_the_key_of_the_release_before_is_no_new_one(
    signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert released(signing, monkeypatch, "old").remarks == ()


def test_a_key_that_nothing_leads_to_is_said(
    signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    (remark,) = released(signing, monkeypatch, "new").remarks
    assert "not with the key before it" in remark.message
    assert "SHA256:" in remark.message


def test_a_clock_that_is_set_back_makes_no_tag_the_first(
    signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert released(signing, monkeypatch, "new", day=1).remarks != ()


def test_a_key_that_an_earlier_release_announced_has_a_path(
    signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {"KEYS": signing.public("new")}
    assert released(signing, monkeypatch, "new", first=keys).remarks == ()


def test_a_key_that_the_release_itself_announces_has_none(
    signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {"KEYS": signing.public("new")}
    (remark,) = released(signing, monkeypatch, "new", second=keys).remarks
    assert remark.paths == ("KEYS",)
    assert "as this release itself changed it" in remark.message


def test_signatures_are_verified_where_keys_are_given(
    signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing.keys.make("old", known_as="ada@example.org")
    released(signing, monkeypatch, "old")
    assert signing.look("v1.1", "unsigned", given=True).remarks == ()
    signing.commit(None, {"a": b"3"})
    signing.commit("stranger", {"a": b"4"})
    signing.tag("v1.2", "stranger")
    found = signing.look("v1.2", "unsigned", given=True).remarks
    messages = [one.message for one in found]
    assert messages[0] == "1 of 2 commits carry no signature"
    assert "0 of 2 signatures are good" in found[0].known
    assert messages[1].startswith("the tag v1.2 is signed, and not verified: signed by SHA256:")
    assert messages[2] == "1 commit carries a signature by a key that was not given"


def test_a_signature_of_another_commit_is_not_valid(
    signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    signing.keys.make("old", known_as="ada@example.org")
    released(signing, monkeypatch, "old")
    content = signing.repo.git("cat-file", "commit", "v1.1").replace("\n\nChange", "\n\nEvil")
    name = signing.repo.git(
        "hash-object", "-t", "commit", "-w", "--stdin", given=f"{content}\n".encode()
    )
    signing.repo.git("tag", "v1.2", name)
    found = [one.message for one in signing.look("v1.2", "unsigned", given=True).remarks]
    assert "1 commit carries a signature that is not valid" in found
