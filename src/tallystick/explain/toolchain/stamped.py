"""A file of the source into which a script writes the release's version and date, line by line.

``maketgz`` of some projects turns ``#define X_VERSION "8.14.1-DEV"`` into ``"8.14.1"``. All else must be the
source's, line by line and word by word, and each word that differs must be the version, a number of it, or a
date: so nothing is left that anybody chose.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.version.values import is_version

NORMALISATION = (
    "the release's version, its numbers and dates in place of others; white space in such lines"
)

MOST_LINES = 60
"""Lines that may differ: a header with versions has eight, a build file for all compilers forty."""

_WORD = re.compile(r'"[^"\n]*"|[\w${}.-]+|\S')
_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DATE = re.compile(
    rf"\d{{4}}-\d\d-\d\d|\d{{1,2}} (?:{_MONTHS})[a-z]* \d{{4}}|(?:{_MONTHS})[a-z]* \d{{1,2}},? \d{{4}}"
    rf"|(?:{_DAYS}) \d{{1,2}} (?:{_MONTHS}) \d{{4}} \d\d:\d\d:\d\d(?: [AP]M)? [A-Z]{{2,5}}"
    rf"|(?:(?:{_DAYS}) )?(?:{_MONTHS}) +\d{{1,2}} \d\d:\d\d:\d\d [A-Z]{{2,5}} \d{{4}}"
)
_MONTH = re.compile(rf"(?:(?:{_MONTHS})[a-z]* )?\d{{4}}|\d{{4}}-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{4}}")
_NAMED = re.compile(r"([A-Za-z][\w+-]{0,30}) (\S{1,40})")


def is_stamped(theirs: bytes, ours: bytes, context: Context) -> bool:
    """Whether ``ours`` is ``theirs`` with nothing but versions and dates in other words' places."""
    try:
        before, after = theirs.decode("utf-8").split("\n"), ours.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        return False
    if len(before) != len(after):
        return False
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    return 0 < len(pairs) <= MOST_LINES and all(_fits(old, new, context) for old, new in pairs)


def is_date(word: str) -> bool:
    """Whether ``word`` is a day as scripts write it into a file, or its month and year."""
    return _DATE.fullmatch(word) is not None or _MONTH.fullmatch(word) is not None


def _fits(old: str, new: str, context: Context) -> bool:
    was, now = _WORD.findall(old), _WORD.findall(new)
    defines = _DEFINES.match(new)
    if (
        _SPEAKS.search(old) is None
        or len(was) != len(now)
        or (defines is None and _WORD.sub("", old) != _WORD.sub("", new))
    ):
        return False
    return all(
        a == b
        or (_STOOD.search(a) is not None and _is_stamp(b, a, context))
        or (defines is not None and a.isalnum() and _is_number(b, defines[1], context))
        for a, b in zip(was, now, strict=True)
    )


_STOOD = re.compile(
    r"\d[\w.]*[.-]|[.-]\d|\d{4}|unreleased|\bdev\b|@\w+@|\bx\.y|\$\{(?:PROJECT|PACKAGE)_VERSION\}",
    re.IGNORECASE,
)
"""What a version or date may replace: another, the variable of the project's own, or what says that one is
to come; no name, no sign."""

_SPEAKS = re.compile(r"version|release|date|stamp", re.IGNORECASE)
"""A line that differs says what it is about: else ``0.5`` could become the version ``1.0`` anywhere."""

_DEFINES = re.compile(
    r"#[ \t]*define[ \t]+\w*?(VERSION|MAJOR|MINOR|PATCH|MICRO|RELEASE)(?:_?(?:VERSION|NUM|NUMBER|HEX|INT))?"
    r"[ \t]"
)
_PARTS = {"MAJOR": 0, "MINOR": 1, "MICRO": 2, "PATCH": 2}
"""Which number of a version a macro of such a name holds."""


def _is_number(word: str, macro: str, context: Context) -> bool:
    """Whether ``word`` is the number that the macro's name asks for, or all of them as one: ``0x080e01``."""
    numbers = [int(part) for part in re.findall(r"\d+", context.artifact.version or "")]
    if word.isdecimal():
        at = _PARTS.get(macro)
        return [int(word)] == (numbers if at is None else numbers[at : at + 1] or [0])
    in_one = "".join(f"{number:02x}" for number in numbers[:PARTS])
    return len(numbers) >= PARTS and word == f"0x{in_one}"


def _is_stamp(word: str, before: str, context: Context) -> bool:
    """Whether ``word`` is the version, a date, or a name that stood there before with the version."""
    value = word[1:-1] if len(word) > 1 and word[0] == word[-1] == '"' else word
    if is_version(value, context) or _DATE.fullmatch(value) is not None:
        return True
    named, stood = _NAMED.fullmatch(value), _NAMED.fullmatch(before.strip('"'))
    return (
        named is not None
        and stood is not None
        and named[1] == stood[1]
        and is_version(named[2], context)
    )


PARTS = 3
"""Numbers of a version in one hexadecimal number, each in two digits."""
