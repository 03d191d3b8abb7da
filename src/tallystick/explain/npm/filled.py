"""Folders that a script of the source fills, and that are published in the place of the package's own.

Such a script transpiles into a folder that git ignores, copies ``package.json`` into it and publishes it
(npm, "npm publish <package-spec>": a folder). Like all scripts it is searched for words, never understood.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.evidence.scripts import SHELL, naming_scripts
from tallystick.explain.npm.inputs import ran_scripts

MAX_FOLDERS = 4
"""Such folders of one source; nobody has been seen to fill two."""

MAX_WORDS = 2_000
"""Words of one script that are looked at."""

_COPIES = re.compile(r"(?:^|[\s;&|])cp\s|copyFile|copySync|cpSync|fs\.cp\b", re.MULTILINE)
_VARIABLE = re.compile(r"\$(?:\{\w+\}|\w+)/")
_FOLDER = re.compile(r"(?<![\w./@-])(?:\./)?([A-Za-z_][\w-]*(?:/[\w-]+){0,3})/?(?![\w./@-])")


def filled_folders(context: Context) -> tuple[tuple[str, str], ...]:
    """Each such folder, as a path in the tree, with the script that fills it."""
    return context.once("npm filled", lambda: tuple(_find(context).items())[:MAX_FOLDERS])


def _find(context: Context) -> dict[str, str]:
    found: dict[str, str] = {}
    scripts = {
        path: text
        for path, text in naming_scripts("package.json", context)
        if path.endswith(tuple(SHELL))
    }
    for path, text in {**scripts, **ran_scripts(context)}.items():
        if not says("package.json", text) or _COPIES.search(text) is None:
            continue
        for word in _FOLDER.findall(_VARIABLE.sub("", text))[:MAX_WORDS]:
            folder = context.project.path(word)
            if "node_modules" not in word and is_git_ignored(f"{folder}/package.json", context):
                found.setdefault(folder, path)
    return found
