"""Lines that are no patterns: refused where a person wrote them, left out where git leaves them out."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tallystick.ignore_patterns import ignore_spec, readable_spec

BACKWARDS = "a[m-b]"


def test_a_line_that_is_no_pattern_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="no pattern"):
        ignore_spec(["dist/", BACKWARDS])


def test_the_other_lines_decide_as_they_do_for_git(tmp_path: Path) -> None:
    lines = ["*.js", BACKWARDS, "!", "!kept.js"]
    spec = readable_spec(lines)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n")
    for name in ("one.js", "kept.js", "ab", "a[m-b]"):
        asked = subprocess.run(["git", "-C", tmp_path, "check-ignore", "-q", name], check=False)
        assert spec.match_file(name) is (asked.returncode == 0), name
