"""Data that a script of the project writes, that git ignores, and that the configuration ships.

Three places of the source must say so: ``.gitignore`` that it is made and not committed, ``MANIFEST.in`` or
``package_data`` that it belongs into a release, and a script that writes files, that it writes this one or
into this folder. Only for what nothing runs by its name, or for a script of pages whose address it downloads:
a pickle can still run, so the claim is never more than ``unproven``.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.evidence.scripts import OTHERS, TESTS, script_texts
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade, Reach
from tallystick.reach.paths import reach

ID = "script-data"

_TAKES = frozenset({"include", "recursive-include", "global-include"})
"""Commands of ``MANIFEST.in`` (setuptools, "Controlling files in the distribution")."""

_TABLES = (
    ("tool", "setuptools", "package-data"),
    ("tool", "setuptools", "data-files"),
    ("tool", "hatch", "build"),
    ("tool", "pdm", "build"),
    ("tool", "flit", "sdist"),
)
"""Tables of ``pyproject.toml`` that name files to ship, each from its backend's documentation."""

_NO_SCRIPTS = frozenset(
    {"MANIFEST.in", "setup.cfg", "pyproject.toml", "package.json", "Cargo.toml"}
)
"""Build files that write nothing themselves."""

_PROGRAMS = (
    b"#!", b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"!<arch>\n",
    b"\0asm", b"PK\x03\x04",
)  # fmt: skip
"""First bytes of what runs whatever it is called; a zip archive can hold Python."""

_QUOTED = re.compile(r"['\"]([\w.*?\[\]/-]{1,300})['\"]")
WRITES = re.compile(
    r"\.dump\(|\.write(?:_bytes|_text)?\(|open\([^)\n]{0,200}['\"][wax]b?\+?['\"]|writeFile"
)
_FETCHES = re.compile(r"download\w{0,40}\(|download[ ]?=[ ]?True|\burl(?:retrieve|open)\(")
"""Where a script has data brought from elsewhere, by whatever function of its own."""

_GETS = re.compile(r"\b(?:requests|httpx|session)\.get\(|\burl(?:retrieve|open)\(")
"""Where a script asks for an address itself."""

_OF_PAGES = frozenset({".js", ".mjs"})
"""Scripts that pages load: code, of which no claim is made but that of a download."""

_REDIRECTS = re.compile(r">>?[ \t]*[\w$\"'./{]|\s-o[ \t]")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if difference.source is not None or entry.is_executable or not _suffix(difference.path):
        return None
    is_data = reach(entry, context.artifact.kind) is Reach.DATA
    if not is_data and _suffix(difference.path) not in _OF_PAGES:
        return None
    content = own_bytes(difference, context)
    if not content or content.startswith(_PROGRAMS):
        return None
    for place in places(difference, context):
        if not is_git_ignored(place, context):
            continue
        shipped = _shipped(place, context)
        if shipped is None:
            continue
        script = _script(place, context) if is_data else _downloads(place, context)
        if script is not None:
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
    """What each place of the configuration takes along; what it excludes says the opposite."""
    found: list[tuple[str, list[str]]] = []
    for path, text in build_texts(context).items():
        if base_name(path) == "MANIFEST.in":
            lines = [line.split() for line in text.splitlines()]
            taken = [word for line in lines if line and line[0] in _TAKES for word in line[1:]]
            found.append((path, taken))
        elif base_name(path) == "setup.py":
            found.append((path, list(dict.fromkeys(_QUOTED.findall(text)))))
    project = context.project
    found.append(("setup.cfg", _words(project.setup_cfg.get("options.package_data", {}))))
    found.append(("pyproject.toml", [w for keys in _TABLES for w in _words(project.table(*keys))]))
    return found


def _words(value: object) -> list[str]:
    """Every word in the strings of a table, however deep they stand."""
    if isinstance(value, str):
        return value.replace(",", " ").split()
    if isinstance(value, Mapping):
        return [word for item in value.values() for word in _words(item)]
    return [word for item in value for word in _words(item)] if isinstance(value, list) else []


def _script(place: str, context: Context) -> str | None:
    """The script that writes files and names this one, or its folder together with its ending."""
    folder = base_name(folder_of(place).rstrip("/"))
    named = context.once(f"scripts for {folder} {_suffix(place)}", lambda: _into(place, context))
    return named or context.once(f"scripts for {place}", lambda: _names(place, context))


def _downloads(place: str, context: Context) -> str | None:
    """The script that downloads files, and holds this one's name and an address of its ending."""
    named = _names(place, context)
    text = script_texts(context)[named] if named is not None else ""
    address = re.search(rf"https://[\w./@%-]{{1,300}}{re.escape(_suffix(place))}['\"]", text)
    return named if address is not None and _GETS.search(text) is not None else None


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
    """The first script that writes or downloads files and in whose text each of ``words`` stands."""
    for path, text in script_texts(context).items():
        if base_name(path) in _NO_SCRIPTS or TESTS.search(path) is not None:
            continue
        writes = WRITES if path.endswith(tuple(OTHERS)) else _REDIRECTS
        is_made = writes.search(text) or _FETCHES.search(text)
        if is_made and all(word.search(text) for word in words):
            return path
    return None
