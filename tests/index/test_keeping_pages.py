"""What is kept of an index: after a crash, rotten, and beside another process."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from http.server import BaseHTTPRequestHandler

import pytest

from index.asking import PAGE, kept_pages, page, pypi
from index_server import JSON, IndexServer, StoppedClock
from tallystick.cache import PARTIAL, Cache
from tallystick.errors import IndexFailure


@pytest.mark.parametrize("where", ["digest", "head", "body"])
@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "gone", "replaced"])
def test_a_rotten_page_is_a_miss(
    where: str, damage: str, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    pypi(index, cache, clock).release("x", "1.0")
    (path,) = kept_pages(cache)
    content = path.read_bytes()
    digest, head, body = content.split(b"\n")
    at = {"digest": 7, "head": content.index(head) + 7, "body": content.index(body) + 7}[where]
    other = {"digest": b"0" * 64, "head": b'{"status": 200}', "body": page("6.6.6")}
    damaged = {
        "empty": b"",
        "cut": content[:at],
        "flipped": content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :],
        "replaced": b"\n".join(
            {"digest": digest, "head": head, "body": body, where: other[where]}.values()
        ),
    }
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(damaged[damage])
    with pytest.raises(IndexFailure, match="not in the cache"):
        pypi(index, cache, clock, offline=True).release("x", "1.0")
    assert pypi(index, cache, clock).release("x", "1.0").version == "1.0"
    assert index.asked == [PAGE, PAGE]
    assert pypi(index, cache, clock, offline=True).release("x", "1.0").version == "1.0"


@pytest.mark.parametrize("head", [b'{"status": 200}', b"[]", b"7", b"{"])
def test_a_head_of_another_shape_is_a_miss(
    head: bytes, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    pypi(index, cache, clock).release("x", "1.0")
    (path,) = kept_pages(cache)
    sealed = head + b"\n" + page("1.0")
    path.write_bytes(hashlib.sha256(sealed).hexdigest().encode() + b"\n" + sealed)
    assert pypi(index, cache, clock).release("x", "1.0").version == "1.0"
    assert index.asked == [PAGE] * 2


CRASHING = """
import os, signal, sys
from pathlib import Path
from tallystick.cache import Cache
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT
def stop(event, arguments):
    if event == "os.rename" and "/pages/" in str(arguments[1]):
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(stop)
PyPI(sys.argv[1], Cache(root=Path(sys.argv[2])), DEFAULT).release("x", "1.0")
"""
"""Killed right before the rename."""


@pytest.mark.parametrize("before", [True, False], ids=["over an older page", "first"])
def test_killed_while_a_page_is_kept_leaves_the_old_one_or_none(
    before: bool, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    clock.now = 1_000.0  # long ago for the process that is killed
    if before:
        pypi(index, cache, clock).release("x", "1.0")
    index.send(PAGE, page("1.0", "2.0"), content_type=JSON)
    command = [sys.executable, "-c", CRASHING, index.url, str(cache.root)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    offline = pypi(index, cache, clock, offline=True)
    if before:
        assert offline.release("x", None).version == "1.0"
    else:
        with pytest.raises(IndexFailure, match="not in the cache"):
            offline.release("x", None)
    clock.now += 1_000
    assert pypi(index, cache, clock).release("x", None).version == "2.0"
    assert len(kept_pages(cache)) == 1
    assert not [path for path in cache.root.rglob("*") if path.name.startswith(PARTIAL)]


def test_two_processes_may_keep_the_same_page_at_once(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    program = (
        "import sys; from pathlib import Path; from tallystick.cache import Cache\n"
        "from tallystick.index.pypi import PyPI; from tallystick.limits import DEFAULT\n"
        "pypi = PyPI(sys.argv[1], Cache(root=Path(sys.argv[2])), DEFAULT)\n"
        "for _ in range(50): pypi.download(pypi.release('x', '1.0').files[0]).read_bytes()"
    )

    def ever_changing(request: BaseHTTPRequestHandler) -> None:
        announced = index.file("x-1.0.tar.gz", b"content")
        listed = {"files": [announced], "nonce": len(index.asked)}
        index.send(
            PAGE,
            json.dumps(listed).encode(),
            content_type=JSON,
            headers={"Cache-Control": "no-cache"},
        )
        index.answers[PAGE](request)
        index.answers[PAGE] = ever_changing

    index.answers[PAGE] = ever_changing
    command = [sys.executable, "-c", program, index.url, str(cache.root)]
    running = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert pypi(index, cache, clock, offline=True).release("x", None).version == "1.0"
