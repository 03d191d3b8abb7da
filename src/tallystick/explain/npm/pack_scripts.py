"""The scripts of ``package.json`` that npm runs when it packs, and those that they run.

https://docs.npmjs.com/cli/using-npm/scripts ("Life Cycle Operation Order", ``npm pack``, ``npm publish``).
They are searched for words, never understood.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.project import table

_HOOKS = ("prepublish", "prepare", "prepublishOnly", "prepack")
_RUNS = re.compile(
    r"(?<![\w-])(?:(?:npm|pnpm|yarn|bun)(?:[ \t]+-[\w-]+)*[ \t]+run(?:-script)?|yarn|pnpm|run-s|npm-run-all)"
    r"((?:[ \t]+[\w:.-]+)+)"
)

MAX_SCRIPT = 20_000
"""Characters of one script that is searched: it is one line of JSON."""


def pack_scripts(context: Context) -> Mapping[str, str]:
    """The text of each script that runs before the package is packed, by its name."""
    return context.once("npm pack scripts", lambda: _found(context))


def _found(context: Context) -> Mapping[str, str]:
    scripts = {
        name: text
        for name, text in table(context.project.package_json, "scripts").items()
        if isinstance(text, str) and len(text) <= MAX_SCRIPT
    }
    found: dict[str, str] = {}
    waiting = [name for name in _HOOKS if name in scripts]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = scripts[name]
        words = {word for run in _RUNS.findall(scripts[name]) for word in run.split()}
        around = {f"{when}{word}" for when in ("pre", "post") for word in words}
        waiting += sorted((words | around) & scripts.keys())
    return found
