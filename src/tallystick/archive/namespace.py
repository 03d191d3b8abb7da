"""All names of an archive together: would every unpacker end up with the same files?

Which of two members with one name remains, whether two names are one on a disk that folds case or
normalises Unicode, and what a link makes of the names below it, is the unpacker's and the disk's
choice (Git: CVE-2014-9390, CVE-2021-21300; CPython's tarfile: CVE-2025-4517).
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from msgspec.structs import replace

from tallystick.archive.member import Kind, Member
from tallystick.archive.names import is_plain, oddities

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tallystick.archive.findings import Findings

SPECIAL_BITS = 0o7000

LINKS_MAX = 40
"""Links that one path may lead through: Linux's MAXSYMLINKS."""


def plain_path(name: str) -> str:
    """A member's name without the ``./`` before it and the ``/`` after it."""
    return name.removeprefix("./").rstrip("/")


def folded(path: str) -> str:
    """A path as the most forgetful file systems compare it.

    Case and compatibility forms as NTFS, APFS and HFS+ fold them between them, and dots and spaces
    at the end of a component as Windows drops them.
    """
    if not path.isascii():
        path = unicodedata.normalize("NFKC", path)
        path = unicodedata.normalize("NFKC", path.casefold())
    else:
        lower = path.lower()
        path = path if path == lower else lower  # keep one copy where there is no difference
    if ". " in path or "./" in path or " /" in path or path.endswith((".", " ")):
        path = "/".join(component.rstrip(". ") or component for component in path.split("/"))
    return path


def check(members: list[Member], findings: Findings) -> None:
    """Report everything odd about the names of ``members``, alone and together.

    Members that are stored twice, and quite the same, get a note in place, and so do files that not their
    owner, but others may run.
    """
    _spell_out(members)
    _runs_for_others(members)
    for member in members:
        for finding_id, message in () if is_plain(member.name) else oddities(member.name):
            findings.add(finding_id, member.offset, message, member.name)
        if member.mode & SPECIAL_BITS and member.kind is Kind.FILE:
            message = f"{member.name!r} has the mode {member.mode:04o}"
            findings.add("mode-special-bits", member.offset, message, member.name)
    by_path = _duplicates(members, findings)
    _folders(by_path, members, findings)
    _collisions(by_path, members, findings)
    links = {path: members[at] for path, at in by_path.items() if members[at].target is not None}
    links = {path: member for path, member in links.items() if member.kind is Kind.SYMLINK}
    if links:
        _links(links, by_path, members, findings)


OTHERS_RUN = (
    "not its owner, but others may run it: pip lets everybody run it, others nobody who unpacks it"
)


def _runs_for_others(members: list[Member]) -> None:
    """Note files that some readers make programs, and others not; no content or name depends on it.

    It is no finding: honest tarballs have it, packed as a working folder happened to be.
    """
    for at, member in enumerate(members):
        if member.mode & 0o111 and not member.mode & 0o100 and member.kind is Kind.FILE:
            members[at] = replace(member, notes=(*member.notes, OTHERS_RUN))


def _spell_out(members: list[Member]) -> None:
    """Take ``.`` components out of the names of files that are stored without them, too, and the same.

    npm packs a file so that the manifest names with ``./`` (``main``) and that it finds by itself, too. Every
    reader ends up with the one file, whether it drops the component, keeps it or leaves the member out.
    """
    if not any("/./" in member.name for member in members):
        return
    plain = {plain_path(member.name): member for member in members if "/./" not in member.name}
    for at, member in enumerate(members):
        if "/./" not in member.name or member.kind is not Kind.FILE:
            continue
        name = "/".join(part for part in plain_path(member.name).split("/") if part != ".")
        other = plain.get(name)
        if other is not None and _is_same(member, other):
            notes = (*member.notes, f"stored as {member.name!r}")
            members[at] = replace(member, name=other.name, notes=notes)


def _is_same(one: Member, other: Member) -> bool:
    return (one.kind, one.mode, one.blob) == (other.kind, other.mode, other.blob)


def _duplicates(members: list[Member], findings: Findings) -> dict[str, int]:
    """Where each path is first stored."""
    by_path: dict[str, int] = {}
    for at, member in enumerate(members):
        path = plain_path(member.name)
        first = by_path.setdefault(path, at)
        if first == at:
            continue
        other = members[first]
        if _is_same(other, member):
            if member.kind is not Kind.DIRECTORY:
                notes = (*member.notes, "stored twice, with the same content and mode")
                members[at] = replace(member, notes=notes)
        elif not other.kind is member.kind is Kind.DIRECTORY:
            message = f"{member.name!r} is stored twice, and not the same"
            findings.add("name-duplicate", member.offset, message, other.name, member.name)
    return by_path


