"""The compiled files of the artifact, each read once, and which of them loads which."""

from __future__ import annotations

import re

from msgspec import Struct

from tallystick.binary import BeyondCap, Binary, MalformedBinary, read_binary
from tallystick.explain.context import Context, Unreadable
from tallystick.explain.places import base_name

_ENDINGS = (".so", ".pyd", ".dll", ".dylib", ".exe", ".a", ".lib")
_LIBRARY = re.compile(rb"\.(?:so(?:\.[0-9.]{1,40})?|dylib|dll)", re.IGNORECASE)
_NOT_NAME = re.compile(rb"[^\w.+-]")

LONGEST_NAME = 200
"""Bytes of a library's name that are looked for before its ending."""


class Reading(Struct, frozen=True, kw_only=True):
    """What one file says of itself.

    Attributes:
        images: one for each machine; none for a format that is not read (``ar``, WebAssembly).
        problem: why it cannot be read; None if it was.
        is_malformed: its own tables are to blame for that, and no cap of ours.
    """

    images: tuple[Binary, ...] = ()
    problem: str | None = None
    is_malformed: bool = False


def looks_compiled(path: str) -> bool:
    """Whether the name alone says that a compiler made it."""
    name = base_name(path)
    return name.endswith(_ENDINGS) or ".so." in name


def is_library_name(path: str) -> bool:
    """Whether a loader or Python would load a file of this name."""
    name = base_name(path)
    return name.endswith(_ENDINGS[:5]) or ".so." in name


def reading(path: str, context: Context) -> Reading:
    """What the compiled file at ``path`` of the artifact says of itself."""
    return context.once(f"binary {path}", lambda: _read(path, context))


def _read(path: str, context: Context) -> Reading:
    try:
        return Reading(images=read_binary(context.artifact_bytes(path), context.limits))
    except (BeyondCap, Unreadable) as error:
        return Reading(problem=str(error))
    except MalformedBinary as error:
        return Reading(problem=str(error), is_malformed=True)


def loading(path: str, context: Context) -> tuple[str, str] | None:
    """A file of the artifact that loads the one at ``path``, and how that is known; None if none does."""
    name = base_name(path).lower()
    users = context.once("loaded libraries", lambda: _loaded(context)).get(name, set()) - {path}
    if users:
        return min(users), "loads"
    named = context.once("named libraries", lambda: _named(context))
    users = named.get(name.encode("utf-8", "surrogateescape"), set()) - {path}
    return (min(users), "names") if users else None


def _compiled(context: Context) -> list[str]:
    return [
        path
        for path, entry in context.artifact.tree.entries.items()
        if not entry.is_link
        and (entry.size or 0) <= context.limits.content
        and looks_compiled(path)
    ]


def _loaded(context: Context) -> dict[str, set[str]]:
    """Base names of needed libraries in lower case, with the files that need them."""
    found: dict[str, set[str]] = {}
    for path in _compiled(context):
        for image in reading(path, context).images:
            for needed in image.needed:
                found.setdefault(base_name(needed).lower(), set()).add(path)
    return found


def _named(context: Context) -> dict[bytes, set[str]]:
    """Names of libraries that stand in compiled files, which may open them by name while they run."""
    found: dict[bytes, set[str]] = {}
    for path in _compiled(context):
        for name in _library_names(context.artifact_bytes(path)):
            found.setdefault(name, set()).add(path)
    return found


def _library_names(content: bytes) -> set[bytes]:
    """Names of libraries in ``content``, in lower case; looked for from their ending backwards."""
    names = set()
    for ending in _LIBRARY.finditer(content):
        before = content[max(0, ending.start() - LONGEST_NAME) : ending.start()]
        names.add((_NOT_NAME.split(before)[-1] + ending[0]).lower())
    return names
