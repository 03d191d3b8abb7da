"""The source's own file with nothing but this release's version set anew, read as what it is.

A manifest in JSON with another ``version``; a module of constants that is written anew; and
``uv.lock``, in which uv keeps the version of the project itself (https://docs.astral.sh/uv/concepts/projects/layout/).
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.version.values import DERIVED, NAMES, VERSIONS, is_version, wrong
from tallystick.explain.version.whose import is_the_projects
from tallystick.model import Difference
from tallystick.project.bounded import Malformed, json_object, python

LOCK = "uv.lock"

LARGEST = 8_000
"""Bytes of a module of constants; those of versions stay under 2,000."""

LARGEST_LOCK = 5_000_000
"""Bytes of a lock; the largest that people commit have about three."""


def bumped(content: bytes, difference: Difference, context: Context) -> str | None:
    """How ``content`` is the source's file but for this release's version; None if it is not."""
    held = difference.source
    if held is None or held.is_link or held.is_gitlink or difference.entry.is_executable:
        return None
    source = context.source_bytes(held.path)
    if difference.path.endswith(".json"):
        return _json(content, source, context)
    if difference.path.endswith(".py"):
        return _module(content, source, context)
    return _lock(content, source, context) if difference.path == LOCK else None


def is_own(content: bytes, difference: Difference, context: Context) -> bool:
    """Whether the version in what :func:`bumped` takes for the source's is that of the project itself."""
    if difference.path == LOCK or difference.source is None:
        return True
    called = None
    if difference.path.endswith(".json"):
        try:
            called = json_object(content, context.limits).get("name")
        except Malformed:
            return False
    return is_the_projects(difference.source.path, "", context, called=called) or (
        difference.path.endswith(".py") and _states_itself(content, context)
    )


def _states_itself(content: bytes, context: Context) -> bool:
    """Whether a module of constants says its version by the name for that (PEP 396)."""
    try:
        names = {name for name, _ in _constants(python(content, context.limits))}
    except Malformed:
        return False
    return any(name.startswith("__") for name in names & VERSIONS)


def _json(content: bytes, source: bytes, context: Context) -> str | None:
    if max(len(content), len(source)) > LARGEST:
        return None
    try:
        ours, theirs = (json_object(text, context.limits) for text in (content, source))
    except Malformed:
        return None
    version = ours.get("version")
    is_new = isinstance(version, str) and isinstance(theirs.get("version"), str)
    if not is_new or version == theirs["version"] or not is_version(str(version), context):
        return None
    same = _text(ours) == _text({**theirs, "version": version})
    return "the source's data with this release's version" if same else None


def _text(value: Mapping[str, object]) -> str:
    """As canonical text, in its order: ``1``, ``1.0`` and ``true`` are three things."""
    return json.dumps(value)


def _module(content: bytes, source: bytes, context: Context) -> str | None:
    if max(len(content), len(source)) > LARGEST:
        return None
    try:
        ours, theirs = (_constants(python(text, context.limits)) for text in (content, source))
    except Malformed:
        return None
    if ours == theirs or [name for name, _ in ours] != [name for name, _ in theirs]:
        return None  # nothing but its text is other, of which others know more
    for (name, value), (_, before) in zip(ours, theirs, strict=True):
        if repr(value) == repr(before):  # in which 1, 1.0 and True differ, in lists too
            continue
        if name not in NAMES & VERSIONS - DERIVED or not isinstance(before, str):
            return None
        if not isinstance(value, str) or wrong(name, value, context) is not None:
            return None
    return "the source's constants with this release's version"


def _constants(module: ast.Module) -> list[tuple[str, object]]:
    """Each name with the literal that it is bound to; none where the module does anything else."""
    found: list[tuple[str, object]] = []
    for statement in module.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                try:
                    found.append((name, ast.literal_eval(value)))
                except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                    return []
            case _:
                return []
    return found


_OWN = re.compile(rb'\[\[package\]\]\nname = "([^"\n]{1,214})"\nversion = "([^"\n]{1,100})"\n')
_HERE = b'source = { editable = "." }\n'


def _lock(content: bytes, source: bytes, context: Context) -> str | None:
    """Only the version in the block of the project itself, whose source is the folder of the lock."""
    if max(len(content), len(source)) > LARGEST_LOCK:
        return None
    for block in _OWN.finditer(source):
        if not source.startswith(_HERE, block.end()):
            continue
        new = _OWN.match(content, block.start())
        if (
            new is None
            or new[1] != block[1]
            or not is_version(new[2].decode("ascii", "replace"), context)
        ):
            return None
        start, end = block.span(2)
        if content == source[:start] + new[2] + source[end:]:
            return "the source's lock with this release's version of the project itself"
    return None
