"""tallystick: account for every byte of a release against its reviewed source.

This is the public API, and all of it; what it names is loaded when it is first asked for, so that
``import tallystick`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallystick.api import audit_file, read_ledgers
    from tallystick.errors import (
        ArtifactError,
        IndexFailure,
        SandboxError,
        SourceError,
        StorageError,
        TallystickError,
        UsageError,
    )
    from tallystick.model import (
        Entry,
        Grade,
        Ledger,
        LedgerLine,
        Reach,
        Reason,
        Skip,
        Verdict,
        VerdictValue,
    )
    from tallystick.policy import Policy, read_policy
    from tallystick.report import render

__version__ = "0.1.0"

_HOMES = {
    "api": ("audit_file", "read_ledgers"),
    "errors": (
        *("ArtifactError", "IndexFailure", "SandboxError", "SourceError", "StorageError"),
        *("TallystickError", "UsageError"),
    ),
    "model": (
        *("Entry", "Grade", "Ledger", "LedgerLine", "Reach", "Reason", "Skip", "Verdict"),
        "VerdictValue",
    ),
    "policy": ("Policy", "read_policy"),
    "report": ("render",),
}
"""The module of this package that each name comes from."""

__all__ = [
    "ArtifactError",
    "Entry",
    "Grade",
    "IndexFailure",
    "Ledger",
    "LedgerLine",
    "Policy",
    "Reach",
    "Reason",
    "SandboxError",
    "Skip",
    "SourceError",
    "StorageError",
    "TallystickError",
    "UsageError",
    "Verdict",
    "VerdictValue",
    "__version__",
    "audit_file",
    "read_ledgers",
    "read_policy",
    "render",
]


def __getattr__(name: str) -> object:
    """Load what is asked for (PEP 562)."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
