"""A file of the source that a script of its ``package.json`` writes anew each time the package is packed.

Two-sided: npm runs the script before it packs (``prepack``, ``prepare``, ``prepublishOnly``), and the
script names the very file, as where its output goes (``> dist/x.js``), or as what ``sed -i`` edits. What a
program printed only that program could tell: a claim. Of an edit the text around each match must be the
source's, with one and the same text in the place of all matches; what a shell would have put there is a
claim, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.explain.context import Context
from tallystick.explain.npm.pack_scripts import pack_scripts
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join

ID = "npm-rewritten"

_OUTPUT = re.compile(r"(?<![>&\d])>[ \t]*[\"']?([\w./@-]{1,300})[\"']?[ \t]*(?:$|&&|;)")
_EDIT = re.compile(
    r"(?<![\w-])sed[ \t]+-i(?:\.\w{1,10})?[ \t]+(?:-e[ \t]+)?[\"']?s([/|#,])((?:\\.|(?!\1)[^\\\n]){1,200})\1"
    r"[^\n]{0,300}?\1g?[\"']?[ \t]+([\w./@-]{1,300})[ \t]*(?:$|&&|;)"
)
_SPECIAL = re.compile(r"[.*^$\[\]]")
"""What a basic regular expression reads as more than itself (POSIX.1-2024, 9.3)."""

_VALUE = re.compile(r"[\w./:@+-]{1,200}")

LARGEST = 1_000_000
"""Bytes of a file whose edits are compared; ``sed`` edits readmes and manifests."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is None or difference.mode_only or difference.source.is_link:
        return None
    content = own_bytes(difference, context)
    if content is None or difference.path == "package.json":
        return None
    for name, text in pack_scripts(context).items():
        script = f"npm run {name}"
        if any(_is_named(found[1], difference, context) for found in _OUTPUT.finditer(text)):
            evidence = f"npm runs {name} before it packs, which writes this file: run it to compare"
            return _explanation(f"written anew by {script}", evidence, difference)
        for literal in _edits(text, difference, context):
            value = _put(literal, content, context.source_bytes(difference.source.path))
            if value is not None:
                evidence = (
                    f"each {literal!r} is {value!r}, all else is the source's; run it to compare"
                )
                return _explanation(f"edited by {script}", evidence, difference)
    return None


def _explanation(claim: str, evidence: str, difference: Difference) -> Explanation:
    held = difference.source.path if difference.source is not None else None
    return Explanation(
        grade=Grade.UNPROVEN, explainer=ID, claim=claim, evidence=evidence, source_path=held
    )


def _is_named(path: str, difference: Difference, context: Context) -> bool:
    held = difference.source.path if difference.source is not None else None
    return not path.startswith("/") and join(context.project.subdir, path) == held


def _edits(text: str, difference: Difference, context: Context) -> Iterator[str]:
    """What ``sed`` looks for in this file, where that is a text and no pattern."""
    for found in _EDIT.finditer(text) if "sed" in text else ():
        bare = re.sub(r"\\.", "", found[2])
        unescaped = re.sub(r"\\([^\w\n])", r"\1", found[2])
        is_text = _SPECIAL.search(bare) is None and "\\" not in unescaped
        if is_text and _is_named(found[3], difference, context):
            yield unescaped


def _put(literal: str, content: bytes, source: bytes) -> str | None:
    """What stands in ``content`` wherever ``source`` has ``literal``; None if it is more than that."""
    if max(len(content), len(source)) > LARGEST:
        return None
    sought = literal.encode()
    count = source.count(sought)
    start = source.find(sought)
    grown, odd = divmod(len(content) - len(source), count) if count else (0, 1)
    length = len(sought) + grown
    if odd or length < 1:
        return None
    value = content[start : start + length]
    is_plain = _VALUE.fullmatch(value.decode("utf-8", "replace")) is not None
    return value.decode() if is_plain and source.replace(sought, value) == content else None
