"""A library of others that ``setup.py`` or a script downloads into a folder of its own; the release has it.

Two-sided: ``setup.py``, or a module beside it that it imports, downloads an archive, unpacks it and names
the folder, of which the source has nothing. What was downloaded only the library's own release could tell:
a claim, and none for what Python would run or import by itself. A shell script may clone instead, and copy
files of some endings out of the clone into folders that a list of it names (libyal's ``synclibs.sh``).
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, build_texts, texts
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade

ID = "downloaded-library"

_DOWNLOADS = re.compile(r"\b(?:urlopen|urlretrieve|requests\.get|httpx\.get)\s*\(")
_UNPACKS = re.compile(r"\b(?:extractall|unpack_archive)\s*\(")
_ADDRESS = re.compile(r"https://[\w.@:/%{}+~-]{1,400}\.(?:tar\.\w{2,3}|tgz|zip)\b")

_PROGRAMS = (".pth", ".pyc", ".pyd", ".so", ".dll", ".exe")
"""Endings of what no library's source needs."""

_RUN = frozenset({"__init__.py", "conftest.py", "setup.py", "sitecustomize.py", "usercustomize.py"})
"""Modules that make a package of a folder, or that Python, pytest or pip run unasked."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    place = next(iter(places(difference, context)), "")
    top, slash, _ = place.removeprefix(_prefix(context)).partition("/")
    name = base_name(place)
    if difference.source is not None or not slash or name in _RUN or name.endswith(_PROGRAMS):
        return None
    folders = context.once("downloaded libraries", lambda: _folders(context))
    build_file = next((path for path, named in folders.items() if top in named), None)
    build_file = build_file or _cloning(top, name, context)
    if build_file is None or own_bytes(difference, context) is None:
        return None
    held = f"{_prefix(context)}{top}/"
    if any(path.startswith(held) for path in context.source.tree.entries):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"of a library that {build_file} downloads",
        evidence=f"{build_file} downloads it and names {top}: compare with the library's own release",
    )


def _prefix(context: Context) -> str:
    return f"{context.project.subdir}/" if context.project.subdir else ""


_LITERAL = re.compile(r"""["']([\w.-]{3,100})["']""")


def _folders(context: Context) -> dict[str, frozenset[str]]:
    """Each build file at the root that downloads and unpacks, with the words that it holds as literals."""
    return {
        path: frozenset(_LITERAL.findall(text))
        for path, text in build_texts(context).items()
        if path.endswith(".py")
        and folder_of(path) == _prefix(context)
        and _DOWNLOADS.search(text) is not None
        and _UNPACKS.search(text) is not None
        and _ADDRESS.search(text) is not None
    }


_CLONES = re.compile(r"\bgit clone\b")
_CLONED_FROM = re.compile(r"https://[\w.@:/%${}+~-]{1,400}")
_LISTED = re.compile(r"""^[ \t]*\w{1,80}=(["'])([\w.+ \t-]{1,2000})\1""", re.MULTILINE)
_COPIED = re.compile(
    r"^[ \t]*cp[ \t][^\n]{0,300}?/(?:\*\.\[(?P<letters>\w{1,10})\]|\*\.(?P<ending>\w{1,10}))[ \t]",
    re.MULTILINE,
)
_MAKEFILE = "Makefile.am"


def _cloning(top: str, name: str, context: Context) -> str | None:
    """The script of the source that clones ``top`` among others, and copies such files as ``name``."""
    scripts = context.once("cloned libraries", lambda: _cloned(context))
    ending = name.rpartition(".")[2]
    for path, (named, endings) in scripts.items():
        if top in named and (ending in endings or name == _MAKEFILE):
            return path
    return None


def _cloned(context: Context) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Each script at the root that clones what it lists, with the list and the endings it copies."""
    paths = [
        path
        for path in context.source.tree.entries
        if path.endswith(".sh") and folder_of(path) == _prefix(context)
    ]
    found = {}
    for path, text in texts(paths[:MAX_FILES], context).items():
        named = frozenset(word for _, words in _LISTED.findall(text) for word in words.split())
        endings = frozenset(
            one for letters, ending in _COPIED.findall(text) for one in (ending, *letters) if one
        )
        if _CLONES.search(text) and _CLONED_FROM.search(text) and named and endings:
            found[path] = (named, endings)
    return found
