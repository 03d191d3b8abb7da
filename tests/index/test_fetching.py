"""Pages and files between audits: fresh, confirmed, offline, after a crash, under attack."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from index_server import JSON, IndexServer, StoppedClock, serving
from tallystick.cache import PARTIAL, Cache
from tallystick.errors import DigestMismatch, IndexFailure, TallystickError
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT, Limits

PAGE = "/simple/x/"


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        server.project("x", [server.file("x-1.0.tar.gz", b"content")])
        yield server


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(root=tmp_path / "cache")


def pypi(
    index: IndexServer,
    cache: Cache,
    clock: StoppedClock,
    *,
    offline: bool = False,
    limits: Limits = DEFAULT,
) -> PyPI:
    return PyPI(index.url, cache, limits, offline=offline, seconds=5.0, clock=clock)


def page(*versions: str) -> bytes:
    """A project page of x with an sdist of each version."""
    files = [
        {"filename": f"x-{v}.tar.gz", "url": f"/files/x-{v}.tar.gz", "hashes": {"sha256": "0" * 64}}
        for v in versions
    ]
    return json.dumps({"meta": {"api-version": "1.1"}, "name": "x", "files": files}).encode()


# --- how long a page is believed ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=600, public"}, 600),
        ({"Cache-Control": 'MAX-AGE="600"'}, 600),
        ({"Cache-Control": "max-age=600", "Age": "200"}, 400),
        ({"Cache-Control": "private, max-age=10"}, 10),
        ({}, 300),
        ({"Cache-Control": "max-age=315360000"}, 86_400),
    ],
)
def test_a_fresh_page_is_not_asked_for(
    headers: dict[str, str], seconds: int, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, page("1.0"), content_type=JSON, headers=headers)
    pypi(index, cache, clock).release("x", "1.0")
    clock.now += seconds - 1
    pypi(index, cache, clock).release("x", "1.0")
    assert index.asked == [PAGE]
    clock.now += 1
    pypi(index, cache, clock).release("x", "1.0")
    assert index.asked == [PAGE, PAGE]


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": "no-cache, max-age=600"},
        {"Cache-Control": "max-age=0"},
        {"Cache-Control": "max-age=nonsense"},
        {"Cache-Control": "public"},
        {"Expires": "0"},
        {"Cache-Control": "no-store, max-age=600"},
    ],
)
def test_a_page_that_is_not_fresh_is_asked_for_each_time(
    headers: dict[str, str], index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, page("1.0"), content_type=JSON, headers=headers)
    for _ in range(2):
        pypi(index, cache, clock).release("x", "1.0")
    assert index.asked == [PAGE, PAGE]


def test_a_page_that_may_not_be_kept_is_not_there_offline(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, page("1.0"), content_type=JSON, headers={"Cache-Control": "no-store"})
    pypi(index, cache, clock).release("x", "1.0")
    with pytest.raises(IndexFailure, match="not in the cache, and --offline"):
        pypi(index, cache, clock, offline=True).release("x", "1.0")


def test_a_clock_set_back_makes_no_page_fresh(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    pypi(index, cache, clock).release("x", "1.0")
    clock.now -= 10
    pypi(index, cache, clock).release("x", "1.0")
    assert index.asked == [PAGE, PAGE]


def test_an_unchanged_page_is_confirmed_and_not_sent_again(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.validated(PAGE, page("1.0"), '"a"', {"Cache-Control": "max-age=10"})
    assert pypi(index, cache, clock).release("x", None).version == "1.0"
    clock.now += 11
    assert pypi(index, cache, clock).release("x", None).version == "1.0"
    assert [headers.get("if-none-match") for headers in index.headers] == [None, '"a"']
    pypi(index, cache, clock).release("x", None)  # confirmed, so fresh again
    assert len(index.asked) == 2
    clock.now += 11
    index.validated(PAGE, page("2.0"), '"b"', {"Cache-Control": "max-age=10"})
    assert pypi(index, cache, clock).release("x", None).version == "2.0"
    assert len(list((cache.root / "pages").rglob("*.*"))) == 2  # the old body is gone


def test_last_modified_confirms_too(index: IndexServer, cache: Cache, clock: StoppedClock) -> None:
    day = "Wed, 21 Oct 2015 07:28:00 GMT"
    headers = {"Last-Modified": day, "Cache-Control": "max-age=0"}
    index.send(PAGE, page("1.0"), content_type=JSON, headers=headers)
    for _ in range(2):
        pypi(index, cache, clock).release("x", None)
    assert index.headers[1]["if-modified-since"] == day


def test_not_modified_for_whoever_has_nothing_is_a_failure(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=304)
    with pytest.raises(IndexFailure, match="answered 304"):
        pypi(index, cache, clock).release("x", None)


def test_a_version_younger_than_the_kept_page_is_found(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    pypi(index, cache, clock).release("x", "1.0")
    index.send(PAGE, page("1.0", "1.1"), content_type=JSON)
    assert pypi(index, cache, clock).release("x", "1.1").version == "1.1"


def test_a_project_younger_than_its_kept_absence_is_found(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    with pytest.raises(IndexFailure, match="there is no project y"):
        pypi(index, cache, clock).release("y", None)
    index.project("y", [index.file("y-1.0.tar.gz", b"1")])
    assert pypi(index, cache, clock).release("y", None).version == "1.0"


# --- offline, and when the index is away ----------------------------------------------------------


def test_offline_a_page_of_any_age_is_taken(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    pypi(index, cache, clock).release("x", None)
    index.asked.clear()
    clock.now += 10**9
    assert pypi(index, cache, clock, offline=True).release("x", "1.0").version == "1.0"
    with pytest.raises(IndexFailure, match=r"has no version 2\.0"):
        pypi(index, cache, clock, offline=True).release("x", "2.0")
    assert index.asked == []


def test_an_index_that_is_away_is_said_with_what_is_kept(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    pypi(index, cache, clock).release("x", None)
    clock.now += 1_000
    index.send(PAGE, b"", status=500)
    said = r"answered 500 \(4 tries\); --offline uses the page kept on 2023-11-14"
    with pytest.raises(IndexFailure, match=said):
        pypi(index, cache, clock).release("x", None)


def test_what_is_fresh_needs_no_http_library(tmp_path: Path, index: IndexServer) -> None:
    """A warm audit may take 0.6 s; importing httpx takes 0.1 s of them."""
    program = (
        "import sys; from pathlib import Path; from tallystick.cache import Cache\n"
        "from tallystick.index.pypi import PyPI; from tallystick.limits import DEFAULT\n"
        "pypi = PyPI(sys.argv[1], Cache(root=Path(sys.argv[2])), DEFAULT)\n"
        "print(pypi.download(pypi.release('x', '1.0').files[0]).read_bytes(), 'httpx' in sys.modules)"
    )
    command = [sys.executable, "-c", program, index.url, str(tmp_path / "cache")]
    said = [subprocess.check_output(command, text=True).strip() for _ in range(2)]
    assert said == ["b'content' True", "b'content' False"]
    assert index.asked == [PAGE, "/files/x-1.0.tar.gz"]


def test_one_connection_serves_many_requests(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    asked = pypi(index, cache, clock)
    asked.download(asked.release("x", None).files[0])
    assert (len(index.asked), index.connections) == (2, 1)
    asked.close()


# --- crashes, rot and neighbours ------------------------------------------------------------------


def records(cache: Cache) -> list[Path]:
    return list((cache.root / "pages").rglob("*.json"))


def bodies(cache: Cache) -> list[Path]:
    found = (path for path in (cache.root / "pages").rglob("*.*") if path.suffix != ".json")
    return [path for path in found if not path.name.startswith(PARTIAL)]


@pytest.mark.parametrize("which", [records, bodies], ids=["record", "body"])
@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "gone", "replaced"])
def test_a_rotten_page_is_a_miss(
    which: object, damage: str, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    pypi(index, cache, clock).release("x", "1.0")
    assert callable(which)
    (path,) = which(cache)
    content = path.read_bytes()
    middle = len(content) // 2
    damaged = {
        "empty": b"",
        "cut": content[:middle],
        "flipped": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "replaced": b'{"status": 200}' if path.suffix == ".json" else page("6.6.6"),
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


def test_a_record_of_another_shape_is_a_miss(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    pypi(index, cache, clock).release("x", "1.0")
    (record,) = records(cache)
    for text in (b'{"status": 200}', b"[]", b"7"):
        record.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)
        assert pypi(index, cache, clock).release("x", "1.0").version == "1.0"
    assert index.asked == [PAGE] * 4


CRASHING = """
import os, signal, sys
from pathlib import Path
from tallystick.cache import Cache
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT
calls = 0
def stop(event, arguments):
    global calls
    if event == "os.rename" and "/pages/" in str(arguments[1]):
        calls += 1
        if calls == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(stop)
