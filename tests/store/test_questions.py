"""Each named question has a row to show, and one not to; the same on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import ledgers
from tallystick.errors import UsageError
from tallystick.model import Ledger
from tallystick.report import render
from tallystick.store import Store, open_store
from tallystick.store.questions import QUESTIONS, Row

Ask = Callable[..., Sequence[Row]]
WHO = "https://github.com/example/example"


def written(ledger: Ledger) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render([ledger], format="json"))
    return document


def entry(path: str, grade: str = "identical", reach: str = "import") -> dict[str, Any]:
    plain = written(ledgers.accepted())["entries"][0]
    sha256 = path.encode().hex().ljust(64, "0")[:64]
    return {**plain, "path": path, "sha256": sha256, "grade": grade, "reach": reach}


def released(
    project: str, version: str, *entries: dict[str, Any], **fields: object
) -> dict[str, Any]:
    document = written(ledgers.accepted())
    name = f"{project}-{version}.tar.gz"
    document["artifact"] |= {"name": name, "kind": "sdist", "project": project, "version": version}
    document["artifact"]["sha256"] = name.encode().hex().ljust(64, "0")[:64]
    document["source"]["url"] = f"https://example.org/{project}"
    document["entries"] = list(entries)
    return {**document, **fields}


def signed_by(who: str) -> dict[str, Any]:
    identity: dict[str, Any] = written(ledgers.attested())["identity"]
    one = identity["attestations"][0]
    one["claims"]["repository"] = who
    one["state"] = "verified"
    return {**identity, "attestations": [one]}


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    with open_store(address) as opened:
        yield opened


@pytest.fixture
def ask(store: Store) -> Ask:
    def asked(identity: str, word: str | None = None, most: int = 50) -> Sequence[Row]:
        question = next(one for one in QUESTIONS if one.id == identity)
        with store.reading() as connection:
            return question.ask(connection, word, most)

    return asked


def test_most_residue(store: Store, ask: Ask) -> None:
    store.put(released("clean", "1", entry("a")))
    store.put(released("some", "1", entry("a"), entry("b", "unproven")))
    store.put(released("more", "1", entry("a", "unexplained"), entry("b", "contradicted")))
    assert [row["project"] for row in ask("most-residue")] == ["more", "some"]
    assert len(ask("most-residue", most=1)) == 1


def test_new_residue_is_of_a_new_kind_and_not_of_a_new_name(store: Store, ask: Ask) -> None:
    store.put(released("one", "1.0", entry("one/lib-1.0.js", "unproven", "data")))
    assert ask("new-residue") == []
    quiet = entry("one/lib-1.1.js", "unproven", "data")
    store.put(released("one", "1.9", quiet))
    store.put(released("one", "1.10", quiet, entry("m4/evil.m4", "contradicted", "build")))
    store.put(released("other", "1", entry("m4/evil.m4", "contradicted", "build")))
    (row,) = ask("new-residue")
    assert (row["project"], row["version"], row["since"]) == ("one", "1.10", "1.9")
    assert (row["grade"], row["reach"], row["first"]) == ("contradicted", "build", "m4/evil.m4")
    assert ask("new-residue", "other") == []
    assert len(ask("new-residue", "one")) == 1


def test_residue_that_runs_unasked(store: Store, ask: Ask) -> None:
    store.put(released("a", "1", entry("x.pth", "unexplained", "startup"), entry("t", "unproven")))
    store.put(released("b", "1", entry("setup.py", "identical", "build")))
    assert [row["path"] for row in ask("unasked-residue")] == ["x.pth"]


def test_publishers_that_changed_or_fell_silent(store: Store, ask: Ask) -> None:
    store.put(released("p", "1.9", entry("a"), identity=signed_by(WHO)))
    store.put(released("p", "1.10", entry("a"), identity=signed_by(WHO)))
    assert ask("publisher-changes") == []
    store.put(released("p", "1.11", entry("a"), identity=signed_by("https://evil.example/p")))
    store.put(released("p", "1.12", entry("a"), identity=None))
    store.put(released("q", "1", entry("a"), identity=None))
    rows = ask("publisher-changes")
    assert [(row["version"], row["before"], row["now"]) for row in rows] == [
        ("1.11", WHO, "https://evil.example/p"),
        ("1.12", "https://evil.example/p", "nobody says"),
    ]
    assert ask("publisher-changes", "q") == []
    assert [row["version"] for row in ask("published-by", WHO)] == ["1.9", "1.10"]


def test_residue_that_unrelated_projects_share(store: Store, ask: Ask) -> None:
    store.put(released("a", "1", entry("payload", "unexplained"), entry("LICENSE")))
    store.put(released("b", "1", entry("payload", "unexplained"), entry("LICENSE")))
    fork = released("c", "1", entry("of-c", "unproven"))
    store.put(fork)
    again = released("d", "1", entry("of-c", "unproven"))
    again["source"]["url"] = fork["source"]["url"]
    store.put(again)
    (row,) = ask("shared-residue")
    assert (row["projects"], row["path"]) == (2, "payload")


def test_who_holds_bytes_a_name_or_a_commit(store: Store, ask: Ask) -> None:
    document = released("a", "1", entry("m4/evil.m4", "contradicted"))
    store.put(document)
    digest = document["entries"][0]["sha256"]
    assert [row["path"] for row in ask("holders", f"sha256:{digest.upper()}")] == ["m4/evil.m4"]
    assert [row["project"] for row in ask("named", "evil.m4")] == ["a"]
    assert ask("holders", "0" * 64) == ask("named", "evil") == []
    commit = document["source"]["commit"]
    assert [row["how"] for row in ask("from-commit", commit)] == ["its source"]
    for word in ("", "xyz", "ff", "0" * 63 + "g"):
        with pytest.raises(UsageError, match="no digest"):
            ask("holders", word)


def test_what_was_replaced_or_judged_otherwise(store: Store, ask: Ask) -> None:
    first = released("a", "1", entry("a"))
    store.put(first)
    assert ask("replaced") == ask("verdict-changes") == []
    store.put({**first, "verdict": "rejected"})
    assert [row["verdict"] for row in ask("verdict-changes")] == ["accepted", "rejected"]
    other = released("a", "1", entry("b"))
    other["artifact"]["sha256"] = "f" * 64
    store.put(other)
    assert [(row["artifact"], row["files"]) for row in ask("replaced")] == [("a-1.tar.gz", 2)]


def test_what_was_skipped_found_and_not_reviewed(store: Store, ask: Ask) -> None:
    skip, reason = {"check": "rebuild", "reason": "no uv"}, {"rule": "residue", "message": "m"}
    coverage = {"reviewed": 1, "claimed": 0, "unreviewed": 7}
    custody: dict[str, object] = {
        "range": {"after": None, "after_commit": None, "until": "aa" * 20, "chosen": ""},
        "is_lower_bound": True,
        "coverage": {"commits": coverage, "lines": coverage},
        **{key: [] for key in ("checks", "commits", "spans", "remarks", "skips")},
        "opaque": None,
        "custodians": None,
    }
    fields = {"skips": [skip], "reasons": [{**reason, "paths": []}], "custody": custody}
    store.put(released("a", "1", entry("a"), **fields))
    store.put(released("b", "1", entry("a")))
    assert [(row["check"], row["ledgers"]) for row in ask("skips")] == [("rebuild", 1)]
    found = {row["rule"]: row["ledgers"] for row in ask("rules")}
    assert found["residue"] == 1
    assert [row["commits_unreviewed"] for row in ask("unreviewed")] == [7]


def test_every_question_has_a_heading_in_the_docs() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "store.md").read_text(encoding="utf-8")
    assert [one.id for one in QUESTIONS if f"| `{one.id}" not in docs] == []
