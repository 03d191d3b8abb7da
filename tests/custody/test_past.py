"""The whole history in numbers: months, releases, and who knows each file."""

from __future__ import annotations

from pathlib import Path

from past import ADA, BEN, DAY, EVE, Past
from tallystick.model.past import Past as Summed


def summed(path: Path, past: Past) -> Summed:
    custody = past.write(path / "repo").custody(everything=True)
    assert custody.past is not None
    return custody.past


def test_each_commit_is_in_one_month_with_its_standing(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1\n"}, ADA, committer=BEN)
    past.commit({"a": b"2\n"}, EVE, "Fix (#1)")
    past.commit({"b": b"1\n"}, EVE, days=40)
    past.merge(2, into=3, by=BEN)
    found = summed(tmp_path, past)
    assert [(one.reviewed, one.claimed, one.unreviewed) for one in found.months] == [
        (1, 1, 0),
        (0, 0, 1),
    ]
    assert found.undated == 0


def test_a_commit_from_the_future_of_its_release_is_left_out_and_counted(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1\n"})
    past.commit({"a": b"2\n"}, EVE, days=30_000)
    past.commit({"a": b"3\n"}, days=-29_999)
    found = summed(tmp_path, past)
    assert sum(one.unreviewed for one in found.months) == 2
    assert found.undated == 1


def test_a_file_says_how_often_it_was_seen_and_who_is_alone_with_it(tmp_path: Path) -> None:
    past = Past()
    past.commit({"shared": b"1\n2\n", "own": b"1"}, ADA, committer=BEN)
    past.commit({"shared": b"1\n2\n3\n"}, EVE)
    past.commit({"gone": b"1\n", "data": b"\0\1"}, EVE)
    past.commit({"gone": None}, EVE)
    found = {one.path: one for one in summed(tmp_path, past).files}
    assert set(found) == {"shared", "own", "data"}
    shared, own = found["shared"], found["own"]
    assert (shared.lines, shared.commits, shared.reviewed, shared.people) == (3, 2, 1, 2)
    assert (own.lines, own.commits, own.reviewed, own.owner) == (1, 1, 1, "Ada")
    assert shared.owner is None
    assert found["data"].lines is None


def test_releases_are_tags_of_versions_that_the_release_holds(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1"})
    past.tag("v1.0", EVE)
    past.tag("nightly", EVE)
    past.commit({"a": b"2"})
    past.tag("v1.1")
    found = summed(tmp_path, past)
    assert [(one.name, one.by) for one in found.releases] == [("v1.0", "Eve"), ("v1.1", None)]
    assert found.releases[1].time - found.releases[0].time == DAY


def test_keepers_are_who_merged_or_tagged_and_are_still_here(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1\n2\n"}, ADA, committer=BEN)
    past.commit({"a": b"2\n"}, ADA, committer=EVE, days=800)
    past.tag("v1.0", EVE)
    found = summed(tmp_path, past)
    assert (found.keepers, found.lines) == (1, 1)


def test_a_clock_beyond_all_dates_is_left_out(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1"})
    past.commit({"a": b"2"}, EVE, days=10**8)
    found = summed(tmp_path, past)
    assert found.undated == 1
    assert len(found.months) == 1
