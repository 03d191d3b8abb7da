"""The database of known toolchain files: what gnulib, Automake, Libtool and others ever published.

``build.py`` writes it, ``table.py`` is its format and its reader, ``macros.py`` and ``wording.py`` are
the two ways in which a file may be known by less than all of its bytes. ``docs/upstreams.md`` says what
a match proves. Nothing here opens a network connection or starts a process: the command brings the
histories along. Audits read, and import nothing of what builds.
"""

from __future__ import annotations

from tallystick.upstreams.macros import Part, PartKind, parts
from tallystick.upstreams.stamps import stamp
from tallystick.upstreams.table import Head, KnownFiles, Row, digest_of, shipped
from tallystick.upstreams.wording import reworded

__all__ = [
    "Head",
    "KnownFiles",
    "Part",
    "PartKind",
    "Row",
    "digest_of",
    "parts",
    "reworded",
    "shipped",
    "stamp",
]
