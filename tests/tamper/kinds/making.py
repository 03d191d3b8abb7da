"""What a kind of tampering is, and what all kinds are made with.

Each takes a copy of an honest release and returns the path of the entry that it tampered with (below
the top folder), "" where the container itself was tampered with, or None where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tamper.release import Member, Release

Apply = Callable[[Release], str | None]

NOXFILE = b"import nox  # stands in the repository, and belongs in no wheel\n"
PAYLOAD = b"import os  # INERT-TAMPER-MARKER\n"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of tampering: its id, what it does, and whether the verdict must be ``rejected``."""

    id: str
    apply: Apply


KINDS: list[Kind] = []


def kind(function: Apply) -> Apply:
    """Add ``function`` to KINDS under its own name."""
    KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


def inside(release: Release, member: Member) -> str:
    return member.name.removeprefix(release.top)


def first_module(release: Release, *, skip: int = 0) -> Member | None:
    """A Python module with some content, outside of tests."""
    found = [
        m
        for m in release.members
        if m.kind == "file"
        and m.name.endswith(".py")
        and b"\n    " in m.content
        and "test" not in m.name
        and not m.name.endswith(("setup.py", "_version.py", "version.py", "conftest.py"))
    ]
    return found[skip] if len(found) > skip else None


def package_folder(release: Release) -> str:
    """The folder of a package, with a slash."""
    found = [
        m.name for m in release.members if m.name.endswith("/__init__.py") and "test" not in m.name
    ]
    return min(found, key=len).removesuffix("__init__.py") if found else release.top


def add_member(release: Release, name: str, content: bytes, mode: int = 0o644) -> str:
    release.members.append(Member(name, content, mode))
    return name.removeprefix(release.top)


def replace_once(release: Release, member: Member | None, old: bytes, new: bytes) -> str | None:
    if member is None or old not in member.content:
        return None
    member.content = member.content.replace(old, new, 1)
    return inside(release, member)
