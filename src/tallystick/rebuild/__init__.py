"""What made the generated files of a release, run once more: the regenerators, in the order they are asked.

``docs/regenerate.md`` has the interface, a heading for each regenerator, and for each normalisation.
"""

from __future__ import annotations

from tallystick.model import RESIDUE, ArtifactKind
from tallystick.rebuild.deeper import Deeper
from tallystick.rebuild.regenerator import How, Made, NotMade, Regenerator, Subject

_SOURCES = frozenset({ArtifactKind.SDIST, ArtifactKind.TARBALL, ArtifactKind.DEBIAN})

REGENERATORS: tuple[Regenerator, ...] = (
    Regenerator(
        id="libtool-copy",
        kinds=_SOURCES,
        names=frozenset({"ltmain.sh", "ltversion.m4"}),
        grades=RESIDUE,
    ),
    Regenerator(
        id="gnulib-tool",
        kinds=_SOURCES,
        names=frozenset({"gnulib-comp.m4", "gnulib-cache.m4", "Makefile.am"}),
        suffixes=frozenset({".mk"}),
        grades=RESIDUE,
    ),
    Regenerator(
        id="autotools",
        kinds=_SOURCES,
        names=frozenset({"configure", "aclocal.m4", "Makefile.in"}),
        suffixes=frozenset({".in", ".hin", ".h"}),
        grades=RESIDUE,
    ),
)
"""Every regenerator (``--depth regenerate``), in the order in which they are offered the residue."""

__all__ = ["REGENERATORS", "Deeper", "How", "Made", "NotMade", "Regenerator", "Subject"]
