"""What ``workspace:`` and ``catalog:`` in a manifest become when a package manager publishes it.

https://pnpm.io/workspaces#publishing-workspace-packages , https://pnpm.io/catalogs#publishing ,
https://yarnpkg.com/features/workspaces#publishing-workspaces
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import package_manifests

_VERSION = re.compile(r"[\^~]?\d+\.\d+\.\d+(?:[-+][\w.+-]*)?")

_PLACEHOLDER = re.compile(r"0\.0\.0(?:-.*)?")

CATALOG = "pnpm-workspace.yaml"

MAX_CATALOG = 1_000_000
"""Bytes of the catalog; those that people write have a few hundred lines."""


def dependency(name: str, asked: str, got: str, context: Context) -> tuple[bool, str] | None:
    """What is said of a range that the source writes as ``asked`` and the release as ``got``.

    Returns:
        Whether the source says so, and a sentence; None where it does not.
    """
    if asked.startswith("workspace:"):
        return _workspace(name, asked.removeprefix("workspace:"), got, context)
    if asked.startswith("catalog:"):
        return _catalog(name, asked, got, context)
    return None


def _workspace(name: str, asked: str, got: str, context: Context) -> tuple[bool, str] | None:
    versions = context.once("workspace versions", lambda: _versions(context))
    if asked not in {"*", "^", "~", ""}:
        return (True, f"workspace:{asked} is {got}") if asked == got else None
    version = versions.get(name)
    prefix = "" if asked == "*" else asked
    if version is not None and got == f"{prefix}{version}":
        return True, f"workspace:{asked} is {got}, the version in the source"
    is_filled_in = version is not None and _PLACEHOLDER.fullmatch(version) is not None
    if is_filled_in and got.startswith(prefix) and _VERSION.fullmatch(got):
        return False, f"workspace:{asked} is {got}; the source has a placeholder of the version"
    return None


def _versions(context: Context) -> Mapping[str, str]:
    """The version of each package of the source by its name; none where two have the same name."""
    found: dict[str, list[str]] = {}
    for manifest in package_manifests(context).values():
        name, version = manifest.get("name"), manifest.get("version", "0.0.0")
        if isinstance(name, str) and isinstance(version, str):
            found.setdefault(name, []).append(version)
    return {name: versions[0] for name, versions in found.items() if len(set(versions)) == 1}


def _catalog(name: str, asked: str, got: str, context: Context) -> tuple[bool, str] | None:
    """The one range that the workspace's catalogs give for ``name``, read line by line."""
    lines = context.once("pnpm catalog", lambda: _catalog_lines(context))
    ranges = lines.get(name, frozenset())
    if got not in ranges:
        return None
    if len(ranges) > 1:
        return False, f"{asked} is {got}; {CATALOG} has more than one range for it"
    return True, f"{asked} is {got}, as {CATALOG} says"


_LINE = re.compile(
    r"""^[ \t]++(['"]?)([@\w./-]{1,214})\1:[ \t]++(['"]?)([^'"#\s]{1,200})\3[ \t]*+(?:#.*)?$""",
    re.MULTILINE,
)
"""``name: range`` with or without quotes; npm's names have at most 214 characters."""


def _catalog_lines(context: Context) -> Mapping[str, frozenset[str]]:
    if not context.source_has(CATALOG):
        return {}
    try:
        content = context.source.tree.read(CATALOG)[:MAX_CATALOG]
    except (ContentUnavailable, LimitExceeded):
        return {}
    found: dict[str, set[str]] = {}
    for _, name, _, value in _LINE.findall(content.decode("utf-8", "replace")):
        found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items()}
