"""Wheels that another build system packs than the one that the source declares.

Bazel's ``py_wheel`` writes ``METADATA`` from its own build files (rules_python's reference, "packaging"),
so that what ``setup.py`` says of a summary or a licence may stand otherwise in an honest wheel. Which of
both ran is the wheel's word alone: it takes nothing from what installers obey, and nothing is proven by it.
"""

from __future__ import annotations

import re

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.metadata.field_values import canonical
from tallystick.explain.places import base_name
from tallystick.model import ArtifactKind
from tallystick.project.declared import Declared, Known
from tallystick.project.headers import Headers

ELSEWHERE = {
    "bazel-wheelmaker": ("Bazel's py_wheel", frozenset({"BUILD", "BUILD.bazel", "MODULE.bazel"})),
}
"""``Generator`` of build systems that read no declaration of Python's: what they are called, and by which
files a source is known that is built so (https://bazel.build/concepts/build-files)."""

_GENERATOR = re.compile(rb"^Generator: ([A-Za-z0-9._-]{1,60})(?:[ \t(].{0,100})?\r?$", re.MULTILINE)


def other_generator(context: Context) -> str | None:
    """The one build system that ``WHEEL`` names, if it reads no declaration and the source has its files."""
    if context.artifact.kind is not ArtifactKind.WHEEL or not context.dist_info:
        return None
    path = f"{context.dist_info}/WHEEL"
    entry = context.artifact.tree.entries.get(path)
    if entry is None or entry.is_link:
        return None
    try:
        content = context.artifact.tree.read(path)[: context.limits.metadata]
    except (ContentUnavailable, LimitExceeded):
        return None
    named = [found.decode() for found in _GENERATOR.findall(content)]
    if len(named) != 1 or named[0] not in ELSEWHERE:
        return None
    called, files = ELSEWHERE[named[0]]
    return called if any(base_name(path) in files for path in context.source.tree.entries) else None


def may_differ(name: str, headers: Headers, declared: Declared) -> bool:
    """Whether the field ``name`` may be other words of another build file.

    Not a requirement that the declaration does not have, in these very words: installers would obey it.
    """
    if name != "requires-dist":
        return True
    known = declared.field(name)
    if not isinstance(known, Known):
        return True
    return canonical(name, headers.fields.get(name, ())) <= canonical(
        name, (*known.values, *known.optional)
    )
