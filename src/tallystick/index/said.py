"""Values out of a stranger's JSON: one that is not what it should be is as if it were not there."""

from __future__ import annotations

import re
from typing import Any

LONGEST = 2_000
"""Characters of one value that is a URL, a time or a reason."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def text(value: Any) -> str | None:  # noqa: ANN401 - JSON from a stranger
    """``value`` as one line; None if it is no text, empty, or too long to be meant."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        return None
    return _CONTROL.sub(" ", value).strip()


def mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON from a stranger
    """``value`` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:  # noqa: ANN401 - JSON from a stranger
    """``value`` if it is an array, else an empty one."""
    return value if isinstance(value, list) else []


def size(value: Any) -> int | None:  # noqa: ANN401 - JSON from a stranger
    """``value`` if it is a number of bytes."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and value >= 0 else None
