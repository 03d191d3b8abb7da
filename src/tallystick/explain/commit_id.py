"""A file that holds nothing but the id of the commit that was released.

``git rev-parse HEAD > .gitrev`` in a build script, so that what is unpacked without git still knows where it
came from. The whole content follows from the audited commit, and a build file or script of the source says
that the file is made so.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.scripts import naming_scripts
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade

ID = "commit-id"

_SIZES = frozenset({40, 41, 42, 64, 65, 66})
"""Bytes of an id in hex (SHA-1 or SHA-256), and of the end of its line."""

_LINE = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64})(?:\r?\n)?")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if difference.source is not None or entry.size not in _SIZES or entry.is_executable:
        return None
    content = own_bytes(difference, context)
    found = _LINE.fullmatch(content) if content is not None else None
    script = _writes(difference, context) if found is not None else None
    if found is None or script is None or context.source.commit is None:
        return None
    agrees = found[1].decode() == context.source.commit
    return Explanation(
        grade=Grade.DERIVED if agrees else Grade.CONTRADICTED,
        explainer=ID,
        claim=f"the released commit's id, as {script} writes it",
        evidence="it is the audited commit" if agrees else "it is the id of another commit",
        source_path=script,
        normalisations=("the end of the line not compared",) if agrees else (),
    )


def _writes(difference: Difference, context: Context) -> str | None:
    """The script with a line that redirects git's answer into the file, in its folder or the project's."""
    name = base_name(difference.path)
    line = re.compile(rf"\brev-parse\b[^\n>|;&]*>[ \t]*(?:\./)?{re.escape(name)}(?![\w./-])")
    for path, text in naming_scripts(name, context):
        beside = {folder_of(path), folder_of(context.project.path("x"))}
        if line.search(text) and any(folder_of(p) in beside for p in places(difference, context)):
            return path
    return None
