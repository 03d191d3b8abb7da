"""What a version of Automake that is known in one variant only can be held to.

A distribution patches its Automake, and a patch for one version is in its next one, too (none of Debian's
touches what writes makefiles). So where the catalogue has one variant of the version that a ``Makefile.in``
names, the nearest version that it has in several is run as well. A line that none of them writes, and that
stands in no input either, was not written by Automake.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tallystick.rebuild.autotools.catalogue import Recipe
from tallystick.rebuild.normalisation import NORMALISATIONS

NAME = "automake"

_HIDDEN = ("dist-common-order", "dist-common-documents", "dist-common-auxiliary")
"""What may differ between two honest outputs (docs/autotools.md), each of many lines."""

_NUMBERS = re.compile(r"\d+")


def neighbours(version: str, recipes: Iterable[Recipe]) -> tuple[Recipe, ...]:
    """All variants of the nearest other version of Automake that has several.

    Args:
        version: the one that an output names.
        recipes: the catalogue.

    Returns:
        the variants of the next version, or where there is no later one of the last before it; none where
        no other version has more than one variant.
    """
    variants: defaultdict[str, list[Recipe]] = defaultdict(list)
    for recipe in recipes:
        if recipe.name == NAME and recipe.version != version:
            variants[recipe.version].append(recipe)
    several = sorted((v for v, found in variants.items() if len(found) > 1), key=_order)
    if not several:
        return ()
    nearest = next((v for v in several if _order(v) > _order(version)), several[-1])
    return tuple(variants[nearest])


def writes_otherwise(published: bytes, outputs: Sequence[bytes], inputs: Iterable[bytes]) -> bool:
    """Whether ``published`` differs from every output in a way that no variant accounts for.

    Args:
        published: the ``Makefile.in`` under audit.
        outputs: what the version that it names made of the source, and what its neighbours made.
        inputs: the makefiles and macros that all of them read; a line of these may be copied.

    Returns:
        whether it has a line that stands in no output and no input, or lacks one that all outputs have.
        Lines in another order, or twice, say nothing.
    """
    made = [_lines(output) for output in outputs]
    if not made:
        return False
    theirs = _lines(published)
    read = frozenset[bytes]().union(*map(_lines, inputs))
    return bool(theirs - read - frozenset[bytes]().union(*made)) or not (
        made[0].intersection(*made[1:]) <= theirs
    )


def _lines(text: bytes) -> frozenset[bytes]:
    for one in _HIDDEN:
        text = NORMALISATIONS[one].apply(text)
    return frozenset(line.rstrip() for line in text.split(b"\n"))


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBERS.findall(version))
