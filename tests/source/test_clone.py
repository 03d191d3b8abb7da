"""A URL as a source: what is fetched, how often, and what is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from gitrepo import GitRepo, copy
from opened import tags_of
from tallystick.cache import Cache
from tallystick.errors import ContentUnavailable, SourceError, StorageError
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Source
from tallystick.source import git, open_source
from tallystick.source.url import parse_url

Opened = Callable[..., Source]
Fetches = Callable[[], int]


@pytest.fixture
def server(tmp_path: Path) -> GitRepo:
    return _served(tmp_path, "sha1")


def _served(tmp_path: Path, object_format: str) -> GitRepo:
    repo = GitRepo(tmp_path / f"server-{object_format}", object_format=object_format)
    repo.commit({f"{number}": b"%d\n" % number for number in range(20)})
    repo.git("tag", "-m", "one", "v1")
    repo.commit({"later": b"later\n"})
    repo.serve_partially()
    return repo


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_a_clone_leaves_blobs_at_the_server_until_one_request_gets_them(
    tmp_path: Path, opened: Opened, fetches: Fetches, object_format: str
) -> None:
    server = _served(tmp_path, object_format)
    source = opened(server.url, ref="v1")
    assert fetches() == 1
    assert source.url == server.url
    assert len(source.tree.entries) == 20
    with pytest.raises(ContentUnavailable, match="not fetched beforehand"):
        source.tree.reader.read("3")
    assert fetches() == 0
    source.tree.reader.prefetch(frozenset(str(number) for number in range(15)))
    assert fetches() == 1
    assert [source.tree.reader.read(str(number)) for number in range(15)] == [
        b"%d\n" % number for number in range(15)
    ]
    source.tree.reader.prefetch(frozenset({"1", "2"}))
    with pytest.raises(ContentUnavailable):
        source.tree.reader.read("19")
    assert fetches() == 0


def test_a_second_audit_of_a_tag_asks_nobody_and_of_a_branch_asks_once(
    server: GitRepo, opened: Opened, fetches: Fetches
) -> None:
    opened(server.url, ref="v1")
    fetches()
    opened(server.url, ref="v1")
    opened(server.url, ref=server.git("rev-parse", "v1"))
    assert fetches() == 0
    opened(server.url, ref="main")
    assert fetches() == 1
    tip = server.commit({"new": b"new\n"})
    assert opened(server.url, ref="main").commit == tip
    # What there is, and then what is new of it.
    assert fetches() == 2
    tip = server.commit({"new": b"newer\n"})
    assert opened(server.url).commit == tip
    assert fetches() == 2


def test_a_tag_that_is_new_is_fetched(server: GitRepo, opened: Opened, fetches: Fetches) -> None:
    opened(server.url, ref="v1")
    fetches()
    server.commit({"new": b"new\n"})
    server.git("tag", "v2")
    assert opened(server.url, ref="v2").tags == ("v2",)
    assert fetches() == 2
    with pytest.raises(SourceError, match="there is no v3; near it: v2, v1"):
        opened(server.url, ref="v3")


def test_another_default_branch_at_the_server_is_noticed(server: GitRepo, opened: Opened) -> None:
    opened(server.url)
    server.git("checkout", "-q", "-b", "trunk")
    tip = server.commit({"new": b"new\n"})
    assert opened(server.url).commit == tip
    assert opened(server.url, offline=True).commit == tip


def test_a_commit_that_no_branch_holds_is_fetched_by_its_id(
    server: GitRepo, opened: Opened
) -> None:
    opened(server.url, ref="v1")
    head = server.git("rev-parse", "HEAD")
    imposter = server.git("commit-tree", "-m", "imposter", "-p", head, f"{head}^{{tree}}")
    source = opened(server.url, ref=imposter)
    assert source.commit == imposter
    assert [evidence.agrees for evidence in source.evidence] == [False]


def test_offline_uses_what_is_there_and_asks_nobody(
    server: GitRepo, opened: Opened, fetches: Fetches
) -> None:
    with pytest.raises(SourceError, match="not in the cache, and offline"):
        opened(server.url, offline=True)
    opened(server.url, ref="v1").tree.reader.prefetch(frozenset({"1"}))
    fetches()
    source = opened(server.url, ref="v1", offline=True)
    source.tree.reader.prefetch(frozenset({"1", "2"}))
    assert source.tree.read("1") == b"1\n"
    with pytest.raises(ContentUnavailable, match="offline"):
        source.tree.read("2")
    with pytest.raises(SourceError, match="there is no v3"):
        opened(server.url, ref="v3", offline=True)
    assert fetches() == 0


def test_a_server_that_does_not_filter_sends_everything(
    server: GitRepo, opened: Opened, fetches: Fetches
) -> None:
    server.git("config", "uploadpack.allowFilter", "false")
    source = opened(server.url, ref="v1")
    assert fetches() == 1
    assert source.tree.read("7") == b"7\n"
    assert fetches() == 0


def test_a_mirror_is_read_in_place_of_its_url(
    server: GitRepo, opened: Opened, fetches: Fetches, cache: Cache
) -> None:
    mirrors = {"https://Example.org/a/b.git/": str(server.path)}
    for url in ("https://example.org/a/b", "https://user:word@EXAMPLE.org:443/a/b.git"):
        source = opened(url, ref="v1", mirrors=mirrors)
        assert "word" not in source.url
        assert source.url.startswith("https://example.org/a/b")
        assert source.tree.read("7") == b"7\n"
    assert tags_of("https://example.org/a/b", cache, mirrors=mirrors) == ["v1"]
    assert fetches() == 0
    assert not cache.root.exists()


def test_tags_are_listed_as_they_were_minutes_ago_or_if_need_be_are_now(
    server: GitRepo, cache: Cache, fetches: Fetches
) -> None:
    assert tags_of(server.url, cache) == ["v1"]
    server.git("tag", "v2")
    assert tags_of(server.url, cache, offline=True) == ["v1"]
    assert tags_of(server.url, cache) == ["v1"]
    assert fetches() == 1
    assert tags_of(server.url, cache, again=True) == ["v1", "v2"]
    # A list alone: the commit was there.
    assert fetches() == 1
    open_source(server.url, ref="v2", cache=cache, limits=DEFAULT)
    assert fetches() == 0


def test_no_repository_there_is_one_line(tmp_path: Path, opened: Opened, cache: Cache) -> None:
    with pytest.raises(SourceError, match=r"^file://.*/nothing: [^\n]+$"):
        opened(f"file://{tmp_path}/nothing")
    assert not list((cache.root / "clones").iterdir())


def test_no_network_is_one_line_without_the_password(opened: Opened) -> None:
    with pytest.raises(SourceError, match=r"^https://host\.invalid/r: no network") as error:
        opened("https://user:secret@host.invalid/r")
    assert "secret" not in str(error.value)


def test_a_server_that_never_answers_is_given_up(server: GitRepo, cache: Cache) -> None:
    slow = Limits(git_seconds=0)
    with pytest.raises(SourceError, match="not done after 0 s"):
        open_source(server.url, cache=cache, limits=slow)
    assert not list((cache.root / "clones").iterdir())


OPEN_ONCE = """
import sys
from pathlib import Path
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.source import open_source
url, root, ref = sys.argv[1:]
source = open_source(url, ref=ref, cache=Cache(root=Path(root)), limits=DEFAULT)
paths = frozenset(source.tree.entries)
source.tree.reader.prefetch(paths)
print(sum(len(source.tree.read(path)) for path in paths))
"""


def test_several_processes_share_one_clone(server: GitRepo, cache: Cache) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN_ONCE, server.url, str(cache.root), ref],
            stdout=subprocess.PIPE,
            text=True,
        )
        for ref in ("v1", "v1", "main")
    ]
    sizes = [int(process.communicate(timeout=60)[0]) for process in processes]
    one = sum(len(f"{number}\n") for number in range(20))
    assert sizes == [one, one, one + len("later\n")]
    assert [path.suffix for path in (cache.root / "clones").iterdir()] == [""]


def test_a_clone_that_was_killed_is_not_believed(server: GitRepo, cache: Cache) -> None:
    code = (
        "import sys, os, signal; from pathlib import Path;"
        "from tallystick.cache import Cache; from tallystick.limits import DEFAULT;"
        "import tallystick.cache as c; from tallystick.source import open_source;"
        # The moment before the rename: everything is written, nothing is published.
        "c._sync = lambda path: os.kill(os.getpid(), signal.SIGKILL);"
        "open_source(sys.argv[1], cache=Cache(root=Path(sys.argv[2])), limits=DEFAULT)"
    )
    killed = subprocess.run([sys.executable, "-c", code, server.url, str(cache.root)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (left,) = (cache.root / "clones").iterdir()
    assert ".partial-" in left.name
    with pytest.raises(SourceError, match="not in the cache"):
        open_source(server.url, cache=cache, limits=DEFAULT, offline=True)
    assert open_source(server.url, cache=cache, limits=DEFAULT).tree.entries
    (clone,) = (cache.root / "clones").iterdir()
    assert ".partial-" not in clone.name


def test_credentials_are_nowhere_in_the_cache(server: GitRepo, cache: Cache) -> None:
    with pytest.raises(SourceError):
        open_source("https://me:s3cret@host.invalid/r", cache=cache, limits=DEFAULT)
    assert not [
        path for path in cache.root.rglob("*") if "s3cret" in str(path) or "me" in path.name
    ]


def test_a_password_reaches_git_by_the_environment_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[list[str], dict[str, str]]] = []
    real = subprocess.Popen

    def ask_for_it(command: list[str], **options: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401
        started.append((command, options["env"]))
        return real(command, **options)

    monkeypatch.setattr("tallystick.source.git.subprocess.Popen", ask_for_it)
    url = parse_url("https://me:s3%20cret@host.invalid/r")
    question = b"protocol=https\nhost=host.invalid\n\n"
    git.network(url, ["credential", "fill"], limits=Limits(git_seconds=9), given=question)
    ((command, environment),) = started
    assert "s3" not in " ".join(command)
    filled = subprocess.run(
        command, env=environment, input=question, capture_output=True, check=True
    )
    assert b"username=me\npassword=s3 cret\n" in filled.stdout
    question = question.replace(b"host.invalid", b"other.invalid")
    other = subprocess.run(
        command, env=environment, input=question, capture_output=True, check=False
    )
    assert b"s3" not in other.stdout


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that can be seen by all, while this process has no special rights."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def test_a_read_only_cache_serves_what_it_holds_and_says_what_it_cannot_keep(
    server: GitRepo, nobody: Path
) -> None:
    public = copy(server, nobody / "server")
    cache = Cache(root=nobody / "cache")
    open_source(public.url, ref="v1", cache=cache, limits=DEFAULT).tree.reader.prefetch(
        frozenset({"1"})
    )
    for path in [cache.root, *cache.root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(65534)
    try:
        source = open_source(public.url, ref="v1", cache=cache, limits=DEFAULT)
        assert source.tree.read("1") == b"1\n"
        with pytest.raises(StorageError, match=r"cache/.*: cannot .*: Permission denied"):
            open_source(public.url, ref="main", cache=cache, limits=DEFAULT)
        with pytest.raises(StorageError, match="Permission denied"):
            open_source(f"{public.url}/.git", cache=cache, limits=DEFAULT)
    finally:
        if privileged:
            os.seteuid(0)
        for path in [cache.root, *cache.root.rglob("*")]:
            path.chmod(0o755)


def test_a_process_that_holds_the_lock_is_waited_for(server: GitRepo, cache: Cache) -> None:
    name = cache.clone(server.url).name
    with cache.lock(name, seconds=1):
        start = time.monotonic()
        impatient = Limits(git_seconds=1)
        with pytest.raises(StorageError, match="another process has held it for 1 s"):
            open_source(server.url, cache=cache, limits=impatient)
        assert time.monotonic() - start >= 1
    assert open_source(server.url, cache=cache, limits=DEFAULT).commit
