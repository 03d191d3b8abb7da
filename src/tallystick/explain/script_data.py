"""Data that a script of the project writes, that git ignores, and that the configuration ships.

Three places of the source must say so: ``.gitignore`` that it is made and not committed, ``MANIFEST.in`` or
``package_data`` that it belongs into a release, and a script that writes files, that it writes this one or
into this folder. Only for what nothing runs by its name: a pickle can still run, so the claim is never
more than ``unproven``.
"""

from __future__ import annotations

import fnmatch
import re

from tallystick.explain.build_files import build_texts
from tallystick.explain.context import Context
from tallystick.explain.git_ignored import is_git_ignored
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.explain.reach import reach
from tallystick.explain.scripts import TESTS, script_texts
from tallystick.model import Difference, Explanation, Grade, Reach

ID = "script-data"

SHIPPING = frozenset({"MANIFEST.in", "setup.py", "setup.cfg", "pyproject.toml"})
"""Where setuptools' "Controlling files in the distribution" and "Data Files Support" are written down."""

_PROGRAMS = (
    b"#!", b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"!<arch>\n",
    b"\0asm", b"PK\x03\x04",
)  # fmt: skip
"""First bytes of what runs whatever it is called; a zip archive can hold Python."""

_PATTERN = re.compile(r"[\w.*?\[\]/-]{1,300}")
_WRITES = re.compile(
    r"\.dump\(|\.write|open\([^)\n]{0,200}['\"][wax]b?\+?['\"]|>>?[ \t]*[\w$\"'./{]"
)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if difference.source is not None or entry.is_executable or not _suffix(difference.path):
        return None
    if reach(entry, context.artifact.kind) is not Reach.DATA:
        return None
    content = own_bytes(difference, context)
    if not content or content.startswith(_PROGRAMS):
        return None
    for place in places(difference, context):
        if not is_git_ignored(place, context):
            continue
        shipped, script = _shipped(place, context), _script(place, context)
        if shipped is not None and script is not None:
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim=f"data that {script} writes",
                evidence=f"git ignores {place}, {shipped} ships it; run {script} to prove it",
                source_path=script,
            )
    return None


def _suffix(path: str) -> str:
    name = base_name(path)
    return name[name.rfind(".") :] if "." in name[1:] else ""


def _shipped(place: str, context: Context) -> str | None:
    """The build file with a pattern for this file that names its ending, or its folder, or itself."""
    suffix = _suffix(place)
    known = context.once("shipping patterns", lambda: _patterns(context))
    parts = place.split("/")
    tails = ["/".join(parts[at:]) for at in range(len(parts))]
    for path, patterns in known:
        for pattern in patterns:
            if pattern.endswith(suffix) and any(fnmatch.fnmatchcase(t, pattern) for t in tails):
                return path
    return None


def _patterns(context: Context) -> list[tuple[str, list[str]]]:
    return [
        (path, list(dict.fromkeys(_PATTERN.findall(text))))
        for path, text in build_texts(context).items()
        if base_name(path) in SHIPPING
    ]


def _script(place: str, context: Context) -> str | None:
    """The script that writes files and names this one, or its folder together with its ending."""
    folder = base_name(folder_of(place).rstrip("/"))
    named = context.once(f"scripts for {folder} {_suffix(place)}", lambda: _into(place, context))
    return named or context.once(f"scripts for {place}", lambda: _names(place, context))


def _names(place: str, context: Context) -> str | None:
    word = re.compile(rf"['\"/ \t]{re.escape(base_name(place))}['\" \t\n]")
    return _first(context, word)


def _into(place: str, context: Context) -> str | None:
    folder, suffix = base_name(folder_of(place).rstrip("/")), _suffix(place)
    if not folder:
        return None
    word = re.compile(rf"['\"/]{re.escape(folder)}['\"/]")
    return _first(context, word, re.compile(rf"{re.escape(suffix)}['\"]"))


def _first(context: Context, *words: re.Pattern[str]) -> str | None:
    """The first script that writes files and in whose text each of ``words`` stands."""
    for path, text in script_texts(context).items():
        if base_name(path) == "MANIFEST.in" or TESTS.search(path) is not None:
            continue
        if all(word.search(text) for word in words) and _WRITES.search(text):
            return path
    return None
