"""The build system, read as an attacker would read it: what in it could run something that nobody reviewed.

Findings are no verdict: they say where to look first. What the source itself has is told apart from what only
the release has. Nothing is run here; ``rebuild/build_rules.py`` asks make, autom4te and the compiler.
"""

from __future__ import annotations

from tallystick.buildsystem.ledger import read_build_system
from tallystick.buildsystem.reading import RULES, found_at, is_build_file, read_file

__all__ = ["RULES", "found_at", "is_build_file", "read_build_system", "read_file"]
