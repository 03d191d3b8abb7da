"""``tallystick survey``, as users run it."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
from pathlib import Path

import pytest

from command import Releases, Tally
from index_server import IndexServer
from tallystick.cli.request import add_source_arguments
from tallystick.cli.survey import add_arguments
from tallystick.cli.survey_inputs import known_options
from tallystick.survey import read_head, read_ledgers


def the_list(folder: Path, *lines: str) -> Path:
    path = folder / "releases.list"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def results(folder: Path) -> dict[str, Path]:
    return {
        str(read_head(path)["release"]): path for path in folder.glob("out/results/*/*.jsonl.gz")
    }


def test_a_survey_records_each_release_and_says_what_it_comes_to(
    tally: Tally, releases: Releases
) -> None:
    source = releases.repository.path
    listed = the_list(
        tally.folder,
        f"{releases.honest} source={source} ref=v1.0",
        f"{releases.tampered} source={source} ref=v1.0",
        f"{tally.folder}/absent.tar.gz",
    )
    done = tally("survey", listed, "--out", "out", "--jobs", "1")
    assert done.code == 1, done
    assert "3 releases: 2 done, 1 failed, 0 left open" in done.out
    assert "2 artifacts: 1 rejected, 1 accepted" in done.out
    assert "no such file" in done.out
    kept = results(tally.folder)
    assert len(kept) == 3
    (ledger,) = read_ledgers(kept[str(releases.tampered)], 1 << 20)
    assert json.loads(ledger)["verdict"] == "rejected"
    summary = json.loads((tally.folder / "out" / "summary.json").read_text())
    assert summary["verdicts"] == {"accepted": 1, "rejected": 1}

    again = tally("survey", listed, "--out", "out", "--jobs", "1")
    assert (again.code, again.err) == (1, "")
    assert "(3 of them known before)" in again.out
    stamps = {path: path.stat().st_mtime_ns for path in kept.values()}
    redone = tally("survey", listed, "--out", "out", "--again", "failed")
    assert "(2 of them known before)" in redone.out
    changed = [path for path, stamp in stamps.items() if path.stat().st_mtime_ns != stamp]
    assert changed == [kept[f"{tally.folder}/absent.tar.gz"]]


def test_what_a_result_depends_on_makes_another_one(tally: Tally, releases: Releases) -> None:
    artifact = tally.folder / "example-1.0.tar.gz"
    artifact.write_bytes(releases.honest.read_bytes())
    listed = the_list(tally.folder, f"{artifact} source={releases.repository.path} ref=v1.0")
    arguments = ("survey", listed, "--out", "out", "--jobs", "1")
    assert tally(*arguments).code == 0
    artifact.write_bytes(releases.tampered.read_bytes())
    done = tally(*arguments)
    assert (done.code, "known before" in done.out) == (1, False)
    policy = tally.folder / "policy.toml"
    policy.write_text("[verdict]\n")
    assert len(list((tally.folder / "out").glob("results/*/*"))) == 2
    assert tally(*arguments, "--custody").code == 1
    assert len(list((tally.folder / "out").glob("results/*/*"))) == 3


def test_a_lock_file_is_a_list(tally: Tally, releases: Releases, index: IndexServer) -> None:
    listed = index.file("example-1.0.tar.gz", releases.honest.read_bytes())
    index.project("example", [listed])
    hashes = listed["hashes"]
    assert isinstance(hashes, dict)
    lock = tally.folder / "requirements.txt"
    lock.write_text(f"example==1.0 --hash=sha256:{hashes['sha256']}\n")
    arguments = ("--index", index.url, "--source", str(releases.repository.path), "--jobs", "1")
    done = tally("survey", lock, "--out", "out", *arguments)
    assert (done.code, done.err) == (0, "")
    head = read_head(results(tally.folder)["example==1.0"])
    assert head["cost"]["requests"] >= 2
    assert head["cost"]["received"] > releases.honest.stat().st_size
    lock.write_text(f"example==1.0 --hash=sha256:{'0' * 64}\n")
    done = tally("survey", lock, "--out", "out", *arguments)
    assert done.code == 2
    assert "another file than the lock pins" in done.out


def test_an_index_that_fails_for_a_while_leaves_no_trace_in_the_result(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    listed = index.file("example-1.0.tar.gz", releases.honest.read_bytes())
    index.project("example", [listed])
    page = index.answers["/simple/example/"]
    index.send("/simple/busy/", b"", status=503)
    # Four tries are one try of a release (limits.index_tries): the first release try fails.
    index.in_turn("/simple/example/", *[index.answers["/simple/busy/"]] * 4, page)
    source = ("--source", str(releases.repository.path))
    listing = the_list(tally.folder, "example==1.0")
    done = tally(
        "survey", listing, "--out", "out", "--index", index.url, *source, "--pause", "0.01"
    )
    assert (done.code, done.err) == (0, "")
    assert "outage" not in done.out
    assert read_head(results(tally.folder)["example==1.0"])["tries"] == 2


def test_killed_at_any_moment_it_goes_on_where_it_was(tally: Tally, releases: Releases) -> None:
    lines = []
    for number in range(12):
        folder = tally.folder / f"copy{number}"
        folder.mkdir()
        path = folder / "example-1.0.tar.gz"
        path.write_bytes(releases.honest.read_bytes())
        lines.append(f"{path} source={releases.repository.path} ref=v1.0")
    listed = the_list(tally.folder, *lines)
    process = tally.start("survey", listed, "--out", "out", "--jobs", "2")
    while process.poll() is None and len(list((tally.folder / "out").glob("results/*/*.gz"))) < 3:
        pass
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    before = set(results(tally.folder).values())
    stamps = {path: path.stat().st_mtime_ns for path in before}
    assert len(before) >= 3
    done = tally("survey", listed, "--out", "out", "--jobs", "2")
    assert (done.code, done.err) == (0, "")
    assert "12 releases: 12 done, 0 failed, 0 left open" in done.out
    assert len(results(tally.folder)) == 12
    assert {path: path.stat().st_mtime_ns for path in before} == stamps
    assert not list((tally.folder / "out").glob("results/*/.partial-*"))


def test_a_store_gets_every_ledger_once_whenever_it_is_named(
    tally: Tally, releases: Releases
) -> None:
    source = releases.repository.path
    listed = the_list(tally.folder, f"{releases.honest} source={source} ref=v1.0")
    arguments = ("survey", listed, "--out", "out", "--jobs", "1")
    assert tally(*arguments).code == 0
    for _ in range(2):
        assert tally(*arguments, "--store", "store.db").code == 0
        assert ledgers_in(tally.folder / "store.db") == 1
    more = f"{releases.tampered} source={source} ref=v1.0"
    the_list(tally.folder, f"{releases.honest} source={source} ref=v1.0", more)
    assert tally(*arguments, "--store", "store.db").code == 1
    assert ledgers_in(tally.folder / "store.db") == 2
    # Another store under the same name: what the note says is not so.
    for path in tally.folder.glob("store.db*"):
        path.unlink()
    assert tally(*arguments, "--store", "store.db").code == 1
    assert ledgers_in(tally.folder / "store.db") == 2
    (tally.folder / "store.db").write_bytes(b"no database, by any means")
    assert tally(*arguments, "--store", "store.db").failed_saying("store.db")


def ledgers_in(path: Path) -> int:
    with sqlite3.connect(path) as database:
        (count,) = database.execute("SELECT count(*) FROM ledger").fetchone()
    database.close()
    return int(count)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("absent.list",), ("absent.list",)),
        (("empty.list",), ("names no release",)),
        (("bad.list",), ("bad.list: line 1", "needs=")),
        (("one.list", "--rate", "0"), ("--rate 0",)),
        (("one.list", "--rate", "h=x"), ("[HOST=]N",)),
        (("one.list", "--engine", "spark://h:1"), ("dask://HOST:PORT",)),
        (("one.list", "--policy", "absent.toml"), ("absent.toml",)),
        (("one.list", "--jobs", "0"), ("--jobs",)),
    ],
)
def test_what_cannot_be_meant_is_one_line(
    tally: Tally, arguments: tuple[str, ...], said: tuple[str, ...]
) -> None:
    (tally.folder / "empty.list").write_text("# nothing\n")
    (tally.folder / "bad.list").write_text("x==1 needs=$\n")
    (tally.folder / "one.list").write_text("x==1\n")
    assert tally("survey", *arguments, "--out", "out").failed_saying(*said)


def test_every_option_of_an_audit_is_an_input_or_said_to_be_none() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    add_source_arguments(parser)
    options = {action.dest for action in parser._actions}
    assert options - known_options() == set()
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    own = {
        *("list", "out", "engine", "jobs", "memory", "seconds", "tries", "pause", "rate", "store"),
        "again",
    }
    assert {action.dest for action in parser._actions} - known_options() == own
