"""A copy of an artifact that holds only what is proven, and the recipe for the rest (``docs/scrub.md``).

:func:`divide` decides, :mod:`~tallystick.scrub.tarball` writes, :mod:`~tallystick.scrub.recipe` says how what
was left out is made again.
"""

from __future__ import annotations

from tallystick.scrub.division import Division, LeftOut, NothingProven, divide
from tallystick.scrub.recipe import recipe
from tallystick.scrub.tarball import write_tarball

__all__ = ["Division", "LeftOut", "NothingProven", "divide", "recipe", "write_tarball"]
