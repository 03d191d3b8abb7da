"""A compiled time zone (TZif) of a zone that the source's own tz database names.

``zic`` compiles it from lines ``Zone NAME`` and ``Link TARGET NAME`` (zic(8)); the file is read strictly
(RFC 9636), so that it holds a time zone and nothing else. Running zic is what would prove it.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import naming
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join

ID = "compiled-zoneinfo"

MAX_FILE = 1_000_000
"""Bytes of one file of rules: the largest of tzdata, ``europe``, has 180 kB."""

_REGIONS = frozenset({
    "africa", "antarctica", "asia", "australasia", "backward", "backzone", "etcetera", "europe", "factory",
    "northamerica", "southamerica", "systemv", "pacificnew",
})  # fmt: skip
"""The files of the tz database that name zones (its ``Makefile``, ``TDATA``)."""

_TABLES = frozenset({"iso3166.tab", "zone.tab", "zone1970.tab", "zonenow.tab"})
"""What is installed with them as it is (its ``Makefile``, ``TABDATA``)."""

_NAMES = re.compile(r"^(?:Zone\s+|Link\s+\S{1,100}\s+)([\w+/-]{1,100})", re.MULTILINE)
_SIX = struct.Struct(">6I")
_FOOTER = re.compile(rb"\n[\w+,./:<>-]{0,200}\n")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or difference.entry.is_executable:
        return None
    if "zoneinfo/" not in difference.path:
        return None
    name = difference.path.rpartition("zoneinfo/")[2]
    if name in _TABLES:
        return _table(name, difference, context)
    rules = context.once("time zones", lambda: _zones(context)).get(name)
    content = own_bytes(difference, context) if rules is not None else None
    build = naming("zoneinfo", context) if content is not None else None
    if content is None or rules is None or build is None:
        return None
    problem = _problem(content)
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.UNPROVEN,
        explainer=ID,
        claim=f"the time zone {name} compiled by zic from {rules}",
        evidence=problem or f"read whole as TZif; run the build of {build} with zic to prove it",
        source_path=rules,
    )


def _table(name: str, difference: Difference, context: Context) -> Explanation | None:
    """A table that ``make install`` of the tz database puts beside the zones: the source's own bytes."""
    zones = context.once("time zones", lambda: _zones(context))
    folders = sorted({path.rpartition("/")[0] for path in zones.values()})
    for folder in folders:
        path = join(folder, name)
        held = context.source.tree.entries.get(path)
        build = naming("zoneinfo", context)
        if held is None or build is None:
            continue
        same = held.blob == difference.entry.blob
        return Explanation(
            grade=Grade.UNPROVEN if same else Grade.CONTRADICTED,
            explainer=ID,
            claim=f"{path} installed beside the time zones",
            evidence=f"the same bytes; run the build of {build} to prove that it puts them here"
            if same
            else f"{path} has other bytes",
            source_path=path,
        )
    return None


def _zones(context: Context) -> Mapping[str, str]:
    """The names of zones and links, each with the file that has it."""
    found: dict[str, str] = {}
    for path, entry in context.source.tree.entries.items():
        if path.rsplit("/", 1)[-1] not in _REGIONS or entry.is_link or entry.is_gitlink:
            continue
        try:
            text = context.source.tree.read(path)[:MAX_FILE].decode("utf-8", "replace")
        except (ContentUnavailable, LimitExceeded):
            continue
        for name in _NAMES.findall(text):
            found.setdefault(name, path)
    return found


def _problem(content: bytes) -> str | None:
    """What is not a time zone: RFC 9636, 3: header, data of 32 bits, header, data of 64 bits, footer."""
    try:
        version, end = _block(content, 0, 4)
        if version == 0:
            return None if end == len(content) else "there are bytes behind the time zone"
        _, end = _block(content, end, 8)
    except (struct.error, ValueError) as error:
        return f"not a compiled time zone: {error}"
    if _FOOTER.fullmatch(content[end:]) is None:
        return "there are bytes behind the time zone that are no rule"
    return None


def _block(content: bytes, at: int, width: int) -> tuple[int, int]:
    """The version of one header, and the end of the data behind it."""
    if content[at : at + 4] != b"TZif":
        raise ValueError("no magic number")
    version = content[at + 4]
    if version not in {0, 0x32, 0x33, 0x34} or content[at + 5 : at + 20].strip(b"\0"):
        raise ValueError("a version or reserved bytes that are not defined")
    ut, std, leap, times, types, chars = _SIX.unpack_from(content, at + 20)
    end = at + 44 + times * (width + 1) + types * 6 + chars + leap * (width + 4) + std + ut
    if end > len(content) or not 1 <= types <= 256 or chars > 256 or ut > types or std > types:
        raise ValueError("a table ends after the file")
    return version, end
