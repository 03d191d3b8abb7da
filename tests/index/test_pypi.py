"""The index: what it says of a release, fetched from a real server that may be hostile."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from index_server import IndexServer, StoppedClock, serving
from tallystick.cache import Cache
from tallystick.errors import (
    DigestMismatch,
    IndexFailure,
    LimitExceeded,
    TallystickError,
    UsageError,
)
from tallystick.index.default import DEFAULT_INDEX
from tallystick.index.pypi import PyPI
from tallystick.limits import DEFAULT, Limits


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


def pypi(
    index: IndexServer,
    folder: Path,
    *,
    limits: Limits = DEFAULT,
    offline: bool = False,
    seconds: float = 5.0,
) -> PyPI:
    cache = Cache(root=folder / "cache")
    return PyPI(index.url, cache, limits, offline=offline, seconds=seconds, clock=StoppedClock())


def kept(folder: Path) -> list[Path]:
    """Files of releases that are in the cache; pages stand elsewhere."""
    return [path for path in (folder / "cache" / "downloads").rglob("*") if path.is_file()]


# --- which files a release has --------------------------------------------------------------------


def test_a_release_is_all_files_of_its_version_sdist_first(
    index: IndexServer, tmp_path: Path
) -> None:
    index.project(
        "six",
        [
            index.file("six-1.17.0-py2.py3-none-any.whl", b"wheel", **{"upload-time": "2024"}),
            index.file("six-1.17.0.tar.gz", b"sdist"),
            index.file("six-1.16.0.tar.gz", b"older"),
        ],
    )
    release = pypi(index, tmp_path).release("six", "1.17")
    assert (release.project, release.version) == ("six", "1.17.0")
    names = [file.name for file in release.files]
    assert names == ["six-1.17.0.tar.gz", "six-1.17.0-py2.py3-none-any.whl"]
    assert [file.upload_time for file in release.files] == [None, "2024"]


def test_the_name_is_asked_for_as_pep_503_normalises_it(index: IndexServer, tmp_path: Path) -> None:
    index.project("ruamel-yaml", [index.file("ruamel.yaml-0.18.tar.gz", b"1")])
    assert pypi(index, tmp_path).release("Ruamel_YAML", None).version == "0.18"
    assert index.asked == ["/simple/ruamel-yaml/"]


@pytest.mark.parametrize(
    ("files", "newest"),
    [
        ([("x-1.9.tar.gz", {}), ("x-1.10.tar.gz", {})], "1.10"),
        ([("x-1.0.tar.gz", {}), ("x-2.0rc1.tar.gz", {})], "1.0"),
        ([("x-1.0.tar.gz", {}), ("x-2.0.tar.gz", {"yanked": "broken"})], "1.0"),
        ([("x-1.0.tar.gz", {}), ("x-2.0.tar.gz", {"yanked": ""})], "2.0"),
        ([("x-1.0rc1.tar.gz", {}), ("x-1.0rc2.tar.gz", {})], "1.0rc2"),
        ([("x-1.0.tar.gz", {"yanked": True})], "1.0"),
        ([("x-1.0.tar.gz", {}), ("y-9.0.tar.gz", {})], "1.0"),
        ([("x-1.0.tar.gz", {}), ("y-9.0-py3-none-any.whl", {})], "1.0"),
        ([("x-1.0.tar.gz", {}), ("x-2.0.win32.exe", {})], "1.0"),
    ],
)
def test_without_a_version_the_newest_final_one_is_meant(
    files: list[tuple[str, dict[str, object]]], newest: str, index: IndexServer, tmp_path: Path
) -> None:
    index.project("x", [index.file(name, b"1", **more) for name, more in files])
    assert pypi(index, tmp_path).release("x", None).version == newest


def test_a_yanked_version_is_had_by_its_number(index: IndexServer, tmp_path: Path) -> None:
    index.project("x", [index.file("x-2.0.tar.gz", b"1", yanked="broken")])
    assert pypi(index, tmp_path).release("x", "2.0").files[0].yanked


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("x-y-1.0.tar.bz2", "1.0"),
        ("x-y-1.0-1.tar.gz", "1.0.post1"),
        ("X.Y-1.0.zip", "1.0"),
        ("x_y-1.0.tgz", "1.0"),
        ("x--y-1.0.tar.gz", "1.0"),
    ],
)
def test_file_names_from_before_pep_625_are_read(
    name: str, version: str, index: IndexServer, tmp_path: Path
) -> None:
    index.project("x-y", [index.file(name, b"1")])
    assert pypi(index, tmp_path).release("x.y", None).version == version


@pytest.mark.parametrize("version", [None, "2.0", "not a version"])
def test_a_version_that_is_not_there_is_named(
    version: str | None, index: IndexServer, tmp_path: Path
) -> None:
    files = [] if version is None else [index.file("x-1.0.tar.gz", b"1")]
    index.project("x", files)
    said = f"x: {index.url} has no version {version or 'at all'}"
    with pytest.raises(IndexFailure, match=said):
        pypi(index, tmp_path).release("x", version)


@pytest.mark.parametrize(
    "file",
    [
        "not an object",
        {"filename": "x-2.0.tar.gz"},
        {"filename": 7, "url": "u", "hashes": {"sha256": "0" * 64}},
        {"filename": "x-2.0.tar.gz", "url": "u", "hashes": {}},
        {"filename": "x-2.0.tar.gz", "url": "u", "hashes": {"md5": "0" * 32}},
        {"filename": "x-2.0.tar.gz", "url": "u", "hashes": {"sha256": "0" * 63}},
        {"filename": "x-2.0.tar.gz", "url": "u", "hashes": {"sha256": "../../" + "0" * 58}},
        {"filename": "x-2.0.tar.gz", "url": "http://[::1/", "hashes": {"sha256": "0" * 64}},
        {"filename": "../x-2.0.tar.gz", "url": "u", "hashes": {"sha256": "0" * 64}},
        {"filename": "..\\x-2.0.tar.gz", "url": "u", "hashes": {"sha256": "0" * 64}},
        {"filename": "x-2.0\n.tar.gz", "url": "u", "hashes": {"sha256": "0" * 64}},
        {"filename": "-x-2.0.tar.gz", "url": "u", "hashes": {"sha256": "0" * 64}},
    ],
)
def test_a_file_without_a_plain_name_a_url_and_a_sha256_is_none(
    file: dict[str, object], index: IndexServer, tmp_path: Path
) -> None:
    index.project("x", [file, index.file("x-1.0.tar.gz", b"1")])
    assert pypi(index, tmp_path).release("x", None).version == "1.0"


# --- downloads ------------------------------------------------------------------------------------


def test_a_download_is_what_was_announced_and_is_kept(index: IndexServer, tmp_path: Path) -> None:
    index.project("x", [index.file("x-1.0.tar.gz", b"content")])
    (file,) = pypi(index, tmp_path).release("x", None).files
    path = pypi(index, tmp_path).download(file)
    assert path.read_bytes() == b"content"
    index.asked.clear()
    assert pypi(index, tmp_path).download(file) == path
    assert pypi(index, tmp_path, offline=True).download(file) == path
    assert index.asked == []


def test_a_relative_url_is_relative_to_the_project_page(index: IndexServer, tmp_path: Path) -> None:
    announced = index.file("x-1.0.tar.gz", b"content")
    index.project("x", [{**announced, "url": "../../files/x-1.0.tar.gz#egg=x"}])
    (file,) = pypi(index, tmp_path).release("x", None).files
    assert file.url == f"{index.root}/files/x-1.0.tar.gz#egg=x"
    assert pypi(index, tmp_path).download(file).read_bytes() == b"content"


def test_a_file_comes_as_it_is_stored_and_not_unpacked_on_its_way(
    index: IndexServer, tmp_path: Path
) -> None:
    index.project("x", [index.file("x-1.0.tar.gz", b"content")])
    plain = index.answers["/files/x-1.0.tar.gz"]
    encodings: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        encodings.append(request.headers.get("Accept-Encoding"))
        plain(request)

    index.answers["/files/x-1.0.tar.gz"] = answer
    asked = pypi(index, tmp_path)
    asked.download(asked.release("x", None).files[0])
    assert encodings == ["identity"]


def test_other_bytes_than_announced_are_refused_by_name_and_not_kept(
    index: IndexServer, tmp_path: Path
) -> None:
    index.project("x", [index.file("x-1.0.tar.gz", b"content")])
    index.send("/files/x-1.0.tar.gz", b"tampered")
    asked = pypi(index, tmp_path)
    (file,) = asked.release("x", None).files
    with pytest.raises(DigestMismatch, match=r"x-1\.0\.tar\.gz: sha256 .* was announced"):
        asked.download(file)
    assert kept(tmp_path) == []


def test_a_download_without_end_stops_at_the_cap(index: IndexServer, tmp_path: Path) -> None:
    index.project("x", [index.file("x-1.0.tar.gz", b"content")])
    index.pour("/files/x-1.0.tar.gz")
    asked = pypi(index, tmp_path, limits=Limits(download=100_000))
    (file,) = asked.release("x", None).files
    with pytest.raises(LimitExceeded, match=r"x-1\.0\.tar\.gz: more than 100000 bytes were sent"):
        asked.download(file)
    assert kept(tmp_path) == []


def test_a_page_without_end_stops_at_the_cap(index: IndexServer, tmp_path: Path) -> None:
    index.pour("/simple/x/")
    with pytest.raises(IndexFailure, match="/simple/x/: more than 100000 bytes"):
        pypi(index, tmp_path, limits=Limits(index_page=100_000)).release("x", None)


def test_a_download_that_breaks_off_keeps_nothing(index: IndexServer, tmp_path: Path) -> None:
    index.project("x", [index.file("x-1.0.tar.gz", b"content")])
    asked = pypi(index, tmp_path)
    (file,) = asked.release("x", None).files

    def answer_half(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "7")
        request.end_headers()
        request.wfile.write(b"con")
        request.close_connection = True

    index.answers["/files/x-1.0.tar.gz"] = answer_half
    with pytest.raises(IndexFailure, match=r"/files/x-1\.0\.tar\.gz: "):
        asked.download(file)
    assert kept(tmp_path) == []


def test_offline_nothing_is_asked_for(index: IndexServer, tmp_path: Path) -> None:
    index.project("x", [index.file("x-1.0.tar.gz", b"content")])
    (file,) = pypi(index, tmp_path).release("x", None).files
    index.asked.clear()
    offline = pypi(index, tmp_path, offline=True)
    assert offline.release("x", None).version == "1.0"  # the page is kept, the file is not
    with pytest.raises(IndexFailure, match="/simple/y/: not in the cache, and --offline"):
        offline.release("y", None)
    with pytest.raises(IndexFailure, match=r"x-1\.0\.tar\.gz: not in the cache"):
        offline.download(file)
    assert index.asked == []


# --- answers that are none ------------------------------------------------------------------------


def test_a_project_that_is_not_there_is_not_found(index: IndexServer, tmp_path: Path) -> None:
    with pytest.raises(IndexFailure, match="/simple/absent/: not found"):
        pypi(index, tmp_path).release("absent", None)


def test_a_failing_server_is_named_with_its_status(index: IndexServer, tmp_path: Path) -> None:
    index.send("/simple/x/", b"oops", status=503)
    with pytest.raises(IndexFailure, match="/simple/x/: answered 503"):
        pypi(index, tmp_path).release("x", None)


@pytest.mark.parametrize(
    "body",
    [b"<!DOCTYPE html><a href>x</a>", b"", b"\xff\xfe", b"[" * 100_000, b"9" * 5_000 + b"x"],
)
def test_html_or_noise_instead_of_json_is_said(
    body: bytes, index: IndexServer, tmp_path: Path
) -> None:
    index.send("/simple/x/", body)
    with pytest.raises(IndexFailure, match=r"did not answer with JSON \(PEP 691\) for x"):
        pypi(index, tmp_path).release("x", None)


@pytest.mark.parametrize("body", [b"[]", b"{}", b'{"files": {}}', b"null"])
def test_json_that_is_no_project_page_is_said(
    body: bytes, index: IndexServer, tmp_path: Path
) -> None:
    index.send("/simple/x/", body)
    with pytest.raises(IndexFailure, match=r"did not answer with a project page \(PEP 691\) for x"):
        pypi(index, tmp_path).release("x", None)


def test_a_server_that_says_nothing_is_left_after_the_timeout(
    index: IndexServer, tmp_path: Path
) -> None:
    index.hang("/simple/x/")
    with pytest.raises(IndexFailure, match=r"/simple/x/: .*timed out"):
        pypi(index, tmp_path, seconds=0.2).release("x", None)


def test_a_server_that_is_not_there_is_said(tmp_path: Path) -> None:
    with serving() as other:
        gone = other.url
    asked = PyPI(gone, Cache(root=tmp_path / "cache"), DEFAULT, clock=StoppedClock())
    with pytest.raises(IndexFailure, match="/simple/x/: "):
        asked.release("x", None)


# --- redirects and schemes ------------------------------------------------------------------------


def test_a_redirect_within_the_index_is_followed(index: IndexServer, tmp_path: Path) -> None:
    index.redirect("/files/moved.tar.gz", "/files/x_y-1.0.tar.gz")
    announced = index.file("x_y-1.0.tar.gz", b"content")
    index.project("x-y", [{**announced, "url": "/files/moved.tar.gz"}])
    asked = pypi(index, tmp_path)
    assert asked.download(asked.release("x-y", None).files[0]).read_bytes() == b"content"


@pytest.mark.parametrize("scheme", ["http", "file", "ftp"])
def test_a_redirect_to_another_place_without_tls_is_refused_before_it_is_asked(
    scheme: str, index: IndexServer, tmp_path: Path
) -> None:
    with serving() as other:
        elsewhere = {
            "http": f"{other.root}/simple/x/",
            "file": "file:///etc/passwd",
            "ftp": "ftp://127.0.0.1/x",
        }[scheme]
        index.redirect("/simple/x/", elsewhere)
        with pytest.raises(IndexFailure, match="/simple/"):
            pypi(index, tmp_path).release("x", None)
        assert other.asked == []


@pytest.mark.parametrize("scheme", ["http", "file"])
def test_a_file_at_another_place_without_tls_is_refused_before_it_is_asked(
    scheme: str, index: IndexServer, tmp_path: Path
) -> None:
    (tmp_path / "x-1.0.tar.gz").write_bytes(b"content")
    announced = index.file("x-1.0.tar.gz", b"content")
    with serving() as other:
        url = {
            "http": f"{other.root}/x-1.0.tar.gz",
            "file": (tmp_path / "x-1.0.tar.gz").as_uri(),
        }[scheme]
        index.project("x", [{**announced, "url": url}])
        asked = pypi(index, tmp_path)
        with pytest.raises(IndexFailure, match=r"leads to .*x-1\.0\.tar\.gz, which is not asked"):
            asked.download(asked.release("x", None).files[0])
        assert other.asked == []
    assert kept(tmp_path) == []


def test_a_redirect_in_a_circle_ends(index: IndexServer, tmp_path: Path) -> None:
    index.redirect("/simple/x/", "/simple/x/")
    with pytest.raises(IndexFailure, match="/simple/x/: more than 5 redirects"):
        pypi(index, tmp_path).release("x", None)
    assert len(index.asked) == 6


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        (
            "http://index.example/simple/",
            "http://index.example/simple/: an index is asked over https",
        ),
        ("file:///srv/index/", "an index is asked over https only"),
        ("index.example/simple", "an index is asked over https only"),
        ("", "an index is asked over https only"),
        ("https://[::1/", "--index: not a URL"),
        ("https://host:port/", "--index: not a URL"),
    ],
)
def test_an_index_is_https_or_on_loopback(url: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=complaint):
        PyPI(url, Cache(root=tmp_path), DEFAULT)


# --- credentials ----------------------------------------------------------------------------------


def test_credentials_in_the_url_reach_the_index_and_no_error(
    index: IndexServer, tmp_path: Path
) -> None:
    url = index.url.replace("//", "//user:s3cret@")
    index.send("/simple/html/", b"<html>")
    index.send("/simple/list/", b"[]")
    index.send("/simple/busy/", b"", status=500)
    index.project("none", [])
    index.redirect("/simple/away/", "http://user:s3cret@127.0.0.1:1/")
    index.redirect("/simple/circle/", url + "circle/")
    index.hang("/simple/hang/")
    asked = PyPI(url, Cache(root=tmp_path), DEFAULT, seconds=0.2, clock=StoppedClock())
    said = []
    for project in ("html", "list", "busy", "none", "away", "circle", "hang", "absent"):
        with pytest.raises(TallystickError) as error:
            asked.release(project, None)
        said.append(str(error.value))
    assert not [line for line in said if "s3cret" in line or "user" in line]
    assert set(index.credentials) == {"Basic " + base64.b64encode(b"user:s3cret").decode()}
    for bad in ("http://user:s3cret@index.example/", "https://user:s3cret@host:port/"):
        with pytest.raises(UsageError) as usage:
            PyPI(bad, Cache(root=tmp_path), DEFAULT)
        assert "s3cret" not in str(usage.value)


@pytest.mark.online
def test_the_real_index_has_six_1_17_0(tmp_path: Path) -> None:
    index = PyPI(DEFAULT_INDEX, Cache(root=tmp_path / "cache"), DEFAULT)
    release = index.release("six", "1.17.0")
    assert [file.name for file in release.files] == [
        "six-1.17.0.tar.gz",
        "six-1.17.0-py2.py3-none-any.whl",
    ]
    wheel = release.files[1]
    assert wheel.sha256 == "4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274"
    assert index.download(wheel).stat().st_size == 11_050
