"""What ``libtoolize`` copies, laid beside the very release of Libtool that the files name.

A release is often rolled with a Libtool from a changed working tree, which says ``2.4.7-dirty`` and spells
one address differently: the database does not know it, and all else is the release's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tallystick.errors import LimitExceeded
from tallystick.model import LedgerLine, Skip
from tallystick.rebuild.autotools.building import TOOLS
from tallystick.rebuild.autotools.catalogue import Recipe
from tallystick.rebuild.autotools.stated import libtool_of
from tallystick.rebuild.autotools.supply import toolchains_of
from tallystick.rebuild.autotools.toolchain import Autotools
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject

NAMES = frozenset({"ltmain.sh", "ltversion.m4"})
NORMALISATIONS = ("libtool-dirty", "libtool-home-page")

_DIRTY = re.compile(r"-dirty$")


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    tools = toolchains_of(subject)
    for line in lines:
        yield from _answers(line, tools, subject)


def _answers(line: LedgerLine, tools: Autotools, subject: Subject) -> Iterator[Made | NotMade]:
    try:
        stated = libtool_of(subject.artifact.tree.read(line.path))
    except LimitExceeded as error:
        yield NotMade(paths=(line.path,), reason=str(error))
        return
    if stated is None:
        yield NotMade(paths=(line.path,), reason="it does not name the version of its Libtool")
        return
    recipes = tools.variants("libtool", _DIRTY.sub("", stated))
    if not recipes:
        reason = f"no Libtool {stated} is in the catalogue of toolchains"
        yield NotMade(paths=(line.path,), reason=reason)
    for recipe in recipes[:1]:
        tool = tools.together(recipe)
        if isinstance(tool, Skip):
            yield NotMade(paths=(line.path,), reason=tool.reason)
            return
        name = line.path.rpartition("/")[2]
        for folder in ("m4", "build-aux"):
            path = f"{TOOLS}/libtool/share/{folder}/{name}"
            if path in tool.entries:
                yield _made(line, tool.read(path), recipe)


def _made(line: LedgerLine, content: bytes, recipe: Recipe) -> Made:
    return Made(
        path=line.path,
        content=content,
        mode=line.entry.mode,
        how=How(command="libtoolize --copy", tools=(recipe.said,)),
        claim=f"copied from Libtool {recipe.version}",
        normalisations=NORMALISATIONS,
    )
