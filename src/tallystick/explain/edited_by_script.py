"""A file of the source that a script or workflow of the source edits before it packs.

The one edit, by ``sed -i`` or by ``str.replace`` of Python, is applied here, as far as it is plain: a text
(which may be held to the beginning or end of a line) in the place of another. What comes out must be the
artifact's file, byte by byte. Only the release knows whether the script ran, and with which value of a
variable: a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.explain.context import Context
from tallystick.explain.evidence.python_edits import Replacement, is_named, replacements
from tallystick.explain.evidence.scripts import TESTS, script_texts, workflow_texts
from tallystick.explain.evidence.shell_variable import VARIABLE
from tallystick.explain.places import base_name, own_bytes
from tallystick.explain.version.values import is_version
from tallystick.model import Difference, Explanation, Grade

ID = "edited-by-script"

_EDIT = re.compile(
    r"(?<![\w-])sed[ \t]+-i(?:[ \t]*(?:\.\w{1,10}|''|\"\"))?[ \t]+(?:-e[ \t]+)?"
    r"(?P<quote>[\"'])s(?P<mark>[/|#,@])(?P<old>(?:\\.|(?!(?P=mark))[^\\\n]){1,200})(?P=mark)"
    r"(?P<new>(?:\\.|(?!(?P=mark))[^\\\n]){0,200})(?P=mark)g?(?P=quote)"
    r"[ \t]+[\"']?(?P<path>[\w./@-]{1,300})[\"']?[ \t]*(?:$|&&|;|\|\|)",
    re.MULTILINE,
)
_SPECIAL = re.compile(r"[.*^$\[\]]")
"""What a basic regular expression reads as more than itself (POSIX.1-2024, 9.3)."""

_VALUE = rb"[A-Za-z0-9._+-]{1,100}"

LARGEST = 1_000_000
"""Bytes of a file whose edits are compared; build files and modules with a version stay below."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    if held is None or held.is_link or held.is_gitlink or difference.mode_only:
        return None
    edits = list(_edits(held.path, context))
    replaced = list(_replaced(held.path, context))
    content = own_bytes(difference, context) if edits or replaced else None
    if content is None or len(content) > LARGEST:
        return None
    source = context.source_bytes(held.path)
    for script, line, old, new in edits:
        if _is_edited(source, content, old, new, context):
            return _explanation(held.path, script, line)
    for one in replaced:
        if _is_replaced(source, content, one, context):
            return _explanation(held.path, one.script, one.spelled)
    return None


def _explanation(path: str, script: str, line: str) -> Explanation:
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{path} as {script} edits it",
        evidence=f"what `{line}` makes of the source's file; run it to prove it",
        source_path=path,
    )


def _replaced(path: str, context: Context) -> Iterator[Replacement]:
    """Each ``str.replace`` of a script that names the file, with its folder in the project."""
    inside = context.project.inside(path) or path
    scripts = script_texts(context)
    for one in replacements(context):
        if is_named(inside, scripts[one.script]):
            yield one


def _is_replaced(source: bytes, content: bytes, one: Replacement, context: Context) -> bool:
    """Whether the lines that differ are what the call makes of them, with the release's version or commit."""
    try:
        before, after = source.decode().split("\n"), content.decode().split("\n")
    except UnicodeDecodeError:
        return False
    if len(source) > LARGEST or len(before) != len(after):
        return False
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    values = filter(None, (context.artifact.version, context.source.commit))
    return bool(changed) and any(
        all(one.made_of(a, value) == b for a, b in changed) for value in values
    )


def _edits(path: str, context: Context) -> Iterator[tuple[str, str, str, str]]:
    """Each edit of a file of this name: the script, its line, what it looks for, what it puts there."""
    name = base_name(path)
    for script, text in {**script_texts(context), **workflow_texts(context)}.items():
        if "sed" not in text or name not in text or TESTS.search(script) is not None:
            continue
        for found in _EDIT.finditer(text):
            if path == found["path"].removeprefix("./") or path.endswith(f"/{found['path']}"):
                yield script, found[0].strip()[:200], found["old"], found["new"]


def _is_edited(source: bytes, content: bytes, old: str, new: str, context: Context) -> bool:
    """Whether ``content`` is ``source`` with the edit made, in the first match of each line or in all."""
    pattern = _pattern(old)
    if pattern is None or len(source) > LARGEST or "&" in new or re.search(r"\\[\w\n]", new):
        return False
    pieces = [_unescaped(piece).encode() for piece in VARIABLE.split(new)]
    lines, edited = source.split(b"\n"), content.split(b"\n")
    if len(pieces) > 2 or len(lines) != len(edited):
        return False
    changed = [(a, b) for a, b in zip(lines, edited, strict=True) if a != b]
    values = {_value(before, after, pattern, pieces) for before, after in changed}
    if not changed or len(values) != 1 or None in values:
        return False
    value = (values.pop() or b"").decode()
    return len(pieces) == 1 or is_version(value, context)


def _pattern(old: str) -> re.Pattern[bytes] | None:
    """``old`` as what Python looks for: a text, maybe held to an end of the line; None for more."""
    begin, end = old.startswith("^"), old.endswith("$") and not old.endswith("\\$")
    inner = old[1 if begin else 0 : -1 if end else None]
    bare = re.sub(r"\\.", "", inner)
    if _SPECIAL.search(bare) is not None or re.search(r"\\[\w\n(){}+?|<>]", inner) or not inner:
        return None
    text = re.escape(_unescaped(inner).encode())
    return re.compile((b"^" if begin else b"") + text + (b"$" if end else b""))


def _unescaped(text: str) -> str:
    return re.sub(r"\\([^\w\n])", r"\1", text)


def _value(
    before: bytes, after: bytes, pattern: re.Pattern[bytes], pieces: list[bytes]
) -> bytes | None:
    """What stands in the place of the variable, "" where there is none; None if the line is otherwise."""
    found = pattern.search(before)
    if found is None:
        return None
    head, tail = before[: found.start()] + pieces[0], pieces[-1] + before[found.end() :]
    if len(pieces) == 1:
        once = head + before[found.end() :]
        return b"" if after in (once, pattern.sub(lambda _: pieces[0], before)) else None
    value = after[len(head) : len(after) - len(tail)]
    is_plain = re.fullmatch(_VALUE, value) is not None
    return value if is_plain and after == head + value + tail else None
