"""Patches that were published, cut into the hunks of single files, as digests of lines."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.upstreams.lines import PATCHED, installed_name
from tallystick.upstreams.table import DIGEST, Hunk, Patch
from tallystick.upstreams.taken_back import line_digests
from tallystick.upstreams.unified_diff import FilePatch, MalformedPatch, read_patch

LEAST = 3
"""Lines that a hunk has to leave behind: with fewer it would be found anywhere."""


def patches_in(content: bytes, said: str) -> Iterator[Patch]:
    """What the patch ``content`` does to each file of :data:`~tallystick.upstreams.lines.PATCHED`.

    Args:
        content: the patch.
        said: what it is called on the ledger.

    Yields:
        one for each file of the sources that it changes: ``ltmain.sh`` is put together from several.
    """
    try:
        files = read_patch(content)
    except MalformedPatch:
        return  # a series has others, too: of binary files
    for file in files:
        name = installed_name(file.new.decode("utf-8", "surrogateescape").rpartition("/")[2])
        hunks = tuple(_hunks(file))
        if (
            name is not None
            and name in PATCHED
            and hunks
            and all(_is_found(hunk) for hunk in hunks)
        ):
            yield Patch(said=said, name=name, hunks=hunks)


def _hunks(file: FilePatch) -> Iterator[Hunk]:
    for hunk in file.hunks:
        before, after = b"".join(hunk.old), b"".join(hunk.new)
        yield Hunk(before=_digests(before), after=_digests(after))


def _digests(text: bytes) -> bytes:
    """Of whole lines: the empty text behind the last line feed is none."""
    return line_digests(text.removesuffix(b"\n")) if text else b""


def _is_found(hunk: Hunk) -> bool:
    return len(hunk.after) >= LEAST * DIGEST and hunk.before != hunk.after
