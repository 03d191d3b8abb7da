"""Which commits a release brought."""

from __future__ import annotations

from pathlib import Path

import pytest

from past import ADA, Past, Written
from tallystick.custody.since import asked, since_last_release
from tallystick.errors import UsageError

TAGS = ["v1.0", "v1.1rc1", "v1.1", "other-9.0", "v1.1.1", "v1.2.dev1", "v1.2", "v10.0"]


@pytest.fixture(scope="module")
def tagged(tmp_path_factory: pytest.TempPathFactory) -> Written:
    past = Past()
    for number, tag in enumerate(TAGS):
        past.commit({"a": str(number).encode()})
        past.tag(tag, ADA if number % 2 else None)
    past.commit({"a": b"last"})
    return past.write(tmp_path_factory.mktemp("tagged") / "repo")


@pytest.mark.parametrize(
    ("release", "before"),
    [
        ("v1.1", "v1.0"),  # a candidate is no release
        ("v1.1rc1", "v1.0"),
        ("v1.1.1", "v1.1"),
        ("v1.2", "v1.1.1"),
        ("v1.2.dev1", "v1.1.1"),
        ("v10.0", "v1.2"),  # as numbers, and not as text
        ("v1.0", None),
        ("other-9.0", None),  # another package of the same repository
    ],
)
def test_the_release_before_is_the_highest_lower_version_of_the_same_name(
    tagged: Written, release: str, before: str | None
) -> None:
    log = tagged.source(release).log
    assert log is not None
    assert since_last_release(log, release).after == before


def test_of_a_commit_without_a_tag_it_is_the_highest_version_there_is(tagged: Written) -> None:
    log = tagged.source().log
    assert log is not None
    assert since_last_release(log).after == "v10.0"


@pytest.fixture(scope="module")
def moved_on(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Released from the fourth commit, which has no tag, or one that was set too late."""
    past = Past()
    for number, tag in enumerate(["v1.0", "v1.1", None, None, "v1.2", "v2.0", "tools-0.9"]):
        past.commit({"a": str(number).encode()})
        if tag is not None:
            past.tag(tag, ADA)
    return past.write(tmp_path_factory.mktemp("moved-on") / "repo")


@pytest.mark.parametrize("version", ["1.2", "1.2.0", "1.1.5", None])
def test_tags_of_later_releases_do_not_empty_the_range_of_a_commit_without_one(
    moved_on: Written, version: str | None
) -> None:
    log = moved_on.source(moved_on.ids[4]).log
    assert log is not None
    within = since_last_release(log, version=version)
    assert within.after == "v1.1"
    assert within.after_commit is not None
    assert [one.id for one in log.commits([within.after_commit])] == [
        moved_on.ids[4],
        moved_on.ids[3],
    ]


def test_a_release_older_than_every_tag_has_none_before_it(moved_on: Written) -> None:
    log = moved_on.source(moved_on.ids[4]).log
    assert log is not None
    assert since_last_release(log, version="0.5").after is None


def test_a_tag_without_a_version_just_before_the_release_hides_nothing(tmp_path: Path) -> None:
    """Whoever wants a short range would tag the commit before the last one."""
    past = Past()
    past.commit({"a": b"1"})
    past.tag("v1.0", ADA)
    past.commit({"evil": b"1"})
    past.tag("checkpoint")
    past.commit({"a": b"2"})
    past.tag("v1.1", ADA)
    written = past.write(tmp_path / "repo")
    assert len(written.custody("v1.1", checks=["review"]).lines) == 2


def test_an_older_line_that_ended_in_a_maintenance_branch_is_left_out(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1"})
    past.tag("1.0", ADA)
    past.commit({"a": b"fixed"})
    past.tag("1.0.1", ADA)
    past.commit({"b": b"1"}, parents=[1])
    past.tag("2.0", ADA)
    written = past.write(tmp_path / "repo")
    custody = written.custody("2.0", checks=["review"])
    assert custody.range.after == "1.0.1"
    assert [line.commit.id for line in custody.lines] == [written.ids[3]]


@pytest.mark.parametrize("text", ["v1.0...v1.1", "nowhere..v1.1", "v1.0..v1.2"])
def test_a_range_that_cannot_be_meant_is_refused(tagged: Written, text: str) -> None:
    log = tagged.source("v1.1").log
    assert log is not None
    with pytest.raises(UsageError):
        asked(text, log)
