"""Killed, refused by the disk, two at a time, with a clock that jumps: the same verdict, or none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, Releases, Tally
from faults_injected import CHANGES, PROGRAM, Call, Ended, Faults
from git_server import GitServer, serving_git
from index_server import IndexServer
from tools_needed import require_tool


@pytest.fixture
def server(releases: Releases, tmp_path: Path) -> Iterator[GitServer]:
    shutil.copytree(releases.repository.path, tmp_path / "served" / "example.git")
    with serving_git(tmp_path / "served") as git:
        yield git


@pytest.fixture
def command(
    tally: Tally, releases: Releases, index: IndexServer, server: GitServer
) -> tuple[str, ...]:
    """An audit that downloads a release and clones its source, all into the cache."""
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    asked = ("audit", "example==1.0", "--index", index.url, "--source", server.url("example.git"))
    return (str(COMMAND), *asked, "--format", "json")


def ledger(out: str) -> dict[str, Any]:
    """A report without its seconds."""
    document: dict[str, Any] = json.loads(out)
    return {**document, "timings": {}}


def quiet(command: tuple[str, ...], tally: Tally) -> dict[str, Any]:
    done = subprocess.run(
        command,
        cwd=tally.folder,
        env=tally.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done
    return ledger(done.stdout)


def agrees(ended: Ended, expected: dict[str, Any], call: Call) -> None:
    """It was killed, or failed in one line, or says what it could not check, or came to the same.

    strace counts the calls of each thread by itself: where the N-th write fails, that may be the line, too.
    """
    if ended.code == 0:
        assert ledger(ended.out) == expected
    elif ended.code == 2 and call.victim == PROGRAM and "write" in call.kind and not ended.err:
        assert ended.out == ""
    elif ended.code == 2:
        assert ended.err.startswith("tallystick: "), ended
        assert ended.err.count("\n") == 1, ended
        assert "internal error" not in ended.err
    elif ended.code == 3:
        found = json.loads(ended.out)
        assert found["verdict"] == "inconclusive", ended
        assert found["skips"] or found["reasons"], ended
    else:
        assert ended.code in {-9, 137}, ended


EVERY = os.environ.get("TALLYSTICK_FAULTS") == "every"
"""Whether each call is tried with each fault, which takes minutes, and not the middle one of each kind."""

FAULTS = ("signal=KILL", "error=ENOSPC")


def tried(calls: list[Call]) -> list[tuple[Call, str]]:
    """What is injected where: everything, or one fault in the middle of each kind, by turns."""
    # What only writes is a git that reads: to a pipe, which no disk ever fills.
    to_disk = {call.victim for call in calls if not call.kind.startswith("write")}
    all_of = {
        fault: [call for call in calls if fault == "signal=KILL" or call.victim in to_disk]
        for fault in FAULTS
    }
    if EVERY:
        return [(call, fault) for fault in FAULTS for call in all_of[fault]]
    found = []
    for number, kind in enumerate(CHANGES):
        fault = FAULTS[number % 2]
        of_kind = [call for call in all_of[fault] if call.kind == kind]
        found += [(call, fault) for call in of_kind[len(of_kind) // 2 :][:1]]
    return found


@pytest.mark.parametrize("missing", [("downloads", "pages"), ("clones", "locks")])
def test_a_fault_at_a_change_of_the_disk_changes_no_verdict(
    missing: tuple[str, ...], command: tuple[str, ...], tally: Tally
) -> None:
    """With half of the cache there: what is downloaded, and what git clones, are threads of their own."""
    require_tool("strace")
    cache = tally.folder / "cache"
    expected = quiet(command, tally)
    shutil.copytree(cache, tally.folder / "whole", symlinks=True)

    def forget() -> None:
        shutil.rmtree(cache)
        shutil.copytree(tally.folder / "whole", cache, symlinks=True)
        for name in missing:
            shutil.rmtree(cache / name)

    forget()
    faults = Faults(command=command, folder=tally.folder, environment=tally.environment)
    calls = faults.calls()
    done = tried(calls)
    assert {call.kind for call, _ in done} >= set(CHANGES[:4]), "nothing calls it: nothing is shown"
    ends: Counter[int] = Counter()
    wrong: list[str] = []
    for call, fault in done:
        forget()
        ended = faults.inject(call, fault)
        ends[ended.code] += 1
        try:
            agrees(ended, expected, call)
            # What was left behind is believed by nobody, and does not stand in the way.
            after = tally(*command[1:])
            assert after.code == 0, after
            assert ledger(after.out) == expected
            assert not list((cache / "downloads").rglob(".partial-*"))
        except AssertionError as error:  # which others there are says more than the first alone
            wrong.append(f"{call} {fault}: {error}")
    assert not wrong, "\n".join(wrong)
    assert set(ends) - {0}, "no fault was met"
    by = Counter(call.victim for call in calls)
    print(f"{missing}: {len(done)} faults at {by}; ended {ends}")  # noqa: T201 - for who asks for all


def test_two_that_begin_at_once_come_to_the_same(command: tuple[str, ...], tally: Tally) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: quiet(command, tally), range(3)))
    assert found[0] == found[1] == found[2] == quiet(command, tally)
    assert not list((tally.folder / "cache").rglob("*.partial-*"))


def test_a_cache_on_a_read_only_disk_serves_what_it_holds(
    command: tuple[str, ...], tally: Tally
) -> None:
    """A mount, since root may write to whatever its owner may not."""
    bwrap = require_tool("bwrap")
    expected = quiet(command, tally)
    cache = str(tally.folder / "cache")
    mounted = (bwrap, "--dev-bind", "/", "/", "--ro-bind", cache, cache)
    assert quiet((*mounted, *command, "--offline"), tally) == expected


def test_a_cache_on_a_disk_that_is_full_is_one_line(command: tuple[str, ...], tally: Tally) -> None:
    """A real file system of a few kilobytes."""
    bwrap = require_tool("bwrap")
    cache = tally.folder / "cache"
    cache.mkdir(mode=0o700)
    mounted = (bwrap, "--dev-bind", "/", "/", "--size", "16384", "--tmpfs", str(cache))
    done = subprocess.run(
        (*mounted, *command),
        cwd=tally.folder,
        env=tally.environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2, done
    assert done.stderr.count(b"\n") == 1, done
    # Whoever meets it first says so in its own words: git names the file.
    assert str(cache).encode() in done.stderr or b"No space left on device" in done.stderr, done


JUMP = """
import sys, time
true, jumps = time.time, iter(map(float, sys.argv.pop(1).split(",")))
def jumping(last=[0.0]):
    last[0] = next(jumps, last[0])
    return true() + last[0]
time.time = jumping
from tallystick.cli import main
sys.argv[0] = "tallystick"
main()
"""
"""The command under a clock that jumps by so many seconds at each look, from then on by the last of them."""

YEARS = 10 * 365 * 86_400


@pytest.mark.parametrize("jumps", [f"-{YEARS}", f"0,{YEARS},-{YEARS},0"])
def test_a_clock_that_jumps_changes_no_verdict(
    jumps: str, command: tuple[str, ...], tally: Tally
) -> None:
    jumping = (sys.executable, "-c", JUMP, jumps, *command[1:])
    first = quiet(jumping, tally)
    assert first == quiet(command, tally), "with what the jumping one has left in the cache"
    assert quiet(jumping, tally) == first
