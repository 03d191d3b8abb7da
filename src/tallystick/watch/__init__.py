"""What a build really read, ran, made and linked.

A build runs in the sandbox under a tracer; what the tracer tells (``events.py``) becomes a graph of runs
and files (``graph.py``), and rules say what no honest build does (``rules/``). ``docs/watch.md`` says what
is seen, and what is not.
"""

from __future__ import annotations

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.rules import RULES
from tallystick.watch.watching import CLOCK, Watched, watch

__all__ = ["CLOCK", "RULES", "Alarm", "Severity", "Watched", "watch"]
