"""Where the files of an npm package come from, and which of them npm always packs.

https://docs.npmjs.com/cli/v11/configuring-npm/package-json#files and the rules of npm-packlist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tallystick.ignore_patterns import ignore_spec
from tallystick.project.configuration import Project, join, table

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

ALWAYS_PACKED = re.compile(r"(?:readme|copying|licen[cs]e)(?:\..*[^~$])?", re.IGNORECASE)
"""Names in the package's folder that ``files`` and ``.npmignore`` cannot leave out."""

_LICENCE = re.compile(r"licen[cs]e(?:[.-].*)?", re.IGNORECASE)

_BROUGHT = re.compile(
    r"(?:readme|licen[cs]e|copying|notice|changelog|changes|history)(?:[.-].*)?", re.IGNORECASE
)

WORKSPACE_FILES = ("pnpm-workspace.yaml", "lerna.json")
"""pnpm and lerna copy the licence of the workspace's root into a package that has none of its own."""

NEVER_PACKED = (
    ".npmignore", ".gitignore", "**/.git", "**/.svn", "**/.hg", "**/CVS", "/.lock-wscript", "/.wafpickle-*",
    "/build/config.gypi", "npm-debug.log", ".npmrc", ".*.swp", ".DS_Store", "._*", "*.orig", "/node_modules",
    "/archived-packages/**", "/package-lock.json", "/yarn.lock", "/pnpm-lock.yaml", "/bun.lockb",
)  # fmt: skip
"""What npm-packlist leaves out whatever the package says."""

MAX_PATTERNS = 5_000
"""Patterns of one ``files`` or ``.npmignore``; real ones have a few dozen."""


def published_folder(project: Project) -> str:
    """The folder below the project's that is published; "" if none.

    ``publishConfig.directory`` (pnpm, lerna), or ``pkgRoot`` of semantic-release's npm plugin.
    """
    named: list[object] = [table(project.package_json, "publishConfig").get("directory")]
    plugins = table(project.package_json, "release").get("plugins")
    named += [
        plugin[1].get("pkgRoot")
        for plugin in (plugins if isinstance(plugins, list) else [])
        if isinstance(plugin, list) and len(plugin) == 2 and isinstance(plugin[1], Mapping)
    ]
    for directory in named:
        if isinstance(directory, str) and not directory.startswith(("/", "..")):
            return join("", directory)
    return ""


def brought_up(path: str, project: Project, directory: str) -> Iterator[tuple[str, str]]:
    """Where a text at the package's root is copied from: path in the tree, and who says so.

    Args:
        path: in the package.
        project: the source's.
        directory: what was published below the project's folder; "" for that folder itself.
    """
    if "/" in path or _BROUGHT.fullmatch(path) is None:
        if path == "package.json" and directory and not project.holds(f"{directory}/{path}"):
            yield project.path(path), f"package.json says that {directory} is published"
        if path == "npm-shrinkwrap.json" and _scripts_say("shrinkwrap", project):
            yield project.path("package-lock.json"), "npm shrinkwrap renames the lock file"
        return
    if directory:
        yield project.path(path), f"copied into {directory}, which is published"
    if not project.subdir or project.holds(path):
        return
    above = "../" * (project.subdir.count("/") + 1) + path
    if _scripts_say(above, project):
        yield path, f"a script of package.json names {above}"
    for name in WORKSPACE_FILES:
        if name in project.tree.entries and _LICENCE.fullmatch(path):
            yield path, f"the licence of the workspace ({name})"


def _scripts_say(words: str, project: Project) -> bool:
    scripts = table(project.package_json, "scripts").values()
    return any(words in script for script in scripts if isinstance(script, str))


def brought_along(path: str) -> bool:
    """Whether some version of npm packs the text ``path`` at the package's root, whatever ``files`` says."""
    return _BROUGHT.fullmatch(path) is not None


def run_files(manifest: Mapping[str, object]) -> Iterator[str]:
    """Files that npm packs because they are required or run: ``main`` and ``bin``."""
    yield from _strings(manifest.get("main"))
    yield from _strings(manifest.get("bin"))


def named_files(manifest: Mapping[str, object]) -> Iterator[str]:
    """Files that a ``package.json`` leads to: what is required, imported, run or read for types."""
    for key in ("main", "module", "bin", "browser", "exports", "imports", "types", "typings", "man",
                "react-native", "unpkg", "jsdelivr", "style", "sass", "jsnext:main", "umd:main"):  # fmt: skip
        yield from _strings(manifest.get(key))


def _strings(value: object) -> Iterator[str]:
    """The paths in ``value``, which may hold tables and lists of them, as deep as the parser lets through."""
    if isinstance(value, str):
        yield join("", value)
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def must_be_packed(project: Project) -> GitIgnoreSpec | None:
    """What of the project's folder npm packs for sure, where ``files`` says it; None where it does not.

    Without ``files`` everything is packed that ignore files do not name; a folder of those may come
    from tools that npm is not told of, so nothing is expected then.
    """
    files = project.package_json.get("files")
    if not isinstance(files, list):
        return None
    lines = []
    for pattern in files[:MAX_PATTERNS]:
        if not isinstance(pattern, str):
            continue
        if pattern.startswith("!"):
            lines.append(pattern)
            continue
        relative = pattern.removeprefix(".").lstrip("/") if pattern.startswith("./") else pattern
        lines.append(f"/{relative.lstrip('/')}")
    try:
        return ignore_spec([*lines, *(f"!{never}" for never in NEVER_PACKED)])
    except ValueError:
        return None


_LEFT_BY_OLD = frozenset({".npmignore", ".gitignore"})
"""What npm before 7 packed, or other tools that publish."""


def never_packed(project: Project) -> GitIgnoreSpec:
    """What npm leaves out whatever the package says, but for what it bundles in ``node_modules``."""
    manifest = project.package_json
    bundles = manifest.get("bundleDependencies") or manifest.get("bundledDependencies")
    lines = [never for never in NEVER_PACKED if never not in _LEFT_BY_OLD]
    return ignore_spec(n for n in lines if not (bundles and n == "/node_modules"))


def may_be_packed(project: Project) -> GitIgnoreSpec | None:
    """What ``files`` names at all, in lower case as npm compares; None where it is not so simple.

    What it takes back (``!``) is not taken back here: which of two lines counts has changed between versions.
    """
    files = project.package_json.get("files")
    if not isinstance(files, list) or len(files) > MAX_PATTERNS:
        return None
    named = [
        pattern for pattern in files if isinstance(pattern, str) and not pattern.startswith("!")
    ]
    if not named or any(set(pattern) & set("{}()\\") for pattern in named):
        return None
    plain = [pattern.removeprefix("./").strip("/").lower() for pattern in named]
    if not {"", ".", "*", "**"}.isdisjoint(plain):
        return None
    try:
        return ignore_spec(f"/{pattern}" for pattern in plain)
    except ValueError:
        return None
