"""Which files of an npm package run when it is installed: those that its install scripts name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.errors import LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.npm_manifest import INSTALL_SCRIPTS
from tallystick.explain.reach import reach
from tallystick.model import ArtifactKind, Entry, Reach
from tallystick.project import join, table
from tallystick.project.bounded import Malformed, json_object

_TOKEN = re.compile(r"[\w@./-]{1,300}")

_ENDINGS = ("", ".js", ".cjs", ".mjs", "/index.js")
"""What Node.js tries behind a name (Node.js, "CommonJS modules", "File modules")."""

MAX_TOKENS = 500
"""Words of one script that are looked at; real ones have a dozen."""


def reach_in(entry: Entry, context: Context, head: bytes = b"") -> Reach:
    """When ``entry`` can run, its package's install scripts included; ``head`` are its first bytes."""
    if context.artifact.kind is ArtifactKind.NPM and entry.path in _at_install(context):
        return Reach.INSTALL
    return reach(entry, context.artifact.kind, head)


def _at_install(context: Context) -> frozenset[str]:
    return context.once("run at install", lambda: frozenset(_named(context)))


def _named(context: Context) -> Iterator[str]:
    entries = context.artifact.tree.entries
    if "package.json" not in entries or entries["package.json"].is_link:
        return
    try:
        manifest = json_object(context.artifact.tree.read("package.json"), context.limits)
    except (LimitExceeded, Malformed):
        return  # npm-manifest says so
    for name, script in table(manifest, "scripts").items():
        if name not in INSTALL_SCRIPTS or not isinstance(script, str):
            continue
        for token in _TOKEN.findall(script)[:MAX_TOKENS]:
            for ending in _ENDINGS:
                path = join("", token + ending)
                if path in entries:
                    yield path
