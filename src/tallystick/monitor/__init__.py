"""Follow indexes, audit what is new of the watched projects, and tell what has changed (docs/monitor.md)."""

from __future__ import annotations

from tallystick.monitor.config import Config, Watch, read_config
from tallystick.monitor.event import Event, Kind
from tallystick.monitor.following import Monitor
from tallystick.monitor.state import State

__all__ = ["Config", "Event", "Kind", "Monitor", "State", "Watch", "read_config"]
