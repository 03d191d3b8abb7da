"""One look into every file of a release: which nobody can read, and how many lines the others have.

Of an opaque file it is said who brought it, who changed it last, and what read it in a watched build.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from tallystick.custody.build_reads import BuildReads
from tallystick.custody.coverage import author_of
from tallystick.custody.opacity import WEIGHTS, entropy, opacity, opacity_by_name
from tallystick.custody.provenance import PROVENANCE, Provenance, read_provenance
from tallystick.errors import ContentUnavailable, LimitExceeded, UsageError
from tallystick.model import Entry, Tree
from tallystick.model.custody import CommitLine, Confidence, OpaqueFile, Touch

_READ = "its bytes were read"
_NAMED = "its name alone: its bytes are not here"
_HUGE = "it is larger than a file that is read (cap: content)"


class Contents(Struct, frozen=True, kw_only=True):
    """What the contents of a release's files are.

    Attributes:
        opaque: files that nobody can read, by path.
        lines: of each other file that was read.
    """

    opaque: tuple[OpaqueFile, ...]
    lines: Mapping[str, int]


class _Looked(Struct, frozen=True, kw_only=True):
    """One file, looked into: what makes it opaque, or how many lines it has, as far as is known."""

    opaque: OpaqueFile | None = None
    lines: int | None = None


def look_into(
    tree: Tree,
    history: Sequence[CommitLine],
    reaches: Mapping[str, str],
    reads: BuildReads | None,
) -> Contents:
    """Every file of ``tree``, each read once."""
    files = {
        path: entry
        for path, entry in tree.entries.items()
        if not (entry.is_link or entry.is_gitlink)
    }
    tree.reader.prefetch(frozenset(files))
    looked = {path: _look(tree, entry) for path, entry in files.items()}
    found = [one.opaque for one in looked.values() if one.opaque is not None]
    first, last = _touches(history, frozenset(one.path for one in found))
    provenance = _provenance(tree)
    opaque = tuple(
        replace(
            one,
            added=first.get(one.path),
            changed=last.get(one.path),
            reach=reaches.get(one.path),
            readers=None if reads is None else reads.readers(files[one.path]),
            origin=provenance.origin_of(one.path, one.sha256),
        )
        for one in sorted(found, key=lambda one: one.path)
    )
    lines = {path: one.lines for path, one in looked.items() if one.lines is not None}
    return Contents(opaque=opaque, lines=lines)


def _look(tree: Tree, entry: Entry) -> _Looked:
    """What makes one file opaque, or the number of its lines."""
    size, digest, bits = entry.size, None, None
    try:
        content = tree.reader.read(entry.path)
    except ContentUnavailable:
        kind, known, confidence = opacity_by_name(entry.path), _NAMED, Confidence.LOW
    except LimitExceeded:
        kind, known, confidence = WEIGHTS, _HUGE, Confidence.MEDIUM
    else:
        kind, known, confidence = opacity(entry.path, content), _READ, Confidence.HIGH
        if kind is None:
            return _Looked(lines=content.count(b"\n") + (content[-1:] not in {b"", b"\n"}))
        size, digest, bits = len(content), sha256(content).hexdigest(), entropy(content)
    if kind is None:
        return _Looked()
    return _Looked(
        opaque=OpaqueFile(
            path=entry.path,
            kind=kind,
            size=size,
            sha256=digest,
            entropy=None if bits is None else round(bits, 2),
            known=known,
            confidence=confidence,
        )
    )


def _touches(
    history: Sequence[CommitLine], paths: frozenset[str]
) -> tuple[dict[str, Touch], dict[str, Touch]]:
    """The commit that first had each path, and the one that changed it last (children come first)."""
    first: dict[str, Touch] = {}
    last: dict[str, Touch] = {}
    for line in history:
        touch = None
        for change in line.commit.changes:
            if change.path in paths and change.status != "D":
                touch = touch or Touch(
                    commit=line.commit.id,
                    by=author_of(line),
                    time=line.commit.committed,
                    standing=line.standing,
                )
                last.setdefault(change.path, touch)
                first[change.path] = touch
    return first, last


def _provenance(tree: Tree) -> Provenance:
    """What the source says of its opaque files; nothing, where that cannot be read."""
    if PROVENANCE not in tree.entries:
        return Provenance()
    try:
        return read_provenance(tree.read(PROVENANCE))
    except (ContentUnavailable, LimitExceeded, UsageError):
        return Provenance()
