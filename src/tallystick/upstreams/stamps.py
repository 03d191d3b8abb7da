"""What version a toolchain file says it is: an m4 serial, a script's date, libtool's version.

A stamp is the author's word, and proves nothing: it chooses the published files that an unknown one is
held against. Serials: Automake manual, "Serial Numbers"; ``scriptversion``: Automake's ``lib/install-sh``;
``timestamp``: config.guess.
"""

from __future__ import annotations

import re

HEAD = 40_000
"""Characters in which a stamp is looked for: ltmain.sh of Libtool 1.5 says its version after 2,000."""

_SERIAL = re.compile(
    r"^(?:#|dnl)(?: [\w.~+-]+\.m4)?,? [Ss]erial:? (?:AM)?(\d{1,5})\b", re.MULTILINE
)
_DATED = re.compile(r"^(?:scriptversion=|timestamp=')(\d{4}-\d\d-\d\d(?:\.\d\d)?)", re.MULTILINE)
_TEXINFO = re.compile(r"^\\def\\texinfoversion\{(\d{4}-\d\d-\d\d\.\d\d)\}", re.MULTILINE)
_LIBTOOL = re.compile(
    r"^(?:package_revision=|VERSION=|macro_version=')\"?(\d[\w.+-]*)", re.MULTILINE
)
_PACKAGE = re.compile(r"^m4_define\(\[LT_PACKAGE_VERSION\], \[(\d[\w.+-]*)\]\)", re.MULTILINE)
"""A tree of Libtool between two releases writes the last one's serial, and ``-dirty`` to its version."""


def stamp(name: str, content: bytes) -> str:
    """The version that the file called ``name`` states, "" if none: ``serial 58``, ``2020-11-14.01``."""
    text = content[:HEAD].decode("utf-8", "replace")
    if name == "ltversion.m4" and (version := _PACKAGE.search(text)) is not None:
        return version[1]
    if name.endswith(".m4"):
        found = _SERIAL.search(text)
        return f"serial {int(found[1])}" if found else ""
    for pattern in (_LIBTOOL if name == "ltmain.sh" else _DATED, _TEXINFO):
        found = pattern.search(text)
        if found:
            return found[1]
    return ""
