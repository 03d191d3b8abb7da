"""How the packages of a lock file are installed inside: by npm, or by the Yarn that the project has."""

from __future__ import annotations

import os
import posixpath
import re

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import KIB
from tallystick.model import Tree
from tallystick.rebuild.npm.locks import YARN
from tallystick.rebuild.toolchain import Environment

_YARN_PATH = re.compile(
    rb"""^yarnPath: ["']?((?!/)[\w./@+-]{1,200}\.c?js)["']?[ ]*$""", re.MULTILINE
)
"""https://yarnpkg.com/configuration/yarnrc#yarnPath"""

_LONGEST = 64 * KIB
"""Bytes of a ``.yarnrc.yml`` that are read."""


def install(lock: str, environment: Environment, tree: Tree) -> dict[str, object]:
    """The run that installs what ``lock`` names: its folder and its words.

    Scripts of packages are not run: they fetch browsers and compilers, for which there is no network.
    """
    folder, _, name = lock.rpartition("/")
    if name == YARN:
        words = [*yarn(lock, folder, environment, tree), "install", "--mode=skip-build"]
    else:
        words = ["npm", "ci", "--ignore-scripts"]
    return {"folder": folder, "argv": words}


def yarn(lock: str, start: str, environment: Environment, tree: Tree) -> list[str]:
    """Yarn in the folder ``start``: the source's own beside ``lock``, JupyterLab's, or this machine's."""
    folder = lock.rpartition("/")[0]
    path = f"{folder}/.yarnrc.yml" if folder else ".yarnrc.yml"
    entry = tree.entries.get(path)
    if entry is not None and not entry.is_link and not entry.is_gitlink:
        try:
            found = _YARN_PATH.search(tree.read(path)[:_LONGEST])
        except (ContentUnavailable, LimitExceeded):
            found = None
        if found is not None and ".." not in found[1].decode().split("/"):
            place = f"{folder}/{found[1].decode()}" if folder else found[1].decode()
            return ["node", posixpath.relpath(place, start or ".")]
    if os.access(environment.root / "bin" / "jlpm", os.X_OK):
        return ["jlpm"]
    return ["yarn"]
