"""How two texts differ, for a person to look at, cut to caps."""

from __future__ import annotations

MAX_LINES = 5_000
"""Lines of either side that are compared: difflib's cost is quadratic where lines repeat."""

MAX_BYTES = 1_000_000
"""Bytes of either side, so that a file of one line is not compared either."""

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
    if max(len(ours), len(theirs)) > MAX_LINES:
        return None
    found = list(difflib.unified_diff(ours, theirs, *names, lineterm=""))
    if not found:
        return "the lines are the same; only their endings differ"
    kept = [line[:LINE] + "…" if len(line) > LINE else line for line in found]
    more = [f"… {len(kept) - lines} more lines"] if len(kept) > lines else []
    return "\n".join([*kept[:lines], *more])


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "backslashreplace").splitlines()
