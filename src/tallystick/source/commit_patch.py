"""A file of one commit, for patches that a history holds."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from tallystick.errors import SourceError
from tallystick.limits import Limits
from tallystick.source import git
from tallystick.source.blob_history import DAY


class CommitPatch(Struct, frozen=True, kw_only=True):
    """The patch, and the day of the commit (since 1970-01-01)."""

    content: bytes
    day: int


def patch_of(git_dir: Path, commit: str, path: str, limits: Limits) -> CommitPatch:
    """The file ``path`` of ``commit`` in the repository at ``git_dir``.

    Raises:
        SourceError: there is no such commit or file, or git failed.
    """
    day = int(_ask(git_dir, ["log", "-1", "--format=%ct", commit], limits)) // DAY
    content = _ask(git_dir, ["cat-file", "blob", f"{commit}:{path}"], limits)
    return CommitPatch(content=content, day=day)


def _ask(git_dir: Path, arguments: list[str], limits: Limits) -> bytes:
    outcome = git.reading(git_dir, arguments, seconds=limits.git_seconds)
    if outcome.status != 0:
        raise SourceError(f"{git_dir}: {outcome.complaint}")
    return outcome.output
