"""What a person is shown of an entry that is residue: its first bytes, and how its text differs."""

from __future__ import annotations

from tallystick.delta import text_delta
from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.model import Difference, Entry, Grade
from tallystick.reach.paths import HEAD


def head(entry: Entry, context: Context) -> bytes:
    """The first bytes of an entry of the artifact; none where it is too large to be read."""
    try:
        return context.artifact.tree.read(entry.path)[:HEAD]
    except LimitExceeded:
        return b""


def delta(difference: Difference, grade: Grade, context: Context) -> str | None:
    """A unified diff of text against the source's entry, cut to the caps; None for anything else.

    What the source does not have is shown as added from nothing, so that a person sees its first lines;
    but not where a claim already says what it is.
    """
    if difference.mode_only or (difference.source is None and grade is Grade.UNPROVEN):
        return None
    held = difference.source
    try:
        ours = context.artifact.tree.read(difference.path)
        theirs = b"" if held is None or held.is_gitlink else context.source.tree.read(held.path)
    except (ContentUnavailable, LimitExceeded):
        return None
    return text_delta(
        theirs,
        ours,
        names=(f"source/{held.path}" if held else "/dev/null", f"artifact/{difference.path}"),
        lines=context.limits.delta_lines,
    )
