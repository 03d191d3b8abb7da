"""What ``meson.build`` files install, read from the literal parts of their calls.

Nothing is evaluated: a call counts as far as its strings stand in it, or in a list of the same file
that it names. What is computed otherwise is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.project.configuration import Project, join

LONGEST = 20_000
"""Characters of one call that are read; the longest of scipy and numpy have 6,000."""

LARGEST = 200_000
"""Bytes of one ``meson.build``; people write them, and the largest of scipy has 30,000."""

_STRING = r"'''.*?'''|'(?:\\.|[^'\\\n])*'"
_COMMENT = re.compile(rf"({_STRING})|#[^\n]*", re.DOTALL)
_TOKEN = re.compile(rf"{_STRING}|[()\[\]]", re.DOTALL)
_QUOTED = re.compile(r"'([^'\n\\]{1,300})'")
_KEYWORD = re.compile(r"(?<![\w'])(\w+)\s*:(?!:)")
_LIST = re.compile(
    r"^[ \t]*(\w+)\s*\+?=\s*(?:files\s*\(|\[)([^\[\]()]{0,20000})[\])]", re.MULTILINE
)
_WORD = re.compile(rf"{_STRING}|(?<![\w.])([A-Za-z_]\w*)(?!\s*[\w.(])", re.DOTALL)


class Call(Struct, frozen=True, kw_only=True):
    """One call of a function, without comments.

    Attributes:
        function: its name, without the object whose method it is.
        positional: the text of what stands before the first keyword.
        keywords: the text of each keyword's value.
    """

    function: str
    positional: str
    keywords: Mapping[str, str]


def calls(text: str, *functions: str) -> Iterator[Call]:
    """Each call of one of ``functions``, up to the bracket that closes it."""
    text = _COMMENT.sub(lambda found: found[1] or "", text)
    for found in re.finditer(rf"(?<!\w)({'|'.join(functions)})\s*\(", text):
        end = _end(text, found.end())
        if end is not None:
            yield _call(found[1], text[found.end() : end])


def strings(text: str) -> list[str]:
    """The string literals in ``text`` that hold no escape."""
    return _QUOTED.findall(text)


def _end(text: str, start: int) -> int | None:
    depth = 1
    for token in _TOKEN.finditer(text, start, start + LONGEST):
        if token[0] in "([":
            depth += 1
        elif token[0] in ")]":
            depth -= 1
            if depth == 0:
                return token.start()
    return None


def _call(function: str, arguments: str) -> Call:
    """Keywords are those outside of strings and of nested brackets."""
    flat = _flat(arguments)
    marks = list(_KEYWORD.finditer(flat))
    ends = [*(mark.start() for mark in marks), len(flat)][1:]
    return Call(
        function=function,
        positional=arguments[: marks[0].start()] if marks else arguments,
        keywords={
            mark[1]: arguments[mark.end() : end].strip().rstrip(",").strip()
            for mark, end in zip(marks, ends, strict=True)
        },
    )


def _flat(arguments: str) -> str:
    """``arguments`` with blanks for all that stands in strings or nested brackets; as long as it."""
    pieces: list[str] = []
    depth, at = 0, 0
    for token in _TOKEN.finditer(arguments):
        between = arguments[at : token.start()]
        pieces.append(between if depth == 0 else " " * len(between))
        depth += (token[0] in "([") - (token[0] in ")]")
        pieces.append(" " * len(token[0]))
        at = token.end()
    return "".join([*pieces, arguments[at:]])


class Installed(Struct, frozen=True, kw_only=True):
    """What one call installs.

    Attributes:
        folder: of the ``meson.build``, relative to the project.
        target: the folder below the scheme, without slashes at its ends.
        names: the files that it names, relative to ``folder``.
        is_complete: nothing else stands among the files: no call, no list of another place.
        keeps_path: subfolders of a name are kept (``preserve_path``).
        scheme: ``purelib`` or ``headers``.
    """

    folder: str
    target: str
    names: tuple[str, ...]
    is_complete: bool
    keeps_path: bool
    scheme: str

    def placed(self, name: str) -> str:
        """Where ``name`` goes below the scheme."""
        kept = name if self.keeps_path else name.rsplit("/", 1)[-1]
        return join(self.target, kept)


def installed(project: Project) -> Iterator[Installed]:
    """Every call that installs files of the source at a literal place.

    ``install_sources`` (https://mesonbuild.com/Python-module.html#install_sources), ``install_data`` with
    an ``install_dir`` below ``get_install_dir()``, and ``install_headers``, which meson-python puts into
    the ``headers`` scheme (https://mesonbuild.com/Reference-manual_functions.html).
    """
    for path in project.tree.entries:
        if path.rsplit("/", 1)[-1] != "meson.build" or not path.startswith(project.path("")):
            continue
        try:
            content = project.tree.read(path)
        except (ContentUnavailable, LimitExceeded):
            continue
        if len(content) > LARGEST:
            continue
        text = content.decode("utf-8", "replace")
        lists = _lists(text)
        folder = path.removesuffix("meson.build").removeprefix(project.subdir).strip("/")
        for call in calls(text, "install_sources", "install_data", "install_headers"):
            target = _target(call)
            if target is not None:
                names, is_complete = _names(call.positional, lists)
                yield Installed(
                    folder=folder,
                    target=target,
                    names=names,
                    is_complete=is_complete,
                    keeps_path=call.keywords.get("preserve_path", "false") == "true",
                    scheme="headers" if call.function == "install_headers" else "purelib",
                )


def _lists(text: str) -> dict[str, list[str]]:
    """The strings of each name that is bound to a literal list, everything added to it included."""
    found: dict[str, list[str]] = {}
    for name, members in _LIST.findall(_COMMENT.sub(lambda part: part[1] or "", text)):
        found.setdefault(name, []).extend(strings(members))
    return found


def _target(call: Call) -> str | None:
    if call.function == "install_data":
        where = call.keywords.get("install_dir", "")
        begins = re.match(r"\w+\.get_install_dir\s*\([^()]*\)((?:\s*/\s*'[\w./-]+')+)$", where)
        return "/".join(strings(begins[1])).strip("/") if begins else None
    literal = re.fullmatch(r"'([\w./-]*)'", call.keywords.get("subdir", ""))
    if literal is not None:
        return literal[1].strip("/")
    return "" if call.function == "install_headers" and "subdir" not in call.keywords else None


def _names(positional: str, lists: Mapping[str, list[str]]) -> tuple[tuple[str, ...], bool]:
    """The files that the arguments name, and whether that is all that they say."""
    found = strings(positional)
    is_complete = True
    for word in _WORD.finditer(positional):
        if word[1] is None:
            continue
        found += lists.get(word[1], [])
        is_complete = is_complete and word[1] in lists
    others = re.sub(r"\bfiles\s*\(", "", positional)
    return tuple(dict.fromkeys(found)), is_complete and re.search(r"\w\s*\(", others) is None
