"""What distributions change in a file of Libtool's or Automake's, taken back hunk by hunk.

``libtoolize`` copies what the distribution installed: Libtool's file with Debian's or Fedora's patches in it.
No package of every version is at hand, but the patches are, and they stay the same for years. So each patch
whose lines stand in the file is taken back, and what is left has to be a version that is known as a whole.
The database holds digests of lines, and no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from tallystick.upstreams.table import DIGEST, EXACT, Hunk, Patch, digest_of

MOST_LINES = 40_000
"""Of a file whose patches are taken back: ``ltmain.sh`` has 11,500, and ``libtool.m4`` 8,600."""

LEFT_IN = 2
"""Patches that may be left in, of those whose lines are there: the version may have had them already."""

_VENDOR = rb"(?: Debian-[\w.+~:-]{1,60})?"
_FORMS = (
    (re.compile(rb"VERSION=\"?([\d.]{1,20})(?:-dirty)?" + _VENDOR + rb"\"?"), rb"VERSION=\1"),
    (
        re.compile(
            rb" {7}version: {8}\$progname (?:\$scriptversion|\(GNU (?:libtool|@PACKAGE@)\) "
            rb"(?:[\d.]{1,20}(?:-dirty)?|@VERSION@))" + _VENDOR
        ),
        b"version",
    ),
    (
        re.compile(
            rb"GNU (?:libtool|@PACKAGE@) home page: "
            rb"<(?:http://www\.gnu\.org/(?:s|software)/libtool/|@PACKAGE_URL@)>\."
        ),
        b"home page",
    ),
)
_BEGINNINGS = (b"VERSION=", b"       version:", b"GNU ")

PRINTED = (
    "the distribution's name, `-dirty` and the two spellings of an address are not compared in what Libtool "
    "prints of itself"
)


def line_digests(content: bytes, seen: dict[bytes, bytes] | None = None) -> bytes:
    """The digests of the lines of ``content``, one after the other; ``seen`` keeps them for the next."""
    seen = {} if seen is None else seen
    lines = content.split(b"\n")
    for line in set(lines) - seen.keys():
        seen[line] = digest_of(_form(line), EXACT)
    return b"".join(map(seen.__getitem__, lines))


def _form(line: bytes) -> bytes:
    """``line``, less what differs between two builds of one version of Libtool."""
    if line.startswith(_BEGINNINGS):
        for pattern, form in _FORMS:
            if (found := pattern.fullmatch(line)) is not None:
                return found.expand(form)
    return line


def ways_back(
    content: bytes, patches: Sequence[Patch]
) -> Iterator[tuple[bytes, tuple[Patch, ...]]]:
    """Line digests that ``content`` may have had before, and which patches were taken back for them.

    First none, then all whose lines stand there, then all but one or two: a later version of the file has
    taken some of them over, or what one leaves behind is what another does, for another version.
    """
    if content.count(b"\n") > MOST_LINES:
        return
    lines = line_digests(content)
    yield lines, ()
    back, used = _without(lines, patches)
    for left in range(min(LEFT_IN, len(used)) + 1):
        for kept in combinations(used, left):
            yield (
                _without(lines, [patch for patch in patches if patch not in kept])
                if kept
                else (
                    back,
                    used,
                )
            )


def _without(lines: bytes, patches: Sequence[Patch]) -> tuple[bytes, tuple[Patch, ...]]:
    """``lines`` less every patch of which all hunks stand in it, the last one first."""
    used = []
    for patch in reversed(patches):
        back = _undone(lines, patch.hunks)
        if back is not None:
            lines = back
            used.append(patch)
    return lines, tuple(reversed(used))


def _undone(lines: bytes, hunks: Sequence[Hunk]) -> bytes | None:
    """``lines`` with each hunk taken back; None unless each stands in exactly one place."""
    for hunk in reversed(hunks):
        place = _only_place(lines, hunk.after)
        if place is None:
            return None
        lines = lines[:place] + hunk.before + lines[place + len(hunk.after) :]
    return lines


def _only_place(lines: bytes, wanted: bytes) -> int | None:
    """Where ``wanted`` stands in ``lines``, if only once, with digests on digests."""
    places: list[int] = []
    at = lines.find(wanted)
    while at >= 0 and len(places) < 2:
        if at % DIGEST == 0:
            places.append(at)
        at = lines.find(wanted, at + 1)
    return places[0] if len(places) == 1 else None
