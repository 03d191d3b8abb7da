"""The folder of results: each whole or not there, each once."""

from __future__ import annotations

import gzip
import multiprocessing
import os
import subprocess
import sys
from pathlib import Path

import pytest

from survey_tasks import hold
from tallystick.errors import StorageError, UsageError
from tallystick.survey import (
    Report,
    Results,
    State,
    key_of,
    packed,
    read_head,
    read_ledgers,
)

DONE = Report(state=State.DONE, ledgers=(packed(b'{"a": 1}'), packed(b'{"b": 2}')), tool="1")
KEY = key_of({"target": "x==1"})


def results_in(folder: Path) -> Results:
    results = Results(folder)
    with results.alone():
        pass
    return results


def test_a_result_says_what_was_asked_and_holds_the_ledgers(tmp_path: Path) -> None:
    results = results_in(tmp_path)
    assert results.head(KEY) is None
    assert results.write(KEY, {"target": "x==1"}, "x==1", DONE, 2)
    head = results.head(KEY)
    assert head is not None
    assert (head["release"], head["state"], head["tries"]) == ("x==1", "done", 2)
    assert head["inputs"] == {"target": "x==1"}
    assert list(read_ledgers(results.path(KEY), 100)) == [b'{"a": 1}\n', b'{"b": 2}\n']
    assert list(results) == [results.path(KEY)]


def test_a_result_is_written_once_and_never_replaced(tmp_path: Path) -> None:
    results = results_in(tmp_path)
    assert results.write(KEY, {}, "x==1", DONE, 1)
    before = results.path(KEY).read_bytes()
    assert not results.write(KEY, {}, "x==1", Report(state=State.FAILED, reason="late"), 1)
    assert results.path(KEY).read_bytes() == before
    assert [path.name for path in results.path(KEY).parent.iterdir()] == [results.path(KEY).name]


def test_what_is_open_is_no_result(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="open"):
        results_in(tmp_path).write(KEY, {}, "x==1", Report(state=State.OPEN), 1)


def test_another_key_for_each_input() -> None:
    assert key_of({"target": "x==1"}) != key_of({"target": "x==2"})
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})


@pytest.mark.parametrize(
    "content",
    [b"", b"torn", gzip.compress(b'{"schema": "tallystick.survey/2"}\n'), gzip.compress(b"[]\n"),
     gzip.compress(b'{"schema": "tallystick.survey/1"}\n')[:-12]],
    ids=["empty", "torn", "another version", "no object", "cut"],  # the packing has the time in it
)  # fmt: skip
def test_what_is_rotten_or_of_another_version_is_said_to_be_none(
    tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(content)
    with pytest.raises(StorageError, match="no result of a survey"):
        read_head(path)


def test_a_ledger_beyond_the_cap_is_not_read(tmp_path: Path) -> None:
    results = results_in(tmp_path)
    results.write(KEY, {}, "x", Report(state=State.DONE, ledgers=(packed(b"x" * 1000),)), 1)
    with pytest.raises(StorageError, match="cap: ledger"):
        list(read_ledgers(results.path(KEY), 999))


def test_one_survey_at_a_time_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    other = context.Process(target=hold, args=(tmp_path, held))
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(UsageError, match="another survey"), Results(tmp_path).alone():
            raise AssertionError
    finally:
        other.kill()
        other.join()
    left = tmp_path / "results" / "00"
    left.mkdir()
    (left / ".partial-x").write_bytes(b"half")
    with Results(tmp_path).alone():
        assert not list(left.iterdir())


FULL = """
import os, pathlib, resource, signal, sys
from tallystick.errors import StorageError
from tallystick.survey import Report, Results, State
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
results = Results(pathlib.Path(sys.argv[1]))
with results.alone():
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
    try:
        results.write("ab" * 32, {}, "x", Report(state=State.DONE, ledgers=(os.urandom(9_999),)), 1)
    except StorageError as error:
        print("said:", error)
"""


def test_a_disk_that_takes_no_more_leaves_nothing(tmp_path: Path) -> None:
    noise = FULL.replace("bytes(range(256)) * 999", "__import__('os').urandom(99999)")
    done = subprocess.run(
        [sys.executable, "-c", noise, tmp_path], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": ""},
    )  # fmt: skip
    assert done.stdout.startswith("said: ")
    assert "File too large" in done.stdout
    assert not list(tmp_path.glob("results/*/*"))
