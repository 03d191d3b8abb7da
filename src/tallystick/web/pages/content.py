"""An entry in hex, and what a compiled file says of itself: where ``serve --contents`` has its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from tallystick.binary import BeyondCap, Binary, MalformedBinary, read_binary
from tallystick.limits import DEFAULT
from tallystick.report.text import counted, parse_name
from tallystick.store import asking
from tallystick.web.asked import AFTER, Asked, Refused, absent, cursor
from tallystick.web.pages.ledger import ledger_asked

PARAMETERS: Final = (AFTER,)

WIDTH: Final = 16
ROWS: Final = 256
"""Rows of sixteen bytes on a page."""

NAMED: Final = 60
"""Names of a kind that a compiled file gives: a person sees what it is from fewer."""


class HexRow(Struct, frozen=True, kw_only=True):
    """Sixteen bytes: from which place on, in hex, and as ASCII with ``.`` for what is none."""

    offset: int
    hex: str
    text: str


class Said(Struct, frozen=True, kw_only=True):
    """Something that a compiled file says of itself."""

    label: str
    values: tuple[str, ...]
    more: int


class Image(Struct, frozen=True, kw_only=True):
    """A compiled file, or one machine's part of it."""

    title: str
    said: tuple[Said, ...]


class ContentPage(Struct, frozen=True, kw_only=True):
    """The bytes of one entry.

    Attributes:
        images: what is compiled in it; none for a format that is not read here.
        malformed: why a compiled file could not be read; empty where it could.
        next: the parameter ``after`` of the next page; None on the last.
        previous: of the page before; None on the first.
    """

    ledger: asking.LedgerRow
    line: asking.Line
    size: int
    images: tuple[Image, ...]
    malformed: str
    rows: tuple[HexRow, ...]
    next: str | None
    previous: str | None
    address: str


def read(asked: Asked) -> ContentPage:
    """The bytes of one entry in hex.

    Raises:
        Refused: there is no such line, or its bytes are not at hand.
    """
    ledger, line, content = content_asked(asked)
    after = asked.after(1)
    start = after[0] if after else 0
    if start % WIDTH or start > len(content):
        raise Refused(400, "after: not what a page's `next` says")
    page = WIDTH * ROWS
    images, malformed = _images(content)
    return ContentPage(
        ledger=ledger,
        line=line,
        size=len(content),
        images=images,
        malformed=malformed,
        rows=tuple(_rows(content, start)),
        next=cursor(start + page) if start + page < len(content) else None,
        previous=cursor(max(0, start - page)) if start else None,
        address=asked.path,
    )


def content_asked(asked: Asked) -> tuple[asking.LedgerRow, asking.Line, bytes]:
    """The line that the path names, and its bytes.

    Raises:
        Refused: there is no such line, or its bytes are not at hand.
    """
    ledger = ledger_asked(asked)
    detail = asking.line_detail(asked.connection, ledger.id, asked.number("position"))
    if detail is None:
        raise absent("entry")
    line = detail.line
    contents = asked.given.contents
    content = (
        None
        if contents is None
        else contents.read(
            ledger.sha256, ledger.artifact, parse_name(line.path), line.sha256 or line.git
        )
    )
    if content is None:
        raise Refused(
            404, "The bytes are not here: `serve --contents` names a folder of artifacts."
        )
    return ledger, line, content


def _rows(content: bytes, start: int) -> Iterator[HexRow]:
    for offset in range(start, min(len(content), start + WIDTH * ROWS), WIDTH):
        piece = content[offset : offset + WIDTH]
        yield HexRow(
            offset=offset,
            hex=piece.hex(" "),
            text="".join(chr(one) if 0x20 <= one < 0x7F else "." for one in piece),
        )


def _images(content: bytes) -> tuple[tuple[Image, ...], str]:
    """What is compiled in it, and why that cannot be read."""
    try:
        return tuple(map(_image, read_binary(content, DEFAULT))), ""
    except (BeyondCap, MalformedBinary) as error:
        return (), str(error)


def _image(binary: Binary) -> Image:
    said: tuple[tuple[str, Iterable[str]], ...] = (
        ("calls itself", filter(None, (binary.name,))),
        ("remarkable", binary.remarks),
        ("loads", binary.needed),
        ("looks for them in", binary.search),
        (
            "runs when loaded",
            (counted(binary.constructors, "function"),) * bool(binary.constructors),
        ),
        ("runs when linked", (counted(binary.resolvers, "function"),) * bool(binary.resolvers)),
        ("makes the modules", binary.modules),
        ("needs versions", (f"{version} of {library}" for library, version in binary.versions)),
        ("imports", sorted(binary.imports)),
        ("made by", binary.builders),
    )
    title = f"{binary.format}, {binary.bits} bits, {binary.machine}: {binary.kind.value}"
    if binary.is_static:
        title += ", static"
    listed = [(label, list(values)) for label, values in said]
    return Image(title=title, said=tuple(_said(label, each) for label, each in listed if each))


def _said(label: str, values: list[str]) -> Said:
    return Said(label=label, values=tuple(values[:NAMED]), more=max(0, len(values) - NAMED))
