"""A file of the source that the build compressed with gzip, under its name with ``.gz`` behind it.

RFC 1952: one member, whose header may have a time and the name, and no other field; nothing behind it. What
comes out must be the source's file byte by byte, and a build file or script of the source speaks of gzip.
"""

from __future__ import annotations

import re
import zlib

from tallystick.explain.context import Context
from tallystick.explain.evidence.scripts import TESTS, script_texts
from tallystick.explain.places import base_name, own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade

ID = "gzipped"

_HEADER = re.compile(rb"\x1f\x8b\x08[\x00\x08].{6}", re.DOTALL)
"""Magic number, deflate, and no flag but that of a name (RFC 1952, 2.3.1)."""

_NAMED = 0x08
_LONGEST_NAME = 255
_GZIP = re.compile(r"\bgzip\b")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if difference.source is not None or entry.is_link or entry.is_executable:
        return None
    held = _held(difference, context)
    script = context.once("scripts that gzip", lambda: _script(context)) if held else None
    content = own_bytes(difference, context) if script is not None else None
    if held is None or content is None:
        return None
    if not _is_of(content, context.source_bytes(held), base_name(held)):
        return None
    said = f"what comes out is the source's file, and {script} speaks of gzip"
    is_tight = _is_tight(content, context.source_bytes(held))
    return Explanation(
        grade=Grade.DERIVED if is_tight else Grade.UNPROVEN,
        explainer=ID,
        claim=f"{held} of the source, compressed with gzip",
        evidence=said if is_tight else f"{said}, but it is longer than gzip would make it",
        source_path=held,
        normalisations=("time, system and degree of compression not compared",),
    )


def _held(difference: Difference, context: Context) -> str | None:
    """The source's file that has the name without its ending, at the same place."""
    for place in places(difference, context):
        found = source_file(place.removesuffix(".gz"), context) if place.endswith(".gz") else None
        if found is not None:
            return found
    return None


def _script(context: Context) -> str | None:
    named = (
        path
        for path, text in script_texts(context).items()
        if _GZIP.search(text) is not None and TESTS.search(path) is None
    )
    return next(named, None)


def _is_tight(content: bytes, source: bytes) -> bool:
    """Whether ``content`` is no longer than gzip makes ``source``: deflate has room for what nobody unpacks.

    Empty blocks may stand before any other (RFC 1951, 3.2.4). Programs differ by a hundredth or so, and what
    zlib writes at any degree is known; the header before it has no room, either.
    """
    best = len(zlib.compress(source, level=9))
    if len(content) <= best + best // MARGIN + _LONGEST_NAME + SLACK:
        return True
    streams = (zlib.compress(source, level)[2:-4] for level in range(1, 9))
    most = _LONGEST_NAME + SLACK
    return any(
        content.endswith(stream, 0, -8) and len(content) <= len(stream) + most for stream in streams
    )


MARGIN = 20
"""One part in so many by which another deflate may be longer than zlib's at its best."""

SLACK = 64
"""Bytes of header and checks, and of rounding."""


def _is_of(content: bytes, source: bytes, name: str) -> bool:
    """Whether ``content`` is one gzip member of exactly ``source``, with no room for anything else."""
    header = _HEADER.match(content)
    if header is None:
        return False
    start = header.end()
    if content[3] == _NAMED:
        end = content.find(b"\0", start, start + _LONGEST_NAME + 1)
        if end < 0 or content[start:end] not in (name.encode(), f"{name}.gz".encode()):
            return False
        start = end + 1
    stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
    try:
        found = stream.decompress(content[start:], len(source) + 1)
    except zlib.error:
        return False
    checks = zlib.crc32(source).to_bytes(4, "little") + (len(source) % 2**32).to_bytes(4, "little")
    return found == source and stream.eof and stream.unused_data == checks
