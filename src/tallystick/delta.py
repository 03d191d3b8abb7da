"""How two texts differ, for a person to look at, cut to caps."""

from __future__ import annotations

import re

MAX_LINES = 5_000
"""Lines of either side that are compared, between the first and the last that differ: difflib's cost is
quadratic where lines repeat."""

MAX_BYTES = 4_000_000
"""Bytes of either side, so that a file of one line is not compared either; a configure has up to 3 MB."""

CONTEXT = 3
"""Lines around a change that are shown (diff(1), ``-u``)."""

_HUNK = re.compile(r"^@@ -(\d+)((?:,\d+)?) \+(\d+)((?:,\d+)?) @@$")

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
    if ours == theirs:
        return "the lines are the same; only their endings differ"
    begin = max(_common(ours, theirs) - CONTEXT, 0)
    ours, theirs = ours[begin:], theirs[begin:]
    end = max(_common(ours[:CONTEXT:-1], theirs[:CONTEXT:-1]) - CONTEXT, 0)
    ours, theirs = ours[: len(ours) - end], theirs[: len(theirs) - end]
    if max(len(ours), len(theirs)) > MAX_LINES:
        return None
    found = [
        _moved(line, begin)
        for line in difflib.unified_diff(ours, theirs, *names, n=CONTEXT, lineterm="")
    ]
    kept = [line[:LINE] + "…" if len(line) > LINE else line for line in found]
    more = [f"… {len(kept) - lines} more lines"] if len(kept) > lines else []
    return "\n".join([*kept[:lines], *more])


def _common(ours: list[str], theirs: list[str]) -> int:
    """How many lines at the beginning are the same."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(ours), len(theirs)))


def _moved(line: str, by: int) -> str:
    """A hunk's head with the numbers of the whole text's lines."""
    found = _HUNK.fullmatch(line)
    if found is None:
        return line
    return f"@@ -{int(found[1]) + by}{found[2]} +{int(found[3]) + by}{found[4]} @@"


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "backslashreplace").splitlines()
