"""URLs where there is no honest repository: one clear line, in bounded time, and nothing kept."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from git_server import GitServer, age, served_repository, serving_git
from gitrepo import GitRepo
from opened import tags_of
from tallystick.cache import Cache
from tallystick.errors import ContentUnavailable, SourceError, UsageError
from tallystick.limits import DEFAULT, KIB, MIB, Limits
from tallystick.model import Source
from tallystick.source import open_source
from tallystick.source.remembered import FRESH_SECONDS

Opened = Callable[..., Source]
linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere a cap on memory binds nobody"
)


def refused(url: str, cache: Cache, limits: Limits = DEFAULT, *, ref: str | None = None) -> str:
    """The line that refuses ``url``; nothing of it may be in the cache afterwards."""
    with pytest.raises(SourceError) as error:
        open_source(url, ref=ref, cache=cache, limits=limits)
    line = str(error.value)
    assert line.isprintable()
    clones = cache.root / "clones"
    assert not clones.exists() or not list(clones.iterdir())
    return line


@pytest.mark.parametrize(
    "page", [b"<html>hello</html>", b"<!doctype html>\n<title>404</title>\n", b"", b"0000"]
)
def test_a_web_page_is_no_repository(server: GitServer, cache: Cache, page: bytes) -> None:
    server.send("page", page)
    line = refused(server.url("page"), cache)
    assert "there is no git repository" in line or "is empty, or there is none" in line


def test_a_repository_that_is_not_there_and_a_server_that_fails(
    server: GitServer, cache: Cache
) -> None:
    server.root.mkdir(exist_ok=True)
    assert "there is no repository" in refused(server.url("nothing"), cache)
    server.send("broken", b"<html>", status=500)
    assert "error: 500" in refused(server.url("broken"), cache)


def test_an_empty_repository_says_so_each_time(server: GitServer, cache: Cache) -> None:
    GitRepo(server.root / "empty")
    for _ in range(2):
        assert "the repository is empty" in refused(server.url("empty"), cache)


def test_a_repository_that_was_emptied_says_so(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"))
    for name in ("refs/heads/main", "refs/tags/v1"):
        repo.git("update-ref", "-d", name)
    with pytest.raises(SourceError, match="the repository is empty"):
        opened(server.url("r"))


def test_a_repository_without_tags_lists_none_and_one_without_a_head_says_so(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    repo.git("tag", "-d", "v1")
    assert tags_of(server.url("r"), cache) == []
    repo.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    with pytest.raises(SourceError, match="HEAD names no commit; name a tag or branch"):
        open_source(server.url("r"), cache=Cache(root=cache.root / "other"), limits=DEFAULT)


@pytest.mark.parametrize(
    "where",
    ["--upload-pack=touch${IFS}x", "-oProxyCommand=x", "ssh://-oProxyCommand=x/r", "ext::sh -c x",
     "fd::7", "http://example.org/r", "http://localhost@example.org/r",
     "http://127.0.0.1.example.org/r"],
)  # fmt: skip
def test_what_is_an_option_or_a_command_reaches_no_git(
    where: str, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError):
        open_source(where, cache=cache, limits=DEFAULT)
    assert not cache.root.exists()


def test_what_wants_a_password_asks_nobody_for_it(
    server: GitServer,
    repo: GitRepo,
    cache: Cache,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trap, home, ran = tmp_path / "trap", tmp_path / "home", tmp_path / "ran"
    trap.write_text(f"#!/bin/sh\necho x >> {ran}\necho guess\n")
    trap.chmod(0o755)
    home.mkdir()
    (home / ".gitconfig").write_text(f"[core]\n\taskPass = {trap}\n")
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(trap))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DISPLAY", ":0")
    server.passwords["r"] = "me:right"
    line = refused(server.url("r"), cache)
    assert "it wants a password" in line
    assert "credential helper" in line
    assert "wrong" not in refused(server.url("r", user="me:wrong"), cache)
    assert not ran.exists()


def test_a_server_that_says_nothing_is_given_up(
    server: GitServer, repo: GitRepo, cache: Cache
) -> None:
    server.hang("mute")
    start = time.monotonic()
    assert "not done after 1 s" in refused(server.url("mute"), cache, Limits(git_seconds=1))
    server.hang_fetch("r")
    assert "not done after 1 s" in refused(server.url("r"), cache, Limits(git_seconds=1))
    assert time.monotonic() - start < 20


def test_a_port_that_nobody_listens_at_is_one_line(cache: Cache) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/r"
        assert "the host does not answer" in refused(url, cache)


@linux_only
def test_an_answer_without_an_end_ends_at_the_cap_on_memory(
    server: GitServer, cache: Cache
) -> None:
    server.pour("pour")
    line = refused(server.url("pour"), cache, Limits(git_memory=128 * MIB, git_seconds=60))
    assert "cap: git_memory" in line


def test_a_pack_without_an_end_ends_at_the_cap_on_disk(
    server: GitServer, cache: Cache, opened: Opened
) -> None:
    repo = GitRepo(server.root / "r")
    repo.commit({"noise": os.urandom(600 * KIB), "a": b"1\n"})
    repo.git("tag", "v1")
    small = Limits(git_disk=200 * KIB)
    assert "cap: git_disk" in refused(server.url("r"), cache, small)
    repo.serve_partially()
    source = open_source(server.url("r"), ref="v1", cache=cache, limits=small)
    source.tree.reader.prefetch(frozenset({"noise"}))
    with pytest.raises(ContentUnavailable, match="cap: git_disk"):
        source.tree.reader.read("noise")
    assert not _left_behind(cache)


def test_a_list_of_refs_over_the_cap_is_refused(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    with pytest.raises(SourceError, match="cap: git_refs"):
        open_source(server.url("r"), ref="main", cache=cache, limits=Limits(git_refs=50))


def _left_behind(cache: Cache) -> list[Path]:
    """What of a fetch is in the objects of a clone and is no whole pack."""
    return [
        path
        for path in cache.root.glob("clones/*/objects/**/*")
        if path.is_file() and not path.name.startswith("pack-") and path.parent.name != "info"
    ]


def flipped(body: bytes) -> bytes:
    """One bit of a pack is another, far from the beginning."""
    at = len(body) * 3 // 4
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :]


@pytest.mark.parametrize("change", [flipped, lambda body: body[: len(body) // 2]])
def test_a_pack_that_is_wrong_or_ends_early_leaves_nothing_and_the_next_run_works(
    server: GitServer,
    cache: Cache,
    opened: Opened,
    change: Callable[[bytes], bytes],
) -> None:
    repo = GitRepo(server.root / "r")
    repo.commit({f"{number}": os.urandom(3000) for number in range(20)})
    repo.git("tag", "v1")
    repo.serve_partially()
    server.changes["r"] = change
    refused(server.url("r"), cache)
    del server.changes["r"]
    source = opened(server.url("r"), ref="v1")
    server.changes["r"] = change
    source.tree.reader.prefetch(frozenset({"1"}))
    with pytest.raises(ContentUnavailable):
        source.tree.reader.read("1")
    repo.commit({f"{number}": os.urandom(3000) for number in range(20)})
    repo.git("tag", "-f", "v1")
    with pytest.raises(SourceError):
        opened(server.url("r"), ref="main")
    assert not _left_behind(cache)
    assert opened(server.url("r"), ref="v1", offline=True).commit == source.commit
    del server.changes["r"]
    again = opened(server.url("r"), ref="main")
    again.tree.reader.prefetch(frozenset({"1"}))
    assert again.tree.read("1") == (repo.path / "1").read_bytes()


def test_other_objects_than_were_asked_for_are_not_taken_for_them(
    server: GitServer, repo: GitRepo, opened: Opened, tmp_path: Path
) -> None:
    source = opened(server.url("r"), ref="v1")
    with serving_git(tmp_path / "other") as other:
        bad = served_repository(other, "r")
        blob = bad.git("rev-parse", "HEAD:2")
        wanted = repo.git("rev-parse", "HEAD:1")
        real = other.url("r")
        answers: list[bytes] = []

        def keep(body: bytes) -> bytes:
            answers.append(body)
            return body

        other.changes["r"] = keep
        subprocess.run(
            ["git", "-c", "protocol.version=2", "fetch", "-q", real, blob],
            cwd=GitRepo(tmp_path / "taker").path, check=True, capture_output=True,
        )  # fmt: skip
    assert wanted != blob
    server.changes["r"] = lambda _body: answers[0]
    source.tree.reader.prefetch(frozenset({"1"}))
    with pytest.raises(ContentUnavailable):
        source.tree.reader.read("1")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_host_is_refused_and_named_and_nobody_is_asked_there(
    server: GitServer, cache: Cache, tmp_path: Path, status: int
) -> None:
    with serving_git(tmp_path / "elsewhere") as other:
        served_repository(other, "r")
        server.redirect("r", other.url("r"), status=status)
        line = refused(server.url("r"), cache)
        assert f"it redirects to another place, {other.url('r')}" in line
        assert not other.asked


@pytest.mark.parametrize(
    "to",
    ["http://example.org/r", "https://127.0.0.1/r", "file:///etc", "ftp://127.0.0.1/r",
     "ext::sh -c x", "ssh://127.0.0.1/r", "http://localhost@example.org/r", "//example.org/r",
     "http://-x/r", "http://127.0.0.1:1/r"],
)  # fmt: skip
def test_a_redirect_off_this_server_is_refused(server: GitServer, cache: Cache, to: str) -> None:
    server.redirect("r", to)
    assert "it redirects" in refused(server.url("r"), cache)


def test_a_redirect_to_what_is_no_repository_or_to_itself_ends(
    server: GitServer, cache: Cache
) -> None:
    server.redirect("r", server.url("login?then="))
    assert "it redirects" in refused(server.url("r"), cache)
    server.redirect("round", "/round")
    assert "it redirects" in refused(server.url("round"), cache)


def test_a_server_that_turns_bad_leaves_what_is_there_as_it_was(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    commit = opened(server.url("r"), ref="v1").commit
    age(cache, FRESH_SECONDS)
    for is_mute in (False, True):
        if is_mute:
            server.hang("r")
        else:
            server.send("r", b"<html>\n", status=404)
        with pytest.raises(SourceError):
            open_source(server.url("r"), ref="v1", cache=cache, limits=Limits(git_seconds=1))
    assert opened(server.url("r"), ref="v1", offline=True).commit == commit


OPEN = """
import sys
from pathlib import Path
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.source import open_source
source = open_source(sys.argv[1], ref=sys.argv[3], cache=Cache(root=Path(sys.argv[2])), limits=DEFAULT)
source.tree.reader.prefetch(frozenset({"later"}))
"""


@pytest.mark.parametrize("moment", ["clone", "update"])
def test_a_run_that_was_killed_in_the_middle_leaves_the_next_one_its_work(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache, moment: str
) -> None:
    if moment == "update":
        opened(server.url("r"), ref="v1")
        repo.commit({"newer": b"newer\n"})
    server.hang_fetch("r")
    command = [sys.executable, "-c", OPEN, server.url("r"), str(cache.root), "main"]
    with subprocess.Popen(command) as process:
        assert server.arrived.wait(timeout=60)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    del server.changes["r"]
    source = opened(server.url("r"), ref="main")
    assert source.commit == repo.git("rev-parse", "main")
    source.tree.reader.prefetch(frozenset({"later"}))
    assert source.tree.read("later") == b"later\n"
    server.released.set()
    assert not [path for path in (cache.root / "clones").iterdir() if ".partial-" in path.name]


def test_a_lock_on_refs_that_a_dead_git_left_is_removed_in_time(
    server: GitServer, repo: GitRepo, opened: Opened, cache: Cache
) -> None:
    opened(server.url("r"), ref="v1")
    tip = repo.commit({"new": b"new\n"})
    (clone,) = cache.root.glob("clones/*")
    for lock in (clone / "packed-refs.lock", clone / "refs" / "heads" / "main.lock"):
        lock.touch()
        os.utime(lock, (0, 0))
    assert opened(server.url("r"), ref="main").commit == tip


def test_git_that_is_not_installed_is_one_line(
    server: GitServer, cache: Cache, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "git is not installed" in refused(server.url("r"), cache)
