"""Whether the messages of a template stand where it says that they were extracted (``#: src/main.c:12``).

For templates that no catalogue was merged with: then nothing else in the release tells what the program's
messages are. Only C is read, as xgettext does: adjacent strings are one, and a macro of ``<inttypes.h>``
between two is ``<PRIu64>`` (GNU gettext manual, "C Format Strings").

A template that is older than the source was left over in the working tree: lines moved since, and messages
were reworded. Those that were stand in catalogues of the source, which had been merged with one of its age.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, texts
from tallystick.explain.formats.mo_catalogue import BadCatalogue
from tallystick.explain.places import folder_of
from tallystick.explain.translations.catalogue import Key, Message, Texts, parse_po
from tallystick.project import join

_C = (".c", ".h", ".cc", ".cpp", ".cxx", ".hh")
_MACRO = re.compile(r'"\s*(PRI[a-zA-Z]{1,8}\d{0,2})\s*"')
_MACRO_LAST = re.compile(r'"\s*(PRI[a-zA-Z]{1,8}\d{0,2})\b')
_ADJACENT = re.compile(r'((?<!\\)(?:\\\\)*)"\s*"')
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\a": "\\a", "\r": "\\r"}

LINES = 120
"""Lines from its reference on within which a message has to stand: usage texts have some eighty."""


def misplaced(texts_: Texts, folder: str, context: Context) -> str | None:
    """The first message that none of its places in the source has, in one sentence; None if there is none."""
    top = folder_of(folder.rstrip("/"))
    wanted = sorted({
        path
        for message in texts_.messages.values()
        for path, _ in _references(message, top)
        if path in context.source.tree.entries
    })  # fmt: skip
    held = {path: text.split("\n") for path, text in texts(wanted[:MAX_FILES], context).items()}
    before = _messages_before(texts_, folder, context)
    for key, message in texts_.messages.items():
        places = [(path, line) for path, line in _references(message, top) if path in held]
        parts = [_as_written(part) for part in key if part]
        if not places or any(_stands_at(parts, held[path], line) for path, line in places):
            continue
        if before is None or not (
            key in before or any(_stands_in(parts, held[path]) for path, _ in places)
        ):
            return f"{key[1][:100]!r} does not stand in {places[0][0]} at line {places[0][1]}"
    return None


def is_older(texts_: Texts, context: Context) -> bool:
    """Whether it was extracted a day or more before the source's commit."""
    found = _DATE.fullmatch(texts_.header.get("POT-Creation-Date", ""))
    time = context.source.commit_time
    if found is None or time is None:
        return False
    try:
        day = datetime.strptime(found[1], "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return False
    return day.timestamp() + 2 * DAY < time


_DATE = re.compile(r"(\d{4}-\d\d-\d\d) \d\d:\d\d[+-]\d{4}")
DAY = 86_400


def _messages_before(texts_: Texts, folder: str, context: Context) -> frozenset[Key] | None:
    """What the source's catalogues in ``folder`` hold, obsolete or not; None if ``texts_`` is not old."""
    if not is_older(texts_, context):
        return None
    paths = [
        path
        for path, entry in context.source.tree.entries.items()
        if folder_of(path) == folder and path.endswith(".po") and not entry.is_link
    ]
    found: set[Key] = set()
    for path in paths[:MAX_FILES]:
        try:
            held = parse_po(context.source_bytes(path))
        except BadCatalogue:
            continue
        found.update(held.messages, held.obsolete)
    return frozenset(found)


def _references(message: Message, top: str) -> list[tuple[str, int]]:
    """The C files that ``message`` says it is from, and the line in each."""
    found = []
    occurrences = message.extracted[0] if message.extracted else ()
    for path, line in occurrences if isinstance(occurrences, tuple) else ():
        if path.endswith(_C) and str(line).isdecimal() and len(str(line)) < len("1000000"):
            found.append((join(top, path), int(line)))
    return found


def _as_written(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _stands_at(parts: list[str], lines: list[str], line: int) -> bool:
    begin = max(0, line - 1)
    return _stands_in(parts, lines[begin : begin + LINES])


def _stands_in(parts: list[str], lines: list[str]) -> bool:
    text = "\n".join(lines).replace("\\\n", "")
    text = _MACRO_LAST.sub(r"<\1>", _MACRO.sub(r"<\1>", text))
    joined = _ADJACENT.sub(r"\1", text)
    return all(part in joined for part in parts)
