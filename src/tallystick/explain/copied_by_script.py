"""A file that a script of the source puts in the place of another: ``cp tools/setup.py.release setup.py``.

The bytes are those of a file of the audited commit, and one line of a build file or script both moves or
copies, and names the file and where it goes. Which of its lines run is for the script to know, so running it
is what would prove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.scripts import TESTS, script_texts
from tallystick.explain.places import base_name, places
from tallystick.model import Difference, Explanation, Grade

ID = "copied-by-script"

_MOVES = re.compile(
    r"(?:^|[\s\"'(\[;&|])(?:cp|mv|install|ln|copy|move|rename|copy2|copyfile|copytree|copy_file|replace)\b"
)
MAX_SOURCES = 20
"""Places of the source with the same bytes; an empty file has thousands, and claims nothing."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if entry.is_link or entry.is_executable or not entry.size:
        return None
    held = context.once("paths by blob", lambda: _by_blob(context)).get(entry.blob, ())
    if len(held) > MAX_SOURCES:
        return None
    for place in places(difference, context):
        for path in held:
            named = next(_naming(path, place, context), None) if path != place else None
            if named is not None:
                return Explanation(
                    grade=Grade.UNPROVEN,
                    explainer=ID,
                    claim=f"{path} of the source, put here by {named[0]}",
                    evidence=f"the same blob; run `{named[1]}` of {named[0]} to prove it",
                    source_path=path,
                )
    return None


def _by_blob(context: Context) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for path, entry in context.source.tree.entries.items():
        if not (entry.is_link or entry.is_gitlink):
            found.setdefault(entry.blob, []).append(path)
    return {blob: tuple(paths) for blob, paths in found.items()}


def _naming(path: str, place: str, context: Context) -> Iterator[tuple[str, str]]:
    """Scripts, each with the line that names both files; the one that is copied with its folder."""
    folder = path.split("/")[-2:]
    for script, text in script_texts(context).items():
        if TESTS.search(script) is not None or base_name(path) not in text:
            continue
        for line in text.splitlines():
            if (
                _MOVES.search(line)
                and says("/".join(folder), line)
                and _says_again(path, place, line)
            ):
                yield script, line.strip()[:200]


def _says_again(path: str, place: str, line: str) -> bool:
    """Whether ``line`` names ``place`` besides ``path``; ``cp a/x .`` names it by its folder alone."""
    rest = line.replace(path, " ").replace("/".join(path.split("/")[-2:]), " ")
    return says(base_name(place), rest)
