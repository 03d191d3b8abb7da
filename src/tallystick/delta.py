"""How two texts differ, for a person to look at, cut to caps."""

from __future__ import annotations

MAX_LINES = 5_000
"""Lines of either side that are compared: difflib's cost is quadratic where lines repeat."""

MAX_BYTES = 8_000_000
"""Bytes of either side: the generated C of more than that is looked at with other tools."""

CONTEXT = 3
"""Lines around a difference in a long text, as in any unified one."""

LINE = 500
"""Characters of one line that are kept; minified files have lines of megabytes."""


def text_delta(before: bytes, after: bytes, *, names: tuple[str, str], lines: int) -> str | None:
    """A unified difference of two texts with at most ``lines`` lines; None for what is none, or too large.

    Args:
        before: what it should be.
        after: what it is.
        names: what each side is called.
        lines: how many lines of the difference are kept.
    """
    if b"\0" in before or b"\0" in after or max(len(before), len(after)) > MAX_BYTES:
        return None
    import difflib  # noqa: PLC0415 - most audits have nothing to show

    ours, theirs = _lines(before), _lines(after)
    start, ours, theirs = _where_they_differ(ours, theirs)
    if max(len(ours), len(theirs)) > MAX_LINES:
        return None
    found = list(difflib.unified_diff(ours, theirs, *names, lineterm=""))
    if start:
        found.insert(0, f"(counted from line {start + 1})")
    if not found:
        return "the lines are the same; only their endings differ"
    kept = [line[:LINE] + "…" if len(line) > LINE else line for line in found]
    more = [f"… {len(kept) - lines} more lines"] if len(kept) > lines else []
    return "\n".join([*kept[:lines], *more])


def _where_they_differ(ours: list[str], theirs: list[str]) -> tuple[int, list[str], list[str]]:
    """Long texts without the lines that both begin and end with, and how many the former are."""
    if max(len(ours), len(theirs)) <= MAX_LINES:
        return 0, ours, theirs
    shorter = min(len(ours), len(theirs))
    same = next((n for n in range(shorter) if ours[n] != theirs[n]), shorter)
    end = next((n for n in range(shorter - same) if ours[-1 - n] != theirs[-1 - n]), shorter - same)
    start = max(0, same - CONTEXT)
    stop = max(0, end - CONTEXT)
    return start, ours[start : len(ours) - stop], theirs[start : len(theirs) - stop]


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "backslashreplace").splitlines()
