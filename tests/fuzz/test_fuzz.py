"""Every parser of foreign bytes refuses them in one sentence or takes them; the long run is a benchmark."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from fuzz.harness import CORPUS, Harness
from fuzz.harnesses import HARNESSES

ROOT = Path(__file__).parents[2]
RUNS = 150
"""For each harness, the same ones every time: chance belongs to ``benchmarks/fuzzing.py``."""

LARGEST_CORPUS = 16 * 1024


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda harness: harness.id)
def test_what_a_harness_begins_with_is_taken_or_refused(harness: Harness) -> None:
    taken = [harness.try_on(content) for content in harness.begins_with().values()]
    assert any(taken), "a corpus of which nothing is taken shows nothing of what is behind the door"


@pytest.mark.parametrize("harness", HARNESSES, ids=lambda harness: harness.id)
def test_a_harness_names_rooms_that_are_there(harness: Harness) -> None:
    package = ROOT / "src" / "tallystick"
    assert all(any(package.glob(room)) for room in harness.rooms)


def test_the_corpus_is_small_and_each_folder_has_its_harness() -> None:
    assert len({harness.id for harness in HARNESSES}) == len(HARNESSES)
    assert {folder.name for folder in CORPUS.iterdir()} <= {harness.id for harness in HARNESSES}
    for folder in CORPUS.iterdir():
        assert sum(path.stat().st_size for path in folder.iterdir()) <= LARGEST_CORPUS, folder.name


def _atheris() -> None:
    """Skip where atheris has no wheel; where it has one, CI must have it."""
    if importlib.util.find_spec("atheris") is not None:
        return
    has_wheel = sysconfig.get_platform() == "linux-x86_64" and sys.version_info < (3, 15)
    if os.environ.get("CI") and has_wheel:
        pytest.fail("CI must have atheris, so that nothing goes unnoticed as skipped")
    pytest.skip("atheris is not installed")


def fuzz(*options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "benchmarks" / "fuzzing.py"), *options]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.first
def test_a_short_run_finds_nothing(tmp_path: Path) -> None:
    _atheris()
    done = fuzz("--runs", str(RUNS), "--slow", "60", "--found", str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr[-4_000:]
    ran = re.findall(r"^(\S+) +(\d+) inputs", done.stdout, re.MULTILINE)
    assert [name for name, _ in ran] == [harness.id for harness in HARNESSES]
    assert all(int(count) >= RUNS for _, count in ran), done.stdout


UNSOUND = {
    "raises": "IndexError",
    "hangs": "timeout",
    "grows": "out-of-memory",
    "writes": "reached out: open",
    "runs": "reached out: subprocess.Popen",
}


def test_what_a_parser_may_not_do_is_seen(tmp_path: Path) -> None:
    """The fuzzer on parsers that are wrong on purpose: a check that cannot fail would be none."""
    _atheris()
    done = fuzz("--unsound", "--runs", "1000", "--slow", "2", "--found", str(tmp_path))
    assert done.returncode == 1, done.stdout
    lines = {line.split()[0]: line for line in done.stdout.splitlines()[:-1]}
    for harness, words in UNSOUND.items():
        assert words in lines[harness], done.stdout + done.stderr
        assert any((tmp_path / harness).iterdir())
