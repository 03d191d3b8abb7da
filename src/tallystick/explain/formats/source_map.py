"""The sources that a source map quotes, held against the source tree (ECMA-426, "Source map format").

A map is data that its author wrote: that it quotes the source says nothing about the code beside it,
and its mappings are not checked. So it never proves. What it can do is speak against itself, by quoting
other text than the source has.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.places import folder_of, source_file
from tallystick.limits import Limits
from tallystick.project import join
from tallystick.project.bounded import Malformed

MAX_SOURCES = 5_000
"""Quoted files that are looked at; a large application has 2,000, most of them dependencies."""

MAX_SECTIONS = 1_000
"""Maps in one index map; Metro, which writes them, makes one for each module of an application."""

MAX_VALUES = 500_000
"""Commas and brackets outside of strings in one map: the names of a large application are 50,000."""

TAIL = 16 * 1024 * 1024
"""Bytes at the end of a script in which it may name its map: maps that stand in it are that long."""

_SCHEME = re.compile(r"^[a-z][a-z+.-]*://[^/]*/|^\(?[a-z]+\)?/\./")
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
"""A string, or what begins one that never ends: each character is looked at once."""

_STYLES = (".css", ".scss", ".sass", ".less")
_LOADER = re.compile(r"(?:css|style)-loader/dist/runtime/")
"""What css-loader and style-loader import into each module that they make of a style."""

_URL = re.compile(rb"[#@][ \t]*sourceMappingURL=([^\s'\"]+)")
_DATA = re.compile(rb"data:application/json(?:;charset=[\w-]{1,20})?(?P<base64>;base64)?,")


class Quotes(Struct, frozen=True, kw_only=True):
    """What a map quotes.

    Attributes:
        agreeing: quoted files that are the source's.
        quoted: quoted files that are none of a dependency or of the bundler.
        differing: the first that the source has with other text; None if none.
        unread: why the map was not read; None where it was.
    """

    agreeing: int = 0
    quoted: int = 0
    differing: str | None = None
    unread: str | None = None

    @property
    def problem(self) -> str | None:
        """What speaks against the map.

        Where not one quoted file agrees, a loader has most likely quoted what it made of the sources
        (webpack's "cheap" maps do), and nothing is said.
        """
        return self.differing if self.agreeing else None

    def __str__(self) -> str:
        if self.unread is not None:
            return f"its source map was not read: {self.unread}"
        return f"{self.agreeing} of {self.quoted} sources that its map quotes are the source's"


def quotes(content: bytes, place: str, folder: str, context: Context) -> Quotes:
    """Hold what the map ``content`` quotes against the source.

    Args:
        content: the map.
        place: where it stands in the source's folders.
        folder: of the ``package.json`` that the bundler ran in, with a slash; "" for the root.
        context: the audit.
    """
    try:
        document = read_map(content, context.limits)
    except Malformed as error:
        return Quotes(unread=str(error))
    own = [
        (_path(name, place, folder, context), text)
        for name, text in _quoted(document)
        if "node_modules/" not in name
        and not name.startswith(("webpack/", "\0"))
        and not _is_loaded_style(name, text)
    ]
    held = [(path, text) for path, text in own if path is not None]
    context.source.tree.reader.prefetch(frozenset(path for path, _ in held))
    agreeing, differing = 0, None
    for path, text in held:
        theirs = context.source_bytes(path).decode("utf-8", "replace")
        if _plain(theirs) == _plain(text):
            agreeing += 1
        else:
            differing = differing or f"it quotes {path} with other text than the source's"
    return Quotes(agreeing=agreeing, quoted=len(own), differing=differing)


def _is_loaded_style(name: str, text: str) -> bool:
    """Whether a loader quoted the module that it made of a style, under the style's own name."""
    path = name.partition("?")[0]
    return path.endswith(_STYLES) and _LOADER.search(text[:5_000]) is not None


def map_of(content: bytes, path: str, context: Context) -> tuple[bytes, str] | None:
    """The map of the script ``content`` at ``path`` of the artifact, and the path that it has there.

    It stands in the script as a ``data:`` URL, or in the artifact beside it; None where there is none.
    A URL that leads elsewhere is not followed.
    """
    last = deque(_URL.finditer(content, max(0, len(content) - TAIL)), maxlen=1)
    found = last[0] if last else None
    if found is not None and (data := _DATA.match(found[1])) is not None:
        try:
            return _decoded(found[1][data.end() :], is_base64=data["base64"] is not None), path
        except (binascii.Error, ValueError):
            return b"", path
    named = found[1].decode("utf-8", "replace") if found is not None else ""
    beside = join(folder_of(path), named) if named and len(named) < 4_096 else f"{path}.map"
    entry = context.artifact.tree.entries.get(beside)
    if entry is None or entry.is_link or (entry.size or 0) > context.limits.source_map:
        return None
    return context.artifact_bytes(beside), beside


def _decoded(data: bytes, *, is_base64: bool) -> bytes:
    return base64.b64decode(data, validate=True) if is_base64 else unquote_to_bytes(data)


def read_map(content: bytes, limits: Limits) -> Mapping[str, object]:
    """``content`` as a JSON object; brackets are counted outside of its strings, which hold code.

    Raises:
        Malformed: too large, too deep, too many values, or not a JSON object.
    """
    if len(content) > limits.source_map:
        raise Malformed(f"{len(content)} bytes, more than {limits.source_map} are not parsed")
    text = content.decode("utf-8-sig", "replace").removeprefix(")]}'\n")
    depth = 0
    for values, found in enumerate(re.finditer(r"[\[\]{},]", _STRING.sub("", text)), 1):
        mark = found[0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > limits.nesting or values > MAX_VALUES:
            raise Malformed("nested too deep" if depth > limits.nesting else "too many values")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from None
    if not isinstance(document, dict):
        raise Malformed("not a JSON object")
    return document


def _quoted(document: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each source with its quoted text, of the map or of the maps in an index map.

    A section's map cannot itself be an index map (ECMA-426, "Index source map"), so this does not
    recurse; sections that name their map by a URL have none here.
    """
    sections = document.get("sections")
    maps: list[object] = [document]
    if isinstance(sections, list):
        maps = [s.get("map") for s in sections[:MAX_SECTIONS] if isinstance(s, dict)]
    left = MAX_SOURCES
    for each in maps:
        if not isinstance(each, dict):
            continue
        names, texts = each.get("sources"), each.get("sourcesContent")
        root = each.get("sourceRoot")
        if not isinstance(names, list) or not isinstance(texts, list):
            continue
        for name, text in list(zip(names, texts, strict=False))[:left]:
            left -= 1
            if isinstance(name, str) and isinstance(text, str) and len(name) <= 4_096:
                prefix = (
                    f"{root.rstrip('/')}/"
                    if isinstance(root, str) and 0 < len(root) <= 4_096
                    else ""
                )
                yield prefix + name, text


def _path(name: str, place: str, folder: str, context: Context) -> str | None:
    """The file of the source that ``name`` means; None where there is none.

    webpack names files from its ``package.json``, other bundlers from the map. What leads out of the
    tree is no path of it.
    """
    plain = name.split("?", 1)[0]
    relative = _SCHEME.sub("", plain)
    start = folder_of(place) if relative == plain else folder
    return source_file(join(start, relative.lstrip("/")), context)


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n")
