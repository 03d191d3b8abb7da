"""The version in ``AC_INIT`` in the place of the command that works it out.

``AC_INIT([pdns], m4_esyscmd([builder-support/gen-version]))`` asks git when ``autoconf`` runs. Without git,
in a container that rolls the release, the version is written there before (Autoconf manual, "Initializing
configure"). Nothing else may be another byte.
"""

from __future__ import annotations

import re

_COMMAND = re.compile(
    rb"^(?P<before>AC_INIT\([ \t]*\[?[\w .+-]{1,80}\]?[ \t]*,[ \t\n]*)\[?m4_esyscmd(?:_s)?"
    rb"\((?P<command>\[[^][()$`;|&<>\n]{1,200}\]|[^][()$`;|&<>\n]{1,200})\)\]?(?=[ \t]*[,)])",
    re.MULTILINE,
)
_VERSION = rb"\[?(?P<version>[0-9][\w.+~-]{0,60})\]?"


def version_for_command(source: bytes, content: bytes) -> str | None:
    """The version that stands in ``content`` where ``source`` has a command; None if more differs."""
    found = _COMMAND.search(source)
    if found is None:
        return None
    before = re.escape(source[: found.start()] + found["before"])
    ours = re.fullmatch(before + _VERSION + re.escape(source[found.end() :]), content)
    return ours["version"].decode() if ours is not None else None
