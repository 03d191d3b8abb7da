"""Tools that a test runs: absent on a laptop it is skipped, absent in CI it fails."""

from __future__ import annotations

import os
import shutil

import pytest


def require_tool(name: str) -> str:
    """The path of the program ``name``."""
    path = shutil.which(name)
    if path is None and os.environ.get("CI"):
        pytest.fail(f"CI must have {name}, so that nothing goes unnoticed as skipped")
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path
