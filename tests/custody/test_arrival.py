"""How a commit came to the main line, and whether that means that somebody else saw it."""

from __future__ import annotations

from pathlib import Path

import pytest

from past import ADA, BEN, BOT, EVE, FORGE, Past, Written
from tallystick.model.custody import Confidence, Standing
from tallystick.model.history import Person

START: dict[str | bytes, bytes | None] = {"a.txt": b"1\n"}
MERGED = ("reviewed", "merged")
MERGE = ("merge", "merge")


def told(past: Past, path: Path) -> dict[int, tuple[str, str]]:
    written = past.write(path / "repo")
    return written.told(written.custody(checks=["review"], everything=True))


def test_a_commit_pushed_by_its_author_is_unreviewed(tmp_path: Path) -> None:
    past = Past()
    past.commit(START)
    assert told(past, tmp_path) == {1: ("unreviewed", "direct")}


def test_a_commit_that_another_applied_is_reviewed(tmp_path: Path) -> None:
    past = Past()
    past.commit(START, ADA, committer=BEN)
    assert told(past, tmp_path) == {1: ("reviewed", "applied")}


def test_a_branch_that_another_merged_is_reviewed_and_one_that_its_author_merged_is_not(
    tmp_path: Path,
) -> None:
    past = Past()
    past.commit(START)
    topic = past.commit({"b": b"1\n"}, EVE, parents=[1])
    past.merge(topic, into=1, by=BEN)
    own = past.commit({"c": b"1\n"}, EVE, parents=[3])
    past.merge(own, into=3, by=EVE)
    found = told(past, tmp_path)
    assert found[topic] == MERGED
    assert found[own] == ("unreviewed", "self-merged")


def test_a_merge_in_the_browser_is_by_who_pressed_the_button(tmp_path: Path) -> None:
    past = Past()
    past.commit(START)
    past.commit({"b": b"1\n"}, EVE)
    past.merge(2, into=1, by=EVE, committer=FORGE, message="Merge pull request #7 from eve/b")
    assert told(past, tmp_path)[2] == ("claimed", "self-merged")


def test_what_a_forge_commits_for_its_author_is_only_claimed(tmp_path: Path) -> None:
    past = Past()
    past.commit(START, EVE, "Fix it (#12)", committer=FORGE)
    past.commit({"b": b"1"}, EVE, "Edit in the browser", committer=FORGE)
    assert told(past, tmp_path) == {1: ("claimed", "forge"), 2: ("unreviewed", "forge")}


def test_a_machine_is_no_second_pair_of_eyes(tmp_path: Path) -> None:
    past = Past()
    past.commit(START)
    past.commit({"b": b"1\n"}, EVE)
    past.merge(2, into=1, by=BOT)
    past.commit({"c": b"1\n"}, EVE, committer=BOT)
    found = told(past, tmp_path)
    assert found[2] == ("unreviewed", "bot-merged")
    assert found[4] == ("unreviewed", "direct")


@pytest.mark.parametrize(
    "message",
    [
        "Merge branch 'main' of https://example.org/project",
        "Merge remote-tracking branch 'origin/main'",
        "Merge branch 'topic' of example.org:project into topic",
        "Merge branch 'main' into topic",
    ],
)
def test_pulling_what_others_pushed_is_no_review_of_it(tmp_path: Path, message: str) -> None:
    """git pull turns the line around: what Eve pushed is then the second parent of Ben's merge."""
    past = Past()
    past.commit(START)
    pushed = past.commit({"evil": b"1\n"}, EVE, parents=[1])
    own = past.commit({"b": b"1\n"}, BEN, parents=[1])
    past.merge(pushed, into=own, by=BEN, message=message)
    assert told(past, tmp_path)[pushed] == ("unreviewed", "direct")


def test_what_was_on_the_main_line_before_is_not_reviewed_by_a_later_merge(tmp_path: Path) -> None:
    """Ben's branch holds what Eve pushed before it began; merging it brings only his own."""
    past = Past()
    past.commit(START)
    pushed = past.commit({"evil": b"1\n"}, EVE)
    branch = past.commit({"b": b"1\n"}, BEN)
    later = past.commit({"c": b"1\n"}, ADA, parents=[pushed])
    past.merge(branch, into=later, by=ADA)
    found = told(past, tmp_path)
    assert found[pushed] == ("unreviewed", "direct")
    assert found[branch] == MERGED


