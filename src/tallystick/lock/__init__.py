"""Lock files: bytes in, what they pin out. Nothing here opens a file or asks a network.

The name says which format a file has, and its contents must agree.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.lock import npm, poetry, pylock, requirements, uv
from tallystick.lock.pinned import (
    Ecosystem,
    Malformed,
    Pinned,
    WhyNot,
    address,
    capped,
    digest,
    file_name,
    is_name,
    is_version,
    public,
)
from tallystick.lock.requirements import Include
from tallystick.project import bounded

__all__ = [
    "FORMATS",
    "Ecosystem",
    "Format",
    "Include",
    "Malformed",
    "Pinned",
    "WhyNot",
    "address",
    "digest",
    "file_name",
    "is_name",
    "is_version",
    "public",
    "read_lock",
]

Reader = Callable[[bytes, Limits, Include], Iterable[Pinned]]


class Format(Struct, frozen=True, kw_only=True):
    """A kind of lock file.

    Attributes:
        title: what it is called in messages and in the documentation.
        names: patterns of its file names.
        read: its contents to what they pin; raises Malformed.
    """

    title: str
    names: tuple[str, ...]
    read: Reader


def _toml(read: Callable[[Mapping[str, object]], Iterable[Pinned]]) -> Reader:
    def reader(content: bytes, limits: Limits, _: Include) -> Iterable[Pinned]:
        return read(bounded.toml(content, replace(limits, metadata=limits.lock)))

    return reader


def _npm(content: bytes, limits: Limits, _: Include) -> Iterable[Pinned]:
    return npm.read(bounded.json_object(content, replace(limits, metadata=limits.lock)), limits)


def _requirements(content: bytes, limits: Limits, include: Include) -> Iterable[Pinned]:
    return requirements.read(requirements.decoded(content, limits), limits, include)


FORMATS: Final = (
    Format(title="uv.lock", names=("uv.lock",), read=_toml(uv.read)),
    # PEP 751, "File name": pylock.toml or pylock.NAME.toml.
    Format(title="pylock.toml", names=("pylock.toml", "pylock.*.toml"), read=_toml(pylock.read)),
    Format(title="poetry.lock", names=("poetry.lock",), read=_toml(poetry.read)),
    Format(
        title="package-lock.json", names=("package-lock.json", "npm-shrinkwrap.json"), read=_npm
    ),
    Format(title="requirements.txt", names=("*.txt",), read=_requirements),
)
"""Every kind, the first whose pattern fits."""


def read_lock(name: str, content: bytes, limits: Limits, include: Include) -> tuple[Pinned, ...]:
    """What the lock file ``name`` (its last component) pins, in its order.

    Raises:
        UsageError: no such kind, not what its name says, larger or deeper than a cap, or empty.
    """
    known = next((f for f in FORMATS if any(fnmatch.fnmatchcase(name, p) for p in f.names)), None)
    if known is None:
        titles = ", ".join(known.title for known in FORMATS)
        raise UsageError(f"not a lock file that is known by its name ({titles})")
    try:
        pins = capped(known.read(content, limits, include), limits)
    except bounded.Malformed as error:
        raise Malformed(str(error)) from None
    if not pins:
        raise Malformed("it pins nothing")
    return pins
