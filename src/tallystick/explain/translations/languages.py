"""The list of a program's languages (``LINGUAS``), and scripts that import its translations from elsewhere.

GNU gettext manual, "po/LINGUAS": names with white space between them, and comments. A project whose
translators work at some site has a script that unpacks what the site exports into ``po/`` and lists it.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.automake_files import makefile_texts
from tallystick.explain.evidence.release_scripts import release_texts
from tallystick.explain.places import base_name, folder_of, source_file

_LANGUAGES = re.compile(r"(?:#[^\n]*\n|[A-Za-z_@ \t]*\n)*[A-Za-z_@ \t]*")
_TAKES = re.compile(r"\*\.po\b|\.po[\"']")


def is_list(text: str) -> bool:
    """Whether ``text`` is a list of languages and nothing else."""
    return _LANGUAGES.fullmatch(text) is not None


def odd_language(text: str, folder: str, context: Context) -> tuple[str | None, int]:
    """A language in one of ``text`` and the artifact's ``folder`` only, or None; how many it lists."""
    rows = (row for row in text.split("\n") if not row.startswith("#"))
    named = {word for row in rows for word in row.split()}
    beside = {
        base_name(path).removesuffix(".po")
        for path in context.artifact.tree.entries
        if folder_of(path) == folder and path.endswith(".po")
    }
    return (min(named ^ beside) if named != beside else None), len(named)


def importing(place: str, context: Context) -> str | None:
    """The script of the source that imports the catalogues of the folder of ``place`` and lists them.

    None where the source has a catalogue there: then git is where they are kept.
    """
    return context.once(f"import into {folder_of(place)}", lambda: _importing(place, context))


def _importing(place: str, context: Context) -> str | None:
    folder = folder_of(place)
    if source_file(f"{folder}POTFILES.in", context) is None or any(
        folder_of(path) == folder and path.endswith(".po") for path in context.source.tree.entries
    ):
        return None
    for path, text in release_texts(context).items():
        if path not in makefile_texts(context) and "LINGUAS" in text and _TAKES.search(text):
            return path
    return None
