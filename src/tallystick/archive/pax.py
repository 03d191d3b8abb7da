"""PAX extended headers: records of ``length key=value`` (POSIX.1-2001, "pax Extended Header")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS, _FRACTION = 12, 40
"""Digits of a time before and after its point; those of today have 10 and at most 9."""

OVERRIDES = frozenset({b"path", b"linkpath", b"size"})


CAPABILITY = b".xattr.security.capability"
"""Behind ``SCHILY`` or ``LIBARCHIVE``: what GNU tar and bsdtar restore for root (capabilities(7))."""


def records(data: bytes, report: Callable[[str, str], None]) -> dict[bytes, bytes]:
    """The records of one extended header by key; the last of a key that is given twice.

    Args:
        data: the content of the extended header.
        report: called with the id of a finding and a sentence.
    """
    found: dict[bytes, bytes] = {}
    at = 0
    while at < len(data):
        space = data.find(b" ", at, at + 20)
        length = data[at:space]
        # POSIX: the length is decimal and counts itself, the space, and the newline at the end.
        if space < 0 or not length.isdigit() or length.startswith(b"0"):
            report("pax-malformed", f"byte {at} of its PAX header begins no record")
            break
        end = at + int(length)
        key, equals, value = data[space + 1 : end - 1].partition(b"=")
        if not equals or not key or end > len(data) or data[end - 1 : end] != b"\n":
            report("pax-malformed", f"the record at byte {at} of its PAX header is malformed")
            break
        if key in found:
            report(
                "pax-duplicate-key", f"its PAX header gives {key.decode(errors='replace')!r} twice"
            )
        # POSIX lets values hold anything; C readers end a path at its first NUL, others do not.
        if b"\0" in value and (key in OVERRIDES or b"." not in key):
            report("pax-nul", f"the PAX value of {key.decode(errors='replace')!r} holds a NUL")
        if key.endswith(CAPABILITY):
            report(
                "pax-capability", f"its PAX header gives it rights ({key.decode(errors='replace')})"
            )
        found[key] = value
        at = end
    return found


def size(value: bytes) -> int | None:
    """The value of a ``size`` record: decimal digits; None if it is anything else."""
    return int(value) if value.isdigit() and len(value) < 20 else None


def time(value: bytes | None) -> int | None:
    """The whole seconds of a time in a record (POSIX pax, "mtime": a decimal number); None if it is none."""
    if value is None:
        return None
    seconds, _, fraction = value.partition(b".")
    if not (seconds.isdigit() and len(seconds) <= _SECONDS and len(fraction) <= _FRACTION):
        return None
    return int(seconds) if fraction.isdigit() or not fraction else None
