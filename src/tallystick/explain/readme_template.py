"""A readme that a release script writes over the source's, from another readme of the source.

Two-sided: a script of the source names the template with its folder, and the artifact's readme is the
template with its ``@NAME`` placeholders filled in. ``@VERSION`` must be the version; the other values
are only known to who released, so with one of those it is a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.scripts import TESTS, script_texts
from tallystick.explain.places import base_name, own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "readme-template"

_PLACEHOLDER = re.compile(r"@([A-Z][A-Z0-9_]{2,40})(?![\w@])")
_VALUE = re.compile(r"[^\s<>\"'`]{1,200}")

MAX_BYTES = 500_000
"""Bytes of a readme; people write less than 100 kB."""

MAX_PLACEHOLDERS = 200
"""Placeholders of one template."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is None or difference.mode_only or "/" in difference.path:
        return None
    content = own_bytes(difference, context)
    if content is None or difference.entry.is_executable or len(content) > MAX_BYTES:
        return None
    for template, script in _templates(difference, context):
        held = context.source_bytes(template)
        values = _filled(held, content) if len(held) <= MAX_BYTES else None
        if values and values.get("VERSION", context.artifact.version) == context.artifact.version:
            return _explanation(template, script, values)
    return None


def _explanation(template: str, script: str, values: Mapping[str, str]) -> Explanation:
    said = tuple(f"@{name} is {value}" for name, value in values.items())
    is_known = values.keys() == {"VERSION"}
    return Explanation(
        grade=Grade.DERIVED if is_known else Grade.UNPROVEN,
        explainer=ID,
        claim=f"{template} filled in by {script}",
        evidence="recomputed" if is_known else "equal but for values that only the release knew",
        source_path=template,
        normalisations=said if is_known else (),
        notes=() if is_known else said,
    )


def _templates(difference: Difference, context: Context) -> Iterator[tuple[str, str]]:
    """Readmes of the same name in other folders, each with a script that names it there."""
    name = base_name(difference.path)
    held = difference.source.path if difference.source is not None else ""
    for path, entry in context.source.tree.entries.items():
        if base_name(path) != name or path == held or "/" not in path or entry.is_link:
            continue
        short = "/".join(path.split("/")[-2:])
        for script, text in script_texts(context).items():
            if says(short, text) and TESTS.search(script) is None:
                yield path, script
                break


def _filled(template: bytes, content: bytes) -> dict[str, str] | None:
    """The value of each placeholder of ``template`` in ``content``; None where they do not fit."""
    ours, theirs = content.decode("utf-8", "surrogateescape"), template.decode("utf-8", "replace")
    values: dict[str, str] = {}
    at = end = 0
    for count, mark in enumerate(_PLACEHOLDER.finditer(theirs)):
        literal = theirs[end : mark.start()]
        if count >= MAX_PLACEHOLDERS or not ours.startswith(literal, at):
            return None
        at += len(literal)
        following = theirs[mark.end() : mark.end() + 1]
        value = values.get(mark[1]) or _value(ours, at, following)
        if value is None or not ours.startswith(value, at):
            return None
        values[mark[1]] = value
        at, end = at + len(value), mark.end()
    return values if values and ours[at:] == theirs[end:] else None


def _value(ours: str, at: int, following: str) -> str | None:
    """The value that begins at ``at``: up to the character that follows the placeholder."""
    found = _VALUE.match(ours, at)
    if found is None:
        return None
    value = found[0].split(following, 1)[0] if following.strip() else found[0]
    return value or None
