"""The files of a release that nobody can read, with who brought each and who changed it last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

from tallystick.custody.coverage import author_of
from tallystick.custody.opacity import WEIGHTS, entropy, opacity, opacity_by_name
from tallystick.custody.provenance import PROVENANCE, Provenance, read_provenance
from tallystick.errors import ContentUnavailable, LimitExceeded, UsageError
from tallystick.model import Entry, Tree
from tallystick.model.custody import CommitLine, Confidence, OpaqueFile, Touch

_READ = "its bytes were read"
_NAMED = "its name alone: its bytes are not here"
_HUGE = "it is larger than a file that is read (cap: content)"


def opaque_files(
    tree: Tree, history: Sequence[CommitLine], reaches: Mapping[str, str]
) -> tuple[OpaqueFile, ...]:
    """Every opaque file of ``tree``, by path."""
    files = {
        path: entry
        for path, entry in tree.entries.items()
        if not (entry.is_link or entry.is_gitlink)
    }
    tree.reader.prefetch(frozenset(files))
    found = [one for entry in files.values() if (one := _look(tree, entry)) is not None]
    first, last = _touches(history, frozenset(one.path for one in found))
    provenance = _provenance(tree)
    return tuple(
        OpaqueFile(
            path=one.path,
            kind=one.kind,
            size=one.size,
            sha256=one.sha256,
            entropy=one.entropy,
            known=one.known,
            confidence=one.confidence,
            added=first.get(one.path),
            changed=last.get(one.path),
            reach=reaches.get(one.path),
            origin=provenance.origin_of(one.path, one.sha256),
        )
        for one in sorted(found, key=lambda one: one.path)
    )


def _look(tree: Tree, entry: Entry) -> OpaqueFile | None:
    """What makes one file opaque; None if a person can read it, or nothing says otherwise."""
    size, digest, bits = entry.size, None, None
    try:
        content = tree.reader.read(entry.path)
    except ContentUnavailable:
        kind, known, confidence = opacity_by_name(entry.path), _NAMED, Confidence.LOW
    except LimitExceeded:
        kind, known, confidence = WEIGHTS, _HUGE, Confidence.MEDIUM
    else:
        kind, known, confidence = opacity(entry.path, content), _READ, Confidence.HIGH
        size, digest, bits = len(content), sha256(content).hexdigest(), entropy(content)
    if kind is None:
        return None
    return OpaqueFile(
        path=entry.path,
        kind=kind,
        size=size,
        sha256=digest,
        entropy=None if bits is None else round(bits, 2),
        known=known,
        confidence=confidence,
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
