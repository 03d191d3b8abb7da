"""Descriptions of gnulib's modules: published ones from the database, a project's own from the source.

``gnulib-tool --local-dir`` takes modules from a folder of the project, too (gnulib manual, "Extending
Gnulib"), ``gl/modules/NAME`` in most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.toolchain.generation import generation_of
from tallystick.upstreams import KnownFiles, Row, digest_of
from tallystick.upstreams.modules import PREFIX, sections

DAY = 86_400
SLACK = 30
"""Days by which gnulib's commit may be younger than the release's: a tarball is rolled after its commit."""

_FOLDER = "modules/"


class Modules(Struct, frozen=True, kw_only=True):
    """Sections that may stand in this release, by the module's name.

    Attributes:
        known: the database.
        own: digests of the sections of the source's own modules.
        patched: the source's patches of gnulib's modules (``NAME.diff``), by the module's name.
        generation: a day on which most of gnulib's files in this release were current.
        released: the day of the release's commit.
    """

    known: KnownFiles
    own: Mapping[str, frozenset[bytes]]
    patched: Mapping[str, str]
    generation: int | None
    released: int | None

    def digests(self, name: str) -> Mapping[bytes, int]:
        """The digests of the sections of the module ``name``, with the lines of each (0 if unknown)."""
        found = dict.fromkeys(self.own.get(name, ()), 0)
        for row in self.known.named(PREFIX + name):
            if self._fits(row):
                found[row.digest] = int(row.stamp.partition(" ")[0])
        return found

    def is_known(self, name: str) -> bool:
        """Whether anybody has such a module."""
        return name in self.own or bool(self.known.named(PREFIX + name))

    def _fits(self, row: Row) -> bool:
        """Whether the section was there on the day of the release, and with the other files of gnulib."""
        if self.released is not None and row.first > self.released + SLACK:
            return False
        return self.generation is None or row.last >= self.generation


def modules_of(context: Context) -> Modules | None:
    """The modules for this audit; None without the database."""
    return context.once("gnulib modules", lambda: _modules(context))


def _modules(context: Context) -> Modules | None:
    if context.known is None:
        return None
    own: defaultdict[str, set[bytes]] = defaultdict(set)
    listed = list(_own(context))
    for name, path in listed:
        try:
            text = context.source_bytes(path).decode("utf-8", "surrogateescape")
        except Unreadable:
            continue
        for section in sections(text):
            encoded = section.text.encode("utf-8", "surrogateescape")
            own[name].add(digest_of(encoded, section.kind))
    time = context.source.commit_time
    return Modules(
        known=context.known,
        own={name: frozenset(found) for name, found in own.items()},
        patched={n.removesuffix(".diff"): path for n, path in listed if n.endswith(".diff")},
        generation=generation_of(context.known, context),
        released=None if time is None else time // DAY,
    )


def _own(context: Context) -> Iterator[tuple[str, str]]:
    """Descriptions of modules in the source itself, with their names; the first 1,000."""
    paths = [
        path
        for path, entry in context.source.tree.entries.items()
        if f"/{path}".rfind(f"/{_FOLDER}") >= 0 and not entry.is_link and not entry.is_gitlink
    ][:MOST]
    context.source.tree.reader.prefetch(frozenset(paths))
    for path in paths:
        yield f"/{path}".rpartition(f"/{_FOLDER}")[2], path


MOST = 3_000
"""Descriptions that one source may bring along: gnulib itself, as a submodule, has 2,600."""
