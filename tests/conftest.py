"""Settings of all tests."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# How long one example takes says how busy the machine is. What has to be quick is measured by benchmarks/,
# and what has to end is tested with a cap of its own.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, or needs the toolchains that one worker builds meanwhile.

    A run ends no sooner than its last test. Workers get neighbours, so that this is the first one's work, and
    the others take from its end what it has not begun.
    """
    items.sort(key=lambda item: item.get_closest_marker("first") is None)
