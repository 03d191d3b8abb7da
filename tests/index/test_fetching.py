"""Pages between audits: fresh, confirmed, offline."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.asking import PAGE, page, pypi
from index_server import JSON, IndexServer, StoppedClock
from tallystick.cache import Cache
from tallystick.errors import IndexFailure

# --- how long a page is believed ----------------------------------------------------------------------


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
    assert len(list((cache.root / "pages").rglob("*.*"))) == 1  # the old one is gone


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


# --- offline, and when the index is away --------------------------------------------------------------


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


def test_threads_share_no_connection_lest_one_reads_the_answer_to_another(
    index: IndexServer, cache: Cache, clock: StoppedClock
) -> None:
    asked = pypi(index, cache, clock)
    asked.release("x", None)
    with ThreadPoolExecutor(1) as other:
        other.submit(asked.download, asked.release("x", None).files[0]).result()
    assert (len(index.asked), index.connections) == (2, 2)
    asked.close()
