"""A catalogue in the plain shape that gettext's own tools write, read by one expression a message.

All catalogues of a folder are read, and a state machine in Python takes an eighth of a second for each. What
msgmerge and msgcat write needs none: one comment, keyword or string a line, with a line feed behind it and no
space at its end. Where one line has any other shape nothing is said, and polib reads the whole (ADR 3).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from msgspec import Struct

_STRING = r'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_STRINGS = rf"{_STRING}(?:\n{_STRING})*+"
_MESSAGE = (
    rf"(?:msgctxt (?P<context>{_STRINGS})\n)?+msgid (?P<singular>{_STRINGS})\n"
    rf"(?:msgid_plural (?P<plural>{_STRINGS})\n(?P<forms>(?:msgstr\[\d\] {_STRINGS}(?:\n|\Z))++)"
    rf"|msgstr (?P<text>{_STRINGS})(?:\n|\Z))"
)
_ENTRY = re.compile(
    rf"\n*+(?P<comments>(?:#(?:[:,.]?(?: [^\n]*)?|\| [^\n]*)\n)*+)"
    rf"(?:{_MESSAGE}|(?P<obsolete>(?:#~[ |][^\n]*(?:\n|\Z))++))"
)
_OBSOLETE = re.compile(rf"(?:{_MESSAGE})\Z")
_FORM = re.compile(rf"msgstr\[(\d)\] ({_STRINGS})")
_PREVIOUS = re.compile(rf"#\| (?:(msgctxt|msgid|msgid_plural) )?({_STRING})")
_KEYWORDS = ("msgctxt", "msgid", "msgid_plural")

_ESCAPE = re.compile(r'\\([\\ntrvbf"])')
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "b": "\b", "f": "\f"}

_OTHER_BREAKS = re.compile("[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
"""What Python takes for the end of a line, and gettext does not."""


class Notes(Struct, frozen=True, kw_only=True):
    """The comments before one message.

    Attributes:
        remarks: what the translator noted.
        occurrences: the places in the program, each a file and the digits of a line.
        comment: what extraction took along.
        flags: the message's flags.
        previous: its context, singular and plural when a guess at it was made, as far as they are stated.
    """

    remarks: str
    occurrences: tuple[tuple[str, str], ...]
    comment: str
    flags: frozenset[str]
    previous: tuple[str, ...]


class PlainMessage(Struct, frozen=True, kw_only=True):
    """One message as it stands there.

    Attributes:
        key: its context, text and plural; "" for those that it has not.
        texts: its translations: one, or one for each plural form.
        is_obsolete: it is commented out.
        notes: the comments before it.
    """

    key: tuple[str, str, str]
    texts: tuple[str, ...]
    is_obsolete: bool
    notes: Notes


def head_of(text: str) -> int | None:
    """Where the first message ends, which is the header; None if the beginning has another shape."""
    found = _ENTRY.match(text)
    if found is None or found["singular"] != '""' or found["text"] is None or found["context"]:
        return None
    return found.end()


def plain_messages(text: str, begin: int) -> tuple[PlainMessage, ...] | None:
    """The messages of ``text`` from ``begin``, the end of one; None where a line has another shape."""
    if _OTHER_BREAKS.search(text) is not None:
        return None
    found: list[PlainMessage] = []
    for message in _read(text, begin):
        if message is None:
            return None
        found.append(message)
    return tuple(found)


def _read(text: str, at: int) -> Iterator[PlainMessage | None]:
    """Each message; None, and no more, where one has another shape."""
    end = len(text.rstrip("\n"))
    while at < end:
        entry = _ENTRY.match(text, at)
        message = None if entry is None else _message(entry)
        yield message
        if entry is None or message is None:
            return
        at = entry.end()


def _message(entry: re.Match[str]) -> PlainMessage | None:
    parts: re.Match[str] | None = entry
    if entry["obsolete"] is not None:
        lines = entry["obsolete"].rstrip("\n").split("\n")
        parts = _OBSOLETE.match("\n".join(line[3:] for line in lines if line[2] == " "))
    notes = _notes(entry["comments"])
    if parts is None or notes is None:
        return None
    singular = _unquoted(parts["singular"])
    if not singular:  # polib looks for the header everywhere
        return None
    forms = parts["forms"]
    texts = {int(number): _unquoted(text) for number, text in _FORM.findall(forms or "")}
    return PlainMessage(
        key=(_unquoted(parts["context"]), singular, _unquoted(parts["plural"])),
        texts=tuple(texts[number] for number in sorted(texts)) or (_unquoted(parts["text"]),),
        is_obsolete=entry["obsolete"] is not None,
        notes=notes,
    )


def _notes(comments: str) -> Notes | None:
    """What the lines say; None where one has another shape."""
    return _shared(comments) if len(comments) <= SHARED else _said(comments)


@functools.lru_cache(maxsize=4096)
def _shared(comments: str) -> Notes | None:
    """As below: extraction writes the same before a message in every language."""
    return _said(comments)


SHARED = 1000
"""Characters of comments that are kept: longer ones could fill the memory."""


def _said(comments: str) -> Notes | None:
    remarks: list[str] = []
    extracted: list[str] = []
    flags: list[str] = []
    occurrences: list[tuple[str, str]] = []
    before: dict[str, str] = {}
    for line in comments.split("\n")[:-1]:
        kind, text = line[1:2], line.rstrip()[3:]
        if kind == ":":
            occurrences += map(_place, text.split())
        elif kind == ",":
            flags += map(str.strip, text.split(",")) if text else ()
        elif kind == ".":
            extracted += (text,) if text else ()
        elif kind != "|":
            remark = line.rstrip()[2:]
            remarks += (remark,) if remark or remarks else ()  # as polib: none at the top
        elif not _goes_on(line, before):
            return None
    return Notes(
        remarks="\n".join(remarks),
        occurrences=tuple(occurrences),
        comment="\n".join(extracted),
        flags=frozenset(flags),
        previous=tuple(before[word] for word in _KEYWORDS if before.get(word)),
    )


def _goes_on(line: str, before: dict[str, str]) -> bool:
    """Add one line of what a message was; whether it has the plain shape."""
    found = _PREVIOUS.fullmatch(line)
    if found is None or found[1] in before or not (found[1] or before):
        return False
    word = found[1] or next(reversed(before))
    before[word] = before.get(word, "") + _unquoted(found[2])
    return True


def _place(said: str) -> tuple[str, str]:
    """The file and the line of a reference; no line where what stands behind the colon is no number."""
    path, _, line = said.rpartition(":")
    return (path, line) if path and line.isdigit() else (said, "")


def _unquoted(strings: str | None) -> str:
    """What the strings, one a line, say together; "" where there are none."""
    if strings is None:
        return ""
    text = strings[1:-1].replace('"\n"', "")
    return text if "\\" not in text else _ESCAPE.sub(_character, text)


def _character(escape: re.Match[str]) -> str:
    return _ESCAPED.get(escape[1], escape[1])
