"""tallystick: account for every byte of a release against its reviewed source."""

from __future__ import annotations

__version__ = "0.1.0"
