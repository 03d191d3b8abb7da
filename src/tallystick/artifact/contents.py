"""Archives mounted as one tree: the top folder taken off, members turned into entries."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from msgspec import Struct, field

from tallystick.archive import Archive, Kind, Member
from tallystick.errors import ContentUnavailable
from tallystick.limits import Limits
from tallystick.model import (
    MODE_EXECUTABLE,
    MODE_FILE,
    MODE_SYMLINK,
    ArtifactKind,
    Entry,
    Finding,
    Tree,
)


class Mounted(Struct, frozen=True, kw_only=True):
    """A file to be read into the tree below ``prefix``, with its announced digest."""

    path: Path
    prefix: str
    sha256: str | None


class Contents(Struct, kw_only=True):
    """What the archives of one artifact hold, collected."""

    limits: Limits
    archives: list[Archive] = field(default_factory=list)
    tops: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _members: dict[str, tuple[Archive, Member]] = field(default_factory=dict)
    _last: tuple[str, bytes] | None = None

    def add(self, archive: Archive, kind: ArtifactKind, prefix: str) -> None:
        """Mount ``archive`` below ``prefix``; its top folder, if it has one, is taken off."""
        top, strays = _top_folder(archive, kind)
        self.archives.append(archive)
        self.tops.append(top)
        self.findings += archive.findings
        self.findings += [
            Finding(
                id="second-top-folder",
                offset=member.offset,
                message=f"{member.name!r} stands outside of the top folder {top!r}",
                paths=(member.name,),
            )
            for member in strays
        ]
        cut = len(top) + 1 if top else 0
        for member in archive.members:
            if member.kind is Kind.DIRECTORY:
                continue
            name = _plain(member.name)
            inside = name[cut:] if top and name.startswith(f"{top}/") else name
            self._mount(archive, member, prefix + inside)

    def _mount(self, archive: Archive, member: Member, path: str) -> None:
        """Keep the first member of each path; a finding tells of the others.

        Within one archive that is the container's. Between two it is made here: dpkg-source replaces
        what the main tarball holds at a component's name (dpkg-source(1), "Format: 3.0 (quilt)").
        """
        if path in self._entries:
            if self._members[path][0] is not archive:
                message = f"{path!r} is also in another tarball of this package"
                self.findings.append(
                    Finding(
                        id="component-overlap", offset=member.offset, message=message, paths=(path,)
                    )
                )
            return
        self._entries[path] = Entry(
            path=path,
            mode=_mode(member),
            size=member.size,
            blob=member.blob,
            sha256=member.sha256,
            notes=member.notes,
        )
        self._members[path] = (archive, member)

    def tree(self) -> Tree:
        """Everything mounted so far."""
        return Tree(entries=self._entries, reader=self)

    def read(self, path: str) -> bytes:
        """The content of the entry at ``path``.

        A dozen explainers look at one entry, one after the other, and a zip would unpack it for each of them:
        what was read last is kept.
        """
        last = self._last
        if last is not None and last[0] == path:
            return last[1]
        if path not in self._members:
            raise ContentUnavailable(f"{path}: no such entry")
        archive, member = self._members[path]
        last = self._last = None  # before the next is read: never two in memory
        content = archive.read(member)
        self._last = (path, content)
        return content

    def forget(self) -> None:
        """Keep no content: a ledger outlives its archive."""
        self._last = None

    def prefetch(self, paths: frozenset[str]) -> None:
        """Everything is on this machine already."""


def _plain(name: str) -> str:
    """A member's name without the honest ``./`` that ``tar -C dir .`` writes."""
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return name


def _mode(member: Member) -> int:
    if member.kind is Kind.SYMLINK:
        return MODE_SYMLINK
    return MODE_EXECUTABLE if member.mode & 0o111 else MODE_FILE


def _top_folder(archive: Archive, kind: ArtifactKind) -> tuple[str, list[Member]]:
    """The folder that holds everything, and the members outside of it.

    Wheels have none. Debian's dpkg-source and plain tarballs may hold their files at the root: then
    there is no top folder either, and nothing is a stray.
    """
    if kind is ArtifactKind.WHEEL or not archive.members:
        return "", []
    names = [_plain(member.name).rstrip("/") for member in archive.members]
    firsts = Counter(name.partition("/")[0] for name in names if name and name != ".")
    if not firsts:
        return "", []
    if len(firsts) > 1 and kind in {ArtifactKind.DEBIAN, ArtifactKind.TARBALL}:
        return "", []
    top = max(firsts, key=lambda first: (firsts[first], first))
    within = {top, "", "."}
    strays = [
        member
        for member, name in zip(archive.members, names, strict=True)
        if name.partition("/")[0] not in within
    ]
    if not strays and not any(
        _plain(member.name).startswith(f"{top}/") for member in archive.members
    ):
        return "", []
    return top, strays
