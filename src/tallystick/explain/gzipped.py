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
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim=f"{held} of the source, compressed with gzip",
        evidence=f"what comes out is the source's file, and {script} speaks of gzip",
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
