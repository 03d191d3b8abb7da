"""Pages that are made to hurt, and hosts that are not who they seem."""

from __future__ import annotations

import gzip
import os

import pytest

from index.asking import PAGE, kept_pages, page, pypi
from index_server import JSON, IndexServer, StoppedClock
from tallystick.cache import Cache
from tallystick.errors import DigestMismatch, IndexFailure, TallystickError
from tallystick.limits import Limits

# --- bodies made to hurt ------------------------------------------------------------------------------


@pytest.mark.parametrize("layers", [1, 20])
def test_a_bomb_in_the_content_coding_stops_at_the_cap(
    layers: int, index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    bomb = gzip.compress(bytes(200_000_000 // layers)) * layers
    index.send(PAGE, bomb, content_type=JSON, headers={"Content-Encoding": "gzip"})
    asked = pypi(index, cache, clock, limits=Limits(index_page=1_000_000))
    with pytest.raises(IndexFailure, match="more than 1000000 bytes"):
        asked.release("x", None)
    assert kept_pages(cache) == []


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
    assert kept_pages(cache) == []


def test_ten_gigabytes_are_not_read(index: IndexServer, cache: Cache, clock: StoppedClock) -> None:
    """A file whose size was announced ends there, long before the cap on all files."""
    announced = index.file("x-1.0.tar.gz", b"content")
    index.project("x", [{**announced, "size": 7}])
    index.pour("/files/x-1.0.tar.gz")
    asked = pypi(index, cache, clock)
    with pytest.raises(DigestMismatch, match=r"x-1\.0\.tar\.gz: 7 bytes were announced, more were"):
        asked.download(asked.release("x", None).files[0])
    assert not list((cache.root / "downloads").rglob("*.*"))


# --- whose host it is ---------------------------------------------------------------------------------


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
    kept = b"".join(path.read_bytes() for path in kept_pages(cache))
    assert kept
    assert b"127.0.0.1" not in kept
    assert os.sep not in kept.split(b"\n")[1].decode().replace(JSON, "")
