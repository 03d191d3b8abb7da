"""What a survey found of many releases, in few words each: what is shown of it beside others."""

from __future__ import annotations

from msgspec import Struct


class SurveyedFile(Struct, frozen=True, kw_only=True):
    """One file of a release.

    Attributes:
        name: the artifact's, as its maker wrote it.
        verdict: of the policy; None where it could not be audited.
        files: entries of its ledger.
        residue: those that nothing accounts for.
        residue_bytes: what they hold.
        why: the first thing to look at, or why it could not be audited.
    """

    name: str
    verdict: str | None
    files: int = 0
    residue: int = 0
    residue_bytes: int = 0
    why: str = ""


class SurveyedRelease(Struct, frozen=True, kw_only=True):
    """One release, done or failed.

    Attributes:
        name: as the list called it.
        reason: why it failed; empty where it is done.
        cpu: seconds of a processor.
        seconds: by the clock on the wall.
    """

    name: str
    is_done: bool
    reason: str
    files: tuple[SurveyedFile, ...]
    cpu: float
    seconds: float
    requests: int
    received: int


class Surveyed(Struct, frozen=True, kw_only=True):
    """A survey, as far as it has come.

    Attributes:
        releases: each once, by its newest result, in the order of their names.
        replaced: results that a newer one of the same release takes the place of.
        unread: results that could not be read.
        beyond: results that were not looked at, as there are more than are shown.
        state: changes with every result that is read.
    """

    releases: tuple[SurveyedRelease, ...]
    replaced: int = 0
    unread: int = 0
    beyond: int = 0
    state: int = 0
