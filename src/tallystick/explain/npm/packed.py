"""Files of the source that ``npm pack`` takes along whatever happens, and those that it never does."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.explain.clean_publish import is_left_out
from tallystick.explain.context import Context
from tallystick.explain.places import folder_of
from tallystick.project.npm import (
    ALWAYS_PACKED,
    brought_along,
    may_be_packed,
    must_be_packed,
    never_packed,
    published_folder,
    run_files,
)


def packed_for_sure(path: str, context: Context) -> str | None:
    """Why the package should hold the source's ``path``; None where nothing says that it must."""
    project = context.project
    prefix = f"{project.subdir}/" if project.subdir else ""
    relative = path.removeprefix(prefix)
    if not project.package_json or path in context.links or published_folder(project):
        return None
    if "clean-publish" in project.package_json and is_left_out(relative, project.package_json):
        return None
    if relative == "package.json" or ("/" not in relative and ALWAYS_PACKED.fullmatch(relative)):
        return "npm always packs it"
    if _is_ignored_below(relative, context):
        return None
    spec = context.once("npm packed", lambda: must_be_packed(project))
    return (
        "files of package.json lists it" if spec is not None and spec.match_file(relative) else None
    )


def not_packed(path: str, context: Context) -> str | None:
    """Why npm would not have packed the source's file at the package's ``path``; None where it may have.

    Some of these do something by being there: npm runs node-gyp where there is a ``binding.gyp``, and Node.js
    finds what lies in ``node_modules`` before anything that is installed above it.
    """
    project = context.project
    if not project.package_json or published_folder(project):
        return None
    never, listed = context.once(
        "npm may pack", lambda: (never_packed(project), may_be_packed(project))
    )
    if never.match_file(path):
        return "npm never packs it"
    if listed is None or listed.match_file(path.lower()) or path == "package.json":
        return None
    is_led_to = any(
        path == run + ending for run in run_files(project.package_json) for ending in ENDINGS
    )
    if is_led_to or ("/" not in path and brought_along(path)):
        return None
    return "files of package.json does not name it, and npm packs nothing else"


ENDINGS = ("", ".js", ".cjs", ".mjs", ".json", ".node", "/index.js", "/package.json")
"""What Node.js tries behind ``main`` (Node.js, "CommonJS modules", "Folders as modules")."""


def not_led_to(context: Context) -> Iterator[str]:
    """What ``main`` and ``bin`` of the source's manifest lead to, and the package does not hold."""
    for path in run_files(context.project.package_json):
        if context.artifact.tree.entries.keys().isdisjoint(path + ending for ending in ENDINGS):
            yield path


def _is_ignored_below(relative: str, context: Context) -> bool:
    """Whether a folder of the package has ignore rules of its own, which ``files`` does not overrule."""
    folder = folder_of(relative)
    while folder:
        if any(context.project.holds(folder + name) for name in (".npmignore", ".gitignore")):
            return True
        folder = folder_of(folder.rstrip("/"))
    return False
