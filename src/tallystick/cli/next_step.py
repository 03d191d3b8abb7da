"""What to do about an error: each kind has a next step, where the message has not named one itself."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from tallystick.errors import (
    ArtifactError,
    ContentUnavailable,
    DigestMismatch,
    EngineLost,
    IndexFailure,
    SandboxError,
    SourceError,
    StorageError,
    TallystickError,
    ToolMissing,
    UsageError,
)

NEXT_STEPS: tuple[tuple[type[TallystickError], str], ...] = (
    (DigestMismatch, "get it once more; if it stays so, keep both files and ask who served them"),
    (
        ArtifactError,
        "a TARGET is an sdist, wheel, source tarball, npm .tgz or .dsc, whole and unchanged",
    ),
    (EngineLost, "the same command again does what is missing; what is recorded stays"),
    (ToolMissing, "tallystick doctor says what is missing, and what is skipped without it"),
    (ContentUnavailable, "a full clone has it: git fetch, or --source with another one"),
    (SourceError, "--source, --ref and --subdir name another; without --source it is looked for"),
    (IndexFailure, "try again later, or name a file; --index names another index"),
    (SandboxError, "tallystick doctor says what is missing; --depth static runs nothing"),
    (StorageError, "is the disk full, or not yours to write? TALLYSTICK_CACHE names another cache"),
)
"""By kind of error, the more special before the more general."""


def with_next_step(error: TallystickError, command: str) -> str:
    """The message of ``error`` on one line, with what to do next behind it in brackets.

    A message that ends in a bracket has said so by itself. ``command`` is the one that failed, "" if none.
    """
    said = str(error)
    if said.endswith(")"):
        return said
    if isinstance(error, UsageError):
        return f"{said} ({' '.join(filter(None, ('tallystick', command)))} --help says more)"
    step = next((words for kind, words in NEXT_STEPS if isinstance(error, kind)), None)
    return said if step is None else f"{said} ({step})"


def near(word: str, known: Iterable[str]) -> str:
    """``; did you mean audit?`` for a word that is nearly one of those known; else nothing."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"; did you mean {found[0]}?" if found else ""
