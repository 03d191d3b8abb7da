"""Patches as ``diff -u`` and git write them, read strictly and applied without fuzz.

https://pubs.opengroup.org/onlinepubs/9699919799/utilities/diff.html ("Diff -u Output Format") and git-diff(1)
("Generating patch text with -p"). Whatever is not exactly such a patch is none: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from msgspec import Struct

MAX_BYTES = 4_000_000
"""Of one patch; the longest that distributions keep have 2 MB."""

MAX_HUNKS = 10_000
"""In one patch; those have 3,000."""

MOST_LOST = 3
"""Empty lines at the end of a patch that may be missing: as many as there is context."""

MOST_FUZZ = 2
"""Lines of context at either end of a hunk that may differ: what patch(1) allows unless told otherwise."""

MOST_AWAY = 1_000
"""Lines by which a hunk may stand elsewhere than it says, before it is taken for none of the file's."""

NOTHING = b"/dev/null"
_HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(?: .*)?")
_NAME = re.compile(rb"(?:---|\+\+\+) ([^\t\n]{1,4096})(?:\t.*)?")
_RENAMED = re.compile(rb"rename (from|to) (.{1,4096})")
_NO_NEWLINE = b"\\ No newline at end of file"


class Hunk(Struct, frozen=True, kw_only=True):
    """Lines at ``start`` (counted from 0) that become others at ``new_start``, each with its line feed."""

    start: int
    new_start: int
    old: tuple[bytes, ...]
    new: tuple[bytes, ...]

    def trimmed(self, fuzz: int) -> tuple[tuple[bytes, ...], tuple[bytes, ...], int]:
        """The lines before and after, less up to ``fuzz`` of context at either end, and where they begin."""
        alike = zip(self.old, self.new, strict=False)
        begin = _count(before == after for before, after in alike)
        begin = min(begin, fuzz)
        old, new = self.old[begin:], self.new[begin:]
        alike = zip(reversed(old), reversed(new), strict=False)
        end = min(_count(before == after for before, after in alike), fuzz)
        return old[: len(old) - end], new[: len(new) - end], self.new_start + begin


def _count(alike: Iterable[bool]) -> int:
    """How many of the first are true."""
    return sum(1 for _ in takewhile(bool, alike))


class FilePatch(Struct, frozen=True, kw_only=True):
    """What a patch does to one file.

    Attributes:
        old: the name before, as the patch spells it; ``/dev/null`` for a file that it makes.
        new: the name after; ``/dev/null`` for one that it removes.
        hunks: in order; none where the file is only renamed.
    """

    old: bytes
    new: bytes
    hunks: tuple[Hunk, ...]

    def applied(self, content: bytes) -> bytes | None:
        """``content`` with every hunk applied where the patch says; None unless each line is as it says."""
        lines = _lines(content)
        done: list[bytes] = []
        at = 0
        for hunk in self.hunks:
            if hunk.start < at or tuple(lines[hunk.start : hunk.start + len(hunk.old)]) != hunk.old:
                return None
            done += lines[at : hunk.start]
            done += hunk.new
            at = hunk.start + len(hunk.old)
        return b"".join((*done, *lines[at:]))

    def undone(self, content: bytes, fuzz: int = 0) -> bytes | None:
        """``content`` as it was before: every hunk taken back where its new lines stand; None if some do not.

        ``patch`` applies a hunk beside the line that it names, too, if the file has grown meanwhile, and with
        up to ``fuzz`` lines of its context being others. So each is looked for from its line outwards, and
        the nearest place counts. Only what the result is known to be can make a proof of this.
        """
        lines = _lines(content)
        done: list[bytes] = []
        at = moved = 0
        for hunk in self.hunks:
            old, new, start = hunk.trimmed(fuzz)
            place = _nearest(lines, new, at, start + moved)
            if place is None:
                return None
            moved = place - start
            done += lines[at:place]
            done += old
            at = place + len(new)
        return b"".join((*done, *lines[at:]))


def _nearest(
    lines: list[bytes], wanted: tuple[bytes, ...], begin: int, expected: int
) -> int | None:
    """Where ``wanted`` stands in ``lines`` from ``begin`` on, nearest to ``expected``."""
    last = len(lines) - len(wanted)
    expected = max(begin, min(expected, last))
    for away in range(min(MOST_AWAY, len(lines)) + 1):
        for place in (expected - away, expected + away):
            if begin <= place <= last and tuple(lines[place : place + len(wanted)]) == wanted:
                return place
    return None


class MalformedPatch(ValueError):  # noqa: N818 - a property of the input, caught where it is read
    """It is no patch that ``diff -u`` or git writes, or larger than the caps."""


