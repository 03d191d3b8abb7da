"""What autoheader writes: names that configure may define, each with a remark.

Autoconf manual, "Autoheader Templates". Another version of it looks for other headers and has
other remarks. Nothing else may differ from the source's template: what ``AH_TOP``, ``AH_BOTTOM`` and
``AH_VERBATIM`` put there is code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_UNDEF = re.compile(r"[ \t]*#[ \t]*undef[ \t]+\w+[ \t]*")
_WHOLE = re.compile(
    r"^[ \t]*#[ \t]*ifndef[ \t]+(\w+)[ \t]*\n[ \t]*#[ \t]*undef[ \t]+\1[ \t]*\n[ \t]*#[ \t]*endif[ \t]*$",
    re.MULTILINE,
)
"""What ``AC_USE_SYSTEM_EXTENSIONS`` has for each of its names."""

MOST_LETTERS = 1_000_000


def differs_in_names_only(theirs: str, ours: str) -> bool:
    """Whether two templates have the same lines in the same order, but for ``#undef`` and remarks."""
    if max(len(theirs), len(ours)) > MOST_LETTERS:
        return False
    return list(_code(theirs)) == list(_code(ours))


def _code(text: str) -> Iterator[str]:
    for line in _WHOLE.sub("", _REMARK.sub("", text)).split("\n"):
        plain = line.strip()
        if plain and _UNDEF.fullmatch(line) is None:
            yield plain
