"""What a backend wants besides what the project requires (PEP 517, ``get_requires_for_build_*``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from packaging.utils import canonicalize_name

from tallystick.rebuild.toolchain import Environment


def read_requirements(content: bytes) -> tuple[str, ...] | None:
    """The list that was written inside: a stranger's words; None for what is no list of words."""
    try:
        asked = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(asked, list) or not all(isinstance(one, str) for one in asked):
        return None
    return tuple(asked)


def at_hand(environment: Environment, requires: Iterable[str]) -> list[str]:
    """The projects that are not to be asked for again, by normalised name.

    Those that were asked for once are among them: a marker may say that one is not for here.
    """
    asked = (re.split(r"[^A-Za-z0-9._-]", one.strip())[0] for one in requires)
    return sorted({*environment.packages, *map(canonicalize_name, asked)})
