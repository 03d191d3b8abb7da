"""What PyPI says beyond names and digests: provenance, links, owners, reasons, what is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index_server import JSON, IndexServer, StoppedClock, serving
from tallystick.cache import Cache
from tallystick.errors import IndexFailure, UsageError
from tallystick.index.default import DEFAULT_INDEX
from tallystick.index.pypi import THREADS, PyPI
from tallystick.index.release import Described
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Hint, HintKind

REAL = Path(__file__).parent.parent / "data/index/sampleproject-4.0.0.tar.gz.provenance"
PROVENANCE = "/integrity/x/1.0/x-1.0.tar.gz/provenance"


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


def pypi(index: IndexServer, folder: Path, limits: Limits = DEFAULT) -> PyPI:
    return PyPI(index.url, Cache(root=folder / "cache"), limits, clock=StoppedClock())


def offered(index: IndexServer) -> None:
    """A release whose sdist has a provenance, and whose wheel has none."""
    index.project(
        "x",
        [
            index.file("x-1.0.tar.gz", b"1", provenance=PROVENANCE),
            index.file("x-1.0-py3-none-any.whl", b"2", provenance=None),
        ],
    )


# --- provenance -----------------------------------------------------------------------------------


def test_an_offered_provenance_becomes_hints_of_its_file(
    index: IndexServer, tmp_path: Path
) -> None:
    offered(index)
    index.send(PROVENANCE, REAL.read_bytes(), content_type="application/json")
    sdist, wheel = pypi(index, tmp_path).release("x", None).files
    assert [(hint.kind, hint.by) for hint in sdist.hints] == [
        (HintKind.COMMIT, "provenance"),
        (HintKind.REPOSITORY, "provenance"),
        (HintKind.REPOSITORY, "publisher"),
    ]
    assert (sdist.notes, wheel.hints, wheel.notes) == ((), (), ())
    assert index.headers[-1]["accept"] == "application/vnd.pypi.integrity.v1+json"


def test_a_file_that_nobody_audits_costs_no_request(index: IndexServer, tmp_path: Path) -> None:
    offered(index)
    release = pypi(index, tmp_path).release(
        "x", None, wanted=lambda file: file.name.endswith("whl")
    )
    assert [len(file.hints) for file in release.files] == [0, 0]
    assert index.asked == ["/simple/x/"]


@pytest.mark.parametrize(
    ("body", "status", "note"),
    [
        (b"", 404, "its provenance is offered and not served"),
        (b"", 403, "its provenance cannot be had: http"),
        (b"<html>", 200, "the provenance that the index serves is not that of PEP 740"),
        (b" " * 2_000_000 + b"{}", 200, "its provenance cannot be had: http"),
    ],
)
def test_a_provenance_that_cannot_be_read_is_noted_and_fails_nothing(
    body: bytes, status: int, note: str, index: IndexServer, tmp_path: Path
) -> None:
    offered(index)
    index.send(PROVENANCE, body, status=status)
    sdist = pypi(index, tmp_path, Limits(provenance=1_000_000)).release("x", None).files[0]
    assert sdist.hints == ()
    assert [text[: len(note)] for text in sdist.notes] == [note]


def test_a_provenance_at_another_place_without_tls_is_not_asked_for(
    index: IndexServer, tmp_path: Path
) -> None:
    with serving() as other:
        for url in (f"{other.root}/p", "file:///etc/passwd"):
            index.project("x", [index.file("x-1.0.tar.gz", b"1", provenance=url)])
            (sdist,) = pypi(index, tmp_path / url[:4]).release("x", None).files
            assert "which is not asked" in sdist.notes[0]
        assert other.asked == []


def test_a_hundred_provenances_are_asked_for_side_by_side(
    index: IndexServer, tmp_path: Path
) -> None:
    files = []
    for number in range(100):
        path = f"/integrity/{number}"
        files.append(index.file(f"x-1.0-py3-none-any{number}.whl", b"1", provenance=path))
        index.send(path, REAL.read_bytes(), content_type="application/json")
    index.project("x", files)
    asked = pypi(index, tmp_path, Limits(provenances=60))
    read = [len(file.hints) for file in asked.release("x", None).files]
    assert (read.count(3), read.count(0)) == (60, 40)
    assert (len(index.asked), index.connections <= 1 + THREADS) == (61, True)


# --- the page -------------------------------------------------------------------------------------


def test_size_reason_and_time_are_read(index: IndexServer, tmp_path: Path) -> None:
    more = {"size": 1, "yanked": "broken\n\x1b[31m build", "upload-time": "2024-01-02T03:04:05Z"}
    index.project("x", [index.file("x-1.0.tar.gz", b"1", **more)])
    (file,) = pypi(index, tmp_path).release("x", "1.0").files
    assert (file.size, file.yanked, file.yanked_reason) == (1, True, "broken [31m build")
    assert file.hints == (Hint(kind=HintKind.UPLOADED, value="2024-01-02T03:04:05Z", by="index"),)


@pytest.mark.parametrize("more", [{"size": -1}, {"size": True}, {"size": "1"}, {"yanked": True}])
def test_odd_values_are_as_if_they_were_not_there(
    more: dict[str, Any], index: IndexServer, tmp_path: Path
) -> None:
    index.project("x", [index.file("x-1.0.tar.gz", b"1", **more)])
    (file,) = pypi(index, tmp_path).release("x", "1.0").files
    assert (file.size, file.yanked_reason) == (None, None)


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("2.5", "has no version 2.5; near it are 1.1, 2.0, 3.0, 4.0"),
        ("9", "has no version 9; near it are 3.0, 4.0"),
        ("0.1", "has no version 0.1; near it are 1.0, 1.1, 4.0"),
        ("nonsense", "has no version nonsense; the newest is 4.0"),
        ("3.5", "has no version 3.5; it is listed there without a file: deleted, or not uploaded"),
    ],
)
def test_a_version_that_is_not_there_is_said_with_those_near_it(
    version: str, said: str, index: IndexServer, tmp_path: Path
) -> None:
    files = [index.file(f"x-{v}.tar.gz", b"1") for v in ("1.0", "1.1", "2.0", "3.0", "4.0")]
    page = {"meta": {"api-version": "1.1"}, "files": files, "versions": ["1.0", "3.5", 7]}
    index.send("/simple/x/", json.dumps(page).encode(), content_type=JSON)
    with pytest.raises(IndexFailure) as error:
        pypi(index, tmp_path).release("x", version)
    assert said in str(error.value)


def test_an_api_of_another_major_version_is_not_guessed_at(
    index: IndexServer, tmp_path: Path
) -> None:
    """PEP 691: "If the major version is greater than expected, the client MUST fail"."""
    page = {"meta": {"api-version": "2.0"}, "files": [index.file("x-1.0.tar.gz", b"1")]}
    index.send("/simple/x/", json.dumps(page).encode(), content_type=JSON)
    with pytest.raises(IndexFailure, match=r"speaks version 2\.0 of its API; 1 is understood"):
        pypi(index, tmp_path).release("x", None)


def test_an_index_in_html_is_said_to_be_one(index: IndexServer, tmp_path: Path) -> None:
    index.send("/simple/x/", b"<!DOCTYPE html><a href>x</a>")
    said = r"did not answer with JSON \(PEP 691\) for x; it sent text/html"
    with pytest.raises(IndexFailure, match=said):
        pypi(index, tmp_path).release("x", None)


def test_an_index_with_a_query_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"https://h/simple/: --index takes no query"):
        PyPI("https://h/simple/?token=s3cret", Cache(root=tmp_path), DEFAULT)


# --- the JSON API ---------------------------------------------------------------------------------


def told(index: IndexServer, folder: Path, answer: object, name: str = "x") -> Described:
    index.project(name, [index.file(f"{name}-1.0.tar.gz", b"1")])
    index.send(f"/pypi/{name}/1.0/json", json.dumps(answer).encode())
    asked = pypi(index, folder)
    return asked.described(asked.release(name, "1.0"))


def test_links_and_owners_of_the_version_are_read(index: IndexServer, tmp_path: Path) -> None:
    info = {
        "version": "1.0",
        "home_page": "https://example.org/x",
        "project_urls": {"Source": "https://github.com/o/x", "Empty": "", "Odd": 7},
    }
    ownership = {"organization": "org", "roles": [{"role": "Owner", "user": "me"}, {"role": 7}, 8]}
    assert told(index, tmp_path, {"info": info, "ownership": ownership}) == Described(
        hints=(
            Hint(kind=HintKind.REPOSITORY, value="https://github.com/o/x", by="index: Source"),
            Hint(kind=HintKind.REPOSITORY, value="https://example.org/x", by="index: Homepage"),
        ),
        owners=("Owner: me",),
        organization="org",
    )


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        {"info": None},
        {"info": {"version": "2.0", "home_page": "https://h/x"}},
        {"info": {"version": "1.0", "project_urls": []}},
    ],
)
def test_an_answer_on_something_else_describes_nothing(
    answer: object, index: IndexServer, tmp_path: Path
) -> None:
    assert told(index, tmp_path, answer) == Described()


def test_an_index_without_the_json_api_describes_nothing(
    index: IndexServer, tmp_path: Path
) -> None:
    index.project("x", [index.file("x-1.0.tar.gz", b"1")])
    asked = pypi(index, tmp_path)
    assert asked.described(asked.release("x", None)) == Described()
    assert asked.described(asked.release("x", None)) == Described()
    assert index.asked == ["/simple/x/", "/pypi/x/1.0/json"]  # its absence is kept, too
    other = PyPI(f"{index.root}/pypi-all/", Cache(root=tmp_path), DEFAULT, clock=StoppedClock())
    assert other.described(asked.release("x", None)) == Described()


@pytest.mark.online
def test_the_real_index_has_requests_2_32_4(tmp_path: Path) -> None:
    index = PyPI(DEFAULT_INDEX, Cache(root=tmp_path / "cache"), DEFAULT)
    release = index.release("requests", "2.32.4")
    names = [file.name for file in release.files]
    assert names == ["requests-2.32.4.tar.gz", "requests-2.32.4-py3-none-any.whl"]
    sdist = release.files[0]
    assert sdist.sha256 == "27d0316682c8a29834d3264820024b62a36942083d52caf2f14c0591336d3422"
    assert index.download(sdist).stat().st_size == sdist.size == 135_258
    links = {hint.value for hint in index.described(release).hints}
    assert not links or "https://github.com/psf/requests" in links
    index.close()
