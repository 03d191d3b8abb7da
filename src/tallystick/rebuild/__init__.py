"""What made the generated files of a release, run once more: the regenerators, in the order they are asked.

``docs/regenerate.md`` has the interface, a heading for each regenerator, and for each normalisation.
"""

from __future__ import annotations

from tallystick.rebuild.deeper import Deeper
from tallystick.rebuild.regenerator import How, Made, NotMade, Regenerator, Subject

REGENERATORS: tuple[Regenerator, ...] = ()
"""Every regenerator (``--depth regenerate``), in the order in which they are offered the residue."""

__all__ = ["REGENERATORS", "Deeper", "How", "Made", "NotMade", "Regenerator", "Subject"]
