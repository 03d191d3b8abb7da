"""A project of one sdist on a loopback index, and how its pages are asked for."""

from __future__ import annotations

import json
from pathlib import Path

from index_server import IndexServer, StoppedClock
from tallystick.cache import Cache
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT, Limits

PAGE = "/simple/x/"


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


def kept_pages(cache: Cache) -> list[Path]:
    """The files of the pages that are kept."""
    return list((cache.root / "pages").rglob("*.page"))
