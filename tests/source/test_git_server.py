"""A URL of a real git server: what is asked of it, how often, and what is found when it has moved on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from git_server import GitServer, age, served_repository
from gitrepo import Gitlink, GitRepo
from opened import tags_of
from tallystick.cache import Cache
from tallystick.errors import ContentUnavailable, SourceError
from tallystick.limits import DEFAULT
from tallystick.model import Source
from tallystick.source.origin import Origins
from tallystick.source.remembered import FRESH_SECONDS
from tallystick.source.submodules import Checkout, gather

Opened = Callable[..., Source]


def fetched(server: GitServer) -> list[tuple[str, ...]]:
    """The ids that each fetch asked for, since the last look."""
    return [asked.wants for asked in server.since() if asked.is_fetch]


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_clone_sends_no_blob_and_one_request_gets_those_that_are_wanted(
    server: GitServer, opened: Opened, cache: Cache, object_format: str
) -> None:
    repo = served_repository(server, "r", object_format)
    source = opened(server.url("r"), ref="v1")
    (wants,) = fetched(server)
    commits = {repo.git("rev-parse", name) for name in ("v1", "HEAD")}
    assert set(wants) == commits
    (clone,) = cache.root.glob("clones/*")
    here = GitRepo.at(clone).git("cat-file", "--batch-all-objects", "--batch-check=%(objecttype)")
    assert set(here.split("\n")) == {"commit", "tree", "tag"}
    source.tree.reader.prefetch(frozenset({"3", "4"}))
    (wants,) = fetched(server)
    assert set(wants) == {repo.git("rev-parse", f"v1:{name}") for name in "34"}
    assert source.tree.read("3") == b"3\n"
    with pytest.raises(ContentUnavailable):
        source.tree.reader.read("5")
    assert not server.since()


def test_a_tag_is_asked_for_once_in_ten_minutes(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    server.since()
    opened(server.url("r"), ref="v1")
    assert tags_of(server.url("r"), cache) == ["v1"]
    age(cache, FRESH_SECONDS - 60)
    opened(server.url("r"), ref="v1")
    assert not server.since()
    age(cache, FRESH_SECONDS)
    opened(server.url("r"), ref="v1")
    asked = server.since()
    assert [one.is_list for one in asked] == [False, True]
    opened(server.url("r"), ref="v1")
    assert tags_of(server.url("r"), cache) == ["v1"]
    assert not server.since()


def test_a_clock_that_was_set_back_makes_no_answer_fresh_for_ever(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    age(cache, -86_400)
    server.since()
    opened(server.url("r"), ref="v1")
    assert any(one.is_list for one in server.since())
    opened(server.url("r"), ref="v1")
    assert not server.since()


def test_the_id_of_a_commit_that_is_there_is_never_asked_for(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    age(cache, 86_400)
    server.since()
    opened(server.url("r"), ref=repo.git("rev-parse", "v1^{commit}"))
    assert not server.since()


def test_what_the_server_has_since_is_fetched_and_what_it_has_not_is_gone(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    repo.git("branch", "a", "v1")
    opened(server.url("r"), ref="a")
    repo.git("branch", "-D", "a")
    repo.git("branch", "a/b", "HEAD")
    tip = repo.commit({"new": b"new\n"})
    repo.git("tag", "-m", "two", "v2")
    server.since()
    source = opened(server.url("r"), ref="v2")
    assert source.commit == tip
    assert source.tags == ("v2",)
    assert len(fetched(server)) == 1
    assert opened(server.url("r"), ref="a/b").commit == repo.git("rev-parse", "a/b")
    with pytest.raises(SourceError, match="there is no a;"):
        opened(server.url("r"), ref="a")
    assert opened(server.url("r")).commit == tip


def test_a_submodule_is_had_from_a_url_relative_to_the_servers(
    server: GitServer, repo: GitRepo, opened: Opened
) -> None:
    outer = GitRepo(server.root / "outer")
    commit = repo.git("rev-parse", "HEAD")
    modules = b'[submodule "lib"]\n\tpath = lib\n\turl = ../r\n'
    outer.commit({".gitmodules": modules, "lib": Gitlink(commit)})
    outer.serve_partially()
    source = opened(server.url("outer"))
    assert not source.skips
    assert source.submodules == {"lib": commit}
    source.tree.reader.prefetch(frozenset({"lib/later"}))
    assert source.tree.read("lib/later") == b"later\n"


def test_a_server_that_does_not_filter_sends_everything_once(
    server: GitServer, repo: GitRepo, opened: Opened
) -> None:
    repo.git("config", "uploadpack.allowFilter", "false")
    source = opened(server.url("r"), ref="v1")
    server.since()
    source.tree.reader.prefetch(frozenset({"7"}))
    assert source.tree.read("7") == b"7\n"
    assert not server.since()


def test_a_commit_that_only_a_pull_request_holds_is_had_by_its_id_and_said(
    server: GitServer, repo: GitRepo, opened: Opened
) -> None:
    opened(server.url("r"), ref="v1")
    pulled = repo.git("commit-tree", "-m", "mine", "-p", "HEAD", "HEAD^{tree}")
    repo.git("update-ref", "refs/pull/1/head", pulled)
    source = opened(server.url("r"), ref=pulled)
    assert source.commit == pulled
    assert [(e.kind, e.agrees) for e in source.evidence] == [("reachable", False)]


def test_a_password_in_the_url_opens_what_wants_one_and_is_kept_nowhere(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    server.passwords["r"] = "me:s3cret"
    source = opened(server.url("r", user="me:s3cret"), ref="v1")
    source.tree.reader.prefetch(frozenset({"1"}))
    assert source.tree.read("1") == b"1\n"
    assert "s3cret" not in source.url
    kept = [path.read_bytes() for path in cache.root.rglob("*") if path.is_file()]
    assert not [content for content in kept if b"s3cret" in content]


def test_a_renamed_repository_is_followed_on_its_host_and_said(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    server.redirect("old", server.url("r"))
    source = opened(server.url("old"), ref="v1")
    said = (f"{server.url('old')} to {server.url('r')}", None)
    assert [(e.value, e.agrees) for e in source.evidence if e.kind == "redirected"] == [said]
    source.tree.reader.prefetch(frozenset({"1"}))
    assert source.tree.read("1") == b"1\n"
    again = opened(server.url("old"), ref="v1", offline=True)
    assert [(e.value, e.agrees) for e in again.evidence if e.kind == "redirected"] == [said]


@pytest.mark.parametrize("ref", ["v1", "main", "v2"])
def test_a_repository_that_is_renamed_later_is_followed_then(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache, ref: str
) -> None:
    opened(server.url("r"), ref="v1")
    repo.git("tag", "v2")
    (server.root / "r").rename(server.root / "new")
    server.redirect("r", "/new", status=302)
    age(cache, FRESH_SECONDS)
    source = opened(server.url("r"), ref=ref)
    assert "redirected" in {evidence.kind for evidence in source.evidence}
    source.tree.reader.prefetch(frozenset({"1"}))
    assert source.tree.read("1") == b"1\n"
    server.since()
    opened(server.url("r"), ref="main")
    assert all(asked.path.startswith("/new/") for asked in server.since())


def test_blobs_are_had_from_a_repository_that_was_renamed_meanwhile(
    server: GitServer, repo: GitRepo, opened: Opened
) -> None:
    source = opened(server.url("r"), ref="v1")
    (server.root / "r").rename(server.root / "new")
    server.redirect("r", server.url("new"))
    source.tree.reader.prefetch(frozenset({"1"}))
    assert source.tree.read("1") == b"1\n"


def test_another_spelling_of_the_same_url_is_no_news(
    server: GitServer, repo: GitRepo, opened: Opened
) -> None:
    (server.root / "r").rename(server.root / "r.git")
    server.redirect("r", "/r.git")
    source = opened(server.url("r"), ref="v1")
    assert [evidence.kind for evidence in source.evidence] == ["ref"]


def test_a_repository_elsewhere_does_not_have_this_machine_asked_for_a_submodule(
    server: GitServer, repo: GitRepo, opened: Opened, tmp_path: Path
) -> None:
    commit = repo.git("rev-parse", "HEAD")
    modules = f'[submodule "lib"]\n\tpath = lib\n\turl = {server.url("r")}\n'
    outer = GitRepo(tmp_path / "outer")
    outer.commit({".gitmodules": modules.encode(), "lib": Gitlink(commit)})
    innocent = opened(outer.path)
    assert innocent.submodules == {"lib": commit}
    checkout = Checkout.of(
        *origins(tmp_path).local(outer.path, None), base="https://example.org/outer", is_local=False
    )
    server.since()
    (skip,) = gather(checkout, origins(tmp_path)).skips
    assert "this machine, named by a repository that is not on it" in skip.reason
    assert not server.since()


def origins(tmp_path: Path) -> Origins:
    """Without mirrors, and with an empty cache."""
    return Origins(cache=Cache(root=tmp_path / "c"), limits=DEFAULT, offline=False, mirrors={})
