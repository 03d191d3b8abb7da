"""A file that a script of the project makes from a template that stands beside it.

``configure-file`` knows placeholders; here the project's own code rewrites lines. So the claim needs
all of these: git ignores the file and a build file or script speaks of it and of templates, or a build
file names both, each with its folder; the template stands in the same folder under the same name with
``template`` in it; most of the file's lines are the template's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, says
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.evidence.scripts import TESTS, script_texts
from tallystick.explain.mode import is_everywhere
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade

ID = "from-template"

TEMPITA = "in"
"""Behind the name of a template of Tempita, Cython's own; ``configure-file`` knows the others that end so."""

MARKS = (TEMPITA, "template", "templ", "tmpl", "tpl", "j2", "jinja", "jinja2", "mako")
"""What projects put into the name of a template, before or behind its ending."""

LONGEST, MOST = 400, 20_000
"""Bytes of a line that is held against those with placeholders, and how many lines are."""

SHOWN = 8
"""Lines of its own that are shown."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None:
        return None
    if difference.entry.is_executable and not is_everywhere(context):
        return None
    for place in places(difference, context):
        for template, mark in _templates(place, context):
            script = _naming_both(place, template, context)
            if script is None and is_git_ignored(place, context):
                script = _script(place, mark, context)
            if mark.endswith(f".{TEMPITA}"):
                script = _running_tempita(place, template, context)
            content = own_bytes(difference, context)
            if script is None or content is None:
                continue
            explanation = _compared(content, template, script, context)
            if explanation is not None:
                return explanation
    return None


def _templates(place: str, context: Context) -> Iterator[tuple[str, str]]:
    """Templates beside ``place``, each with the part of its name that the file's has not."""
    name = base_name(place)
    first, dot, ending = name.rpartition(".")
    for mark in MARKS:
        for spelled, part in (
            (f"{first}.{mark}.{ending}", f".{mark}.{ending}"),
            (f"{name}.{mark}", f".{mark}"),
        ):
            found = source_file(folder_of(place) + spelled, context) if dot else None
            if found is not None:
                yield found, part


def _naming_both(place: str, template: str, context: Context) -> str | None:
    """A build file that names the file and its template, each whole and with the folder they share."""
    shared = base_name(folder_of(place).rstrip("/"))
    wanted = [f"{shared}/{base_name(path)}" for path in (place, template)] if shared else []
    for path, text in build_texts(context).items():
        if wanted and all(re.search(rf"(?<![\w-]){re.escape(w)}(?![\w.-])", text) for w in wanted):
            return path
    return None


def _script(place: str, mark: str, context: Context) -> str | None:
    """A build file or script that speaks of such templates and of this file's name."""
    name = base_name(place).rpartition(".")[0]
    for path, text in script_texts(context).items():
        if mark in text and says(name, text) and TESTS.search(path) is None:
            return path
    return None


def _running_tempita(place: str, template: str, context: Context) -> str | None:
    """The build file that speaks of Tempita, where git ignores what it makes of ``template``."""
    if not is_git_ignored(place, context) or b"{{" not in context.source_bytes(template):
        return None
    named = (path for path, text in build_texts(context).items() if _TEMPITA.search(text))
    return next(named, None)


_TEMPITA = re.compile(r"\b[Tt]empita\b")
_PLACE = re.compile(rb"\{\{.*?\}\}")
_WORD = re.compile(rb"\w{3}")


class Filled:
    """Lines that a template's lines come to where each ``{{…}}`` in them is some text.

    A line of the template counts where a word stands beside its placeholders; one that is nothing else
    could come to anything.
    """

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.by_beginning: dict[bytes, list[list[bytes]]] = {}
        self.looked_at = 0
        for line in lines:
            pieces = _PLACE.split(line)
            if len(pieces) > 1 and any(_WORD.search(piece) for piece in pieces):
                self.by_beginning.setdefault(pieces[0][:3], []).append(pieces)

    def __contains__(self, line: bytes) -> bool:
        self.looked_at += 1
        if len(line) > LONGEST or self.looked_at > MOST:
            return False
        return any(
            _comes_to(line, pieces)
            for length in range(4)
            for pieces in self.by_beginning.get(line[:length], ())
        )


def _comes_to(line: bytes, pieces: list[bytes]) -> bool:
    """Whether ``line`` has all ``pieces`` in their order, the first and the last at its ends."""
    if not line.startswith(pieces[0]) or not line.endswith(pieces[-1]):
        return False
    at, end = len(pieces[0]), len(line) - len(pieces[-1])
    for piece in pieces[1:-1]:
        found = line.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end


def _compared(content: bytes, template: str, script: str, context: Context) -> Explanation | None:
    """How many lines are not the template's; None if those are most."""
    known = {line.strip() for line in context.source_bytes(template).splitlines()}
    filled = Filled(known)
    lines = [line.strip() for line in content.splitlines() if line.strip()]
    known |= {line for line in {*lines} - known if line in filled}
    own = [line for line in lines if line not in known]
    if b"\0" in content or not lines or 2 * len(own) >= len(lines):
        return None
    shown = [line.decode("utf-8", "replace")[:120] for line in dict.fromkeys(own)]
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"made from {template} by {script}",
        evidence=f"{len(own)} of {len(lines)} lines are not the template's; run {script} to prove it",
        source_path=template,
        notes=tuple(f"not in the template: {line}" for line in shown[:SHOWN]),
    )