PyPI(sys.argv[1], Cache(root=Path(sys.argv[2])), DEFAULT).release("x", "1.0")
"""
"""Killed right before the first (the body's) or second (the record's) rename."""


@pytest.mark.parametrize("moment", [1, 2])
@pytest.mark.parametrize("before", [True, False], ids=["over an older page", "first"])
def test_killed_while_a_page_is_kept_leaves_the_old_one_or_none(
    moment: int, before: bool, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    clock.now = 1_000.0  # long ago for the process that is killed
    if before:
        pypi(index, cache, clock).release("x", "1.0")
    index.send(PAGE, page("1.0", "2.0"), content_type=JSON)
    command = [sys.executable, "-c", CRASHING, index.url, str(cache.root), str(moment)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    offline = pypi(index, cache, clock, offline=True)
    if before:
        assert offline.release("x", None).version == "1.0"
    else:
        with pytest.raises(IndexFailure, match="not in the cache"):
            offline.release("x", None)
    clock.now += 1_000
    assert pypi(index, cache, clock).release("x", None).version == "2.0"
    assert (len(records(cache)), len(bodies(cache))) == (1, 1)
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
    plain = index.answers[PAGE]
    content = page("1.0")
    assert content

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
    index.answers[PAGE] = plain
    assert pypi(index, cache, clock, offline=True).release("x", None).version == "1.0"


# --- a failing server is asked again --------------------------------------------------------------


def failing(status: int, **headers: str) -> object:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", "0")
        request.end_headers()

    return answer


def breaking_off(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Length", "1000")
    request.end_headers()
    request.wfile.write(b"{")
    request.close_connection = True


def saying_nothing(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True


@pytest.mark.parametrize("path", [PAGE, "/files/x-1.0.tar.gz"], ids=["page", "file"])
@pytest.mark.parametrize("trouble", [failing(500), failing(429), breaking_off, saying_nothing])
def test_what_fails_three_times_may_work_the_fourth(
    path: str, trouble: object, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    assert callable(trouble)
    index.in_turn(path, trouble, trouble, trouble, index.answers[path])
    asked = pypi(index, cache, clock)
    assert asked.download(asked.release("x", None).files[0]).read_bytes() == b"content"
    assert index.asked.count(path) == 4
    first, second, third = clock.waits
    assert 0.25 <= first <= 0.5 <= second <= 1.0 <= third <= 2.0


def test_after_the_fourth_time_it_is_said(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=502)
    with pytest.raises(IndexFailure, match=r"/simple/x/: answered 502 \(4 tries\)"):
        pypi(index, cache, clock).release("x", None)
    assert len(index.asked) == 4


@pytest.mark.parametrize("status", [400, 403, 410, 418])
def test_what_asking_again_does_not_change_is_asked_once(
    status: int, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=status)
    with pytest.raises(IndexFailure, match=f"answered {status}$"):
        pypi(index, cache, clock).release("x", None)
    assert (len(index.asked), clock.waits) == (1, [])


@pytest.mark.parametrize("after", ["17", "Tue, 14 Nov 2023 22:13:37 GMT"])
def test_retry_after_is_waited_for(
    after: str, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    trouble = failing(429, Retry_After=after)
    assert callable(trouble)
    index.in_turn(PAGE, trouble, index.answers[PAGE])
    pypi(index, cache, clock).release("x", None)
    assert clock.waits == [17.0]


def test_an_index_that_wants_an_hour_is_left(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=429, headers={"Retry-After": "3600"})
    with pytest.raises(IndexFailure, match="answered 429; it asks to wait 3600 s"):
        pypi(index, cache, clock).release("x", None)
    assert (len(index.asked), clock.waits) == (1, [])


@pytest.mark.parametrize("after", ["soon", "-1", "9" * 400, "Tue, 99 Nov 2023", "\u00b2"])
def test_a_retry_after_that_is_none_costs_no_time(
    after: str, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=503, headers={"Retry-After": after})
    with pytest.raises(IndexFailure, match="answered 503"):
        pypi(index, cache, clock).release("x", None)
    assert sum(clock.waits) < 10


def test_a_page_that_drips_is_left_after_its_time(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Connection", "close")
        request.end_headers()
        while not index.released.is_set():
            clock.now += 5
            request.wfile.write(b" ")

    index.answers[PAGE] = drip
    with pytest.raises(IndexFailure, match="did not end in time"):
        pypi(index, cache, clock).release("x", None)
    assert len(index.asked) == 1


# --- bodies made to hurt --------------------------------------------------------------------------


@pytest.mark.parametrize("layers", [1, 20])
def test_a_bomb_in_the_content_coding_stops_at_the_cap(
    layers: int, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    bomb = gzip.compress(bytes(200_000_000 // layers)) * layers
    index.send(PAGE, bomb, content_type=JSON, headers={"Content-Encoding": "gzip"})
    asked = pypi(index, cache, clock, limits=Limits(index_page=1_000_000))
    with pytest.raises(IndexFailure, match="more than 1000000 bytes"):
        asked.release("x", None)
    assert records(cache) == []


def test_a_page_may_come_packed(index: IndexServer, cache: Cache, clock: StoppedClock) -> None:
    packed = gzip.compress(page("1.0"))
    index.send(PAGE, packed, content_type=JSON, headers={"Content-Encoding": "gzip"})
    assert pypi(index, cache, clock).release("x", None).version == "1.0"
    assert index.headers[0]["accept-encoding"] == "gzip"


@pytest.mark.parametrize(
    ("coding", "body", "complaint"),
    [
        ("gzip", b"no gzip", "its gzip coding is broken"),
        ("gzip", gzip.compress(page("1.0"), mtime=0)[:-9], "its gzip coding breaks off"),
        ("gzip", gzip.compress(page("1.0"), mtime=0) * 2, "something follows its gzip coding"),
        ("br", b"\x0b", "a coding that was not asked for"),
        ("gzip, gzip", b"\x1f\x8b", "a coding that was not asked for"),
    ],
)
def test_a_coding_that_is_broken_or_strange_is_said(
    coding: str, body: bytes, complaint: str, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, body, content_type=JSON, headers={"Content-Encoding": coding})
    with pytest.raises(IndexFailure, match=complaint):
        pypi(index, cache, clock).release("x", None)
    assert records(cache) == []


def test_ten_gigabytes_are_not_read(index: IndexServer, cache: Cache, clock: StoppedClock) -> None:
    """A file whose size was announced ends there, long before the cap on all files."""
    announced = index.file("x-1.0.tar.gz", b"content")
    index.project("x", [{**announced, "size": 7}])
    index.pour("/files/x-1.0.tar.gz")
    asked = pypi(index, cache, clock)
    with pytest.raises(DigestMismatch, match=r"x-1\.0\.tar\.gz: 7 bytes were announced, more were"):
        asked.download(asked.release("x", None).files[0])
    assert not list((cache.root / "downloads").rglob("*.*"))


# --- whose host it is -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "location",
    [
        "https://127.0.0.1\\@elsewhere.example/",
        "https://else where.example/",
        "https://els\u00e9where.example/",
        "https://[::1/",
        "gopher://127.0.0.1/",
        "https://",
    ],
)
def test_a_redirect_to_what_is_no_plain_url_is_refused(
    location: str, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    index.send(PAGE, b"", status=302, headers={"Location": location.encode().decode("latin-1")})
    with pytest.raises(TallystickError, match=r"not asked|no URL"):
        pypi(index, cache, clock).release("x", None)
    assert (len(index.asked), clock.waits) == (1, [])


def test_no_page_is_kept_under_anybodys_name(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    """Neither host nor token of a URL stands in the cache: its digest does."""
    index.project("x", [])
    with pytest.raises(IndexFailure):
        pypi(index, cache, clock).release("x", None)
    kept = b"".join(path.read_bytes() for path in records(cache))
    assert kept
    assert b"127.0.0.1" not in kept
    assert os.sep not in kept.partition(b"\n")[2].decode().replace(JSON, "")
