"""A round of the fault benchmark: killed, refused and on a full disk, a survey ends as a quiet one does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_round_of_faults_ends_as_the_quiet_run_does() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "faults.py", "--rounds", "1", "--releases", "5"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 rounds of 5 releases: 1 as the quiet one" in done.stdout
