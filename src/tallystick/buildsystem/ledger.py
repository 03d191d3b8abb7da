"""Which files of a release and of its source are read, and what becomes of the findings."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tallystick.buildsystem.configured import asked_by, tags_of
from tallystick.buildsystem.reading import found_at, is_build_file, read_file
from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import Limits
from tallystick.model import ArtifactKind, BuildFinding, Grade, Ledger, Tree

KINDS = frozenset({ArtifactKind.TARBALL, ArtifactKind.DEBIAN, ArtifactKind.SDIST})
"""What is built by whoever unpacks it."""

WHOLE = frozenset({ArtifactKind.TARBALL, ArtifactKind.DEBIAN})
"""Where the source's own build system is read, too: of an sdist it is the backend's."""

OWN = frozenset({Grade.IDENTICAL, Grade.MOVED})
"""The project's own files; what an upstream published or a tool made again is theirs."""


def read_build_system(ledger: Ledger, limits: Limits) -> Ledger:
    """``ledger`` with what the rules find, besides what it has: what only the release has comes first."""
    if ledger.artifact.kind not in KINDS:
        return ledger
    found = dict.fromkeys((*ledger.build, *_found(ledger, limits)))
    build = sorted(found, key=lambda one: (not one.new, one.path, one.line, one.id))
    return replace(ledger, build=tuple(build[: limits.build_findings]))


def _found(ledger: Ledger, limits: Limits) -> Iterator[BuildFinding]:
    """Residue may run what it likes; of what is the source's own only a whole build is read."""
    tree = ledger.artifact.tree
    asked = _asked(ledger)
    for line in ledger.lines:
        new = not line.grade.is_proof
        own = line.grade in OWN and ledger.artifact.kind in WHOLE
        if line.entry.is_link or not (new or own) or not is_build_file(line.path):
            continue
        content = _content(tree, line.path)
        if content is not None:
            yield from read_file(line.path, content, limits, new=new)
        if content is not None and new and line.path.rpartition("/")[2] == "configure":
            text = content[: limits.build_file].decode("utf-8", "replace")
            for tag, number in tags_of(text).items():
                if tag not in asked:
                    yield found_at("config-commands", line.path, number, tag, new=True)


def _asked(ledger: Ledger) -> frozenset[str]:
    """The tags of commands that the source, or a proven macro, asks for by name."""
    found: set[str] = set()
    if any(path.rpartition("/")[2] == "configure" for path in ledger.artifact.tree.entries):
        for line in ledger.lines:
            if line.grade.is_proof and line.path.endswith((".m4", ".ac", "configure.in")):
                content = _content(ledger.artifact.tree, line.path) or b""
                found |= asked_by(content.decode("utf-8", "replace"))
    return frozenset(found)


def _content(tree: Tree, path: str) -> bytes | None:
    """The bytes; None for what no cap lets in, whose line says so."""
    try:
        return tree.read(path)
    except (ContentUnavailable, LimitExceeded):
        return None
