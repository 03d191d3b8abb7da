"""What a script of the manifest writes into the manifest: ``json -I -f FILE -e "this.KEY=VALUE"``.

https://trentm.com/json/ (``-I``, ``-e``). Plain values are read; a call with anything else says nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from tallystick.explain.npm.pack_scripts import MAX_SCRIPT
from tallystick.project import table

_CALL = re.compile(
    r"""(?<![\w-])json[ \t]+-I[ \t]+-f[ \t]+[\w./-]{0,200}package\.json[ \t]+-e[ \t]+"""
    r"""(["'])((?:(?!\1)[^\n]){1,2000})\1"""
)
_STATEMENT = re.compile(r"this\.(\w{1,100})\s*=\s*(true|false|null|undefined|\d{1,9})")


def editing(key: str, ours: Mapping[str, object], theirs: Mapping[str, object]) -> str | None:
    """The script of the source's manifest ``theirs`` that gives ``key`` the value that it has in ``ours``."""
    for name, text in table(theirs, "scripts").items():
        if not isinstance(text, str) or len(text) > MAX_SCRIPT or "this." not in text:
            continue
        for wanted, value in _statements(text):
            if wanted == key and (
                key not in ours if value == "undefined" else _is(value, key, ours)
            ):
                return f"scripts.{name}"
    return None


def _is(value: str, key: str, ours: Mapping[str, object]) -> bool:
    return key in ours and json.dumps(ours[key]) == value


def _statements(text: str) -> Iterator[tuple[str, str]]:
    """Key and value of each statement of each call, if all of the call are such."""
    for _, program in _CALL.findall(text):
        found = [_STATEMENT.fullmatch(each.strip()) for each in program.split(";") if each.strip()]
        if all(found):
            yield from ((each[1], each[2]) for each in found if each is not None)
