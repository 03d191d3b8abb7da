"""What indexes show of whole projects, to whoever follows them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index_server import JSON, IndexServer, StoppedClock
from tallystick.cache import Cache
from tallystick.errors import IndexFailure, UsageError
from tallystick.index.npm import Npm
from tallystick.index.pypi import PyPI
from tallystick.index.release import ListedFile
from tallystick.limits import DEFAULT


def pypi(index: IndexServer, cache: Cache, clock: StoppedClock) -> PyPI:
    return PyPI(index.url, cache, DEFAULT, seconds=5.0, clock=clock)


def npm(index: IndexServer, cache: Cache, clock: StoppedClock) -> Npm:
    return Npm(index.root, cache, DEFAULT, seconds=5.0, clock=clock)


def serve(index: IndexServer, path: str, document: object) -> None:
    index.send(path, json.dumps(document).encode(), content_type=JSON)


def test_a_projects_page_is_its_files_its_newest_version_and_its_serial(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    digest = {"sha256": "0" * 64}
    files = [
        {
            "filename": "x-1.0.tar.gz",
            "url": "a",
            "hashes": digest,
            "upload-time": "2026-01-01T00:00:00Z",
        },
        {"filename": "x-2.0a1.tar.gz", "url": "b", "hashes": digest},
        {"filename": "y-3.0.tar.gz", "url": "c", "hashes": digest},
    ]
    serve(index, "/simple/x/", {"meta": {"_last-serial": 7}, "name": "x", "files": files})
    listing = pypi(index, cache, clock).listing("X")
    assert listing.files == (
        ListedFile(
            version="1.0",
            name="x-1.0.tar.gz",
            digest=f"sha256:{'0' * 64}",
            uploaded="2026-01-01T00:00:00Z",
        ),
        ListedFile(version="2.0a1", name="x-2.0a1.tar.gz", digest=f"sha256:{'0' * 64}"),
    )
    assert (listing.newest, listing.serial) == ("1.0", 7)


@pytest.mark.parametrize("serial", ["7", -1, True, None, 1.5])
def test_a_serial_that_is_no_number_is_none(
    index: IndexServer, cache: Cache, clock: StoppedClock, serial: object
) -> None:
    serve(index, "/simple/x/", {"meta": {"_last-serial": serial}, "files": []})
    listing = pypi(index, cache, clock).listing("x")
    assert (listing.files, listing.newest, listing.serial) == ((), None, None)


def test_a_listing_is_asked_for_again_however_fresh_the_page_is(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    serve(index, "/simple/x/", {"meta": {"_last-serial": 1}, "files": []})
    asking = pypi(index, cache, clock)
    assert asking.listing("x").serial == 1
    serve(index, "/simple/x/", {"meta": {"_last-serial": 2}, "files": []})
    assert asking.listing("x").serial == 2


def test_the_serials_of_all_projects_are_one_request(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    projects = [
        {"name": "A.b", "_last-serial": 3},
        {"name": "c"},
        {"name": 4, "_last-serial": 4},
        "junk",
    ]
    serve(index, "/simple/", {"meta": {"api-version": "1.1"}, "projects": projects})
    assert pypi(index, cache, clock).serials() == {"a-b": 3}
    assert index.asked == ["/simple/"]
    index.send("/simple/", b"<html>", content_type="text/html")
    with pytest.raises(IndexFailure, match="JSON"):
        pypi(index, cache, clock).serials()


def packument(index: IndexServer) -> dict[str, object]:
    integrity = "sha512-" + "A" * 86 + "=="
    dist = {"tarball": f"{index.root}/x/-/x-1.0.0.tgz", "integrity": integrity}
    return {
        "name": "x",
        "dist-tags": {"latest": "1.0.0"},
        "time": {"1.0.0": "2026-01-01T00:00:00.000Z"},
        "versions": {
            "1.0.0": {"name": "x", "version": "1.0.0", "dist": dist},
            "0.9.0": {
                "name": "x",
                "version": "0.9.0",
                "dist": {"tarball": "x", "shasum": "0" * 40},
            },
            "0.8.0": "junk",
        },
    }


def test_an_npm_package_is_the_tarballs_that_have_a_digest(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    serve(index, "/x", packument(index))
    listing = npm(index, cache, clock).listing("x")
    (file,) = listing.files
    assert (file.version, file.name, file.uploaded) == (
        "1.0.0",
        "x-1.0.0.tgz",
        "2026-01-01T00:00:00.000Z",
    )
    assert file.digest == "sha512:" + "0" * 128
    assert (listing.newest, listing.serial) == ("1.0.0", None)


def test_the_packages_of_a_scope_are_those_and_no_likenesses(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    names = ["@a/b", "@a/c", "@ab/d", "a", None, "@a/../e"]
    serve(index, "/-/v1/search", {"objects": [{"package": {"name": name}} for name in names]})
    assert npm(index, cache, clock).projects_of("@a") == ["@a/b", "@a/c"]
    serve(index, "/-/v1/search", {"objects": None})
    with pytest.raises(IndexFailure, match="search"):
        npm(index, cache, clock).projects_of("@a")
    for scope in ("a", "@", "@a/b", "@a&size=1"):
        with pytest.raises(UsageError, match="no organisation"):
            npm(index, cache, clock).projects_of(scope)


def test_a_page_that_is_not_there_is_a_failure_and_no_empty_project(
    index: IndexServer, cache: Cache, clock: StoppedClock, tmp_path: Path
) -> None:
    for asking in (pypi(index, cache, clock), npm(index, cache, clock)):
        with pytest.raises(IndexFailure, match="not found"):
            asking.listing("absent")
