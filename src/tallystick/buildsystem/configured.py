"""What ``config.status`` runs besides writing files: commands of ``AC_CONFIG_COMMANDS``, by their tags."""

from __future__ import annotations

import re

_TAG = re.compile(r"^[ \t]*\"([^\"\n]{1,200})\":C\) ", re.MULTILINE)
_CALL = re.compile(r"\bAC_CONFIG_COMMANDS(?:_PRE|_POST|_ONCE)?\(\s*\[?([^],()]{1,200})")

OWN = frozenset({"default"})
"""What ``AC_OUTPUT`` itself makes of its second argument (Autoconf manual, "Obsolete Macros")."""


def tags_of(configure: str) -> dict[str, int]:
    """The tags of a ``configure``, each with its line."""
    return {
        found[1]: configure.count("\n", 0, found.start()) + 1
        for found in _TAG.finditer(configure)
        if found[1] not in OWN
    }


def asked_by(text: str) -> frozenset[str]:
    """The tags that an m4 text asks for by name; those that a macro makes up are not seen."""
    return frozenset(found[1].strip() for found in _CALL.finditer(text))
