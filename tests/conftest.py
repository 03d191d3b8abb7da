"""Settings of all tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How long one example takes says how busy the machine is. What has to be quick is measured by benchmarks/,
# and what has to end is tested with a cap of its own.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """Three workers for two processors: tests wait for a third of their time."""
    return (len(os.sched_getaffinity(0)) * 3 + 1) // 2
