"""The sandboxes of this machine."""

from __future__ import annotations

import pytest

from sandboxes import NAMES, working
from tallystick.sandbox import Sandbox


@pytest.fixture(params=NAMES)
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Each launcher in turn."""
    return working(str(request.param))


@pytest.fixture
def bubblewrap() -> Sandbox:
    """The one whose every property is a flag."""
    return working("bubblewrap")
