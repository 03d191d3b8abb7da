"""One name, or one link target, judged by itself: would two unpackers write the same file?

Zip and tar say only that ``/`` separates components (APPNOTE.TXT 4.4.17.1; POSIX ustar). A leading
``./`` is what ``tar c .`` writes, and means the same everywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tallystick.errors import LimitExceeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tallystick.limits import Limits

COMPONENT_MAX = 255
"""Bytes of one component: NAME_MAX of Linux, and about that of every file system in use."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

INVISIBLE = re.compile(
    "["
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction ("Trojan Source", CVE-2021-42574)
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # fillers, no width
    "\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"  # tags and variation selectors (Glassworm, 2025)
    "]"
)

_PICTURE = "[\u2600-\u27bf\U0001f300-\U0001faff]"

JOINED_PICTURES = re.compile(f"(?:(?<={_PICTURE})|(?<={_PICTURE}\ufe0f))\u200d(?={_PICTURE})")
"""The joiner that makes one emoji of two, which is seen (UTS #51, 1.4.8, "emoji ZWJ sequence")."""

DRIVE = re.compile(r"[A-Za-z]:")


def bounded(raw: bytes, limits: Limits) -> str:
    """A stored name as text (PEP 383).

    Raises:
        LimitExceeded: it is longer or deeper than anything that could be unpacked.
    """
    if len(raw) > limits.name_length:
        message = f"the name {raw[:40].decode('utf-8', 'replace')!r}… has {len(raw)} bytes"
        raise LimitExceeded("name_length", message)
    if raw.count(b"/") > limits.name_depth:
        message = f"the name {raw[:40].decode('utf-8', 'replace')!r}… is {raw.count(b'/')} deep"
        raise LimitExceeded("name_depth", message)
    return readable(raw)


def readable(raw: bytes) -> str:
    """Stored bytes as text (PEP 383), however long they are."""
    return raw.decode("utf-8", "surrogateescape")


def oddities(name: str) -> Iterator[tuple[str, str]]:
    """The id of a finding and a sentence for each thing that is odd about a member's name."""
    if not name:
        yield "name-empty", "a member has an empty name"
        return
    if name.startswith("/") or DRIVE.match(name):
        yield "name-absolute", f"the name {name!r} is absolute"
    if "\\" in name:
        yield "name-backslash", f"the name {name!r} has a backslash"
    yield from _odd_components(name)
    yield from _odd_characters(name)


def is_plain(name: str) -> bool:
    """Whether a name surely has none of the :func:`oddities`: true of nearly all, quick to see."""
    return (
        name.isascii()
        and name.isprintable()
        and 1 < len(name) <= COMPONENT_MAX
        and name[0] not in "/."
        and name[1] != ":"
        and "/." not in name
        and "//" not in name
        and "\\" not in name
    )


def _odd_components(name: str) -> Iterator[tuple[str, str]]:
    inner = name.removeprefix("./").removesuffix("/")
    if inner in {"", "."}:
        if name not in {"./", ".", "/"}:
            yield "name-dot", f"the name {name!r} has an empty or a `.` component"
        return
    components = inner.removeprefix("/").split("/")
    if ".." in components:
        yield "name-parent", f"the name {name!r} has a `..` component"
    if "." in components or "" in components:
        yield "name-dot", f"the name {name!r} has an empty or a `.` component"
    if any(_is_long(component) for component in components):
        yield "name-long", f"the name {name[:80]!r}… has a component that is too long to be stored"


def _is_long(component: str) -> bool:
    return len(component.encode("utf-8", "surrogateescape")) > COMPONENT_MAX


def _odd_characters(name: str) -> Iterator[tuple[str, str]]:
    if CONTROL.search(name):
        yield "name-control", f"the name {name!r} has control characters"
    if INVISIBLE.search(JOINED_PICTURES.sub("", name)):
        yield "name-invisible", f"the name {name!r} has characters that are not seen"
    if any("\udc80" <= char <= "\udcff" for char in name):
        yield "name-encoding", f"the name {name!r} is not UTF-8"
