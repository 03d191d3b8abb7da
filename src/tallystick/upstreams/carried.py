"""What release tarballs of many projects carry under a published name, although no upstream here has it.

Distributions' tools install other files than upstreams': a ``config.sub`` that knows one machine more, a
``ltmain.sh`` of a release whose history has none. Nobody can list them all. What releases of several
projects carry byte for byte was not written for one of them: that is a claim, and no proof, since nobody
says who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from tallystick.archive import Kind, read_archive
from tallystick.errors import ArtifactError
from tallystick.limits import MIB, Limits
from tallystick.upstreams.lines import installed_name, lines_of, row_name
from tallystick.upstreams.macros import COMMENTS, PartKind, commented
from tallystick.upstreams.table import CARRIED, COMMENT, FILE, LINE, MACRO, Head, Row, digest_of

RELEASES = "releases"
"""The upstream that these rows and heads are listed under."""

MANY = 3
"""Projects from which on it is nobody's own."""

INSTALLED = frozenset({
    "ABOUT-NLS", "COPYING", "COPYING.LIB", "INSTALL", "Makefile.in.in", "Rules-quot", "boldquot.sed",
    "en@boldquot.header", "en@quot.header", "gtk-doc.make", "insert-header.sin", "intltool-extract.in",
    "intltool-merge.in", "intltool-update.in", "mkinstalldirs", "po2tbl.sed.in", "quot.sed",
    "config.rpath", "remove-potcdate.sin",
})  # fmt: skip
"""Files of Automake, gettext and others that state no version."""

COLLECTED = "aclocal.m4"
MOST_BYTES = 4 * MIB
"""Of one file; Libtool's and Automake's have a tenth of that."""

DAY = 86_400
_PROJECT = re.compile(r"([A-Za-z0-9.+-]+?)(?:_|-(?=\d))")
_TARBALL = re.compile(r"\.tar\.(?:gz|xz|bz2|zst|lzma)\Z|\.tgz\Z")


class Carried(Struct, frozen=True, kw_only=True):
    """Something that a release holds: the digest of its row, how it would be known, and as what.

    Attributes:
        digest: of the row that says that projects carry it.
        name: the row's name: the file's, the macro's, or one of :mod:`tallystick.upstreams.lines`.
        known: its digest if an upstream had published it.
    """

    digest: bytes
    name: str
    known: bytes


class Release(Struct, frozen=True, kw_only=True):
    """A tarball that was read: whose, its head, and what it carries."""

    project: str
    head: Head
    holds: frozenset[Carried]


def carried_name(name: str) -> str:
    """What the row of a file or macro called ``name`` is called: it is no version that anybody published."""
    return f"carried {name}"


def tarballs(folder: Path) -> list[Path]:
    """The tarballs in ``folder``, by name."""
    return sorted(path for path in folder.iterdir() if _TARBALL.search(path.name) is not None)


def read_release(path: Path, names: frozenset[str], limits: Limits) -> Release | None:
    """What the tarball at ``path`` holds under ``names``; None if it is none, or names no project.

    Its day is that of its newest member.
    """
    project = _PROJECT.match(path.name)
    if project is None:
        return None
    holds: set[Carried] = set()
    try:
        with read_archive(path, limits=limits) as archive:
            for member in archive.members:
                name = member.name.rpartition("/")[2]
                if member.kind is not Kind.FILE or member.size > MOST_BYTES:
                    continue
                if name in names or name in INSTALLED or name == COLLECTED:
                    holds.update(carried_in(name, archive.read(member)))
            sha256, newest = archive.sha256, archive.newest
    except ArtifactError:
        return None
    head = Head(upstream=RELEASES, place=path.name, commit=sha256, day=(newest or 0) // DAY)
    return Release(project=project[1], head=head, holds=frozenset(holds))


def carried_in(name: str, content: bytes) -> Iterator[Carried]:
    """The rows that a file would have: itself, the parts of its macros, and lines that are patched."""
    if name != COLLECTED:
        yield _carried(name, content, FILE)
    if name.endswith(".m4"):
        for part in commented(content.decode("utf-8", "surrogateescape")):
            text = part.text.encode("utf-8", "surrogateescape")
            if part.kind is PartKind.DEFINITION:
                yield _carried(part.name, text, MACRO)
            elif part.kind is PartKind.COMMENT:
                yield _carried(COMMENTS, text, COMMENT)
            elif part.kind is PartKind.OTHER:
                yield _carried("", text, CARRIED)
    installed = installed_name(name)
    if installed is not None:
        for _, line in lines_of(content):
            digest = digest_of(line, LINE)
            yield Carried(digest=digest, name=row_name(installed), known=digest)


def _carried(name: str, content: bytes, kind: bytes) -> Carried:
    digest = digest_of(content, CARRIED)
    return Carried(digest=digest, name=carried_name(name), known=digest_of(content, kind))


def common(releases: Iterable[Release], known: set[bytes]) -> tuple[list[Row], list[Head]]:
    """The rows of what releases of :data:`MANY` projects hold and nobody published, and whence they are.

    Args:
        releases: what was read.
        known: the digests of what upstreams published.
    """
    held: dict[Carried, dict[str, Head]] = {}
    for release in releases:
        for item in release.holds:
            if item.known not in known:
                first = held.setdefault(item, {}).get(release.project)
                if first is None or release.head.day < first.day:
                    held[item][release.project] = release.head
    rows: list[Row] = []
    heads: dict[str, Head] = {}
    for item, projects in held.items():
        if len(projects) < MANY:
            continue
        days = [head.day for head in projects.values()]
        heads.update((head.place, head) for head in projects.values())
        row = Row(
            digest=item.digest,
            name=item.name,
            stamp=f"{len(projects)} projects",
            upstream=RELEASES,
            first=min(days),
            last=max(days),
        )
        rows.append(row)
    return rows, list(heads.values())
