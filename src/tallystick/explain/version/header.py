"""Whether a header of C states the release's version and does nothing else.

Line by line, because that is how the preprocessor reads it (C17 6.10): a guard, and macros that are a
string or a number of the version. A backslash or a ``?`` could join or respell lines, so neither may
stand anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from packaging.version import InvalidVersion, Version

from tallystick.explain.context import Context
from tallystick.explain.version.values import is_commit, is_version

_NAME = r"[A-Z_][A-Z0-9_]{0,80}"
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*\*/")
_GUARD = re.compile(rf"#\s*(?:pragma once|(?:ifndef|define)\s+({_NAME})|endif)")
_TEXT = re.compile(rf'#\s*define\s+({_NAME})\s+"([\w.+!-]{{1,200}})"')
_NUMBER = re.compile(rf"#\s*define\s+({_NAME})\s+([0-9]{{1,9}})")
_COMMIT = re.compile(r"COMMIT|REVISION|GIT_(?:HASH|SHA)")
_PART = re.compile(r"MAJOR|MINOR|MICRO|PATCH")


def wrong_header(content: bytes, context: Context) -> str | None:
    """What in the header is not its guard or the version; None if nothing is."""
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        return "it is not ASCII"
    code = _COMMENT.sub(" ", text)
    # ``// /*`` opens no comment: where both kinds stand, what is one cannot be said line by line.
    if set(code) & set("?\r\0") or "\\" in text or "/*" in code or ("//" in text and "/*" in text):
        return "its lines can be read in two ways"
    lines = [line.strip() for line in code.split("\n")]
    for line in lines:
        if line and not line.startswith("//") and not _is_known(line, context):
            return f"{line[:80]!r} is no macro of the version"
    stated = [line for line in lines if _TEXT.fullmatch(line) or _NUMBER.fullmatch(line)]
    return None if stated else "it states no version"


def remarks_of_c(content: bytes) -> Iterator[str]:
    """The lines of the comments of a header that :func:`wrong_header` finds nothing wrong with."""
    text = content.decode("ascii", "replace")
    for comment in _COMMENT.findall(text):
        yield from (line.strip("/* \t\r") for line in comment.split("\n"))
    for line in _COMMENT.sub(" ", text).split("\n"):
        if line.strip().startswith("//"):
            yield line.strip().strip("/ \t")


def _is_known(line: str, context: Context) -> bool:
    guard = _GUARD.fullmatch(line)
    if guard is not None:
        return guard[1] is None or "VERSION" in guard[1]
    text = _TEXT.fullmatch(line)
    if text is not None and "VERSION" in text[1]:
        return is_version(text[2], context)
    if text is not None and _COMMIT.search(text[1]):
        return is_commit(text[2], context)
    number = _NUMBER.fullmatch(line)
    return number is not None and "VERSION" in number[1] and _is_part(number, context)


def _is_part(number: re.Match[str], context: Context) -> bool:
    """A part of the version under the name of one; which one is not looked at."""
    try:
        release = Version(context.artifact.version or "").release
    except InvalidVersion:
        return False
    return _PART.search(number[1]) is not None and int(number[2]) in {*release, 0}
