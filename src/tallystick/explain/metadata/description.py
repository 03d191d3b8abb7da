"""A ``Description`` that ``setup.py`` or a plugin puts together, proven from whole files.

Whatever computes it, a text that is one document of the source, or several one after the other with
nothing but white space between them, holds no word that was not reviewed.
"""

from __future__ import annotations

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.metadata.field_values import plain_text
from tallystick.project.declared import Known
from tallystick.project.headers import Headers

SUFFIXES = (".md", ".rst", ".txt")
MAX_DOCUMENTS = 60
"""Documents read for one description: those at the root of the project and of the repository."""


def composed(description: str, context: Context) -> tuple[str, ...] | None:
    """The documents of the source that ``description`` consists of; None if it does not.

    >>> # README.rst, then CHANGES.rst: ("README.rst", "CHANGES.rst")
    """
    rest = plain_text(description)
    documents = _documents(context)
    used: list[str] = []
    while rest:
        found = next((p for p, t in documents.items() if p not in used and _begins(rest, t)), None)
        if found is None:
            return None
        used.append(found)
        rest = rest[len(documents[found]) :].strip("\n \t")
    return tuple(used)


def written(known: Known, headers: Headers) -> str:
    """The declared description, with the fields of the release that words in it stand for."""
    text = known.values[0] if known.values else ""
    for word, name in known.stands_for.items():
        text = text.replace(word, headers.one(name) or "")
    return plain_text(text)


def _begins(rest: str, text: str) -> bool:
    return rest.startswith(text) and (len(rest) == len(text) or rest[len(text)] == "\n")


def _documents(context: Context) -> dict[str, str]:
    """Texts by path, the longest first, so that a file is not mistaken for one that it begins."""
    paths = [path for path, entry in context.source.tree.entries.items() if not entry.is_gitlink]
    found: dict[str, str] = {}
    for path in [path for path in paths if _is_document(path, context.source.subdir)][
        :MAX_DOCUMENTS
    ]:
        try:
            text = plain_text(context.source_bytes(path).decode("utf-8"))
        except (Unreadable, UnicodeDecodeError):
            continue
        if text:
            found[path] = text
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def _is_document(path: str, subdir: str) -> bool:
    folder, _, name = path.rpartition("/")
    is_text = name.lower().endswith(SUFFIXES) or name.upper().startswith(("README", "CHANGE"))
    return folder in {"", subdir} and is_text
