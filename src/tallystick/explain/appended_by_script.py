"""A module of the source with data appended by a generator script of the source.

Three places must agree: the module begins with the source's bytes; a script that a build file names opens
files to append, names this module and, in its strings, each name that is bound; and each statement added
is either a literal bound to such a name or, as syntax, a statement that stands in a string of that script.
Running the script is what would prove the data.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, naming, says
from tallystick.explain.evidence.scripts import TESTS
from tallystick.explain.places import base_name, own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, python

ID = "appended-by-script"

MAX_SCRIPTS = 200
"""Scripts that are looked at: those at the top of a source or named by its build files."""

_APPENDS = re.compile(r"open\([^)\n]{1,200},\s*(?:mode\s*=\s*)?['\"]a[bt+]{0,2}['\"]")
_BOUND = re.compile(r"\A\s*([A-Za-z_]\w{0,100})\s*=(?!=)")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    if held is None or held.is_link or held.is_gitlink or difference.entry.is_link:
        return None
    content = own_bytes(difference, context)
    theirs = context.source_bytes(held.path)
    if content is None or not theirs.endswith(b"\n") or not content.startswith(theirs):
        return None
    try:
        added = python(content[len(theirs) :], context.limits).body
        # Read as one file, too: what is added may stand inside an open string or block.
        whole = python(content, context.limits).body
        before = python(theirs, context.limits).body
    except Malformed:
        return None
    if not added or [ast.dump(node) for node in whole] != [
        ast.dump(node) for node in (*before, *added)
    ]:
        return None
    for script, tree in _scripts(held.path, context):
        if all(_is_of(node, tree, context) for node in added):
            return _explanation(difference, held.path, script, len(added))
    return None


def _explanation(difference: Difference, path: str, script: str, count: int) -> Explanation:
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{path} with what {script} appends",
        evidence=f"the source's bytes, then {count} statements: literals bound to names of {script}, "
        f"and lines that stand in it; run {script} to prove them",
        source_path=path,
        notes=(f"{(difference.entry.size or 0)} bytes with what was appended",),
    )


def _scripts(module: str, context: Context) -> Iterator[tuple[str, list[str]]]:
    """Scripts that append to a file of this name in this folder, named by a build file; their strings."""
    name, folder = base_name(module), module.rpartition("/")[0].rpartition("/")[2]
    paths = [
        path
        for path, entry in context.source.tree.entries.items()
        if path.endswith(".py")
        and not TESTS.search(path)
        and not (entry.is_link or entry.is_gitlink)
        and (path.count("/") == 0 or path in build_texts(context))
    ]
    for path in paths[:MAX_SCRIPTS]:
        try:
            content = context.source.tree.read(path)
            text = content.decode("utf-8", "replace")
            if path == module or not (
                says(name, text) and says(folder, text) and _APPENDS.search(text)
            ):
                continue
            tree = python(content, context.limits)
        except (ContentUnavailable, LimitExceeded, Malformed):
            continue
        if path in build_texts(context) or naming(base_name(path), context) is not None:
            constants = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
            yield path, [value for value in constants if isinstance(value, str)]


def _is_of(node: ast.stmt, strings: list[str], context: Context) -> bool:
    """Whether the script writes this statement, or binds a literal to this name."""
    if (
        isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
    ):
        name = node.targets[0].id
        bound = any((found := _BOUND.match(text)) and found[1] == name for text in strings)
        if bound and _is_data(node.value):
            return True
    wanted = ast.dump(node)
    return any(wanted in _statements(text, context) for text in strings)


def _is_data(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return False
    return True


def _statements(text: str, context: Context) -> set[str]:
    try:
        return {ast.dump(node) for node in python(text.strip().encode(), context.limits).body}
    except (Malformed, UnicodeEncodeError):
        return set()
