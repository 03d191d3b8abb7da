"""``tallystick store`` and ``query``, as users run them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from command import Releases, Tally
from ledgers import hostile, many, rejected
from tallystick.report import render

STORE = ("--store", "store.sqlite")


def test_an_audit_is_kept_whole_and_once(tally: Tally, releases: Releases, tmp_path: Path) -> None:
    audit = ("audit", releases.honest, releases.tampered, "--source", releases.repository.path)
    done = tally(*audit, "--ref", "v1.0", *STORE)
    assert done.code == 1
    again = tally(*audit, "--ref", "v1.0", *STORE, "--format", "json", "-o", "report.json")
    assert again.code == 1
    added = tally("store", "add", "report.json", *STORE)
    assert "0 new ledgers, 2 ledgers known before" in added.out
    digests = [line.split()[0] for line in added.out.splitlines()[:2]]
    got = tally("store", "get", *digests, *STORE)
    report = json.loads((tmp_path / "report.json").read_text())
    kept = json.loads(got.out)["ledgers"]
    assert [{**one, "timings": 0} for one in kept] == [
        {**one, "timings": 0} for one in report["ledgers"]
    ]
    checked = tally("store", "check", *STORE)
    assert (checked.code, "wrong" in checked.out) == (0, False)
    worst = tally("query", "most-residue", *STORE, "--format", "json")
    assert [row["verdict"] for row in json.loads(worst.out)] == ["rejected"]


def test_a_ledger_changed_in_the_store_is_found_wrong(tally: Tally, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(str(render([rejected()], format="json")))
    assert tally("store", "add", "one.json", *STORE).code == 0
    import sqlite3  # noqa: PLC0415 - somebody's own hands

    with sqlite3.connect(tmp_path / "store.sqlite") as connection:
        connection.execute("UPDATE entry SET grade = 'identical' WHERE grade = 'contradicted'")
    connection.close()
    checked = tally("store", "check", *STORE)
    assert checked.code == 1
    assert "says something else than what was put" in checked.out


def test_answers_act_on_no_terminal_and_run_in_no_spreadsheet(tally: Tally, tmp_path: Path) -> None:
    document = json.loads(str(render([hostile()], format="json")))
    document["artifact"] |= {"project": "=cmd|'/c calc'!A0", "version": "\x1b[31m1\u202e"}
    (tmp_path / "hostile.json").write_text(json.dumps(document))
    assert tally("store", "add", "hostile.json", *STORE).code == 0
    text = tally("query", "most-residue", *STORE)
    assert text.code == 0
    assert not set("\x1b\u202e") & set(text.out)
    (row,) = csv.DictReader(
        tally("query", "most-residue", *STORE, "--format", "csv").out.splitlines()
    )
    assert row["project"].startswith("'=cmd")
    (exact,) = json.loads(tally("query", "most-residue", *STORE, "--format", "json").out)
    assert exact["version"] == "\x1b[31m1\u202e"


def test_all_of_it_is_exported_and_asked_in_sql(tally: Tally, tmp_path: Path) -> None:
    reports = {"a.json": hostile(), "b.json": many(300)}
    for name, ledger in reports.items():
        (tmp_path / name).write_text(str(render([ledger], format="json")))
    assert tally("store", "add", *reports, *STORE).code == 0
    done = tally("store", "export", "parquet", *STORE)
    assert done.code == 0, done.err
    count = "SELECT count(*) AS n FROM entries"
    entries = sum(len(ledger.lines) for ledger in reports.values())
    asked = tally("query", "--parquet", "parquet", count, "--format", "json")
    assert json.loads(asked.out) == [{"n": entries}]
    names = "SELECT path FROM entries ORDER BY position, path"
    paths = json.loads(
        tally("query", "--parquet", "parquet", names, "--format", "json", "--limit", "9999").out
    )
    document = json.loads(str(render([hostile()], format="json")))
    exported = {row["path"] for row in paths}
    plain = {one["path"] for one in document["entries"] if "\0" not in one["path"]}
    assert plain <= exported
    assert tally("store", "export", "parquet", *STORE).failed_saying("is there already")
    read = "SELECT * FROM read_text('/etc/hostname')"
    assert tally("query", "--parquet", "parquet", read).failed_saying("annot access")
    assert tally("query", "--parquet", ".", count).failed_saying("no export")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("store", "add", *STORE), "needs something to work on"),
        (("store", "init", "x", *STORE), "takes nothing else"),
        (("store", "check", *STORE), "no store here"),
        (("store", "upgrade", *STORE), "no store here"),
        (("store", "add", "none.json", *STORE), "No such file"),
        (("query", "no-such", *STORE), "no store here"),
        (("query",), "name a QUESTION"),
        (("query", "skips", "--limit", "0", *STORE), "--limit"),
        (("query", "skips", "--store", "mysql://x"), "only sqlite"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_cannot_be_meant_is_one_line(
    words: tuple[str, ...], said: str, tally: Tally, tmp_path: Path
) -> None:
    assert tally(*words).failed_saying(said)
    kept = [path for path in tmp_path.iterdir() if path.suffix == ".sqlite"]
    assert kept == [] or words[1] == "add"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b'{"schema": 1}', b"\xff", b"[" * 100_000, b'{"schema": "x", "a": NaN}']
)
def test_what_is_no_ledger_is_refused(content: bytes, tally: Tally, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    assert tally("store", "add", "bad.json", *STORE).failed_saying("bad.json")


def test_the_list_names_every_question(tally: Tally) -> None:
    from tallystick.store.questions import QUESTIONS  # noqa: PLC0415

    listed = tally("query", "--list")
    assert listed.code == 0
    assert [one.id for one in QUESTIONS if one.id not in listed.out] == []
