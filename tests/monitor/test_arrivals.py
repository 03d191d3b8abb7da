"""What is new on an index, and what only looks so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tallystick.index.release import ListedFile, Listing
from tallystick.monitor.arrivals import Arrivals, arrivals
from tallystick.monitor.event import Kind

DAY = 86_400.0


def file(name: str, digest: str = "1", uploaded: str | None = "2026-01-01T00:00:00Z") -> ListedFile:
    version = name.split("-")[1].removesuffix(".tar.gz")
    return ListedFile(version=version, name=name, digest=f"sha256:{digest}", uploaded=uploaded)


def look(*files: ListedFile, seen: tuple[ListedFile, ...], first: bool = False) -> Arrivals:
    listing = Listing(files=files, newest=files[-1].version if files else None)
    return arrivals("pypi", "x", listing, seen, late=DAY, first=first)


ONE, TWO = file("x-1.0.tar.gz"), file("x-2.0.tar.gz")


def test_at_first_sight_nothing_is_news_and_the_newest_release_is_what_others_are_compared_with() -> (
    None
):
    found = look(ONE, TWO, seen=(), first=True)
    assert (found.files, found.versions, found.events) == ((ONE, TWO), ("2.0",), ())


def test_a_new_release_is_to_be_audited_the_oldest_first() -> None:
    ten = file("x-10.0.tar.gz")
    assert look(ONE, ten, TWO, seen=(ONE,)).versions == ("2.0", "10.0")
    assert look(ONE, ten, TWO, seen=(ONE, TWO, ten)).versions == ()


def test_a_file_that_comes_with_the_others_is_not_late() -> None:
    wheel = file("x-1.0-py3-none-any.whl", uploaded="2026-01-01T00:10:00Z")
    found = look(ONE, wheel, seen=(ONE,))
    assert (found.versions, found.events) == (("1.0",), ())


def test_a_file_that_is_added_to_an_old_release_is_told() -> None:
    wheel = file("x-1.0-py3-none-any.whl", uploaded="2026-01-03T00:00:00Z")
    (event,) = look(ONE, wheel, seen=(ONE,)).events
    assert (event.kind, event.version, event.paths) == (Kind.FILE_LATE, "1.0", (wheel.name,))
    assert "48.0 hours after" in event.message


def test_without_times_a_file_is_late_that_was_not_there_at_the_first_look() -> None:
    wheel = file("x-1.0-py3-none-any.whl", uploaded=None)
    (event,) = look(ONE, wheel, seen=(ONE,)).events
    assert event.kind is Kind.FILE_LATE


def test_other_bytes_under_a_known_name_are_told_whatever_their_time() -> None:
    other = file("x-1.0.tar.gz", digest="2")
    found = look(other, seen=(ONE,))
    assert [event.kind for event in found.events] == [Kind.FILE_REPLACED]
    assert found.versions == ("1.0",)


def test_a_mirror_that_is_behind_brings_no_news_when_it_catches_up() -> None:
    assert look(ONE, seen=(ONE, TWO)) == Arrivals(files=(), versions=(), events=())
    assert look(ONE, TWO, seen=(ONE, TWO)) == Arrivals(files=(), versions=(), events=())


@given(
    st.lists(st.sampled_from("abcdef"), max_size=8), st.lists(st.sampled_from("abcdef"), max_size=8)
)
def test_what_was_seen_is_never_news_again(before: list[str], now: list[str]) -> None:
    seen = tuple(file(f"x-1.{ord(name)}.tar.gz") for name in before)
    shown = tuple(file(f"x-1.{ord(name)}.tar.gz") for name in now)
    found = look(*shown, seen=seen)
    assert set(found.files) == set(shown) - set(seen)
    again = look(*shown, seen=(*seen, *found.files))
    assert (again.files, again.versions, again.events) == ((), (), ())
