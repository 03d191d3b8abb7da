"""An m4 file cut into its top-level definitions, so that each can be looked up by itself.

``aclocal.m4`` is whole macro files one after the other, without their lines that begin with ``##``
(aclocal.in, ``scan_file``), so a definition in it is byte for byte the one of the file that it came from.
Quotes are ``[`` and ``]`` (Autoconf manual, "M4 Quotation"); a ``#`` outside of them begins a comment,
and ``dnl`` drops a line. Only definitions are cut out: a call that could run something while the file
is read (``m4_esyscmd``) or change how m4 reads (``changequote``) is part of no known file here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

_DEFINES = re.compile(
    r"(?:(?:gl_[a-z_]{1,40}_)?A[CUMX]_DEFUN(?:_ONCE)?|[a-z]{1,40}_DEFUN|AU_ALIAS|LT_OPTION_DEFINE|AC_DEFUN_ONCE|m4_(?:re)?define|m4_define_default|m4_defun"
    r"|m4_defun_once|m4_defun_init|m4_ifn?def|m4_pattern_(?:forbid|allow)|m4_copy(?:_force)?"
    r"|m4_provide|define|ifdef)\(\s*(?:\[+([^][(),$\n]{1,100})\]+)?"
)
_INERT = re.compile(r"[ \t]*(?:#.*|dnl(?![\w(]).*)?")
_HARMLESS = re.compile(r"AC_PREREQ\(\[?\d[\d.]{0,20}[a-z]?\]?\)|AC_SUBST\(\[am__quote\]\)\]\)")
"""A version that Autoconf must have, and a line that Automake 1.16 left behind in make.m4."""
_INCLUDE = re.compile(r"m4_include\(\[([^][(),\n]+)\]\)[ \t]*")
_TOKEN = re.compile(r"[][()#]|\bdnl\b(?!\()")
_QUOTE = re.compile(r"[][]")
_DROPPED = re.compile(r"^##[^\n]*\n?", re.MULTILINE)
_REST = re.compile(r"[ \t]*(?:dnl(?![\w(])[^\n]*|#[^\n]*)?(?:\n|\Z)")


COMMENTS = "lines of comments"
"""The name that all of them have in the database: one stands in many files, of many upstreams and days."""


class PartKind(Enum):
    """What a part of an m4 file is."""

    DEFINITION = "definition"
    INCLUDE = "include"
    COMMENT = "comment"
    OTHER = "other"


class Part(Struct, frozen=True, kw_only=True):
    """A piece of an m4 file; empty lines between pieces are none.

    Attributes:
        kind: a definition, a call of ``m4_include``, a line that is a comment, or anything else.
        name: what it defines or includes, if it says so plainly.
        text: its whole lines; of a comment what it says.
        line: the number of its first line, from 1.
    """

    kind: PartKind
    name: str
    text: str
    line: int


Seen = dict[str, list[str]]
"""Whole definitions by their first line: what was cut out of earlier versions."""

_LEAD = re.compile(r"\A\s*(?:#+|dnl)")

MOST_SEEN = 60
"""Texts of one first line that are tried again."""


def parts(text: str, seen: Seen | None = None) -> tuple[Part, ...]:
    """The parts of an m4 file in order, without its comments; linear in its length.

    With ``seen`` a definition that was cut out before is recognised by its bytes, and not read again:
    where it ends depends on nothing behind it.
    """
    return tuple(part for part in commented(text, seen) if part.kind is not PartKind.COMMENT)


def commented(text: str, seen: Seen | None = None) -> Iterator[Part]:
    """The parts of an m4 file in order, its comments among them.

    What aclocal leaves out of a definition (lines that begin with ``##``) is a comment behind it.
    """
    at, line = 0, 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end + 1
        first = text[at:end].rstrip("\n")
        if _INERT.fullmatch(first) is not None:
            yield from _comments([first], line)
        elif _HARMLESS.fullmatch(first) is None:
            part, end = _part(text, at, end, line, seen)
            yield part
            if part.kind is PartKind.DEFINITION:
                yield from _comments(_DROPPED.findall(text[at:end]), line)
        line += text.count("\n", at, end)
        at = end


_PLAIN = re.compile(r"dn;[\w ,;:/'\"-]*\n?", re.ASCII)
_CALLS = re.compile(r"\b(?:m4_|_?A[CHMSUX]_|[LP]T_|gl_)")


def is_plain(part: Part) -> bool:
    """Whether a part is a line of plain words behind ``dnl`` mistyped (gettext's ``lib-prefix.m4`` has one).

    They name nothing that m4 would run, and m4 throws text between definitions away.
    """
    return (
        part.kind is PartKind.OTHER
        and _PLAIN.fullmatch(part.text) is not None
        and _CALLS.search(part.text) is None
    )


def _comments(lines: Iterable[str], line: int) -> Iterator[Part]:
    """Those of ``lines`` that say something, without the mark: distributions write ``dnl`` for ``#``."""
    for text in lines:
        said = _LEAD.sub("", text).strip()
        if said:
            yield Part(kind=PartKind.COMMENT, name="", text=said, line=line)


def _part(text: str, at: int, end: int, line: int, seen: Seen | None) -> tuple[Part, int]:
    """The part that begins at ``at``, where it ends; a line by itself where it is no definition."""
    included = _INCLUDE.fullmatch(text[at:end].rstrip("\n"))
    if included is not None:
        return Part(kind=PartKind.INCLUDE, name=included[1], text=text[at:end], line=line), end
    defines = _DEFINES.match(text, at)
    closed = _end(text, at, end, seen) if defines is not None else None
    if defines is None or closed is None:
        return Part(kind=PartKind.OTHER, name="", text=text[at:end], line=line), end
    body = _DROPPED.sub("", text[at:closed])
    name = defines[1] or ""
    return Part(kind=PartKind.DEFINITION, name=name, text=body, line=line), closed


def _end(text: str, at: int, end: int, seen: Seen | None) -> int | None:
    """Where the definition that begins at ``at``, with the line up to ``end``, ends."""
    if seen is None:
        return _closed(text, text.index("(", at))
    before = seen.setdefault(text[at:end], [])
    for known in before:
        if text.startswith(known, at):
            return at + len(known)
    closed = _closed(text, text.index("(", at))
    if closed is not None and text[closed - 1] == "\n":
        before.insert(0, text[at:closed])
        del before[MOST_SEEN:]
    return closed


def _closed(text: str, opening: int) -> int | None:
    """Where the call whose parenthesis stands at ``opening`` ends, with the rest of its last line."""
    quotes = brackets = 0
    at = opening
    while (found := (_QUOTE if quotes else _TOKEN).search(text, at)) is not None:
        letter, at = found[0], found.end()
        if letter == "[":
            quotes += 1
        elif letter == "]":
            quotes -= 1
            if quotes < 0:
                return None
        elif letter == "(":
            brackets += 1
        elif letter == ")":
            brackets -= 1
            if brackets == 0:
                rest = _REST.match(text, at)
                return rest.end() if rest is not None else None
        else:
            end = text.find("\n", at)
            if end < 0:
                return None
            at = end
    return None
