"""The cache: what it keeps, and what it never believes."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tallystick.cache import Cache
from tallystick.errors import DigestMismatch, LimitExceeded, StorageError
from tallystick.model import Sha256

CONTENT = b"content" * 1000
DIGEST = Sha256(hashlib.sha256(CONTENT).hexdigest())


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(root=tmp_path / "cache")


def left(cache: Cache) -> list[Path]:
    return [path for path in cache.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("environment", "root"),
    [
        ({"TALLYSTICK_CACHE": "/t", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/t"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/tallystick"),
        ({"XDG_CACHE_HOME": "relative", "HOME": "/h"}, "/h/.cache/tallystick"),
        ({"TALLYSTICK_CACHE": "", "XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/tallystick"),
    ],
)
def test_it_is_where_the_environment_says(environment: dict[str, str], root: str) -> None:
    assert Cache.default(environment).root == Path(root)


def test_what_is_stored_is_found_again_and_is_the_owners_alone(cache: Cache) -> None:
    assert cache.find(DIGEST) is None
    path = cache.store([CONTENT[:10], CONTENT[10:]], sha256=DIGEST, cap=len(CONTENT))
    assert path.read_bytes() == CONTENT
    assert cache.find(DIGEST) == path
    assert cache.store([CONTENT], sha256=None, cap=len(CONTENT)) == path
    assert cache.root.stat().st_mode & 0o777 == 0o700


def test_another_content_is_not_kept(cache: Cache) -> None:
    with pytest.raises(DigestMismatch):
        cache.store([b"other"], sha256=DIGEST, cap=100)
    with pytest.raises(LimitExceeded, match="cap: download"):
        cache.store([CONTENT], sha256=DIGEST, cap=len(CONTENT) - 1)
    assert left(cache) == []


def test_a_download_that_breaks_off_is_not_kept(cache: Cache) -> None:
    def broken() -> Iterator[bytes]:
        yield CONTENT[:100]
        raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError):
        cache.store(broken(), sha256=DIGEST, cap=len(CONTENT))
    assert left(cache) == []


def test_a_file_that_rotted_is_not_found_and_can_be_stored_anew(cache: Cache) -> None:
    path = cache.store([CONTENT], sha256=DIGEST, cap=len(CONTENT))
    path.write_bytes(CONTENT[:-1])
    assert cache.find(DIGEST) is None
    cache.store([CONTENT], sha256=DIGEST, cap=len(CONTENT))
    assert cache.find(DIGEST) == path


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63])
def test_what_is_not_a_digest_is_never_a_path(cache: Cache, digest: str) -> None:
    with pytest.raises(StorageError, match="not a sha256"):
        cache.find(Sha256(digest))


KILLED = """
import os, signal, sys
from pathlib import Path
from tallystick.cache import Cache
def chunks():
    yield b"half"
    os.kill(os.getpid(), signal.SIGKILL)
Cache(root=Path(sys.argv[1])).store(chunks(), sha256=None, cap=100)
"""


def test_a_killed_download_leaves_nothing_believed_and_is_swept_away(cache: Cache) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(cache.root)], check=False)
    assert killed.returncode == -signal.SIGKILL
    (orphan,) = left(cache)
    assert cache.find(Sha256(hashlib.sha256(b"half").hexdigest())) is None
    kept = cache.store([CONTENT], sha256=DIGEST, cap=len(CONTENT))
    assert left(cache) == [kept]
    assert not orphan.exists()


def test_a_living_download_is_not_swept_away(cache: Cache) -> None:
    def slow() -> Iterator[bytes]:
        yield CONTENT[:100]
        cache.store([b"meanwhile"], sha256=None, cap=100)
        yield CONTENT[100:]

    cache.store(slow(), sha256=DIGEST, cap=len(CONTENT))
    assert cache.find(DIGEST)


def test_a_full_disk_is_one_line_that_says_where(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tallystick.cache.os.write", full)
    with pytest.raises(
        StorageError, match=r"^/.*downloads/.*: cannot write: No space left on device$"
    ):
        cache.store([CONTENT], sha256=DIGEST, cap=len(CONTENT))
    monkeypatch.undo()
    assert left(cache) == []


def test_a_root_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match=r"cannot .*: Not a directory"):
        Cache(root=tmp_path / "file" / "cache").folder("downloads")
    with pytest.raises(StorageError, match="the cache is not a folder"):
        Cache(root=tmp_path / "file").find(DIGEST)


def test_a_cache_that_others_can_write_to_is_not_believed(cache: Cache) -> None:
    cache.store([CONTENT], sha256=DIGEST, cap=len(CONTENT))
    cache.root.chmod(0o777)
    with pytest.raises(StorageError, match="other users could write to this cache"):
        cache.find(DIGEST)
    with pytest.raises(StorageError, match="other users could write to this cache"):
        cache.clone("https://host/a")


def test_clones_of_two_urls_have_two_readable_names(cache: Cache) -> None:
    one, two = (
        cache.clone("https://host.org/Team/project"),
        cache.clone("https://host.org/team/project"),
    )
    assert one != two
    assert one.name.startswith("host.org-team-project-")
    assert cache.clone("https://h/" + "x/" * 500).name.isprintable()


def test_a_folder_is_there_when_it_is_whole(cache: Cache) -> None:
    final = cache.clone("https://host/a")
    with contextlib.suppress(ZeroDivisionError), cache.build(final) as partial:
        (partial / "half").write_bytes(b"")
        _ = 1 / 0
    assert not list(final.parent.iterdir())
    with cache.build(final) as partial:
        (partial / "whole").write_bytes(b"")
        assert not final.exists()
    assert [path.name for path in final.iterdir()] == ["whole"]
    assert list(final.parent.iterdir()) == [final]


HOLDS = """
import sys, time
from pathlib import Path
from tallystick.cache import Cache
with Cache(root=Path(sys.argv[1])).lock("name", seconds=1):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_lock_is_one_processes_until_it_dies(cache: Cache) -> None:
    told: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(cache.root)], stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        start = time.monotonic()
        with (
            pytest.raises(StorageError, match=r"has held it for 0\.2 s"),
            cache.lock("name", seconds=0.2, waiting=told.append),
        ):
            pass
        assert 0.2 <= time.monotonic() - start < 5
        assert told == ["another process is at work on name; waiting up to 0.2 s"]
        holder.kill()
    with cache.lock("name", seconds=5), cache.lock("another", seconds=0):
        pass
