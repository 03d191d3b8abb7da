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

_WORDS = (
    (b"Lesser General", re.compile(rb"Lesser General(?=\s)"), b"General"),
    (b"Library General", re.compile(rb"Library General(?=\s)"), b"General"),
    (b"version ", re.compile(rb"version [123](?:\.[01])?(?= of\s|,| or)"), b"version N"),
    (
        b"Copyright (",
        re.compile(rb"Copyright \([Cc]\) \d{4}(?:(?:, |-|,)\d{4})*(?=[ ,])"),
        b"Copyright (C) YEARS",
    ),
)
"""What is looked for, with the plain text that it begins with: most heads have one or two."""


def reworded(content: bytes) -> bytes:
    """``content`` with those words of its first :data:`HEAD` bytes replaced by fixed ones."""
    head = content[:HEAD]
    for begins, words, mask in _WORDS:
        if begins in head:
            head = words.sub(mask, head)
    return head + content[HEAD:]
