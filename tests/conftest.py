"""Settings of all tests."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# How long one example takes says how busy the machine is. What has to be quick is measured by benchmarks/,
# and what has to end is tested with a cap of its own.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
