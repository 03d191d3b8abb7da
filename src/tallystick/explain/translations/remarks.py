"""Lines of a catalogue that no compiler reads: comments, references, and what a message was before.

Merging and extraction write them anew, from the source's catalogue and from the program. So each line must be
the catalogue's own, or name files that are there, or quote the program (GNU gettext manual, "The Format of PO
Files"): else anything could lie in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import contents
from tallystick.explain.places import base_name
from tallystick.explain.translations.catalogue import Texts, decoded

MAX_TOTAL = 32 * 1024 * 1024
"""Bytes of the program that are searched for its comments; those of coreutils' references are 6 MB."""

MAX_SEARCHED = 500
"""Comments that are looked for within lines; others are whole lines, which is quick."""

_FLAG = re.compile(r"fuzzy|(?:no-)?wrap|[a-z][a-z-]{0,30}-format|range: ?\d{1,9}\.\.\d{1,9}")
_PLACE = re.compile(r"(?:\.{1,2}/)*([^:]{1,400}?)(?::\d{1,7})?")
_MARKS = " \t/*#;!<>-\"'"
_STAMPS = {
    "POT-Creation-Date": r"[\d :+-]{0,30}|YEAR-MO-DA HO:MI\+(?:ZONE|DIST)",
    "PO-Revision-Date": r"[\d :+-]{0,30}|YEAR-MO-DA HO:MI\+(?:ZONE|DIST)",
    "Generated-By": r"[A-Za-z][\w.-]{0,30}(?: [\w.+-]{1,30})?",
    "X-Generator": r"[A-Za-z][\w.-]{0,30}(?: [\w.+-]{1,30})?",
}
STAMPS = frozenset(_STAMPS)
"""Fields in which tools write when they ran, and which they are."""


def foreign_line(ours: bytes, theirs: bytes, context: Context) -> str | None:
    """The first comment of the catalogue ``ours`` that nothing accounts for; None if there is none.

    Raises:
        BadCatalogue: one of the two names a charset that is none.
    """
    known = {line.strip() for line in decoded(theirs).splitlines()}
    new = [line.strip() for line in decoded(ours).splitlines()]
    new = [line for line in dict.fromkeys(new) if line.startswith("#") and line not in known]
    held = _by_name(context) if new else {}
    quoted: list[str] = []
    named: set[str] = set()
    for line in new:
        kind, rest = line[:2], line[2:].strip()
        if kind == "#." and rest:
            quoted.append(rest)
        elif kind == "#:":
            found = [_file(place, held) for place in rest.split()]
            if None in found:
                return line
            named.update(path for path in found if path is not None)
        elif kind == "#,":
            if not all(_FLAG.fullmatch(flag.strip()) for flag in rest.split(",")):
                return line
        elif kind not in {"#~", "#|", "#", "#."} or line.startswith("#~|"):
            return line
    odd = _unquoted(quoted, named, context)
    return None if odd is None else f"#. {odd}"


def foreign_past(ours: Texts, source: Texts) -> str | None:
    """What ``ours`` says that a message was before, and no message of ``source`` was; None if nothing."""
    known = {text for key in (*source.messages, *source.obsolete) for text in key}
    for message in (*source.messages.values(), *source.obsolete.values()):
        known.update(message.previous)
    return next(
        (
            text
            for message in (*ours.messages.values(), *ours.obsolete.values())
            for text in message.previous
            if text not in known
        ),
        None,
    )


def foreign_stamp(ours: Texts, source: Texts) -> str | None:
    """A field of a tool's that holds more than that tool writes; None if none does."""
    for name, pattern in _STAMPS.items():
        value = ours.header.get(name, "")
        if value != source.header.get(name) and re.fullmatch(f"(?:{pattern})?", value) is None:
            return f"{name}: {value}"
    return None


def _by_name(context: Context) -> dict[str, list[str]]:
    return context.once("paths by name", lambda: _all_by_name(context))


def _all_by_name(context: Context) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in {**context.source.tree.entries, **context.artifact.tree.entries}:
        found.setdefault(base_name(path), []).append(path)
    return found


def _file(place: str, held: dict[str, list[str]]) -> str | None:
    """The file of source or artifact that the reference ``place`` names; None if there is none."""
    found = _PLACE.fullmatch(place)
    if found is None:
        return None
    path = found[1]
    return next(
        (one for one in held.get(base_name(path), ()) if f"/{one}".endswith(f"/{path}")), None
    )


def _unquoted(quoted: list[str], named: set[str], context: Context) -> str | None:
    """The first of ``quoted`` that stands in none of the files ``named``."""
    if not quoted:
        return None
    texts = list(_read(named, context))
    lines = {line.strip(_MARKS) for text in texts for line in text.splitlines()}
    left = [text for text in quoted if text.strip(_MARKS) not in lines]
    for at, text in enumerate(left):
        if at >= MAX_SEARCHED or not any(text in whole for whole in texts):
            return text
    return None


def _read(named: set[str], context: Context) -> Iterator[str]:
    wanted = sorted(path for path in named if context.source_has(path))
    left = MAX_TOTAL
    for _, content in contents(wanted, context):
        left -= len(content)
        if left < 0:
            return
        yield content.decode("utf-8", "replace")
