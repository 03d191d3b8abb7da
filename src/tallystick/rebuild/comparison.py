"""Two archives of the same release, entry by entry: bytes first, then under named normalisations.

Paths, executable bits, links and ``RECORD`` are always compared; what is not stands in the normalisations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import Limits
from tallystick.model import Artifact, ArtifactKind, Entry, RebuildOutcome
from tallystick.rebuild.causes import causes_of_difference
from tallystick.rebuild.egg_lists import of_lists
from tallystick.rebuild.normalisation import NORMALISATIONS, Normalisation, equal_under
from tallystick.rebuild.record_rows import SAYS, equal_records

ZIP = "zip-container: order, times, compression, extra fields and comments of members not compared"
TAR = (
    "tar-container: order, times, owners, and permissions but for the executable bit, not compared"
)

RECORD = re.compile(r"[^/]+\.dist-info/RECORD")
WHEEL = re.compile(r"[^/]+\.dist-info/WHEEL")

COMPILED = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How compiled files begin: ELF, PE, Mach-O of 64 bits, and of several machines."""

TARBALLS = frozenset({ArtifactKind.TARBALL, ArtifactKind.DEBIAN})
"""What ``make dist`` rolls: it merges the translations with messages that xgettext just extracted."""

SAMPLES = 40
"""Entries that differ of which the bytes are looked at, to guess at causes."""


class Comparison(Struct, frozen=True, kw_only=True):
    """How two archives compare; the fields are those of :class:`tallystick.model.Rebuild`.

    ``is_compiled_otherwise``: compiled files differ, which no tool of an index would change: they are of the
    compiler that is here.
    """

    outcome: RebuildOutcome
    normalisations: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    reason: str | None = None
    causes: tuple[str, ...] = ()

    is_compiled_otherwise: bool = False

    @property
    def has_more_compiled(self) -> bool:
        """Whether compiled files came out that were not published."""
        return any(path.endswith((".so", ".pyd", ".dylib")) for path in self.added)

    @property
    def distance(self) -> int:
        """How many entries are not the same."""
        return len(self.differing) + len(self.missing) + len(self.added)


def compare(published: Artifact, rebuilt: Artifact, limits: Limits) -> Comparison:
    """``rebuilt`` beside ``published``."""
    if published.sha256 == rebuilt.sha256:
        return Comparison(outcome=RebuildOutcome.IDENTICAL)
    theirs, ours = published.tree.entries, rebuilt.tree.entries
    needed = {
        path: _needed(path, published, rebuilt, limits)
        for path in sorted(theirs.keys() & ours.keys())
    }
    normalised = [path for path, words in needed.items() if words]
    for path, words in list(needed.items()):
        if RECORD.fullmatch(path) and words is None and normalised:
            # At the end: its normalisation follows from those of the entries it lists.
            del needed[path]
            needed[path] = _of_record(path, published, rebuilt, normalised)
    differing = [path for path, words in needed.items() if words is None]
    used = dict.fromkeys(word for words in needed.values() for word in words or ())
    missing = sorted(theirs.keys() - ours.keys())
    added = sorted(ours.keys() - theirs.keys())
    # Two unpackers could see other entries than were compared: nothing is hidden behind that.
    doubtful = [f.id for side in (published, rebuilt) for f in side.findings if f.ambiguous]
    same = not (differing or missing or added or doubtful)
    differing.sort()
    samples = dict(_samples(differing, published, rebuilt))
    return Comparison(
        outcome=RebuildOutcome.EQUAL if same else RebuildOutcome.DIFFERS,
        normalisations=(ZIP if published.kind is ArtifactKind.WHEEL else TAR, *used),
        differing=tuple(differing),
        missing=tuple(missing),
        added=tuple(added),
        reason=f"a container is ambiguous: {', '.join(sorted(set(doubtful)))}"
        if doubtful
        else None,
        causes=causes_of_difference(samples, missing, added),
        is_compiled_otherwise=any(
            one.startswith(COMPILED) and other.startswith(COMPILED)
            for one, other in samples.values()
        ),
    )


def tried(path: str, published: Artifact) -> tuple[Normalisation, ...]:
    """What is tried on an entry that differs, if it is text on both sides: each on top of those before it."""
    more: tuple[Normalisation, ...] = ()
    if published.kind is ArtifactKind.SDIST:
        more = of_lists(path, published.tree)
    elif published.kind in TARBALLS and path.endswith((".po", ".pot")):
        more = (NORMALISATIONS["pot-creation-date"],)
    elif WHEEL.fullmatch(path):
        more = (NORMALISATIONS["wheel-generator"],)
    return (NORMALISATIONS["line-feeds"], *more)


def is_text(content: bytes) -> bool:
    """Whether line ends mean anything in it."""
    return b"\0" not in content


def _needed(
    path: str, published: Artifact, rebuilt: Artifact, limits: Limits
) -> tuple[str, ...] | None:
    """The normalisations under which both have the same at ``path``; None if they have not."""
    theirs, ours = published.tree.entries[path], rebuilt.tree.entries[path]
    if theirs.mode != ours.mode:
        return None
    if _same(theirs, ours):
        return ()
    if theirs.is_link or RECORD.fullmatch(path):
        return None
    if max(theirs.size or 0, ours.size or 0) > limits.content:
        return None
    try:
        first, second = published.tree.read(path), rebuilt.tree.read(path)
    except (LimitExceeded, ContentUnavailable):
        return None
    if not is_text(first) or not is_text(second):
        return None
    return equal_under(first, second, tried(path, published))


def _of_record(
    path: str, published: Artifact, rebuilt: Artifact, normalised: list[str]
) -> tuple[str, ...] | None:
    with suppress(LimitExceeded, ContentUnavailable):
        if equal_records(path, published.tree, rebuilt.tree, normalised):
            return (SAYS,)
    return None


def _same(theirs: Entry, ours: Entry) -> bool:
    """By SHA-256, which every reader of an archive makes."""
    return theirs.sha256 is not None and theirs.sha256 == ours.sha256


def _samples(
    paths: list[str], published: Artifact, rebuilt: Artifact
) -> Iterator[tuple[str, tuple[bytes, bytes]]]:
    for path in paths[:SAMPLES]:
        with suppress(LimitExceeded, ContentUnavailable):
            yield path, (published.tree.read(path), rebuilt.tree.read(path))
