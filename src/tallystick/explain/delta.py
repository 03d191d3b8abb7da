"""What a person is shown of an entry that is residue: its first bytes, and how its text differs."""

from __future__ import annotations

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.model import Difference, Entry, Grade
from tallystick.reach.paths import HEAD

MAX_LINES = 5_000
"""Lines of either side that are compared: difflib's cost is quadratic where lines repeat."""

MAX_BYTES = 1_000_000
"""Bytes of either side, so that a file of one line is not compared either."""

LINE = 500
"""Characters of one line that are kept; minified files have lines of megabytes."""


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
    if b"\0" in ours or b"\0" in theirs or max(len(ours), len(theirs)) > MAX_BYTES:
        return None
    import difflib  # noqa: PLC0415 - most audits have nothing to show

    before, after = _lines(theirs), _lines(ours)
    if max(len(before), len(after)) > MAX_LINES:
        return None
    lines = list(
        difflib.unified_diff(
            before,
            after,
            f"source/{held.path}" if held else "/dev/null",
            f"artifact/{difference.path}",
            lineterm="",
        )
    )
    if not lines:
        return "the lines are the same; only their endings differ"
    kept = [line[:LINE] + "…" if len(line) > LINE else line for line in lines]
    cap = context.limits.delta_lines
    return "\n".join(
        [*kept[:cap], *([f"… {len(kept) - cap} more lines"] if len(kept) > cap else [])]
    )


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "backslashreplace").splitlines()
