"""A ``package.json`` below the root that only leads elsewhere in the package, as a script writes it.

Node.js, "Folders as modules": ``require("name/folder")`` reads it, and follows ``main``.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.npm.inputs import ran_scripts
from tallystick.explain.places import base_name, folder_of
from tallystick.model import Difference
from tallystick.project import join
from tallystick.project.bounded import Malformed, json_object

_LEADING = frozenset(
    {"main", "module", "types", "typings", "es2015", "es2020", "browser", "jsnext:main"}
)
_KEYS = _LEADING | {"name", "type", "sideEffects"}


def alias_of(difference: Difference, place: str, content: bytes, context: Context) -> str | None:
    """Which script of the source writes this manifest, as a sentence; None if none does, or if it says more.

    Each value must lead to a file of the package whose path has the folder's own name in it, so that the
    folder stands for nothing else; the script, which the source's manifest runs, must name folder and keys.
    """
    folder = folder_of(difference.path).rstrip("/")
    try:
        values = json_object(content, context.limits)
    except Malformed:
        return None
    leading = [values[key] for key in sorted(_LEADING & values.keys())]
    if not leading or not values.keys() <= _KEYS or not is_git_ignored(place, context):
        return None
    if not all(_leads(value, folder, context) for value in leading):
        return None
    own = context.project.package_json.get("name")
    if values.get("name", f"{own}/{folder}") != f"{own}/{folder}":
        return None
    for path, text in ran_scripts(context).items():
        if all(says(word, text) for word in (base_name(folder), "package.json", *values)):
            return f"it leads to other files of the package, and {path} names all its keys"
    return None


def _leads(value: object, folder: str, context: Context) -> bool:
    if not isinstance(value, str) or not value.startswith("."):
        return False
    path = join(folder, value)
    return base_name(folder) in path.split("/") and path in context.artifact.tree.entries
