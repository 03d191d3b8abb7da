"""The wheels and sdists that a build left, read like any stranger's: names and digests of their members."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tallystick.archive import Archive, Kind, Member, read_archive
from tallystick.errors import ArtifactError, ContentUnavailable, LimitExceeded
from tallystick.limits import DEFAULT
from tallystick.model import Tree

COMPILED = (
    *(b"\x7fELF", b"!<arch>\n", b"!<thin>\n", b"MZ", b"\0asm"),
    *(b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe"),
)
"""How compiled files begin, on any system."""


class Held(Struct, frozen=True, kw_only=True):
    """One member of a wheel; ``is_compiled``: it begins like an object, a program or a library."""

    name: str
    blob: str
    is_compiled: bool


class Wheel(Struct, frozen=True, kw_only=True):
    """One wheel or sdist in the tree, relative to its root; ``error``: why its members are not known."""

    path: str
    members: tuple[Held, ...] = ()
    error: str | None = None

    @property
    def is_wheel(self) -> bool:
        """Whether it is what pip installs, and no sdist."""
        return self.path.endswith(".whl")


def read_wheels(before: Tree, after: Tree) -> Iterator[Wheel]:
    """Every wheel and sdist of ``after`` that ``before`` had not, or had with other bytes."""
    for path, entry in after.entries.items():
        held = before.entries.get(path)
        if (
            not path.endswith((".whl", ".tar.gz", ".zip"))
            or entry.is_link
            or (held and held.blob == entry.blob)
        ):
            continue
        try:
            yield Wheel(path=path, members=tuple(_members(after.read(path))))
        except (ArtifactError, ContentUnavailable, LimitExceeded) as error:
            yield Wheel(path=path, error=str(error))


def _members(content: bytes) -> Iterator[Held]:
    # In memory alone (memfd_create(2)): nothing is left where this process is killed.
    with os.fdopen(os.memfd_create("wheel"), "wb") as file:
        file.write(content)
        file.flush()
        with read_archive(Path(f"/proc/self/fd/{file.fileno()}"), limits=DEFAULT) as archive:
            for member in archive.members:
                if member.kind is not Kind.DIRECTORY:
                    yield Held(
                        name=member.name,
                        blob=member.blob,
                        is_compiled=_is_compiled(archive, member),
                    )


def _is_compiled(archive: Archive, member: Member) -> bool:
    return member.kind is Kind.FILE and archive.read(member).startswith(COMPILED)
