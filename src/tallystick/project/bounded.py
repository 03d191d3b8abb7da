"""The field's own parsers behind caps: TOML, INI and Python syntax from strangers.

Each parser here recurses or allocates with its input, so size and bracket depth are checked before
it sees a byte. Whatever a parser refuses is :class:`Malformed`, with one sentence.
"""

from __future__ import annotations

import ast
import configparser
import json
import marshal
import re
import threading
import tomllib
import warnings
from collections.abc import Mapping

from tallystick.limits import Limits


class Malformed(ValueError):  # noqa: N818 - a property of the input, caught where it is read
    """The bytes are not what their file name says, or are too large or too deep to be parsed."""


class TooLarge(Malformed):
    """There is more of it than a cap of :mod:`tallystick.limits` lets a parser see."""


class NotText(Malformed):
    """The bytes are not UTF-8."""


def text(content: bytes, limits: Limits) -> str:
    """``content`` as UTF-8 text without a byte-order mark, at most ``limits.metadata`` bytes.

    Raises:
        TooLarge: it is larger.
        NotText: it is not UTF-8.
    """
    if len(content) > limits.metadata:
        raise TooLarge(f"{len(content)} bytes, more than {limits.metadata} are not parsed")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText(f"not UTF-8 at byte {error.start}") from None


def _check_depth(source: str, limits: Limits) -> None:
    """Refuse deep nesting; brackets inside strings count too, which only errs to the safe side."""
    depth = 0
    for character in source:
        if character in "([{":
            depth += 1
            if depth > limits.nesting:
                raise Malformed(f"brackets nested deeper than {limits.nesting}")
        elif character in ")]}":
            depth = max(0, depth - 1)


_DOTTED = re.compile(
    r"""(?:(?<![\w-])[\w-]++|"[^"\n]*+"|'[^'\n]*+')(?:[ \t]*+\.[ \t]*+(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+'))++"""
)
"""Anything that could be a dotted key or table name: tomllib's time is quadratic in its parts."""


def toml(content: bytes, limits: Limits) -> Mapping[str, object]:
    """``content`` as a TOML document (toml.io v1.0.0)."""
    source = text(content, limits)
    _check_depth(source, limits)
    if any(name.count(".") > limits.nesting for name in _DOTTED.findall(source)):
        raise Malformed(f"a dotted name with more than {limits.nesting} parts")
    try:
        return tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        raise Malformed(f"not TOML: {error}") from None


def json_object(content: bytes, limits: Limits) -> Mapping[str, object]:
    """``content`` as a JSON object (RFC 8259) without repeated names at any level."""
    source = text(content, limits)
    _check_depth(source, limits)

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        result = dict(pairs)
        if len(result) != len(pairs):
            raise Malformed("an object names the same member twice")
        return result

    try:
        document = json.loads(source, object_pairs_hook=unique)
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from None
    if not isinstance(document, dict):
        raise Malformed("not a JSON object")
    return document


_DEFAULTS_TIMES_SECTIONS = 100_000
"""Each section repeats every default, so a few megabytes could ask for terabytes."""


def ini(content: bytes, limits: Limits) -> Mapping[str, Mapping[str, str]]:
    """``content`` as distutils and setuptools read ``setup.cfg``: sections of raw strings."""
    parser = configparser.RawConfigParser()
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string(text(content, limits))
    except configparser.Error as error:
        raise Malformed(f"not INI: {str(error).splitlines()[0]}") from None
    if len(parser.sections()) * len(parser.defaults()) > _DEFAULTS_TIMES_SECTIONS:
        raise Malformed(f"{len(parser.defaults())} defaults in {len(parser.sections())} sections")
    sections = {section: dict(parser.items(section)) for section in parser.sections()}
    return {**sections, "DEFAULT": dict(parser.defaults())} if parser.defaults() else sections


_REFERENCE = re.compile(r"%\(([^)\n]{1,200})\)s")

MAX_INTERPOLATED = 100_000
"""Characters of one value that references are put into: each could double what came before it."""


def interpolated(section: Mapping[str, str]) -> Mapping[str, str]:
    """``section`` with ``%(name)s`` replaced by its option ``name``.

    https://docs.python.org/3/library/configparser.html#interpolation-of-values : setuptools reads
    ``setup.cfg`` with ``ConfigParser``, whose depth is ten. What cannot be replaced stays as it is.
    """
    return {name: _interpolated(value, section, 10) for name, value in section.items()}


def _interpolated(value: str, section: Mapping[str, str], depth: int) -> str:
    for _ in range(depth):
        found = {match.group(1) for match in _REFERENCE.finditer(value)} & section.keys()
        size = len(value) + sum(value.count(f"%({name})s") * len(section[name]) for name in found)
        if not found or size > MAX_INTERPOLATED:
            break
        value = _REFERENCE.sub(lambda match: section.get(match.group(1), match.group()), value)
    return value


_WARNINGS = threading.Lock()
"""What is done about warnings is the whole process's matter: one thread at a time changes it."""


def python(content: bytes, limits: Limits) -> ast.Module:
    """``content`` as a Python syntax tree; never compiled, never run."""
    if len(content) > limits.syntax:
        raise Malformed(f"{len(content)} bytes of Python, more than {limits.syntax} are not parsed")
    try:
        with (
            _WARNINGS,
            warnings.catch_warnings(action="ignore"),
        ):  # of the stranger's ``"\\d"``, not of ours
            return ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Malformed(f"not Python: {type(error).__name__}") from None


def bytecode(content: bytes, optimised: int, limits: Limits) -> bytes:
    """``content`` compiled by this interpreter and marshalled; nothing of it runs.

    Raises:
        Malformed: it is too large, or no Python that this version compiles.
    """
    python(content, limits)
    try:
        with _WARNINGS, warnings.catch_warnings(action="ignore"):
            code = compile(content, "x", "exec", dont_inherit=True, optimize=optimised)
            return marshal.dumps(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Malformed(f"not compiled: {type(error).__name__}") from None


def entry_points(content: bytes, limits: Limits) -> Mapping[str, Mapping[str, str]]:
    """``content`` as ``entry_points.txt``: groups of names and object references.

    The specification asks for INI with ``=`` as the only delimiter and names that keep their case
    (https://packaging.python.org/en/latest/specifications/entry-points/#file-format). Installers
    read it with ``configparser`` or line by line; what those two would read differently (a line that
    continues another, a comment that is none, a separator that only one of them knows) is refused.
    """
    source = text(content, limits).replace("\r\n", "\n")
    lines = [line.strip(" \t") for line in source.split("\n")]
    # ``configparser`` passes over what follows a bracket, ``importlib.metadata`` takes the line for no group.
    if any(line.startswith("[") and not line.endswith("]") for line in lines):
        raise Malformed("a group with more behind its name, which readers read differently")
    if source.splitlines() != source.split("\n")[: len(source.splitlines())]:
        raise Malformed("a character that only some readers take for the end of a line")
    parser = configparser.RawConfigParser(delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        parser.read_string("\n".join(lines))
    except configparser.Error as error:
        raise Malformed(f"not entry points: {str(error).splitlines()[0]}") from None
    if parser.defaults():
        raise Malformed("a [DEFAULT] section, which only some readers apply to every group")
    found = {section: dict(parser.items(section)) for section in parser.sections()}
    counted = sum(1 + len(points) for points in found.values())
    if counted != sum(1 for line in lines if line and not line.startswith("#")):
        raise Malformed("a line that is neither a group nor an entry point")
    return found
