"""Many audits on an engine: what is asked, who works, what is recorded; of auditing it knows nothing."""

from __future__ import annotations

from tallystick.survey.asked import Asked, read_list
from tallystick.survey.engine import Engine, Task, WorkerDied
from tallystick.survey.politeness import Turns
from tallystick.survey.report import Cost, Report, State, packed, unpacked
from tallystick.survey.results import Results, key_of, read_head, read_ledgers
from tallystick.survey.running import Listener, Plan, run
from tallystick.survey.summary import Summary
from tallystick.survey.worker import measured, no_longer_than

__all__ = [
    "Asked",
    "Cost",
    "Engine",
    "Listener",
    "Plan",
    "Report",
    "Results",
    "State",
    "Summary",
    "Task",
    "Turns",
    "WorkerDied",
    "key_of",
    "measured",
    "no_longer_than",
    "packed",
    "read_head",
    "read_ledgers",
    "read_list",
    "run",
    "unpacked",
]
