"""A list of a build from which a distribution took the names of files that it left out (``+dfsg``).

A distribution may not ship a manual under the GFDL, so it removes the folder and mends ``SUBDIRS``
and ``AC_CONFIG_FILES`` (Debian Developer's Reference, "Repackaged upstream source"). No commit of
the source has such a list, and whoever removes a file could do the same, so it is a claim and never
more: each line is the source's, or less the names of files that the artifact lacks. A word more, or
one word less that names something else, and the source contradicts it as before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of, own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "repacked"

SHOWN = 5
"""Names that the evidence quotes."""

_TOKEN = re.compile(r"[\w.+-]+|\S")
_MAKEFILE = "Makefile.am"
"""What makes a folder one of the build: without it a list of folders must not name it any more."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    # With a source below a folder, what is left out cannot be told by comparing paths.
    if held is None or held.is_link or held.path != difference.path:
        return None
    content = own_bytes(difference, context)
    if content is None or max(len(content), held.size or 0) > context.limits.metadata:
        return None
    if difference.entry.is_executable and not held.is_executable:
        return None
    names = context.once("names that were left out", lambda: _left_out(context))
    taken = _taken(_lines(context.source_bytes(held.path)), _lines(content), names)
    if not taken:
        return None
    shown = ", ".join(sorted(taken)[:SHOWN])
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim="the source's list, less the names of files that were left out",
        evidence=f"taken out is {shown}, which the artifact lacks; compare upstream's release to prove it",
        source_path=held.path,
    )


def _left_out(context: Context) -> frozenset[str]:
    """The names of the source's files that the artifact lacks, and of folders with no makefile left."""
    ours, theirs = context.artifact.tree.entries, context.source.tree.entries
    lacking = [path for path in theirs if path not in ours]
    names = {base_name(path) for path in lacking} - {base_name(path) for path in ours}
    for path in lacking:
        folder = folder_of(path)
        if folder and base_name(path) == _MAKEFILE:
            names.add(base_name(folder.rstrip("/")))
    return frozenset(names)


Line = tuple[bool, tuple[str, ...]]
"""Whether a tabulator begins it, which makes it a recipe, and its words and signs."""


def _lines(content: bytes) -> list[Line]:
    text = content.decode("utf-8", "surrogateescape")
    return [(line.startswith("\t"), tuple(_TOKEN.findall(line))) for line in text.split("\n")]


def _taken(
    source: Sequence[Line], ours: Sequence[Line], names: frozenset[str]
) -> frozenset[str] | None:
    """The names that make the one of the other when they are taken out; None where more differs."""
    taken: set[str] = set()
    at = 0
    for is_recipe, words in source:
        less = None
        if at < len(ours) and ours[at][0] == is_recipe:
            less = _less(words, ours[at][1], names)
        if less is not None:
            at += 1
        else:
            less = _less(words, (), names)
            if less is None or not words:
                return None
        taken.update(less)
    return frozenset(taken) if at == len(ours) else None


def _less(source: Sequence[str], ours: Sequence[str], names: frozenset[str]) -> list[str] | None:
    """The words that ``ours`` lacks; None where it has others, or lacks what was not left out."""
    if source == ours:
        return []
    at = 0
    lacking = []
    for word in source:
        if at < len(ours) and word == ours[at]:
            at += 1
        else:
            lacking.append(word)
    made = {
        number + 2
        for number, word in enumerate(lacking)
        if word in names and lacking[number + 1 : number + 3] == ["/", "Makefile"]
    }  # what configure makes of the Makefile.am that was left out
    if at != len(ours) or not all(
        number in made or word in names or word in "/\\" for number, word in enumerate(lacking)
    ):
        return None
    return [word for word in lacking if word in names]
