"""A second project that is released from the same commit: a script gives the project another name.

Projects publish one source under two names (``psycopg2-binary``): a script edits the name, or ``setup.py``
chooses one. Which ran is not to be seen, so this only keeps the name from being a contradiction.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.scripts import TESTS, script_texts
from tallystick.explain.places import base_name

DECLARING = frozenset({"pyproject.toml", "setup.cfg", "Cargo.toml", "package.json", "MANIFEST.in"})
"""What declares a name and gives none: that of a neighbour's is not ours."""


def giving(name: str, context: Context) -> str | None:
    """The script of the source that binds ``name`` to something called a name; None if none does."""
    bound = re.compile(rf"""name["']?\s*[:=]\s*\\?["']{re.escape(name)}\\?["']""", re.IGNORECASE)
    for path, text in script_texts(context).items():
        of_a_neighbour = base_name(path) == "setup.py" and path != context.project.path("setup.py")
        if base_name(path) in DECLARING or of_a_neighbour or TESTS.search(path) is not None:
            continue
        if name in text and bound.search(text) is not None:
            return path
    return None
