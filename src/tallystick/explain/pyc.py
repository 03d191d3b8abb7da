"""Bytecode: never proven here, but it must at least belong to a source file that is.

PEP 552 and ``importlib._bootstrap_external``: magic number, flags, then the time and size of the
source or a hash of it.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "pyc"

_CACHED = re.compile(
    r"(?P<folder>(?:.*/)?)__pycache__/(?P<name>[^/.]+)\.(?P<tag>[\w-]+)(?:\.opt-[12])?\.pyc"
)
_HASHED = 1


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if content is None or difference.source is not None:
        return None
    cached = _CACHED.fullmatch(difference.path)
    beside = f"{cached['folder']}{cached['name']}.py" if cached else difference.path[:-1]
    claim = f"bytecode of {beside}" + (f" by {cached['tag']}" if cached else "")
    problem = _problem(content, beside, context)
    if problem is not None:
        return _explanation(Grade.CONTRADICTED, claim, problem)
    if not _is_in_source(beside, context):
        return None
    evidence = "its header fits; compile the file with that version of Python to prove it"
    return _explanation(Grade.UNPROVEN, claim, evidence)


def _problem(content: bytes, beside: str, context: Context) -> str | None:
    """What of the header does not fit the source file at ``beside``; None if all does."""
    entry = context.artifact.tree.entries.get(beside)
    if entry is None or entry.is_link:
        return "the source file that it is named after is not in the artifact"
    if len(content) < 16 or content[2:4] != b"\r\n":
        return "it has no bytecode header"
    flags = int.from_bytes(content[4:8], "little")
    if flags & ~3:
        return f"flags {flags:#x} are not defined"
    size = int.from_bytes(content[12:16], "little")
    if not flags & _HASHED and entry.size is not None and size != entry.size & 0xFFFFFFFF:
        return f"its header says {size} bytes of source, {beside} has {entry.size}"
    return None


def _explanation(grade: Grade, claim: str, evidence: str) -> Explanation:
    return Explanation(grade=grade, explainer=ID, claim=claim, evidence=evidence)


def _is_in_source(path: str, context: Context) -> bool:
    """Whether the artifact's ``path`` is the very file that the layout finds in the source."""
    entry = context.artifact.tree.entries[path]
    there = (
        context.source.tree.entries.get(candidate.path)
        for candidate in context.layout.candidates(path)
    )
    return any(held is not None and held.blob == entry.blob for held in there)
