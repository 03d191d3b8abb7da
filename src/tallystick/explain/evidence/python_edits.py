"""Texts that a script in Python puts in the place of others: ``line.replace("'dev'", "'%s'" % VERSION)``.

Only what is written there is read, and nothing is run: the old text, and what is literal of the new one
around a single variable.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.evidence.scripts import TESTS, script_texts
from tallystick.project.bounded import Malformed, python


class Replacement(Struct, frozen=True, kw_only=True):
    """One call of ``str.replace``.

    Attributes:
        script: where it stands.
        spelled: the call, for a person to read.
        old: what it looks for.
        pieces: what it puts there, taken apart at the variable; one piece where there is none.
    """

    script: str
    spelled: str
    old: str
    pieces: tuple[str, ...]

    def made_of(self, line: str, value: str) -> str:
        """``line`` after the call, with ``value`` for the variable."""
        return line.replace(self.old, value.join(self.pieces))


SHORTEST = 3
"""Characters of an old text: a shorter one is a separator, or stands in any line."""

MOST = 200
"""Such calls of one source."""


def replacements(context: Context) -> tuple[Replacement, ...]:
    """The calls in the build files and scripts of the source that name a text, tests left out."""
    return context.once("replaced texts", lambda: tuple(_all(context))[:MOST])


def _all(context: Context) -> Iterator[Replacement]:
    for script, text in script_texts(context).items():
        if not script.endswith(".py") or ".replace(" not in text or TESTS.search(script):
            continue
        try:
            module = python(text.encode(), context.limits)
        except (Malformed, UnicodeEncodeError):
            continue
        for node in ast.walk(module):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="replace"), args=[ast.Constant(value=str(old)), new]
                ) if len(old) >= SHORTEST and (pieces := _pieces(new)):
                    spelled = f".replace({old!r}, {ast.unparse(new)[:100]})"
                    yield Replacement(script=script, spelled=spelled, old=old, pieces=pieces)


def _pieces(node: ast.expr) -> tuple[str, ...]:
    """What is literal of ``node`` around its one variable; nothing where there are more, or it is odd."""
    match node:
        case ast.Constant(value=str(text)):
            return (text,)
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod()):
            return tuple(text.split("%s")) if text.count("%") == 1 and "%s" in text else ()
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format"), args=[_]
        ):
            return tuple(text.split("{}")) if text.count("{") == 1 and "{}" in text else ()
        case ast.JoinedStr(values=values):
            texts = [part.value if isinstance(part, ast.Constant) else "\0" for part in values]
            whole = "".join(str(text) for text in texts)
            return tuple(whole.split("\0")) if whole.count("\0") == 1 else ()
        case ast.Name() | ast.Attribute() | ast.Call():
            return ("", "")
    return ()


def is_named(path: str, script: str) -> bool:
    """Whether ``path`` stands in quotes in ``script``, or its parts one by one: ``join("a", "b.py")``."""
    parts = map(re.escape, path.split("/"))
    between = r"(?:/|['\"]\s*,\s*['\"])"
    return re.search(f"['\"]{between.join(parts)}['\"]", script) is not None
