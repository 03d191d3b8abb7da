"""What ``.gitattributes`` says of each path of a tree: gitattributes(5).

They decide which bytes ``git archive`` and a checkout change or leave out: line endings (``text``,
``eol``), ``$Format:…$`` (``export-subst``), ``$Id$`` (``ident``) and files (``export-ignore``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, Skip, Tree
from tallystick.source.quoting import unquote
from tallystick.source.wildmatch import compile_pattern

GITATTRIBUTES = ".gitattributes"

LINE = 2048
"""attr.h, ATTR_MAX_LINE_LENGTH: git ignores lines of this many bytes and more."""

State: TypeAlias = bool | str | None
"""Set, unset, set to a value, or (None) unspecified."""

_BLANK = b" \t\r\n"
_MACRO = b"[attr]"
_NAME = re.compile(r"[0-9A-Za-z_.][-0-9A-Za-z_.]*")
_BUILT_IN: Mapping[str, tuple[tuple[str, State], ...]] = {
    "binary": (("diff", False), ("merge", False), ("text", False))
}


class PathAttributes(Struct, frozen=True, kw_only=True):
    """What decides how the bytes of one path may differ between a repository and an archive.

    Attributes:
        text: True, False, ``auto``, another value, or None if nothing says; ``crlf``, its name
            until 2010, counts where ``text`` is not specified.
        eol: ``lf``, ``crlf``, or None.
        export_subst: whether ``git archive`` expands ``$Format:…$``.
        export_ignore: whether ``git archive`` leaves it, or a folder above it, out.
        ident: whether a checkout expands ``$Id$``.
        working_tree_encoding: of the file when checked out, where that is not the blob's.
    """

    text: State
    eol: str | None
    export_subst: bool
    export_ignore: bool
    ident: bool
    working_tree_encoding: str | None


class _Rule(Struct, frozen=True):
    """One line: what it matches, and what it says of that, in order."""

    expression: re.Pattern[bytes]
    whole_path: bool
    only_folders: bool
    states: tuple[tuple[str, State], ...]

    def matches(self, path: bytes) -> bool:
        """Whether it speaks of ``path``, relative to its file; folders end with a slash."""
        if self.only_folders and not path.endswith(b"/"):
            return False
        plain = path.rstrip(b"/")
        subject = plain if self.whole_path else plain.rpartition(b"/")[2]
        return self.expression.fullmatch(subject) is not None


_Macros: TypeAlias = dict[str, tuple[tuple[str, State], ...]]


class Attributes:
    """The attributes of every path of one tree.

    Attributes:
        skips: ``.gitattributes`` whose content was not to be had.
    """

    def __init__(self, files: Mapping[str, bytes], roots: frozenset[str] = frozenset()) -> None:
        """Take the contents of ``.gitattributes`` by their folder.

        Args:
            files: folder ("" or with a slash at its end) to content.
            roots: folders that are submodules: what is above does not speak of what is in them.
        """
        self._roots = roots | {""}
        self._rules: dict[str, list[_Rule]] = {}
        self._macros: dict[str, _Macros] = {root: dict(_BUILT_IN) for root in self._roots}
        self.skips: tuple[Skip, ...] = ()
        for folder, content in files.items():
            macros = self._macros.get(folder, {}) if folder in self._roots else None
            self._rules[folder] = list(_parse(content, macros))

    @classmethod
    def of(cls, tree: Tree) -> Attributes:
        """The attributes that the files of ``tree`` give each other; all are fetched at once."""
        paths = {
            path: path.removesuffix(GITATTRIBUTES)
            for path, entry in tree.entries.items()
            if path.rpartition("/")[2] == GITATTRIBUTES
            # git does not follow a link there (2.32).
            and entry.mode in {MODE_FILE, MODE_EXECUTABLE}
        }
        if not paths:
            return cls({})
        tree.reader.prefetch(frozenset(paths))
        files: dict[str, bytes] = {}
        skips: list[Skip] = []
        for path, folder in paths.items():
            try:
                files[folder] = tree.read(path)
            except (ContentUnavailable, LimitExceeded) as error:
                skips.append(Skip(check="gitattributes", reason=str(error)))
        roots = frozenset(f"{path}/" for path, entry in tree.entries.items() if entry.is_gitlink)
        attributes = cls(files, roots)
        attributes.skips = tuple(skips)
        return attributes

    def __getitem__(self, path: str) -> PathAttributes:
        """What is said of the file at ``path``."""
        found = self.all(path)
        text = found["text"] if found.get("text") is not None else found.get("crlf")
        eol, encoding = found.get("eol"), found.get("working-tree-encoding")
        return PathAttributes(
            text=text,
            eol=eol if isinstance(eol, str) else None,
            export_subst=found.get("export-subst") is True,
            export_ignore=self._is_left_out(path),
            ident=found.get("ident") is True,
            working_tree_encoding=encoding if isinstance(encoding, str) else None,
        )

    def get(self, path: str, name: str) -> State:
        """The attribute ``name`` of ``path``, as ``git check-attr`` says it."""
        return self.all(path).get(name)

    def all(self, path: str) -> dict[str, State]:
        """Every attribute that is specified for ``path`` (a folder: with a slash at its end)."""
        found: dict[str, State] = {}
        root = self._root(path)
        macros = self._macros[root]
        for folder in _above(path, root):
            below = path[len(folder) :].encode("utf-8", "surrogateescape")
            for rule in reversed(self._rules.get(folder, ())):
                if rule.matches(below):
                    _apply(rule.states, found, macros)
        return {name: state for name, state in found.items() if state is not None}

    def _is_left_out(self, path: str) -> bool:
        """``git archive`` does not look into a folder that is left out."""
        root = self._root(path)
        steps = [path, *(folder for folder in _above(path, root) if len(folder) > len(root))]
        return any(self.all(step).get("export-ignore") is True for step in steps)

    def _root(self, path: str) -> str:
        """The repository that ``path`` is in: the nearest submodule above it, or the outermost."""
        if len(self._roots) == 1:
            return ""
        return next(folder for folder in _above(path, "") if folder in self._roots)


def _above(path: str, root: str) -> Iterator[str]:
    """The folders that ``path`` is in, innermost first, down to ``root``."""
    folder = path.rstrip("/")
    while len(folder) > len(root):
        folder = folder[: folder.rfind("/") + 1]
        yield folder
        folder = folder[:-1]
        if not folder:
            break


def _apply(states: tuple[tuple[str, State], ...], found: dict[str, State], macros: _Macros) -> None:
    """What was found first stays (the last word on a line, the last line, the nearest file)."""
    pending = list(states)
    while pending:
        name, state = pending.pop()
        if name in found:
            continue
        found[name] = state
        if state is True and name in macros:
            pending.extend(macros[name])


def _parse(content: bytes, macros: _Macros | None) -> Iterator[_Rule]:
    """The rules of one file; what it defines goes to ``macros`` (None: nothing may be defined)."""
    # As git reads them from a commit: up to a NUL, and without the pardon that a checked-out file
    # gets for a byte order mark.
    text = content.partition(b"\0")[0]
    for line in text.split(b"\n"):
        stripped = line.strip(_BLANK)
        if not stripped or stripped.startswith(b"#") or len(line) >= LINE:
            continue
        pattern, rest = _split(stripped)
        if pattern.startswith(_MACRO) and len(pattern) > len(_MACRO):
            name = pattern.removeprefix(_MACRO).decode("utf-8", "surrogateescape")
            states = _states(rest)
            if macros is not None and states is not None and _NAME.fullmatch(name):
                macros[name] = states
            continue
        rule = _rule(pattern, _states(rest))
        if rule is not None:
            yield rule


def _split(line: bytes) -> tuple[bytes, bytes]:
    """The pattern and the rest; a pattern with spaces stands in quotes, with C's escapes."""
    if line.startswith(b'"') and (quoted := unquote(line)) is not None:
        return quoted
    end = next((at for at, byte in enumerate(line) if byte in _BLANK), len(line))
    return line[:end], line[end:]


def _states(text: bytes) -> tuple[tuple[str, State], ...] | None:
    """The attributes of a line in order; None if one has no valid name: git ignores the line."""
    states: list[tuple[str, State]] = []
    for word in text.split():
        written = word.decode("utf-8", "surrogateescape")
        name, equals, value = written.partition("=")
        state: State = value if equals else True
        if written[0] in "-!":
            name, state = name[1:], False if written[0] == "-" else None
        if _NAME.fullmatch(name) is None:
            return None
        states.append((name, state))
    return tuple(states)


def _rule(pattern: bytes, states: tuple[tuple[str, State], ...] | None) -> _Rule | None:
    # gitattributes(5): negative patterns are forbidden; git warns, and ignores the line.
    if not states or pattern.startswith(b"!"):
        return None
    only_folders = pattern.endswith(b"/")
    pattern = pattern[:-1] if only_folders else pattern
    whole_path = b"/" in pattern
    expression = compile_pattern(pattern.removeprefix(b"/"), whole_path=whole_path)
    if expression is None:
        return None
    return _Rule(expression, whole_path, only_folders, states)
