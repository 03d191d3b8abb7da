"""A file that a script of the source writes whole: ``echo '…' > path``, or a here-document into ``path``.

The script holds the very text and the very path, so both are in the reviewed source; whether that script ran
for the release, and nothing after it, only running the release could tell. Text in which a shell would put
variables or commands is left alone (POSIX.1-2024, "Here-Document", 2.7.4), but for one variable in a line of
``echo``, where the release's version stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.release_scripts import release_texts
from tallystick.explain.evidence.scripts import script_texts, workflow_texts
from tallystick.explain.evidence.shell_variable import VARIABLE
from tallystick.explain.places import base_name, own_bytes, places
from tallystick.model import Difference, Explanation, Grade

ID = "written-by-script"

_ECHO = re.compile(
    r"""\becho[ \t]+(?:'(?P<single>[^'\n]{1,500})'|"(?P<double>[^"\n]{1,500})")[ \t]*>[ \t]*"""
    r"""["']?(?P<path>[\w./@-]{1,200})"""
)
_HERE = re.compile(
    r"""\bcat[ \t]*(?:>[ \t]*(?P<before>[\w./@-]{1,200})[ \t]*)?<<-?[ \t]*["']?(?P<end>\w{1,40})["']?"""
    r"""[ \t]*(?:>[ \t]*(?P<behind>[\w./@-]{1,200})[ \t]*)?\n(?P<body>(?:[^\n]{0,500}\n){1,200}?)"""
    r"""[ \t]*(?P=end)[ \t]*(?:\n|$)"""
)
_EXPANDED = re.compile(r"[$`\\]")
"""What a shell reads as more than itself."""

OWN_NAME = "$0"
"""The script's own, as it was called (POSIX.1-2024, 2.5.2)."""

LARGEST = 20_000
"""Bytes of a file that is compared: nobody writes more of one into a script."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if (difference.entry.size or 0) > LARGEST or difference.entry.is_executable:
        return None
    content = own_bytes(difference, context)
    if content is None:
        return None
    written = context.once("whole texts that scripts write", lambda: _by_name(context))
    for script, path, text in written.get(base_name(difference.path), ()):
        if _lines(content.decode("utf-8", "replace")) != _lines(text):
            continue
        if any(_is_at(place, path) for place in places(difference, context)):
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim=f"the text that {script} writes to {path}",
                evidence=f"the same text; run {script} to prove that the release has it from there",
                source_path=script,
                normalisations=("indentation that all lines share not compared",),
            )
    return None


Written = tuple[str, str, str]
"""The script, the path that it writes to, and the text."""


def _by_name(context: Context) -> Mapping[str, list[Written]]:
    found: dict[str, list[Written]] = {}
    scripts = {**release_texts(context), **script_texts(context), **workflow_texts(context)}
    for script, text in scripts.items():
        for path, body in _writes(text, context.artifact.version or ""):
            for spelled in _with_its_name(body, script):
                found.setdefault(base_name(path), []).append((script, path, spelled))
    return found


def _writes(script: str, version: str) -> Iterator[tuple[str, str]]:
    for call in _ECHO.finditer(script) if "echo" in script else ():
        text = call["single"] or _with_version(call["double"], version)
        if call["single"] or _EXPANDED.search(text) is None:
            yield call["path"], f"{text}\n"
    for call in _HERE.finditer(script) if "<<" in script else ():
        path = call["before"] or call["behind"]
        if path and _EXPANDED.search(call["body"].replace(OWN_NAME, "")) is None:
            yield path, call["body"]


def _with_version(text: str, version: str) -> str:
    """``text`` with ``version`` in the place of its variable, if it has one and no more."""
    pieces = VARIABLE.split(text)
    return version.join(pieces) if len(pieces) == 2 and version else text


def _with_its_name(text: str, script: str) -> Iterator[str]:
    """``$0`` is how the script was called; ``bootstrap.conf`` is read by ``bootstrap``."""
    if OWN_NAME not in text:
        yield text
        return
    called = base_name(script).removesuffix(".conf")
    for name in (f"./{called}", called):
        yield text.replace(OWN_NAME, name)


def _lines(text: str) -> list[str]:
    """The lines without the indentation that all of them share: workflows indent what they write."""
    lines = text.replace("\r\n", "\n").split("\n")
    deep = min((len(line) - len(line.lstrip(" \t")) for line in lines if line.strip()), default=0)
    return [line[deep:] for line in lines]


def _is_at(place: str, path: str) -> bool:
    """Whether one is the other, from wherever the script runs."""
    path = path.removeprefix("./").lstrip("/")
    return f"/{place}".endswith(f"/{path}") or f"/{path}".endswith(f"/{place}")
