"""A listing as a source: what ``git ls-tree -r`` says, kept in a file, without the contents.

It is only as good as whoever made it: a listing binds paths to blob ids, and to no commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError
from tallystick.limits import Limits
from tallystick.model import BlobId, Entry, Source, SourceKind, Tree
from tallystick.source.quoting import unquote

_MODES = {b"100644", b"100755", b"120000", b"160000"}
_LINE = re.compile(
    rb"(?P<mode>[0-7]{6}) (?P<kind>blob|commit|tree) (?P<id>[0-9a-f]{40}|[0-9a-f]{64})"
    rb"(?: +(?P<size>[0-9]+|-))?\t(?P<path>.+)",
    re.DOTALL,
)


def looks_like_listing(beginning: bytes) -> bool:
    """Whether a file that begins so is the output of ``git ls-tree``, and not an archive."""
    return _LINE.match(beginning) is not None


def open_listing(path: Path, *, limits: Limits) -> Source:
    """The tree that the file at ``path`` lists.

    Raises:
        LimitExceeded: it is larger than ``limits.listing``.
        SourceError: it is not the output of ``git ls-tree -r`` (with or without ``-l``, ``-z``,
            ``-t``), whole, and of one tree.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limits.listing + 1)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    if len(content) > limits.listing:
        raise LimitExceeded("listing", f"{path}: more than {limits.listing} bytes")
    entries, object_format = parse_listing(content, name=str(path))
    return Source(
        kind=SourceKind.LISTING,
        url=str(path),
        tree=Tree(entries=entries, reader=ListingReader()),
        object_format=object_format,
    )


class ListingReader:
    """A listing has no contents."""

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        raise ContentUnavailable(f"{path!r}: the source is a listing, without contents")

    def prefetch(self, paths: frozenset[str]) -> None:
        """Nothing to get, from nowhere."""


def parse_listing(content: bytes, *, name: str) -> tuple[dict[str, Entry], str]:
    """The entries of a listing by path, and how its ids are made (``sha1`` or ``sha256``).

    Raises:
        SourceError: see :func:`open_listing`; ``name`` is what it calls the listing.
    """
    entries: dict[str, Entry] = {}
    folders: list[str] = []
    digits: set[int] = set()
    for number, (line, quoted) in enumerate(_lines(content, name), start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise SourceError(f"{name}: line {number} is not one of git ls-tree")
        path = _path(match["path"], quoted=quoted).decode("utf-8", "surrogateescape")
        digits.add(len(match["id"]))
        if match["kind"] == b"tree":
            folders.append(path)
            continue
        if match["mode"] not in _MODES:
            raise SourceError(f"{name}: line {number} has a mode that git does not write")
        if path in entries:
            raise SourceError(f"{name}: {path!r} is listed twice")
        size = int(match["size"]) if (match["size"] or b"-") != b"-" else None
        entries[path] = Entry(
            path=path,
            mode=int(match["mode"], 8),
            size=size,
            blob=BlobId(match["id"].decode()),
            sha256=None,
        )
    if len(digits) > 1:
        raise SourceError(f"{name}: ids of two lengths: not the listing of one tree")
    _check_folders(entries, folders, name)
    return entries, "sha256" if digits == {64} else "sha1"


def _lines(content: bytes, name: str) -> Iterator[tuple[bytes, bool]]:
    """Each line, and whether odd names in it are quoted: ``-z`` ends lines with NUL, and does not."""
    quoted = b"\0" not in content
    end = b"\n" if quoted else b"\0"
    if content and not content.endswith(end):
        raise SourceError(f"{name}: ends in the middle of a line")
    for line in content.split(end)[:-1]:
        yield line, quoted


def _path(written: bytes, *, quoted: bool) -> bytes:
    found = unquote(written) if quoted else None
    return found[0] if found is not None and not found[1] else written


def _check_folders(entries: dict[str, Entry], folders: list[str], name: str) -> None:
    """Without ``-r`` a folder is one line, and what is in it is missing."""
    parents = {path.rpartition("/")[0] for path in entries} | {
        folder.rpartition("/")[0] for folder in folders
    }
    for folder in folders:
        if folder not in parents:
            raise SourceError(f"{name}: {folder!r} is listed without its content: use -r")
