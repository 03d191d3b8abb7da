"""A ``PKG-INFO`` whose headers end in the middle of a text that distutils did not fold.

``DistributionMetadata.write_pkg_file`` folded the description alone: a licence, or keywords, of several lines
went into the file as they are, so that readers find the end of the headers at their first empty line and the
other fields in the body. Folded anew, such a file can be judged; what its readers find is another matter.
"""

from __future__ import annotations

import re

from tallystick.explain.metadata.field_values import MULTIPLE, SINGLE
from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, text
from tallystick.project.headers import Headers, read_headers

_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{1,40}):(?: |$)")
_FOLD = " " * 8
"""What ``rfc822_escape`` of distutils puts before each line but the first."""

_LATER = frozenset({"requires-dist", "provides-extra", "project-url", "requires-external"})
"""Fields that no such file may owe to a text: what they say is obeyed, and distutils wrote none of them."""


def folded(content: bytes, limits: Limits) -> Headers | None:
    """``content`` with the lines that are no field folded into the one before; None if there are none.

    Only where the description is a field, behind which no body follows.
    """
    try:
        lines = text(content, limits).replace("\r\n", "\n").rstrip("\n").split("\n")
    except Malformed:
        return None
    starts = [number for number, line in enumerate(lines) if _name(line)]
    names = {_name(lines[number]) for number in starts}
    if not starts or starts[0] != 0 or "description" not in names or names & _LATER:
        return None
    fields = set(starts)
    loose = {
        number
        for number, line in enumerate(lines[: starts[-1]])
        if number not in fields and not line.startswith((" ", "\t"))
    }
    if not loose:
        return None
    again = [f"{_FOLD}{line}" if number in loose else line for number, line in enumerate(lines)]
    try:
        return read_headers(("\n".join(again) + "\n").encode(), limits)
    except Malformed:
        return None


def _name(line: str) -> str:
    """The field that the line begins; "" if it begins none that the specification knows."""
    found = _FIELD.match(line)
    name = found[1].lower() if found is not None else ""
    return name if name in SINGLE | MULTIPLE else ""
