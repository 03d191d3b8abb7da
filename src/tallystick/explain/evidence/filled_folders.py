"""Folders of a release that a bootstrap script fills with links to files of another folder.

``ln -s ../tests/one.c tests-m32/``: ``make dist`` packs what the link leads to (Automake manual, "Basics of
Distribution"). The shell's loops are not followed: the file has the bytes and the name of one that the
source reviewed, or that has a line of its own on the ledger, and that is all that is said.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, texts
from tallystick.explain.places import base_name, folder_of
from tallystick.explain.toolchain.bootstrap import bootstrap_texts
from tallystick.model import Entry

_LINKS = re.compile(r"^[ \t]*(?:ln -sf?|cp(?: -\w{1,4})?) [^\n#]*", re.MULTILINE)
_PART = re.compile(r"[-_.][^-_.]+\Z")


def filling(place: str, entry: Entry, context: Context) -> tuple[str, str] | None:
    """The script that fills the folder of ``place``, and the file of that name and bytes; None if none is.

    The source has nothing in that folder, and the script makes it: it has its name, or its name up to the
    part that a loop fills in.
    """
    folder = folder_of(place)
    if not folder or any(path.startswith(folder) for path in context.source.tree.entries):
        return None
    script = _script(base_name(folder.rstrip("/")), context)
    held = context.by_blob.get(entry.blob) if script is not None else None
    if script is None:
        return None
    if held is not None and base_name(held) == base_name(place):
        return script, held
    beside = _beside(folder)
    other = context.artifact.tree.entries.get(beside + base_name(place)) if beside else None
    is_same = other is not None and not other.is_link and other.blob == entry.blob
    return (script, beside + base_name(place)) if is_same else None


def _beside(folder: str) -> str:
    """``tests/`` for ``tests-m32/``."""
    plain = folder.rstrip("/")
    shorter = _PART.sub("", plain)
    return f"{shorter}/" if shorter != plain and base_name(shorter) else ""


def _script(name: str, context: Context) -> str | None:
    """The bootstrap script with a command that links or copies, which makes a folder called ``name``."""
    stem = name[: found.start() + 1] if (found := _PART.search(name)) is not None else ""
    for path, text in bootstrap_texts(context).items():
        makes = re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", text) is not None
        makes = makes or (
            len(stem) > 2 and re.search(rf"(?<![\w.-]){re.escape(stem)}\$", text) is not None
        )
        if makes and "mkdir" in text and _LINKS.search(text) is not None:
            return path
    return None


def writing_into(place: str, context: Context) -> str | None:
    """The script above a folder of the release that goes into it and writes a file of this name there."""
    folder = folder_of(place).rstrip("/")
    above = folder_of(folder)
    if not above or any(path.startswith(f"{folder}/") for path in context.source.tree.entries):
        return None
    name = re.escape(base_name(place))
    scripts = [
        path
        for path in context.source.tree.entries
        if path.endswith(".sh") and folder_of(path) == above
    ]
    for path, text in texts(scripts[:MAX_FILES], context).items():
        if re.search(rf"^cd {re.escape(base_name(folder))}$", text, re.MULTILINE) and re.search(
            rf">[ \t]*{name}$", text, re.MULTILINE
        ):
            return path
    return None
