"""What a build put into an npm package: ``dist/``, declarations, bundles, native addons.

Two-sided: a script of the source's ``package.json`` (or a build file that names this folder) builds, git
ignores the path or the manifest names it, the source keeps no code in that folder (or git ignores this
file of it by its name), and the code has an input: a source of the same name, or a place in the manifest
or in the bundler's configuration. Never more than ``unproven``: a source map is data, and only running
the build proves the code.
"""

from __future__ import annotations

import re

from tallystick.explain.bundled_asset import map_and_place
from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, package_manifests, says
from tallystick.explain.evidence.git_ignored import is_git_ignored, is_ignored_by_its_name
from tallystick.explain.formats.source_map import quotes
from tallystick.explain.npm.alias import alias_of
from tallystick.explain.npm.filled import filled_folders
from tallystick.explain.npm.inputs import input_of, named
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join, table
from tallystick.project.bounded import Malformed, json_object

ID = "npm-output"

_KEY = re.compile(
    r"build|bundle|compile|dist|prepare|prepack|prepublish|release|transpile", re.IGNORECASE
)
"""Names of scripts that build; what they run is the project's own matter."""

_CODE = (".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx", ".node", ".wasm")

_HARMLESS = frozenset({"type", "sideEffects"})
"""What builds write into a ``package.json`` below the root: it says how to read the files beside it."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or "/node_modules/" in f"/{difference.path}":
        return None
    content = own_bytes(difference, context)
    if content is None:
        return None
    for place in places(difference, context):
        why, builder = _output(place, context), _builder(context)
        if why is None or builder is None or _stands_among_code(place, context):
            continue
        made_from = _made_from(difference, place, content, context)
        if made_from is not None:
            return _claim(difference, place, f"{why}; {made_from}", builder, context)
    for folder, script in filled_folders(context):
        inside = join(folder, difference.path)
        made_from = _made_from(difference, inside, content, context) or _made_from(
            difference, context.project.path(difference.path), content, context
        )
        if made_from is not None and not _keeps_code(folder_of(inside), context):
            why = f"{script} copies package.json into {folder}, which git ignores"
            return _claim(difference, inside, f"{why}; {made_from}", (script, script), context)
    return None


def _claim(
    difference: Difference, place: str, why: str, builder: tuple[str, str], context: Context
) -> Explanation:
    path, command = builder
    problem, evidence = None, why
    found = map_and_place(difference, place, context.artifact_bytes(difference.path), context)
    if found is not None:
        quoted = quotes(*found, folder_of(path), context)
        problem = quoted.problem if found[1] == place else None  # a map beside it has its own line
        evidence = f"{why}; {quoted}"
    return Explanation(
        grade=Grade.CONTRADICTED if problem else Grade.UNPROVEN,
        explainer=ID,
        claim=f"built by {command}",
        evidence=problem or f"{evidence}; run {command} and compare to prove it",
        source_path=path,
    )


def _builder(context: Context) -> tuple[str, str] | None:
    """The manifest or build file that builds this package, and the command; None if there is none."""
    return context.once("npm builder", lambda: _find_builder(context))


def _find_builder(context: Context) -> tuple[str, str] | None:
    for folder in dict.fromkeys((context.project.subdir, "")):
        path = join(folder, "package.json")
        manifest = package_manifests(context).get(path, {})
        scripts = [name for name in table(manifest, "scripts") if _KEY.search(name)]
        if scripts:
            best = min(scripts, key=lambda name: (name != "build", "build" not in name, len(name)))
            return path, f"npm run {best} of {path}"
    folder = context.project.subdir
    naming = [path for path, text in build_texts(context).items() if folder and says(folder, text)]
    return (naming[0], naming[0]) if naming else None


def _output(place: str, context: Context) -> str | None:
    """Why the build fills this path: git ignores it, or the source's manifest lists or names it."""
    if is_git_ignored(place, context):
        return "git ignores this path"
    said = named(context)
    relative = place.removeprefix(f"{context.project.subdir}/" if context.project.subdir else "")
    if relative in said:
        return "package.json names this path"
    first = relative.split("/", 1)[0]
    files = context.project.package_json.get("files")
    listed = (
        {f.strip("./").split("/", 1)[0] for f in files if isinstance(f, str)}
        if isinstance(files, list)
        else set()
    )
    if "/" in relative and first in listed:
        return f"files of package.json lists {first}"
    return None


def _stands_among_code(place: str, context: Context) -> bool:
    """Whether the source keeps code beside it, and no ``.gitignore`` says that this one is made there."""
    return _keeps_code(folder_of(place), context) and not is_ignored_by_its_name(place, context)


def _keeps_code(folder: str, context: Context) -> bool:
    """Whether the source itself keeps code in this very folder; its root may hold outputs beside it."""
    root = f"{context.project.subdir}/" if context.project.subdir else ""
    return folder != root and any(
        path.endswith(_CODE) and folder_of(path) == folder for path in context.source.tree.entries
    )


def _made_from(difference: Difference, place: str, content: bytes, context: Context) -> str | None:
    """What this output is made from, in words; None for code without any input."""
    if base_name(place) == "package.json":
        return _says_type_only(content, context) or alias_of(difference, place, content, context)
    if base_name(place) in {"binding.gyp", "npm-shrinkwrap.json"}:
        return None  # npm acts on these at install
    runs = place.endswith(
        (*_CODE, ".css", ".html", ".svg", ".json", ".map")
    ) or "." not in base_name(place)
    if (
        not runs
        and not difference.entry.is_executable
        and not content.startswith((b"#!", b"\x7fELF", b"MZ"))
    ):
        return "not code"
    return input_of(difference, place, content, context)


def _says_type_only(content: bytes, context: Context) -> str | None:
    try:
        keys = json_object(content, context.limits).keys()
    except Malformed:
        return None
    return "it says nothing but how to read the files beside it" if keys <= _HARMLESS else None
