"""Arguments that a project's own files give to a script of it: lines of makefiles, tox, nox and their like.

Nothing is expanded and no shell reads them: a line whose words are not plain names, options and paths of the
source is no command that could be known.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.rebuild.regenerator import Subject

MOST = 4
"""Lists of arguments that are tried for one script; each is a run."""

DECLARING = re.compile(
    r"(?:^|/)(?:[Mm]akefile|GNUmakefile|tox\.ini|noxfile\.py|tasks\.py|setup\.cfg|pyproject\.toml|package\.json"
    r"|justfile|[\w.-]+\.(?:sh|mk|ya?ml))$"
)
"""Files in which projects write down what they run."""

_WORD = re.compile(r"-{0,2}[\w+@%.,:/=-]{1,200}")
_ENDS = frozenset({";", "&&", "||", "|"})


def declared_arguments(script: str, subject: Subject) -> Iterator[tuple[str, ...]]:
    """Each list of arguments behind ``script`` (a path of the source) in a file that declares commands."""
    name = re.escape(script.rpartition("/")[2])
    called = re.compile(
        rf"(?:^|[\s\"'/]){name}[\"']?(?:[ \t]*,)?[ \t]+([^\n]{{1,400}})", re.MULTILINE
    )
    found: dict[tuple[str, ...], None] = {}
    for path, entry in sorted(subject.source.tree.entries.items()):
        if not DECLARING.search(path) or entry.is_link or entry.is_gitlink or path == script:
            continue
        try:
            content = subject.source.tree.read(path)[: subject.limits.build_file]
        except (ContentUnavailable, LimitExceeded):
            continue
        for rest in called.findall(content.decode("utf-8", "replace").replace("\\\n", " ")):
            if words := plain_words(rest):
                found.setdefault(words, None)
    yield from list(found)[:MOST]


def plain_words(rest: str) -> tuple[str, ...]:
    """The words up to the end of the command; none if any is more than a word."""
    try:
        words = shlex.split(rest.rstrip("\\"), comments=True)
    except ValueError:
        words = rest.split()
    kept: list[str] = []
    for word in words:
        if word in _ENDS:
            break
        plain = word.strip("\"',;[]()")
        if plain and not _WORD.fullmatch(plain):
            return ()
        kept += [plain] if plain else []
        if word.endswith((";", ")", "]")):
            break
    return tuple(kept)
