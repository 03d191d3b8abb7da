"""The members of a Debian package: ``!<arch>`` and a header of 60 bytes each (deb(5), ar(5))."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from tallystick.errors import ArtifactError, StorageError

MAGIC = b"!<arch>\n"
HEADER = 60
MOST_MEMBERS = 64
"""A Debian package has three; a few more are allowed by deb(5)."""

_HEADER = re.compile(rb"(?P<name>[\x21-\x7e ]{16})[\d ]{28}[0-7 ]{4}(?P<size>\d{1,10}) *`\n")


class ArMember(Struct, frozen=True, kw_only=True):
    """One member: its name without padding, and where its content stands."""

    name: str
    offset: int
    size: int


def ar_members(path: Path) -> tuple[ArMember, ...]:
    """The members of the package at ``path``, in order.

    Raises:
        ArtifactError: it is none, or cut off, or has more than :data:`MOST_MEMBERS`.
        StorageError: it cannot be read.
    """
    found: list[ArMember] = []
    try:
        end = path.stat().st_size
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise ArtifactError(f"{path.name}: not a Debian package")
            at = len(MAGIC)
            while at < end:
                file.seek(at)
                header = _HEADER.fullmatch(file.read(HEADER))
                if header is None or len(found) == MOST_MEMBERS:
                    raise ArtifactError(f"{path.name}: not a Debian package: a header at {at}")
                size = int(header["size"])
                if at + HEADER + size > end:
                    raise ArtifactError(f"{path.name}: it was cut off")
                name = header["name"].decode("ascii").rstrip(" ").removesuffix("/")
                found.append(ArMember(name=name, offset=at + HEADER, size=size))
                at += HEADER + size + size % 2
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None
    return tuple(found)
