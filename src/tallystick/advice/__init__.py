"""Advice for who is about to upload: what the release lacks or has besides, and which line changes that.

Advice is read off a ledger that is judged already. It changes no grade and no verdict.
"""

from __future__ import annotations

from tallystick.advice.advising import advise
from tallystick.advice.backends import BACKENDS
from tallystick.advice.work_tree import WorkTree

__all__ = ["BACKENDS", "WorkTree", "advise"]