def read_patch(content: bytes) -> tuple[FilePatch, ...]:
    """The files that a patch changes, in its order; text around them (a mail's, git's) is passed over.

    Raises:
        MalformedPatch: a hunk is not what its head says, a binary patch, or beyond the caps.
    """
    if len(content) > MAX_BYTES:
        raise MalformedPatch(f"{len(content)} bytes, more than {MAX_BYTES} are not read")
    return tuple(_Reader(_lines(content)).files())


def _lines(content: bytes) -> list[bytes]:
    """Lines end with a line feed alone: a carriage return is part of one, as for patch(1)."""
    lines = content.split(b"\n")
    last = [lines[-1]] if lines[-1] else []
    return [line + b"\n" for line in lines[:-1]] + last


class _Reader:
    def __init__(self, lines: list[bytes]) -> None:
        self.lines = lines
        self.at = 0
        self.hunks = 0

    def files(self) -> Iterator[FilePatch]:
        renamed: dict[bytes, bytes] = {}
        while self.at < len(self.lines):
            line = self.lines[self.at].rstrip(b"\n")
            if line == b"GIT binary patch" or line.startswith(b"@@ -"):
                raise MalformedPatch("a binary patch, or a hunk of no file")
            if line.startswith(b"diff --git "):
                yield from _only_renamed(renamed)
                renamed = {}
            if found := _RENAMED.fullmatch(line):
                renamed[found[1]] = found[2]
            following = self.lines[self.at + 1] if self.at + 1 < len(self.lines) else b""
            if line.startswith(b"--- ") and following.startswith(b"+++ "):
                yield self._file(line, following.rstrip(b"\n"))
                renamed = {}
            else:
                self.at += 1
        yield from _only_renamed(renamed)

    def _file(self, before: bytes, after: bytes) -> FilePatch:
        names = [_NAME.fullmatch(line) for line in (before, after)]
        self.at += 2
        hunks: list[Hunk] = []
        while self.at < len(self.lines) and self.lines[self.at].startswith(b"@@ -"):
            hunks.append(self._hunk())
            self.hunks += 1
            if self.hunks > MAX_HUNKS:
                raise MalformedPatch(f"more than {MAX_HUNKS} hunks")
        if names[0] is None or names[1] is None or not hunks:
            raise MalformedPatch("a file without a name or without a hunk")
        return FilePatch(old=names[0][1], new=names[1][1], hunks=tuple(hunks))

    def _hunk(self) -> Hunk:
        head = _HUNK.fullmatch(self.lines[self.at].rstrip(b"\n"))
        if head is None:
            raise MalformedPatch("the head of a hunk cannot be read")
        start, olds, begins, news = (int(part) if part else 1 for part in head.groups())
        self.at += 1
        old: list[bytes] = []
        new: list[bytes] = []
        while len(old) < olds or len(new) < news:
            lost = olds - len(old)
            is_last = self.at == len(self.lines) and old[-1:] == new[-1:] != []
            if is_last and lost == news - len(new) <= MOST_LOST:
                # An editor took empty lines from the end of the file; patch(1) puts them back.
                old += [b"\n"] * lost
                new += [b"\n"] * lost
                break
            self._last_line_ends(self._line(old, new))
        if len(old) != olds or len(new) != news:
            raise MalformedPatch("a hunk has other lines than its head says")
        return Hunk(
            start=start - 1 if olds else start,
            new_start=begins - 1 if news else begins,
            old=tuple(old),
            new=tuple(new),
        )

    def _line(self, old: list[bytes], new: list[bytes]) -> tuple[list[bytes], ...]:
        """Read one line of a hunk; the sides that it was put on, of which a mark may follow."""
        line = self.lines[self.at] if self.at < len(self.lines) else b""
        self.at += 1
        if line == b"\n":  # an empty line of context whose blank a mailer or editor took away
            line = b" \n"
        sides = {b" ": (old, new), b"-": (old,), b"+": (new,)}.get(line[:1])
        if sides is None:
            raise MalformedPatch("a hunk ends before its head says")
        for side in sides:
            side.append(line[1:])
        return sides

    def _last_line_ends(self, sides: tuple[list[bytes], ...]) -> None:
        r"""``\ No newline at end of file`` takes the line feed from the line before it."""
        following = self.lines[self.at] if self.at < len(self.lines) else b""
        if following.rstrip(b"\n") == _NO_NEWLINE:
            self.at += 1
            for side in sides:
                side[-1] = side[-1].removesuffix(b"\n")


def _only_renamed(renamed: dict[bytes, bytes]) -> Iterator[FilePatch]:
    if renamed.keys() == {b"from", b"to"}:
        yield FilePatch(old=b"a/" + renamed[b"from"], new=b"b/" + renamed[b"to"], hunks=())
