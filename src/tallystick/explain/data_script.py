"""A script of the project in ``.data/scripts`` of a wheel, with its first line rewritten.

A wheel's scripts begin with ``#!python``, which installers replace by their interpreter (binary
distribution format, "Recommended installer features"); distutils puts it in place of any first line that
runs a Python (``distutils.command.build_scripts``, ``shebang_pattern``).
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.metadata.console_wrapper import wrapped
from tallystick.explain.mode import FOR_INSTALLERS
from tallystick.explain.places import base_name, own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.declared import strings

ID = "data-script"

_PLACED = re.compile(r"[^/]+\.data/scripts/[^/]+")
_SHEBANG = re.compile(rb"#!.*python[0-9.]*w?([ \t][^\n]*)?\n")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if _PLACED.fullmatch(difference.path) is None:
        return None
    content = own_bytes(difference, context)
    if content is None:
        return None
    script = _script(difference, context)
    if script is None:
        return _wrapper(content, difference, context) or _computed(content, difference, context)
    evidence, normalisations = _installed(content, context.source_bytes(script)) or ("", ())
    return _derived(script, evidence, normalisations) if evidence else None


def _installed(content: bytes, theirs: bytes) -> tuple[str, tuple[str, ...]] | None:
    """How ``content`` is the script ``theirs`` as wheels have it, and what was normalised; None if not."""
    if content == theirs:
        return "the source's bytes", (FOR_INSTALLERS,)
    head = _SHEBANG.match(theirs)
    if head is None:
        return None
    for runs in (b"#!python", b"#!pythonw"):
        if content == runs + (head[1] or b"") + b"\n" + theirs[head.end() :]:
            shown = head[0].decode("utf-8", "replace").strip()
            return "the source's lines after the first", (f"first line {shown!r} rewritten",)
    return None


def _computed(content: bytes, difference: Difference, context: Context) -> Explanation | None:
    """A file of the source by this name, where ``setup.py`` computes which of them are scripts: a claim."""
    call = context.project.setup_py
    if call is None or not call.may_set("scripts") or "scripts" in call.either:
        return None
    name = base_name(difference.path)
    named = [path for path in context.source.tree.entries if base_name(path) == name]
    for path in named[:MAX_NAMED]:
        script = source_file(path, context) if context.project.inside(path) is not None else None
        if script is not None and _installed(content, context.source_bytes(script)) is not None:
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim=f"the script {script} as a wheel carries it",
                evidence="setup.py computes its scripts: rebuild the wheel to prove that it is one",
                source_path=script,
            )
    return None


MAX_NAMED = 20
"""Files of one name in a source that are looked at."""


def _wrapper(content: bytes, difference: Difference, context: Context) -> Explanation | None:
    """What installers write for an entry point, in a wheel that was made from an installed tree."""
    called = wrapped(content, base_name(difference.path), context)
    if called is None:
        return None
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim="the script of an entry point, as installers write it",
        evidence=f"it calls {called}, which the source declares, and does nothing else",
        normalisations=("compared as syntax", FOR_INSTALLERS),
    )


def _script(difference: Difference, context: Context) -> str | None:
    """The file of the source that the layout or a list of scripts places here."""
    for place in places(difference, context):
        if source_file(place, context) is not None:
            return source_file(place, context)
    name = base_name(difference.path)
    project = context.project
    listed = project.setup_cfg.get("options", {}).get("scripts", "").split()
    for path in (*listed, *strings(project.table("tool", "setuptools").get("script-files"))):
        if base_name(path) == name and source_file(project.path(path), context) is not None:
            return source_file(project.path(path), context)
    return None


def _derived(script: str, evidence: str, normalisations: tuple[str, ...]) -> Explanation:
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim=f"the script {script} as a wheel carries it",
        evidence=evidence,
        source_path=script,
        normalisations=normalisations,
    )
