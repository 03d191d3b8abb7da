"""A file of an archive that a script of the source downloads and unpacks where a release is rolled.

Opus packs tables of its models so, memcached a library. The source says it twice: a script in the file's
folder, or in one above that is not the top, fetches an archive from an address and unpacks it; and a
makefile names the file, or packs it by a pattern while git ignores it. What the archive held nobody here
has seen, so it is never more than a claim, and none for what a toolchain would evaluate.
"""

from __future__ import annotations

import fnmatch
import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.automake_files import makefile_texts
from tallystick.explain.evidence.build_files import build_texts, says
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.evidence.scripts import ADDRESS, DOWNLOADS, SHELL, TESTS, script_texts
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.explain.toolchain.autotools_files import FILES
from tallystick.model import Difference, Explanation, Grade

ID = "unpacked-download"

_UNPACKS = re.compile(r"(?<![\w-])(?:(?:bsd)?tar[ \t]+[\w-]*x|unzip[ \t])")
_PATTERN = re.compile(r"(?<![^\s=])[\w./+-]*\*[\w.*+-]*(?!\S)")
"""A word of ``EXTRA_DIST`` with a wildcard, which make expands."""

_EXTRA = re.compile(r"^EXTRA_DIST[ \t]*\+?=([^\n#]*)", re.MULTILINE)
"""Folders in it are packed whole (Automake manual, "Basics of Distribution")."""

_EVALUATED = (".m4", ".ac", ".am", ".sh")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or difference.entry.is_executable:
        return None
    name = base_name(difference.path)
    if name.endswith(_EVALUATED) or name in FILES:
        return None
    content = own_bytes(difference, context)
    if content is None or content.startswith(b"#!"):
        return None
    for place in places(difference, context):
        found = _downloading(place, context)
        packing = _packing(place, context) if found is not None else None
        if found is not None and packing is not None:
            script, address = found
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim=f"of an archive that {script} downloads",
                evidence=f"{packing}; it comes from {address}, and is not in this source",
                source_path=script,
            )
    return None


def _downloading(place: str, context: Context) -> tuple[str, str] | None:
    """The script beside or above ``place`` that downloads and unpacks, and the address in it."""
    for path, text in script_texts(context).items():
        folder = folder_of(path)
        is_shell = path.endswith(tuple(SHELL)) and TESTS.search(path) is None
        if not (is_shell and folder and place.startswith(folder)):
            continue
        address = ADDRESS.search(text)
        if address is not None and DOWNLOADS.search(text) and _UNPACKS.search(text):
            return path, address[0]
    return None


def _packing(place: str, context: Context) -> str | None:
    """What of the source expects the file, as the beginning of a sentence."""
    ignored = is_git_ignored(place, context)
    for path, text in {**build_texts(context), **makefile_texts(context)}.items():
        folder = folder_of(path)
        if not place.startswith(folder):
            continue
        inner = place[len(folder) :]
        if says(inner, text):
            return f"{path} names it"
        if not ignored:
            continue
        folders = [word for words in _EXTRA.findall(text) for word in words.split()]
        if any(inner.startswith(f"{word}/") for word in folders) or any(
            _takes(word, inner) for word in _PATTERN.findall(text)
        ):
            return f"git ignores it and {path} packs it"
    return None


def _takes(pattern: str, inner: str) -> bool:
    """Whether make expands ``pattern`` to this path; a wildcard never crosses a slash."""
    return pattern.count("/") == inner.count("/") and fnmatch.fnmatchcase(inner, pattern)
