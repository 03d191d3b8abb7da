"""What made the generated files of a release, run once more: the regenerators, in the order they are asked.

``docs/regenerate.md`` has the interface, a heading for each regenerator, and for each normalisation.
"""

from __future__ import annotations

from tallystick.model import ArtifactKind
from tallystick.rebuild.deeper import Deeper
from tallystick.rebuild.regenerator import How, Made, NotMade, Regenerator, Subject

_PYTHON = frozenset({ArtifactKind.SDIST, ArtifactKind.WHEEL})
_C = frozenset({".c", ".cpp", ".cc", ".cxx", ".h"})
_CYTHON = frozenset({"cython", "make-target", "generator-script"})
_METADATA = frozenset({"core-metadata", "egg-info", "entry-points", "top-level"})

REGENERATORS: tuple[Regenerator, ...] = (
    Regenerator(id="core-metadata-hook", kinds=_PYTHON, explainers=_METADATA),
    Regenerator(id="cython-build", explainers=_CYTHON, suffixes=_C),
)
"""Every regenerator (``--depth regenerate``), in the order in which they are offered the residue."""

__all__ = ["REGENERATORS", "Deeper", "How", "Made", "NotMade", "Regenerator", "Subject"]
