"""Whether the several names and sizes that the headers of one tar member state agree.

A member can state its name three times (ustar, GNU ``L``, PAX ``path``) and its size twice. Readers
that know fewer of them see another member, or, with another size, other members altogether:
CVE-2025-62518 ("TARmageddon") let readers take content for headers in just that way.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tallystick.archive import pax
from tallystick.archive.findings import Findings
from tallystick.archive.names import readable

NAME_FIELD = 100
GIT_DATA = re.compile(rb"[0-9a-f]{40}([0-9a-f]{24})?\.data")
RUST_PLACE = re.compile(rb"PaxHeaders/[0-9]{1,10}")
"""What maturin's writer puts where a name is not ASCII or too long."""

GIT_LINK = re.compile(rb"see [0-9a-f]{40}([0-9a-f]{24})?\.paxheader")

OCTAL_MAX = 0o77777777777
"""The largest size in the 11 octal digits of ustar; above, writers put 0, this, or base 256."""


class Stated(NamedTuple):
    """A name, or the target of a link, as often as the headers of one member have it."""

    plain: bytes
    gnu: bytes | None
    posix: bytes | None


def agreed(
    what: str, stated: Stated, offset: int, findings: Findings, path: str | None = None
) -> bytes:
    """The name or link target that readers of today take; a finding where others take another.

    Args:
        what: ``name`` or ``link target``.
        stated: what the headers have.
        offset: of the member's header.
        findings: takes the finding.
        path: of the member, where its name is known already.
    """
    plain, gnu, posix = stated
    extended = posix if posix is not None else gnu
    if extended is None:
        return plain
    agree = names_agree(plain, extended)
    if gnu is not None and posix is not None:
        agree = agree and gnu.rstrip(b"/") == posix.rstrip(b"/")
    if not agree:
        listed = " and ".join(repr(readable(one)[:120]) for one in stated if one is not None)
        message = f"its headers give one member the {what}s {listed}"
        findings.add("tar-" + what.replace(" ", "-"), offset, message, path or readable(extended))
    return extended


def agreed_size(plain: int, value: bytes, offset: int, path: str, findings: Findings) -> int:
    """The size that readers of today take, of a header's own and a PAX record's ``value``."""
    extended = pax.size(value)
    if extended is None:
        message = f"the PAX size {value[:40]!r} of {path!r} is no number"
        findings.add("pax-malformed", offset, message, path)
        return plain
    if not sizes_agree(plain, extended):
        message = f"{path!r} has {plain} bytes in its ustar header, {extended} in its PAX header"
        findings.add("tar-size", offset, message, path)
    return extended


def names_agree(plain: bytes, extended: bytes) -> bool:
    """Whether a ustar name is what honest writers put beside an extended one.

    It is the same, but for a slash at the end. Only where the extended name was needed, being
    longer than the field or not ASCII, it may be a fallback.
    """
    if plain.rstrip(b"/") == extended.rstrip(b"/"):
        return True
    if len(extended) <= NAME_FIELD and extended.isascii():
        return False
    return (
        GIT_DATA.fullmatch(plain) is not None
        or GIT_LINK.fullmatch(plain) is not None
        or RUST_PLACE.fullmatch(plain) is not None
        or any(_is_cut(plain, whole) for whole in _foldings(extended))
        or _is_shortened(plain, extended)
    )


def sizes_agree(plain: int, extended: int) -> bool:
    """Whether a ustar size is what honest writers put beside a PAX ``size``.

    A PAX size is written for sizes that octal digits cannot hold. A plain size of 0 beside a small
    PAX size is the very shape of CVE-2025-62518.
    """
    if plain == extended:
        return True
    return extended > OCTAL_MAX and plain in {0, OCTAL_MAX}


def _foldings(name: bytes) -> set[bytes]:
    """A name as writers put it into a field for ASCII (CPython ``?``, Go nothing, others ``_``)."""
    if name.isascii():
        return {name}
    text = readable(name)
    foldings = {name}
    for substitute in ("?", "", "_"):
        folded = "".join(char if char.isascii() else substitute for char in text)
        foldings.add(folded.encode())
    return foldings


def _is_cut(plain: bytes, whole: bytes) -> bool:
    """Whether ``plain`` is ``whole``, cut at the field's end or up to four bytes before.

    (Some leave room for a NUL, or cut between characters; Go takes slashes off the cut end.)
    """
    if plain.rstrip(b"/") == whole.rstrip(b"/"):
        return True
    cuts = (whole[:length].rstrip(b"/") for length in range(NAME_FIELD - 4, NAME_FIELD + 1))
    return len(whole) > NAME_FIELD - 4 and plain.rstrip(b"/") in cuts


def _is_shortened(plain: bytes, extended: bytes) -> bool:
    """Whether ``plain`` is some of the folders of ``extended`` and the beginning of its last part.

    bsdtar drops folders that do not fit into the prefix, node-tar cuts the file's own name.
    """
    *folders, last = plain.rstrip(b"/").split(b"/")
    *whole, whole_last = extended.rstrip(b"/").split(b"/")
    rest = iter(whole)
    return bool(last) and whole_last.startswith(last) and all(part in rest for part in folders)
