"""``config.h`` as ``config.status`` makes it of ``config.h.in`` (Autoconf manual, "Header Templates").

``#undef NAME`` becomes ``#define NAME VALUE`` or a comment, and so does ``#define NAME @NAME@`` of a name
that ``configure`` defines; all other lines stay, below one that says where the header is from.
"""

from __future__ import annotations

import re

_HEAD = re.compile(r"/\* \S+\.  Generated from \S+ by configure\.  \*/\n")
_UNDEFINED = re.compile(r"[ \t]*#[ \t]*undef[ \t]+(\w+)[ \t]*")
_DEFINED = re.compile(r"[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+\"?@\w+@\"?")
_VALUE = re.compile(r"(?: [\w.+-]{1,80}| \"[^\"\\\n]{0,200}\"| )?")
_MOST = 20_000
"""Lines of such a header; gnulib's largest have 4,000."""


def is_header(template: str, text: str) -> bool:
    """Whether ``text`` is ``template`` with each such name defined as one plain word, or commented out."""
    before = template.split("\n")
    after = _HEAD.sub("", text, count=1).split("\n")
    if len(before) != len(after) or len(before) > _MOST:
        return False
    asked = 0
    for old, new in zip(before, after, strict=True):
        undefined = _UNDEFINED.fullmatch(old) or _DEFINED.fullmatch(old)
        if undefined is None:
            if old != new:
                return False
            continue
        asked += 1
        defined = re.fullmatch(rf"[ \t]*#[ \t]*define[ \t]+{undefined[1]}(.*)", new)
        left = re.fullmatch(rf"[ \t]*/\*[ \t]*#[ \t]*undef[ \t]+{undefined[1]}[ \t]*\*/", new)
        if left is None and (defined is None or _VALUE.fullmatch(defined[1]) is None):
            return False
    return asked > 0
