"""A tag is not an anchor: what it pointed to is remembered, and it is said when it moved."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from git_server import GitServer, age
from gitrepo import GitRepo
from tallystick.cache import Cache
from tallystick.errors import SourceError
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Evidence, Source
from tallystick.source import open_source
from tallystick.source.remembered import FRESH_SECONDS, PER_TAG, MovedTag, Remembered

Opened = Callable[..., Source]


def against(source: Source, kind: str) -> list[Evidence]:
    return [e for e in source.evidence if e.kind == kind and e.agrees is False]


def move(repo: GitRepo, tag: str = "v1") -> tuple[str, str]:
    """Have ``tag`` point at a new commit; the old commit and the new one."""
    old = repo.git("rev-parse", f"{tag}^{{commit}}")
    new = repo.commit({"planted": old.encode()})
    repo.git("tag", "-f", "-m", "again", tag)
    return old, new


def test_a_tag_that_was_moved_is_said_with_what_it_was(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    old, new = move(repo)
    age(cache, FRESH_SECONDS)
    source = opened(server.url("r"), ref="v1")
    assert source.commit == new
    (moved,) = against(source, "moved-tag")
    assert moved.value.startswith(f"refs/tags/v1 pointed at {old} until 2")
    again = opened(server.url("r"), ref="refs/tags/v1", offline=True)
    assert again.evidence == source.evidence


def test_what_a_moved_tag_pointed_at_stays_and_is_under_no_branch_or_tag(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    repo.git("checkout", "-q", "--orphan", "aside")
    only_tagged = repo.commit({"aside": b"aside\n"})
    repo.git("tag", "-m", "two", "v2")
    repo.git("checkout", "-q", "main")
    repo.git("branch", "-D", "aside")
    opened(server.url("r"), ref="v2")
    repo.git("tag", "-f", "-m", "again", "v2", "main")
    age(cache, FRESH_SECONDS)
    opened(server.url("r"), ref="v2")
    (clone,) = cache.root.glob("clones/*")
    GitRepo.at(clone).git("gc", "-q", "--prune=now")
    source = opened(server.url("r"), ref=only_tagged, offline=True)
    assert set(source.tree.entries) >= {"aside"}
    assert against(source, "reachable")


def test_a_tag_that_was_taken_away_is_named_with_what_it_was(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    tag_object = repo.git("rev-parse", "v1")
    repo.git("tag", "-d", "v1")
    age(cache, FRESH_SECONDS)
    with pytest.raises(SourceError, match=rf"there is no v1: it pointed at {tag_object} until 2"):
        opened(server.url("r"), ref="v1")
    old = repo.git("rev-parse", f"{tag_object}^{{commit}}")
    repo.git("tag", "v1", "main")
    source = opened(server.url("r"), ref="v1")
    assert [old in e.value for e in against(source, "moved-tag")] == [True]


def test_a_tag_that_was_signed_again_means_what_it_meant(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    repo.git("tag", "-f", "-m", "another message", "v1", "v1^{commit}")
    age(cache, FRESH_SECONDS)
    source = opened(server.url("r"), ref="v1")
    assert not against(source, "moved-tag")


def test_a_tag_that_moved_away_and_back_is_still_one_that_moved(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    first = repo.git("rev-parse", "v1")
    opened(server.url("r"), ref="v1")
    _, planted = move(repo)
    age(cache, FRESH_SECONDS)
    opened(server.url("r"), ref="v1")
    repo.git("update-ref", "refs/tags/v1", first)
    age(cache, FRESH_SECONDS)
    source = opened(server.url("r"), ref="v1")
    assert [planted in e.value for e in against(source, "moved-tag")] == [True]


def test_moves_are_found_by_whatever_asks_the_server(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    move(repo)
    opened(server.url("r"), ref="main")
    assert against(opened(server.url("r"), ref="v1", offline=True), "moved-tag")


KILLED = """
import os, signal, sys
from pathlib import Path
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.source import clone, open_source
real = clone.transactions
def killed(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)
clone.transactions = killed
open_source(sys.argv[1], ref="main", cache=Cache(root=Path(sys.argv[2])), limits=DEFAULT)
"""


def test_a_move_is_on_disk_before_the_tag_is_overwritten(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    old, new = move(repo)
    command = [sys.executable, "-c", KILLED, server.url("r"), str(cache.root)]
    killed = subprocess.run(command, check=False)
    assert killed.returncode == -signal.SIGKILL
    before = opened(server.url("r"), ref="v1", offline=True)
    assert before.commit == old
    age(cache, FRESH_SECONDS)
    source = opened(server.url("r"), ref="v1")
    assert source.commit == new
    assert len(against(source, "moved-tag")) == 1


def test_a_folder_that_says_of_itself_that_tags_moved_is_not_heard(
    tmp_path: Path, opened: Opened
) -> None:
    local = GitRepo(tmp_path / "local")
    commit = local.commit({"a": b"1\n"})
    local.git("tag", "v1")
    notes = local.path / ".git" / "tallystick"
    notes.mkdir()
    (notes / "moved-tags").write_text(json.dumps([["v1", "0" * 40, commit, 1]]))
    assert [e.kind for e in opened(local.path, ref="v1").evidence] == ["ref"]


def _change(number: int, tag: str = "nightly") -> MovedTag:
    return MovedTag(tag=tag, old=f"{number:040x}", new=f"{number + 1:040x}", when=number)


def test_the_record_keeps_the_first_and_the_latest_moves_of_a_tag(tmp_path: Path) -> None:
    remembered = Remembered(tmp_path)
    for number in range(50):
        remembered.record([_change(number)], cap=100)
        remembered.record([_change(number)], cap=100)
    kept = [change.when for change in remembered.moved]
    assert kept == [0, *range(50 - PER_TAG + 1, 50)]


def test_a_server_cannot_flood_a_move_out_of_the_record(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    for number in range(4):
        repo.git("tag", f"t{number}")
    opened(server.url("r"), ref="v1")
    repo.commit({"new": b"new\n"})
    for number in range(4):
        repo.git("tag", "-f", f"t{number}")
    age(cache, FRESH_SECONDS)
    with pytest.raises(
        SourceError, match=r"more than 3 of its tags have moved \(cap: moved_tags\)"
    ):
        open_source(server.url("r"), ref="v1", cache=cache, limits=Limits(moved_tags=3))
    assert open_source(server.url("r"), ref="v1", cache=cache, limits=DEFAULT).commit


@pytest.mark.parametrize("text", ["", "{", "[1]", '[["v1", "x", null, 1]]', "[" * 100_000])
def test_a_damaged_record_is_an_error_and_not_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "tallystick").mkdir()
    (tmp_path / "tallystick" / "moved-tags").write_text(text)
    with pytest.raises(SourceError, match="damaged"):
        _ = Remembered(tmp_path).moved


def test_the_tag_object_of_another_version_under_this_name_is_said(
    tmp_path: Path, opened: Opened
) -> None:
    local = GitRepo(tmp_path / "local")
    local.commit({"a": b"1\n"})
    local.git("tag", "-m", "signed by the maintainer", "v1.0")
    local.git("update-ref", "refs/tags/v1.1", local.git("rev-parse", "v1.0"))
    (said,) = against(opened(local.path, ref="v1.1"), "tag-object")
    assert said.value == "the tag object of refs/tags/v1.1 calls itself 'v1.0'"
    assert not against(opened(local.path, ref="v1.0"), "tag-object")


@pytest.mark.parametrize(
    ("own", "name", "is_against"),
    [
        ("1.3", "v1.3", False),
        ("rel-3.2.3", "3.2.3", False),
        ("release/1.0", "v1.0", False),
        ("v1.0", "v1.0.1", True),
        ("other-1.0", "this-1.0", True),
        ("v1.0", "show", True),
        ("1.0rc1", "v1.0", True),
    ],
)
def test_a_renamed_tag_is_told_from_another_versions(
    tmp_path: Path, opened: Opened, own: str, name: str, is_against: bool
) -> None:
    local = GitRepo(tmp_path / "local")
    local.commit({"a": b"1\n"})
    local.git("tag", "-m", "x", own)
    local.git("update-ref", f"refs/tags/{name}", local.git("rev-parse", own))
    local.git("tag", "-d", own)
    (said,) = [e for e in opened(local.path, ref=name).evidence if e.kind == "tag-object"]
    assert said.agrees is (False if is_against else None)
