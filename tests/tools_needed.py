"""Tools that a test runs: absent on a laptop it is skipped, absent in CI it fails."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def require_tool(name: str) -> str:
    """The path of the program ``name``."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"CI must have {name}, so that nothing goes unnoticed as skipped")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def git_version() -> tuple[str, tuple[int, ...]]:
    """What git says of its version, and the numbers of it."""
    said = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout
    return said, tuple(int(part) for part in said.split()[2].split(".")[:3] if part.isdigit())


def require_git(*least: int) -> None:
    """A git that can do what the test itself has it do; what is tested asks nothing so new of it."""
    said, version = git_version()
    if version < least:
        pytest.skip(f"{said.strip()}: older than {'.'.join(map(str, least))}")
