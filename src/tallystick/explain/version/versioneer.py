"""The short ``_version.py`` that versioneer puts into sdists and wheels.

``SHORT_VERSION_PY`` in versioneer's ``src/header.py``/``src/from_file.py``: one JSON text and a
function that loads it; before its version 0.15 two texts, and a function that hands them on.
"""

from __future__ import annotations

import ast

from tallystick.explain.context import Context
from tallystick.explain.version.values import is_commit, is_date, is_version
from tallystick.project.bounded import Malformed, json_object

_GET_VERSIONS = ast.dump(ast.parse("def get_versions():\n    return json.loads(version_json)"))
_OLD_GET_VERSIONS = ast.dump(
    ast.parse(
        "def get_versions(default={}, verbose=False):\n"
        "    return {'version': version_version, 'full': version_full}"
    )
)
_OLD = {"version_version": is_version, "version_full": is_commit}
_KEYS = {"date", "dirty", "error", "full-revisionid", "version"}


def is_versioneer(module: ast.Module) -> bool:
    """Whether ``module`` assigns ``version_json``, as nothing but versioneer does, or its older names."""
    return any(_json_text(node) is not None for node in module.body) or _is_old(module)


def _is_old(module: ast.Module) -> bool:
    return any(_old_text(node) is not None for node in module.body)


def _old_text(node: ast.stmt) -> tuple[str, str] | None:
    """The name and the text of ``version_version = '1.0'``."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
            return (name, text) if name in _OLD else None
    return None


def _wrong_old(module: ast.Module, context: Context) -> str | None:
    stated = [_old_text(node) for node in module.body]
    for node, pair in zip(module.body, stated, strict=True):
        if pair is None and not _is_get_versions(node, _OLD_GET_VERSIONS):
            return f"line {node.lineno} is not versioneer's"
        if pair is not None and not _OLD[pair[0]](pair[1], context):
            return f"{pair[0]} is {pair[1][:80]!r}, which the release does not say"
    names = [pair[0] for pair in stated if pair is not None]
    return None if sorted(names) == sorted(_OLD) else "it assigns a name of versioneer's twice"


def wrong_versioneer(module: ast.Module, context: Context) -> str | None:
    """What in ``module`` is not versioneer's, or disagrees with the release; None if nothing."""
    if _is_old(module):
        return _wrong_old(module, context)
    stated: str | None = None
    for node in module.body:
        text = _json_text(node)
        if text is not None and stated is None:
            stated = text
        elif isinstance(node, ast.Import):
            imported = {(alias.name, alias.asname) for alias in node.names}
            if not imported <= {("json", None), ("sys", None)}:
                return f"line {node.lineno} imports more than versioneer does"
        elif not _is_get_versions(node):
            return f"line {node.lineno} is not versioneer's"
    if stated is None:  # pragma: no cover - is_versioneer said so
        return "it assigns no version_json"
    try:
        return _wrong_values(json_object(stated.encode(), context.limits), context)
    except Malformed as error:
        return f"version_json: {error}"


def _is_get_versions(node: ast.stmt, wanted: str = _GET_VERSIONS) -> bool:
    """Compared as text of the tree, once it is known to be small: ``ast.dump`` recurses."""
    if not isinstance(node, ast.FunctionDef) or len(list(ast.walk(node))) > 20:
        return False
    return ast.dump(ast.Module(body=[node], type_ignores=[])) == wanted


def _json_text(node: ast.stmt) -> str | None:
    if not isinstance(node, ast.Assign) or len(node.targets) != 1:
        return None
    target, value = node.targets[0], node.value
    if not isinstance(target, ast.Name) or target.id != "version_json":
        return None
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    return None


def _wrong_values(stated: object, context: Context) -> str | None:
    values = stated if isinstance(stated, dict) else {}
    if not set(values) <= _KEYS:
        return f"version_json has {', '.join(sorted(set(values) - _KEYS))}"
    version = values.get("version")
    if not isinstance(version, str) or not is_version(version, context):
        return f"version_json says version {version!r}"
    if not is_commit(values.get("full-revisionid"), context):
        return f"version_json says commit {values.get('full-revisionid')!r}"
    if not is_date(values.get("date")):
        return f"version_json says date {str(values.get('date'))[:80]!r}"
    if values.get("dirty") not in (None, False) or values.get("error") is not None:
        return "version_json says that the tree was changed before the release"
    return None
