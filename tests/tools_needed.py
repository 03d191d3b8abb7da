"""Programs that a test runs: skipped with a reason on a desk, required in CI."""

from __future__ import annotations

import os
import shutil

import pytest


def require_tool(name: str) -> str:
    """The path of a program; without it the test is skipped, and fails where ``CI`` is set.

    (A skip that nobody reads is a test that does not exist.)
    """
    path = shutil.which(name)
    if path is not None:
        return path
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed, and CI has to run this")
    pytest.skip(f"{name} is not installed")
