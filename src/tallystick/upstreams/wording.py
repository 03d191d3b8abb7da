"""gnulib-tool's rewriting of licences, undone: the same for the file in gnulib and in a project.

``gnulib-tool --lgpl`` and its like replace the words of the licence in the comment at the top of each
file that they copy (gnulib manual, "Initial import"; ``gnulib-tool.py``, ``GLImport.rewrite``), and
every January changes the years of all files. Neither reaches below the head.
"""

from __future__ import annotations

import re

HEAD = 3_000
"""Bytes of a file that hold its licence; the longest that gnulib-tool rewrites ends at 2,100."""

NORMALISATION = (
    "the licence's name and version, and the years of the copyright, at the top of the file"
)

_WORDS = re.compile(
    rb"(?P<name>\bGNU (?:Lesser |Library )?General(?=\s))"
    rb"|(?P<version>\bversion [123](?:\.[01])?(?= of the|,| or))"
    rb"|(?P<years>\bCopyright \([Cc]\) \d{4}(?:(?:, |-|,)\d{4})*(?=[ ,]))"
)
_MASKS = {"name": b"GNU General", "version": b"version N", "years": b"Copyright (C) YEARS"}


def reworded(content: bytes) -> bytes:
    """``content`` with those words of its first :data:`HEAD` bytes replaced by fixed ones."""
    head = _WORDS.sub(lambda found: _MASKS[found.lastgroup or "name"], content[:HEAD])
    return head + content[HEAD:]
