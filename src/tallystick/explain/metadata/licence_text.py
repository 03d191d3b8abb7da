"""A licence of the source with another of its licences behind it.

Wheels that bundle libraries owe their licences, too; the scripts that build them append those to the
project's own (``cat LICENSE_bundled.txt >> LICENSE.txt``). Every word of the result is then a word of
one of two whole files, and one line of a script names both.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, says
from tallystick.explain.evidence.git_ignored import is_named_by_gitignore
from tallystick.explain.evidence.scripts import script_texts, workflow_texts
from tallystick.explain.metadata.field_values import words
from tallystick.explain.places import base_name
from tallystick.project import join
from tallystick.project.layout import LICENCE_PATTERNS

MAX_SIZE = 1_000_000
"""Bytes of one licence; the longest of the corpora has 60,000."""


def is_licence(path: str) -> bool:
    """Whether the base name is that of a licence."""
    name = base_name(path).upper()
    return any(fnmatch.fnmatchcase(name, pattern.upper()) for pattern in LICENCE_PATTERNS)


def appended(content: bytes, context: Context) -> tuple[str, str, str] | None:
    """The two files of the source that ``content`` is, and the script that names both."""
    return _found(lambda first, second: first + second == content, context)


def appended_words(text: str, context: Context) -> tuple[str, str, str] | None:
    """The same for a text in which white space means nothing, as in a header."""
    given = words(text)

    def same(first: bytes, second: bytes) -> bool:
        return words((first + second).decode("utf-8", "replace")) == given

    return _found(same, context)


def _found(same: Callable[[bytes, bytes], bool], context: Context) -> tuple[str, str, str] | None:
    for first, second, script in context.once("appended licences", lambda: _pairs(context)):
        if same(context.source_bytes(first), context.source_bytes(second)):
            return first, second, script
    return None


def _pairs(context: Context) -> list[tuple[str, str, str]]:
    """Pairs of licences that one line of a script names with ``>>`` between them."""
    licences = [
        path
        for path, entry in context.source.tree.entries.items()
        if is_licence(path) and not (entry.is_link or entry.is_gitlink)
        if (entry.size or 0) <= MAX_SIZE
    ]
    found: list[tuple[str, str, str]] = []
    for script, text in script_texts(context).items():
        for line in text.splitlines():
            behind, mark, before = line.partition(">>")
            if not mark:
                continue
            found += [
                (first, second, script)
                for first in _named(before, licences, context)
                for second in _named(behind, licences, context)
            ]
    return found


def _named(text: str, licences: list[str], context: Context) -> list[str]:
    """The licences whose path, from the project's folder, ends a word of ``text``."""
    named = [word.strip("\"'").replace("\\", "/") for word in text.split()]
    prefix = f"{context.project.subdir}/" if context.project.subdir else ""
    return [
        path
        for path in licences
        for relative in [path.removeprefix(prefix)]
        if any(word == relative or word.endswith(f"/{relative}") for word in named)
    ]


def not_here(named: Iterable[str], held: Iterable[str], context: Context) -> str | None:
    """Why the source does not have licences that backends found all the same; None if it should have one.

    Args:
        named: what ``License-File`` names.
        held: which of these the source has.
        context: the source: of its submodules, ``.gitignore`` and build files.
    """
    reasons = [_not_here(path, context) for path in sorted(set(named) - set(held))]
    return reasons[0] if reasons and all(reasons) else None


def _not_here(path: str, context: Context) -> str | None:
    """Why this one may be found in the folder that is packed and not in the source."""
    place = join(context.project.subdir, path)
    if place.startswith(tuple(f"{gitlink}/" for gitlink in context.gitlinks)):
        return "the submodule that it lies in could not be read"
    if not is_licence(path):
        return None
    if is_named_by_gitignore(place, context):
        return f"git ignores {place}, which backends find by its name (PEP 639)"
    scripts = (
        script for script, text in build_texts(context).items() if says(base_name(path), text)
    )
    script = next((script for script in scripts if script.endswith(".py")), None)
    if script is not None:
        return f"{script} names it"
    workflow = next(
        (name for name, text in workflow_texts(context).items() if _sends(path, text)), None
    )
    return f"{workflow} puts it there" if workflow is not None else None


def _sends(path: str, text: str) -> bool:
    """Whether a command of ``text`` makes ``path``: ``cargo 3pl > LICENSE_B``, ``cp ci/LICENSE_B .``."""
    name = re.escape(path)
    prints = rf">[ \t]*[\"']?(?:\./)?{name}[\"']?[ \t]*(?:$|[;&|])"
    copies = (
        rf"\b(?:cp|mv)[ \t][^\n;&|]{{0,300}}/{name}[\"']?[ \t]+\.(?:/(?:{name})?)?[ \t]*(?:$|[;&|])"
    )
    return re.search(f"{prints}|{copies}", text, re.MULTILINE) is not None
