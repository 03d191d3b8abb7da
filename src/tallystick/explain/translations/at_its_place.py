"""Whether the messages of a template stand where it says that they were extracted (``#: src/main.c:12``).

For templates that no catalogue was merged with: then nothing else in the release tells what the program's
messages are. Only C is read, as xgettext does: adjacent strings are one, and a macro of ``<inttypes.h>``
between two is ``<PRIu64>`` (GNU gettext manual, "C Format Strings").
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, texts
from tallystick.explain.places import folder_of
from tallystick.explain.translations.catalogue import Message, Texts
from tallystick.project import join

_C = (".c", ".h", ".cc", ".cpp", ".cxx", ".hh")
_MACRO = re.compile(r'"\s*(PRI[a-zA-Z]{1,8}\d{0,2})\s*"')
_MACRO_LAST = re.compile(r'"\s*(PRI[a-zA-Z]{1,8}\d{0,2})\b')
_ADJACENT = re.compile(r'"\s*"')
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
    for key, message in texts_.messages.items():
        places = [(path, line) for path, line in _references(message, top) if path in held]
        parts = [_as_written(part) for part in key if part]
        if places and not any(_stands_at(parts, held[path], line) for path, line in places):
            return f"{key[1][:100]!r} does not stand in {places[0][0]} at line {places[0][1]}"
    return None


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
    text = "\n".join(lines[begin : begin + LINES]).replace("\\\n", "")
    text = _MACRO_LAST.sub(r"<\1>", _MACRO.sub(r"<\1>", text))
    joined = _ADJACENT.sub("", text)
    return all(part in joined for part in parts)
