"""Which files run when an artifact is installed: those that npm's scripts, backends and ``setup.py`` name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import Limits
from tallystick.model import Artifact, ArtifactKind, Reach, Tree
from tallystick.project import join, table
from tallystick.project.bounded import Malformed, json_object, text, toml
from tallystick.reach.paths import Reached

INSTALL_SCRIPTS = frozenset({"preinstall", "install", "postinstall"})
"""Scripts that ``npm install NAME`` runs (npm-scripts(7), "Life Cycle Operation Order")."""

MAX_TOKENS = 500
"""Words of one npm script that are looked at; real ones have a dozen."""

_TOKEN = re.compile(r"[\w@./-]{1,300}")

_ENDINGS = ("", ".js", ".cjs", ".mjs", "/index.js")
"""What Node.js tries behind a name (Node.js, "CommonJS modules", "File modules")."""

_IMPORT = re.compile(r"^[ \t]*(?:from|import)[ \t]+([A-Za-z_][\w.]*)", re.MULTILINE)
_PYTHON = re.compile(r"['\"]([\w./-]{1,300}\.py)['\"]")

_HOOKS = frozenset({"path", "script", "custom-hook", "build-script"})
"""Keys under which hatchling, poetry-core and pdm-backend are told of a script of the project's to run."""

_HOOK_TABLES = (
    ("tool", "hatch", "build"),
    ("tool", "hatch", "metadata", "hooks"),
    ("tool", "pdm", "build"),
    ("tool", "poetry", "build"),
)


def named_at_install(artifact: Artifact, limits: Limits) -> Iterator[tuple[str, Reached]]:
    """The entries that installing ``artifact`` runs because another entry names them."""
    if artifact.kind is ArtifactKind.NPM:
        return _by_scripts(artifact.tree, limits)
    return _by_python(artifact.tree, limits)


def _by_scripts(tree: Tree, limits: Limits) -> Iterator[tuple[str, Reached]]:
    content = _content(tree, "package.json")
    try:
        manifest = json_object(content, limits) if content is not None else {}
    except Malformed:
        return  # npm-manifest says so
    for name, script in table(manifest, "scripts").items():
        if name not in INSTALL_SCRIPTS or not isinstance(script, str):
            continue
        reached = _reached(f"named in the script {name} of package.json")
        for token in _TOKEN.findall(script)[:MAX_TOKENS]:
            for ending in _ENDINGS:
                path = join("", token + ending)
                if path in tree.entries:
                    yield path, reached


def _by_python(tree: Tree, limits: Limits) -> Iterator[tuple[str, Reached]]:
    """In-tree backends (PEP 517), hooks of backends, and what ``setup.py`` imports or names."""
    yield from _by_setup_py(tree, limits)
    content = _content(tree, "pyproject.toml")
    try:
        document = toml(content, limits) if content is not None else {}
    except Malformed:
        return  # the configuration is a skip of the audit
    for keys in _HOOK_TABLES:
        reached = _reached(f"named in [{'.'.join(keys)}] of pyproject.toml")
        for script in _hooks(table(document, *keys)):
            if join("", script) in tree.entries:
                yield join("", script), reached
    yield from _by_backend_path(tree, table(document, "build-system"))


def _by_backend_path(tree: Tree, system: Mapping[str, object]) -> Iterator[tuple[str, Reached]]:
    """The backend's own package, and all Python code of a folder that is put on the path for it alone.

    https://peps.python.org/pep-0517/#in-tree-build-backends : the top of the source is on the path as often
    as not, and then it is the backend's package that runs, and what it imports may be anything.
    """
    named, folders = system.get("build-backend"), system.get("backend-path")
    if not isinstance(named, str) or not isinstance(folders, list):
        return
    top = named.partition(":")[0].partition(".")[0]
    reached = _reached("the build backend of pyproject.toml, in the tree (backend-path)")
    for folder in folders:
        if not isinstance(folder, str):
            continue
        base = join("", folder)
        inside = f"{base}/" if base else ""
        for path in tree.entries:
            is_own = path.startswith((f"{inside}{top}/", f"{inside}{top}."))
            if is_own or (base and path.startswith(inside)):
                yield path, reached


def _hooks(value: object) -> Iterator[str]:
    """Scripts in a table, which is as deep as the parser lets through."""
    if not isinstance(value, Mapping):
        return
    for key, inner in value.items():
        if key in _HOOKS and isinstance(inner, str):
            yield inner
        yield from _hooks(inner)


def _by_setup_py(tree: Tree, limits: Limits) -> Iterator[tuple[str, Reached]]:
    content = _content(tree, "setup.py")
    try:
        script = text(content, limits) if content is not None else ""
    except Malformed:
        return
    imported = _reached("imported by setup.py")
    for module in dict.fromkeys(_IMPORT.findall(script)):
        stem = module.replace(".", "/")
        for path in (f"{stem}.py", f"{stem}/__init__.py"):
            if path in tree.entries:
                yield path, imported
    named = _reached("named in setup.py")
    for word in dict.fromkeys(_PYTHON.findall(script)):
        if join("", word) in tree.entries:
            yield join("", word), named


def _reached(reason: str) -> Reached:
    return Reached(reach=Reach.INSTALL, reason=reason)


def _content(tree: Tree, path: str) -> bytes | None:
    entry = tree.entries.get(path)
    if entry is None or entry.is_link:
        return None
    try:
        return tree.read(path)
    except (ContentUnavailable, LimitExceeded):
        return None
