"""A ``.pth`` in a wheel that the project's ``setup.py`` writes, or takes from the source by its name.

Each line that begins with ``import`` runs at every start of the interpreter (``site``), so the file
must say what the reviewed ``setup.py`` has as a string, whole and in order, or be the source's own file of
the name; nothing more.
"""

from __future__ import annotations

import ast

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, own_bytes, source_file
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python
from tallystick.project.path_files import path_files

ID = "pth-from-build-script"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    script = context.project.path("setup.py")
    if content is None or difference.source is not None or "/" in difference.path:
        return None
    if source_file(script, context) is None:
        return None
    try:
        module = python(context.source_bytes(script), context.limits)
        line = content.decode("utf-8").strip()
    except (Malformed, UnicodeDecodeError):
        return None
    literals = [
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    if path_files(context.project, context.limits).get(difference.path) == content.decode():
        return Explanation(
            grade=Grade.DERIVED,
            explainer=ID,
            claim=f"written by {script}",
            evidence="the install command's extra_path, which is literal: its name and its one line",
            source_path=script,
        )
    name = difference.path.removesuffix(".pth")
    if name not in literals and difference.path not in literals:
        return None
    held = _held(difference, context) if difference.path in literals else None
    if held is not None:
        return Explanation(
            grade=Grade.UNPROVEN,
            explainer=ID,
            claim=f"{held} of the source, put here by {script}",
            evidence=f"the same blob, and {script} names it; rebuild the wheel to prove its place",
            source_path=held,
        )
    problem = _problem(line, literals)
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.UNPROVEN,
        explainer=ID,
        claim=f"written by {script}",
        evidence=problem or f"{script} has its every statement as one string; rebuild the wheel",
        source_path=script,
    )


def _held(difference: Difference, context: Context) -> str | None:
    """The source's file of the same name and bytes, which a command may copy beside the packages."""
    for path, entry in context.source.tree.entries.items():
        same = entry.blob == difference.entry.blob and not entry.is_link
        if same and base_name(path) == difference.path and not difference.entry.is_executable:
            return path
    return None


def _problem(line: str, literals: list[str]) -> str | None:
    """What of ``line`` is no string of the script; None if all of it is one."""
    if "\n" in line or "\r" in line:
        return "it has more than one line"
    statements = _statements(line)
    for literal in literals:
        if literal.strip() == line or _statements(literal) == statements:
            return None
    return f"no string of setup.py holds {line[:200]!r}"


def _statements(text: str) -> list[str]:
    """The statements between line breaks and semicolons, without the space around them."""
    parts = text.replace("\n", ";").split(";")
    return [part.strip() for part in parts if part.strip()]
