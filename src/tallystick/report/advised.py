"""Advice to a maintainer, as every format for people words it."""

from __future__ import annotations

from typing import Final

from tallystick.model import Ledger, VerdictValue
from tallystick.model.advice import Advice
from tallystick.report import summary

TITLE: Final = "Before you upload it"


def place(advice: Advice) -> str:
    """What stands before the lines of ``advice`` (not escaped); "" where there are none."""
    if not advice.lines:
        return ""
    return "run" if advice.file is None else f"in {advice.file}"


def among_accepted(ledger: Ledger) -> bool:
    """Whether ``ledger`` has advice although it is accepted: an overview would not show it otherwise."""
    return bool(ledger.advice) and summary.verdict(ledger).value is VerdictValue.ACCEPTED
