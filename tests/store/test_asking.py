"""What the store answers: the same rows on both databases, each page found by an index."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event

import ledgers
from tallystick.model import RESIDUE, Grade, Ledger, Reach, VerdictValue
from tallystick.report import render
from tallystick.report.json_reader import ledger_of
from tallystick.store import Put, Store, asking, open_store
from tallystick.store.asking import beside, breakdown, facts, several
from tallystick.store.asking.moment import moment

COMMIT = "c0" * 20


def written(ledger: Ledger) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render([ledger], format="json"))
    return document


def released(version: str, verdict: str = "accepted", **fields: object) -> dict[str, Any]:
    """The attacked sample as another release of its project."""
    document = written(ledgers.rejected())
    name = f"example-{version}.tar.gz"
    artifact = {"name": name, "version": version, "project": "Exam.ple", "kind": "sdist"}
    document["artifact"] |= {**artifact, "sha256": version.encode().hex().ljust(64, "0")}
    return {**document, "verdict": verdict, **fields}


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address) as opened:
        yield opened


@pytest.fixture
def put(store: Store) -> list[Put]:
    """Three releases, in no order; the first audited twice."""
    return [
        store.put(released("1.10", "rejected")),
        store.put(released("1.9")),
        store.put(released("1.10.post1", "inconclusive")),
        store.put(released("1.10", "inconclusive")),
    ]


def test_who_holds_a_blob_by_either_digest_in_pages(store: Store, put: list[Put]) -> None:
    wanted = released("1.9")["entries"][0]
    with store.reading() as connection:
        (blob,) = asking.blobs(connection, wanted["sha256"])
        assert asking.blobs(connection, wanted["blob"]) == (blob,)
        assert (blob.sha256, blob.git) == (wanted["sha256"], wanted["blob"])
        assert asking.blob_of(connection, blob.id) == blob
        first = asking.holders(connection, blob.id, size=3)
        after = (first[-1].ledger.id, first[-1].position)
        rest = asking.holders(connection, blob.id, after=after, size=3)
        assert [one.ledger.id for one in first + rest] == [one.id for one in put]
        assert {one.path for one in first} == {wanted["path"]}
        assert [one.ledger.version for one in first] == ["1.10", "1.9", "1.10.post1"]
        assert asking.blobs(connection, "00" * 32) == asking.blobs(connection, "") == ()


def test_who_holds_a_file_of_a_name(store: Store, put: list[Put]) -> None:
    path = next(one["path"] for one in released("1.9")["entries"] if "/" in one["path"])
    name = path.rpartition("/")[2]
    with store.reading() as connection:
        first = asking.holders_of_name(connection, name, size=2)
        last = first[-1]
        after = (last.path_id, last.ledger.id, last.position)
        rest = asking.holders_of_name(connection, name, after=after)
        assert len(first) + len(rest) == len(put)
        assert {one.path for one in first + rest} == {path}
        assert asking.holders_of_name(connection, "nothing") == ()


def test_the_newest_ledgers_come_first(store: Store, put: list[Put]) -> None:
    with store.reading() as connection:
        latest = asking.ledgers(connection)
        assert [one.id for one in latest] == [put[3].id, put[2].id, put[1].id]
        every = asking.ledgers(connection, latest=False, before=put[3].id, size=2)
        assert [one.id for one in every] == [put[2].id, put[1].id]
        rejected = asking.ledgers(connection, verdict=VerdictValue.REJECTED, latest=False)
        assert [(one.id, one.is_latest) for one in rejected] == [(put[0].id, False)]
        row = asking.ledger_row(connection, put[0].digest)
        assert row == rejected[0]
        assert (row.ecosystem, row.project, row.version) == ("pypi", "exam-ple", "1.10")
        both = asking.ledgers_of_artifact(connection, row.sha256)
        assert [one.id for one in both] == [put[3].id, put[0].id]
        days = asking.verdicts_by_day(connection, since=0)
        assert sum(one.ledgers for one in days) == len(put)
        assert asking.ledger_row(connection, "00" * 32) is None


def test_releases_come_in_the_order_of_their_versions(store: Store, put: list[Put]) -> None:
    with store.reading() as connection:
        found = asking.releases_of(connection, "pypi", "exam-ple")
        assert [one.version for one in found] == ["1.9", "1.10", "1.10.post1"]
        assert [[one.id for one in each.ledgers] for each in found] == [
            [put[1].id],
            [put[3].id],
            [put[2].id],
        ]
        (project,) = asking.projects(connection, beginning="exam")
        assert (project.project, project.ecosystem, project.releases) == ("exam-ple", "pypi", 3)
        assert asking.projects(connection, after=("exam-ple", "pypi")) == ()
        assert asking.projects(connection, beginning="exan") == ()


def test_lines_come_with_the_residue_first(store: Store, put: list[Put]) -> None:
    document = released("1.9")
    with store.reading() as connection:
        every = asking.lines(connection, put[1].id, size=1000)
        assert sorted(one.position for one in every) == list(range(len(document["entries"])))
        residue = [one.grade in RESIDUE for one in every]
        assert residue == sorted(residue, reverse=True)
        assert any(residue)
        page = asking.lines(connection, put[1].id, size=2)
        rest = asking.lines(
            connection, put[1].id, after=(page[-1].rank, page[-1].position), size=1000
        )
        assert page + rest == every
        worst = asking.lines(connection, put[1].id, grades=[every[0].grade], reaches=list(Reach))
        assert {one.grade for one in worst} == {every[0].grade}
        detail = asking.line_detail(connection, put[1].id, every[0].position)
        assert detail is not None
        wanted = document["entries"][every[0].position]
        assert (detail.claim, detail.evidence, detail.delta) == (
            wanted["claim"],
            wanted["evidence"],
            wanted["delta"],
        )
        assert asking.line_detail(connection, put[1].id, 999) is None
        totals = {one.grade: one.files for one in asking.totals(connection, put[1].id)}
        assert totals == {
            grade: each["files"] for grade, each in document["totals"].items() if each["files"]
        }


def test_a_pattern_in_a_search_is_only_text(store: Store, put: list[Put]) -> None:
    with store.reading() as connection:
        assert asking.lines(connection, put[1].id, containing="%") == ()
        assert asking.lines(connection, put[1].id, containing="'; DROP TABLE entry; --") == ()
        path = asking.lines(connection, put[1].id)[0].path
        assert [one.path for one in asking.lines(connection, put[1].id, containing=path)] == [path]
        explained = asking.lines(connection, put[1].id, explainer="no-such")
        assert explained == ()


def test_what_else_a_ledger_says(store: Store) -> None:
    document = written(ledgers.attested())
    put = store.put(document)
    with store.reading() as connection:
        said = asking.said_rows(ledger_of(document), document)
        assert said.identity is not None
        assert said.identity.rung == document["identity"]["rung"]
        signed = said.attestations
        assert len(signed) == len(document["identity"]["attestations"])
        who = next(one.signer for one in signed if one.signer is not None)
        by = asking.releases_of_publisher(connection, who)
        assert [one.id for one in by] == [put.id]
        assert asking.releases_of_publisher(connection, who, after=put.id) == ()
        assert {one.rule for one in said.findings if one.area == "identity"} == {
            one["rule"] for one in document["identity"]["findings"]
        }
        assert [one.check for one in said.skips] == [one["check"] for one in document["skips"]]
        commit = next(one.commit for one in signed if one.commit is not None)
        assert [one.id for one in asking.attested_with(connection, commit)] == [put.id]
        assert said.custody is None


def custody() -> dict[str, Any]:
    """Custody of two commits, as the schema says."""

    def commit(identity: str, standing: str) -> dict[str, Any]:
        return {
            "id": identity,
            "author": "A <a@example.org>",
            "committer": "B <b@example.org>",
            "time": -5,
            "subject": "Change\0it",
            "standing": standing,
            "way": "merged",
            "evidence": [{"kind": "merge", "by": "B", "known": "git", "confidence": "medium"}],
            "lines": 3,
            "shipped": None,
        }

    return {
        "range": {"after": "v1", "after_commit": "aa" * 20, "until": "bb" * 20, "chosen": "x"},
        "is_lower_bound": False,
        "checks": [],
        "coverage": {"commits": {"reviewed": 1, "claimed": 0, "unreviewed": 1}, "lines": None},
        "commits": [commit(COMMIT, "reviewed"), commit("dd" * 20, "unreviewed")],
        "spans": [],
        "remarks": [
            {
                "check": "self-merge",
                "message": "m",
                "known": "git",
                "confidence": "low",
                "commits": [],
                "paths": ["a\\xff"],
                "people": [],
            }
        ],
        "opaque": None,
        "custodians": None,
        "skips": [{"check": "lines", "reason": "none"}],
    }


def test_which_releases_a_commit_came_to(store: Store) -> None:
    put = store.put(released("2.0", custody=custody()))
    with store.reading() as connection:
        ((row, commit),) = asking.ranges_with(connection, COMMIT)
        assert row.id == put.id
        assert (commit.standing, commit.time, commit.evidence[0]["by"]) == ("reviewed", -5, "B")
        assert asking.is_named(connection, COMMIT)
        assert not asking.is_named(connection, "ee" * 20)
        document = released("2.0", custody=custody())
        said = asking.said_rows(ledger_of(document), document)
        assert [one.commit for one in said.commits] == [COMMIT, "dd" * 20]
        assert said.commits[0] == commit
        within = said.custody
        assert within is not None
        assert (within.commits_unreviewed, within.lines_reviewed, within.after) == (1, None, "v1")
        assert [one.paths for one in said.findings if one.area == "custody"] == [("a\\xff",)]
        assert [one.area for one in said.skips].count("custody") == 1
        source = released("2.0")["source"]["commit"]
        assert [one.id for one in asking.ledgers_of_commit(connection, source)] == [put.id]


def test_what_tables_say_of_several_is_what_the_document_of_each_says(store: Store) -> None:
    documents = [
        written(ledgers.attested()),
        released("2.0", custody=custody()),
        written(ledgers.accepted()),
    ]
    keys = [store.put(document).id for document in documents]
    with store.reading() as connection:
        told, behind = facts.facts(connection, keys), facts.people(connection, keys)
        assert not facts.facts(connection, [])
        assert not facts.people(connection, [])
    for key, document in zip(keys, documents, strict=True):
        said = asking.said_rows(ledger_of(document), document)
        one = told[key]
        policy = [found.message for found in said.findings if found.area == "policy"]
        assert one.reason == next(iter(policy), None)
        assert one.identity == said.identity
        assert one.files == {
            Grade(grade): each["files"]
            for grade, each in document["totals"].items()
            if each["files"]
        }
        signed = {who for at in said.attestations for who in (at.signer, at.publisher) if who}
        assert behind[key].signers == signed
        wrote = {who for commit in said.commits for who in (commit.author, commit.committer)}
        assert behind[key].authors == wrote
        if said.custody is None:
            assert one.reviewed is None
        else:
            within = said.custody
            assert one.reviewed == facts.Reviewed(
                reviewed=within.commits_reviewed,
                claimed=within.commits_claimed,
                unreviewed=within.commits_unreviewed,
                is_lower_bound=within.is_lower_bound,
            )
    assert any(one.signers for one in behind.values())
    assert any(one.authors for one in behind.values())


def test_ledgers_about_a_digest_and_those_beside_one(store: Store, put: list[Put]) -> None:
    wheel = released("1.10")
    wheel["artifact"] |= {
        "name": "exam_ple-1.10-py3-none-any.whl",
        "kind": "wheel",
        "sha256": "77" * 32,
    }
    other = store.put(wheel)
    with store.reading() as connection:
        row = asking.ledger_row(connection, put[0].digest)
        assert row is not None
        audits, siblings = asking.ledgers_beside(connection, row)
        assert [one.id for one in audits] == [put[3].id, put[0].id]
        assert [one.id for one in siblings] == [other.id]
        assert [one.id for one in asking.ledgers_about(connection, put[0].digest)] == [put[0].id]
        about = asking.ledgers_about(connection, row.sha256)
        assert [one.id for one in about] == [put[3].id, put[0].id]
        assert row.commit is not None
        assert {one.id for one in asking.ledgers_about(connection, row.commit)} == {
            one.id for one in (*put, other)
        }
        assert asking.ledgers_about(connection, "00" * 20) == ()


def pages(connection: Connection) -> None:
    """Every question that must be quick in a store of any size."""
    asking.blobs(connection, "00" * 32)
    asking.holders(connection, 1, after=(1, 1))
    name = "build-to-host.m4"
    asking.holders_of_name(connection, name, after=(1, 1, 1))
    several.of_release(connection, "pypi", "a", "1")
    several.residue(connection, [1, 2], size=9)
    several.keys_of(connection, ["00" * 32])
    several.commit_times(connection, [1, 2], size=9)
    breakdown.breakdown(connection, 1)
    breakdown.largest(connection, 1, residue=9, proven=9)
    facts.facts(connection, [1, 2])
    facts.people(connection, [1, 2])
    beside.beside(connection, [(1, 9), (2, 9)])
    moment(connection)
    asking.ledgers(connection, verdict=VerdictValue.REJECTED, before=9)
    asking.ledgers(connection, latest=False)
    asking.ledger_row(connection, "00" * 32)
    asking.ledgers_of_artifact(connection, "00" * 32)
    asking.ledgers_of_commit(connection, COMMIT)
    asking.lines(connection, 1, grades=[Grade.UNPROVEN], after=(1, 1))
    asking.line_detail(connection, 1, 1)
    asking.totals(connection, 1)
    asking.verdicts_by_day(connection, since=1e9)
    asking.projects(connection, beginning="a", after=("a", "pypi"))
    asking.releases_of(connection, "pypi", "a")
    asking.releases_of_publisher(connection, "https://example.org/x")
    asking.attested_with(connection, COMMIT)
    asking.ranges_with(connection, COMMIT)
    asking.is_named(connection, COMMIT)
    asking.ledgers_about(connection, "00" * 32)
    row = next(iter(asking.ledgers(connection)))
    asking.ledgers_beside(connection, row)


def test_every_page_is_found_by_an_index(tmp_path: Any) -> None:  # noqa: ANN401
    plans: list[tuple[str, str]] = []
    with open_store(str(tmp_path / "store.sqlite")) as store:
        store.put(released("2.0"))

        def explain(_: object, cursor: Any, statement: str, given: Any, *__: object) -> None:  # noqa: ANN401
            if statement.startswith("SELECT"):
                again = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", given)
                plans.extend((row[3], statement) for row in again)

        event.listen(store._engine, "before_cursor_execute", explain)
        with store.reading() as connection:
            pages(connection)
    # SQLite says SCAN for a walk through a whole table or index; a walk along ledger's own key, from
    # the newest on, ends when the page is full; a subquery is one page of keys already.
    short = {
        "SCAN ledger",
        "SCAN anon_1",
        "SCAN first",
        "SCAN largest_residue",
        "SCAN largest_proven",
    }
    walks = [plan for plan in plans if plan[0].startswith("SCAN") and plan[0] not in short]
    assert len(plans) > 30
    assert walks == []
    # Without ANALYZE it takes any index for a narrow one: of those that are the latest, there are all.
    assert not [plan for plan in plans if plan[0].endswith("(is_latest=?)")]