def _folders(by_path: dict[str, int], members: list[Member], findings: Findings) -> None:
    """Report names that are a file, or a link, and the folder of other members."""
    seen: set[str] = set()
    for path, at in by_path.items():
        parent = path.rpartition("/")[0]
        while parent and parent not in seen:
            seen.add(parent)
            above = by_path.get(parent)
            if above is not None and members[above].kind is not Kind.DIRECTORY:
                folder, member = members[above], members[at]
                paths = (folder.name, member.name)
                if folder.kind is Kind.SYMLINK:
                    message = f"{member.name!r} is stored below the link {folder.name!r}"
                    findings.add("name-through-link", member.offset, message, *paths)
                else:
                    message = f"{folder.name!r} is a file, and the folder of {member.name!r}"
                    findings.add("name-file-and-folder", member.offset, message, *paths)
            parent = parent.rpartition("/")[0]


def _collisions(by_path: dict[str, int], members: list[Member], findings: Findings) -> None:
    """Report names that are one for file systems which fold case or normalise Unicode."""
    by_folded: dict[str, int] = {}
    for path, at in by_path.items():
        key = folded(path)
        first = by_folded.setdefault(key, at)
        if first != at:
            one, other = members[first].name, members[at].name
            message = f"{one!r} and {other!r} are one name on some file systems"
            findings.add("name-collision", members[at].offset, message, one, other)
    _folded_folders(by_folded, members, findings)


def _folded_folders(by_folded: dict[str, int], members: list[Member], findings: Findings) -> None:
    """Report files and links that only a file system which folds case takes for a folder."""
    seen: set[str] = set()
    for key, at in by_folded.items():
        parent = key.rpartition("/")[0]
        while parent and parent not in seen:
            seen.add(parent)
            above = by_folded.get(parent)
            if above is not None and members[above].kind is not Kind.DIRECTORY:
                one, other = members[above].name, members[at].name
                if not plain_path(other).startswith(plain_path(one) + "/"):
                    message = f"{one!r} is also the folder of {other!r} on some file systems"
                    findings.add("name-collision", members[at].offset, message, one, other)
            parent = parent.rpartition("/")[0]


def _links(
    links: dict[str, Member], by_path: dict[str, int], members: list[Member], findings: Findings
) -> None:
    top = _top(by_path, members)
    resolver = _Resolver(links)
    for path, link in links.items():
        target = link.target or ""
        place = resolver.resolve(path)
        if target.startswith("/") or "\\" in target or target[1:2] == ":":
            message = f"the link {link.name!r} leads to the absolute path {target!r}"
            findings.add("link-absolute", link.offset, message, link.name)
        elif place is None:
            message = f"the link {link.name!r} to {target!r} leads through too many links"
            findings.add("link-loop", link.offset, message, link.name)
        elif place[:1] == ("..",) or (top and place[:1] != (top,)):
            message = f"the link {link.name!r} to {target!r} leads out of the archive"
            findings.add("link-escapes", link.offset, message, link.name)


def _top(by_path: Iterable[str], members: list[Member]) -> str:
    """The one folder that holds everything; "" if there is none."""
    tops = {path.partition("/")[0] for path in by_path if path}
    if len(tops) != 1:
        return ""
    top = tops.pop()
    single = len(members) == 1 and plain_path(members[0].name) == top
    return "" if single and members[0].kind is not Kind.DIRECTORY else top


OUTSIDE = ("..",)


class _Resolver:
    """Follows links by their names alone, each link once."""

    def __init__(self, links: dict[str, Member]) -> None:
        self._links = links
        self._known: dict[str, tuple[str, ...] | None] = {}

    def resolve(self, path: str, depth: int = 0) -> tuple[str, ...] | None:
        """Where a link leads: components, :data:`OUTSIDE`, or None for nowhere."""
        if path not in self._known:
            self._known[path] = None  # what a loop finds when it comes back here
            target = self._links[path].target or ""
            if target.startswith("/"):
                self._known[path] = OUTSIDE
            elif depth < LINKS_MAX:
                start = tuple(path.split("/")[:-1])
                self._known[path] = self._walk(start, target, depth)
        return self._known[path]

    def _walk(self, place: tuple[str, ...], target: str, depth: int) -> tuple[str, ...] | None:
        for component in target.split("/"):
            if component == "..":
                if not place:
                    return OUTSIDE
                place = place[:-1]
            elif component not in {"", "."}:
                place = (*place, component)
                path = "/".join(place)
                if path in self._links:
                    followed = self.resolve(path, depth + 1)
                    if followed is None or followed == OUTSIDE:
                        return followed
                    place = followed
        return place
