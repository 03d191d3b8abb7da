"""Submodules: trees of other repositories, read into the same tree where they can be had."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from gitrepo import Gitlink, GitRepo
from tallystick.cache import Cache
from tallystick.errors import LimitExceeded, UsageError
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Source
from tallystick.source import Attributes, open_source
from tallystick.source.submodules import resolve

Opened = Callable[..., Source]
Fetches = Callable[[], int]


def modules(**urls: str) -> bytes:
    return "".join(
        f'[submodule "{name}"]\n\tpath = {name}\n\turl = {url}\n' for name, url in urls.items()
    ).encode()


class World:
    """outer holds inner, inner holds innermost; all served beside each other."""

    def __init__(self, root: Path) -> None:
        self.innermost = GitRepo(root / "innermost")
        bottom = self.innermost.commit({"deep": b"deep\n"})
        self.inner = GitRepo(root / "inner")
        middle = self.inner.commit(
            {"file": b"in\n", ".gitmodules": modules(sub="../innermost"), "sub": Gitlink(bottom)}
        )
        self.outer = GitRepo(root / "outer")
        self.outer.commit(
            {"file": b"out\n", ".gitmodules": modules(lib="../inner"), "lib": Gitlink(middle)}
        )
        self.commits = {"lib": middle, "lib/sub": bottom}
        for repo in (self.innermost, self.inner, self.outer):
            repo.serve_partially()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")


PATHS = {".gitmodules", "file", "lib", "lib/.gitmodules", "lib/file", "lib/sub", "lib/sub/deep"}


def test_nested_submodules_of_a_local_repository_are_read_by_relative_urls(
    world: World, opened: Opened
) -> None:
    source = opened(world.outer.path)
    assert set(source.tree.entries) == PATHS
    assert source.submodules == world.commits
    assert source.tree.read("file") == b"out\n"
    assert source.tree.read("lib/file") == b"in\n"
    assert source.tree.read("lib/sub/deep") == b"deep\n"
    assert source.tree.entries["lib/file"].path == "lib/file"
    assert source.tree.entries["lib"].is_gitlink
    assert not source.skips


def test_nested_submodules_of_a_clone_are_cloned_and_fetched_in_one_request_each(
    world: World, opened: Opened, fetches: Fetches
) -> None:
    source = opened(world.outer.url)
    # Three clones, and .gitmodules out of two of them.
    assert fetches() == 5
    source.tree.reader.prefetch(frozenset({"file", "lib/file", "lib/sub/deep"}))
    assert fetches() == 3
    assert source.tree.read("lib/sub/deep") == b"deep\n"
    again = opened(world.outer.url, offline=True)
    assert again.submodules == world.commits
    assert fetches() == 0


def test_a_mirror_serves_a_submodule(world: World, opened: Opened, tmp_path: Path) -> None:
    top = GitRepo(tmp_path / "top")
    url = "https://example.org/x/inner.git"
    top.commit({".gitmodules": modules(lib=url), "lib": Gitlink(world.commits["lib"])})
    mirrors = {
        "https://example.org/x/inner": str(world.inner.path),
        "https://example.org/x/innermost": str(world.innermost.path),
    }
    source = opened(top.path, offline=True, mirrors=mirrors)
    assert source.submodules == world.commits
    without = opened(top.path, offline=True)
    assert without.submodules == {}
    assert [skip.check for skip in without.skips] == ["submodule"]
    assert without.skips[0].reason == f"lib: {url}: not in the cache, and offline"


def test_a_mirror_serves_a_submodule_that_nobody_is_asked_for(
    world: World, opened: Opened, tmp_path: Path
) -> None:
    top = GitRepo(tmp_path / "top")
    url = "git://example.org/x/inner.git"
    top.commit({".gitmodules": modules(lib=url), "lib": Gitlink(world.commits["lib"])})
    mirrors = {
        "git://example.org/x/inner": str(world.inner.path),
        "git://example.org/x/innermost": str(world.innermost.path),
    }
    assert opened(top.path, mirrors=mirrors).submodules == world.commits
    other = opened(top.path, mirrors={"https://example.org/x/inner": str(world.inner.path)})
    assert other.submodules == {}
    assert "use https://" in other.skips[0].reason


def test_a_submodule_is_found_where_git_keeps_it(world: World, opened: Opened) -> None:
    kept = world.outer.path / ".git" / "modules" / "lib"
    world.inner.git("clone", "-q", "--bare", str(world.inner.path), str(kept))
    world.inner.path.rename(world.inner.path.with_name("gone"))
    source = opened(world.outer.path)
    assert source.submodules["lib"] == world.commits["lib"]


def test_they_are_left_alone_when_not_wanted(world: World, opened: Opened) -> None:
    source = opened(world.outer.path, submodules=False)
    assert set(source.tree.entries) == {".gitmodules", "file", "lib"}
    assert source.submodules == {}


def test_a_commit_that_its_repository_lacks_is_a_skip(world: World, opened: Opened) -> None:
    world.outer.commit({"lib2": Gitlink("1" * 40), ".gitmodules": modules(lib2="../inner")})
    source = opened(world.outer.path)
    reasons = [skip.reason for skip in source.skips]
    assert any(
        reason.startswith("lib2 (../inner): ") and "there is no 1111" in reason
        for reason in reasons
    )
    assert any("no .gitmodules of the same commit" in reason for reason in reasons)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ext::sh -c touch%20ran", "spaces"),
        ("ext::sh", "transport helpers"),
        ("--upload-pack=touch", "not a git repository"),
        ("http://example.org/x", "use https://"),
        ("https://user:secret@host.invalid/x?secret", "no '\\?'"),
        ("-oProxyCommand=touch:x", "begins with '-'"),
    ],
)
def test_a_hostile_url_is_a_skip_that_says_why(
    world: World, opened: Opened, url: str, reason: str
) -> None:
    world.outer.commit({".gitmodules": modules(lib=url)})
    (skip,) = opened(world.outer.path).skips
    assert reason.replace("\\", "") in skip.reason
    assert "secret" not in skip.reason
    assert "\n" not in skip.reason


@pytest.mark.parametrize("url", ["file:///etc", "/etc", "../../../../etc"])
def test_a_repository_from_elsewhere_cannot_name_a_folder_of_this_machine(
    world: World, opened: Opened, cache: Cache, url: str
) -> None:
    world.outer.commit({".gitmodules": modules(lib=url)})
    mirrors = {"https://example.org/outer": str(world.outer.path)}
    clone = opened("https://example.org/outer", mirrors=mirrors, offline=True)
    assert clone.submodules == {}
    assert "lib" in clone.skips[0].reason


def test_a_name_that_climbs_out_and_a_linked_gitmodules_lead_nowhere(
    world: World, opened: Opened
) -> None:
    world.outer.commit({".gitmodules": modules(lib="./gone").replace(b'"lib"', b'"../../inner"')})
    assert opened(world.outer.path).submodules == {}
    # git itself refuses to add such a link; somebody else's tool would not.
    target = world.outer.git("hash-object", "-w", "--stdin", given=b"elsewhere")
    lines = f"120000 blob {target}\t.gitmodules\n160000 commit {'1' * 40}\tlib\n"
    tree = world.outer.git("mktree", "--missing", given=lines.encode())
    linked = world.outer.git("commit-tree", "-m", "by hand", tree)
    assert "no .gitmodules" in opened(world.outer.path, ref=linked).skips[0].reason


def test_a_repository_that_holds_itself_ends_at_a_cap(world: World, cache: Cache) -> None:
    shallow = Limits(submodule_depth=1)
    source = open_source(str(world.outer.path), cache=cache, limits=shallow)
    assert source.submodules == {"lib": world.commits["lib"]}
    assert source.skips[0].reason == "lib/sub (../innermost): more than 1 submodules deep"
    with pytest.raises(LimitExceeded, match="cap: submodules"):
        open_source(str(world.outer.path), cache=cache, limits=Limits(submodules=1))


def test_attributes_stop_at_a_submodule(world: World, opened: Opened) -> None:
    world.outer.commit({".gitattributes": b"* text eol=crlf\n"})
    source = opened(world.outer.path)
    attributes = Attributes.of(source.tree)
    assert attributes["file"].eol == "crlf"
    assert attributes["lib/file"].eol is None
    assert attributes["lib/sub/deep"].eol is None


@pytest.mark.parametrize(
    ("base", "url", "wanted"),
    [
        ("https://host/a/b", "../c", "https://host/a/c"),
        ("https://host/a/b.git/", "../c.git", "https://host/a/c.git"),
        ("https://host/a/b", "./c", "https://host/a/b/c"),
        ("https://host/a/b", "../../c/d/", "https://host/c/d"),
        ("ssh://git@host:2222/a/b", "../c", "ssh://git@host:2222/a/c"),
        ("git@host:a/b", "../c", "git@host:a/c"),
        ("git@host:a/b", "../../c", "git@host:c"),
        ("git@host:/a/b", "../c", "git@host:/a/c"),
        ("file:///srv/a", "../b", "file:///srv/b"),
        ("/srv/a", "../b", "/srv/b"),
        ("https://host/a/b", "https://other/x", "https://other/x"),
        ("https://host/a/b", "/abs", "/abs"),
    ],
)
def test_relative_urls_are_resolved_as_git_does(base: str, url: str, wanted: str) -> None:
    assert resolve(base, url) == wanted


@pytest.mark.parametrize("base", ["https://host/a", "git@host:a", "/a"])
def test_a_relative_url_does_not_climb_above_its_host(base: str) -> None:
    with pytest.raises(UsageError, match="climbs above"):
        resolve(base, "../../../other/x")


def test_a_project_without_submodules_starts_no_further_git(
    world: World, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tallystick.source.submodules._modules", None)
    assert opened(world.innermost.path, limits=DEFAULT).submodules == {}