def test_a_merge_inside_a_branch_counts_and_the_older_merge_is_the_one_that_brought_it(
    tmp_path: Path,
) -> None:
    past = Past()
    past.commit(START)
    inner = past.commit({"b": b"1\n"}, EVE, parents=[1])
    branch = past.commit({"c": b"1\n"}, ADA, parents=[1])
    joined = past.merge(inner, into=branch, by=BEN)
    own = past.commit({"d": b"1\n"}, EVE, parents=[joined])
    first = past.merge(own, into=1, by=EVE)
    past.merge(own, into=first, by=ADA)
    found = told(past, tmp_path)
    assert found[inner] == MERGED  # Ben merged it into the branch that Eve merged
    assert found[own] == ("unreviewed", "self-merged")  # Ada's merge came when it was in already


def test_an_octopus_brings_all_its_arms(tmp_path: Path) -> None:
    past = Past()
    past.commit(START)
    arms = [past.commit({f"f{n}": b"1\n"}, EVE, parents=[1]) for n in range(3)]
    past.merge(*arms, into=1, by=BEN, message="Merge branches 'a', 'b' and 'c'")
    found = told(past, tmp_path)
    assert [found[arm] for arm in arms] == [MERGED] * 3
    assert found[5] == MERGE


TRAILERS = """Change

Reviewed-by: Ben <ben@example.org>
Acked-by: Grace <grace@example.org>
Approved-by: Linus <linus@example.org>
Change-Id: I0123456789012345678901234567890123456789
Reviewed-on: https://review.example.org/1
PR-URL: https://forge.example.org/pull/3
Auto merge of #12 - eve:topic, r=ben
"""


def test_what_anybody_can_type_never_makes_a_commit_reviewed(tmp_path: Path) -> None:
    past = Past()
    past.commit(START, EVE, TRAILERS)
    written = past.write(tmp_path / "repo")
    (line,) = written.custody(checks=["review"], everything=True).lines
    assert line.standing is Standing.CLAIMED
    assert {one.confidence for one in line.evidence} == {Confidence.LOW}
    assert {one.by for one in line.evidence if one.kind == "trailer"} == {"Ben", "Grace", "Linus"}


def test_a_trailer_by_the_author_is_not_even_a_claim(tmp_path: Path) -> None:
    past = Past()
    past.commit(START, EVE, "Change\n\nReviewed-by: EVE <other@example.org>\n")
    assert told(past, tmp_path) == {1: ("unreviewed", "direct")}


@pytest.mark.parametrize(
    "alias",
    [
        Person(name="eve ", email="private@example.org"),
        Person(name="E. V.", email="EVE@example.org"),
    ],
)
def test_one_person_under_two_names_does_not_review_themselves(
    tmp_path: Path, alias: Person
) -> None:
    past = Past()
    past.commit(START, EVE, committer=alias)
    assert told(past, tmp_path) == {1: ("unreviewed", "direct")}


def test_the_account_in_a_hidden_address_is_the_same_person(tmp_path: Path) -> None:
    past = Past()
    one = Person(name="E", email="123+eve@users.noreply.github.com")
    two = Person(name="Eve Again", email="eve@users.noreply.github.com")
    past.commit(START, one, committer=two)
    assert told(past, tmp_path) == {1: ("unreviewed", "direct")}


def test_a_mailmap_joins_people_and_never_parts_them(tmp_path: Path) -> None:
    past = Past()
    joins: dict[str | bytes, bytes | None] = {
        ".mailmap": b"Ada <ada@example.org> Eve <eve@example.org>\n"
    }
    past.commit(joins, BEN)
    past.commit({"a": b"1"}, ADA, committer=EVE)
    # It says that what Ben commits under his own name is by two people: that parts nobody.
    past.commit({"b": b"1"}, BEN, committer=Person(name="Ben", email="b@example.org"))
    found = told(past, tmp_path)
    assert found[2] == ("unreviewed", "direct")
    assert found[3] == ("unreviewed", "direct")


def test_a_chain_of_a_thousand_nested_merges_is_walked_once(tmp_path: Path) -> None:
    past = Past()
    past.commit(START)
    for number in range(1_000):
        base = past.count
        past.commit({f"f{number}": b"1\n"}, EVE, parents=[base], days=0)
        past.commit({}, BEN, "Merge branch 'x'", parents=[1, base + 1], days=0)
    written: Written = past.write(tmp_path / "repo")
    custody = written.custody(checks=["review"], everything=True)
    assert len(custody.lines) == 2_001
    assert max(len(line.evidence) for line in custody.lines) <= 2
