"""The words that a ledger judges with: grades, reaches, verdicts."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """How an entry is accounted for, strongest first; the last three are the residue."""

    IDENTICAL = "identical"
    MOVED = "moved"
    DERIVED = "derived"
    UPSTREAM = "upstream"
    REGENERATED = "regenerated"
    REBUILT = "rebuilt"
    ATTESTED = "attested"
    UNPROVEN = "unproven"
    UNEXPLAINED = "unexplained"
    CONTRADICTED = "contradicted"

    @property
    def is_proof(self) -> bool:
        """Whether an entry of this grade is accounted for."""
        return self not in RESIDUE


RESIDUE = frozenset({Grade.UNPROVEN, Grade.UNEXPLAINED, Grade.CONTRADICTED})


class Reach(StrEnum):
    """When an entry can run, most dangerous first."""

    INSTALL = "install"
    STARTUP = "startup"
    BUILD = "build"
    IMPORT = "import"
    TEST = "test"
    DATA = "data"
    DOCS = "docs"


class VerdictValue(StrEnum):
    """What the policy makes of a ledger."""

    ACCEPTED = "accepted"
    INCONCLUSIVE = "inconclusive"
    REJECTED = "rejected"
