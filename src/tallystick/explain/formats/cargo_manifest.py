"""``Cargo.toml`` as values that can be compared: inheritance resolved, short spellings written out.

The Cargo book, "The Manifest Format", "Workspaces" and "Specifying Dependencies".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.places import folder_of, source_file
from tallystick.project import table
from tallystick.project.bounded import Malformed, toml

DEPENDENCIES = ("dependencies", "dev-dependencies", "build-dependencies")


def workspace_of(path: str, context: Context) -> Mapping[str, object]:
    """The ``[workspace]`` table that the manifest at ``path`` inherits from; empty if there is none."""
    folder = folder_of(path)
    while True:
        manifest = source_file(f"{folder}Cargo.toml", context)
        if manifest is not None:
            try:
                found = toml(context.source_bytes(manifest), context.limits).get("workspace")
            except Malformed:
                found = None
            if isinstance(found, Mapping):
                return found
        if not folder:
            return {}
        folder = folder_of(folder.rstrip("/"))


def resolved(
    manifest: Mapping[str, object], workspace: Mapping[str, object]
) -> Mapping[str, object]:
    """``manifest`` with what it inherits, and each dependency as a table."""
    result = dict(manifest)
    shared = table(workspace, "package")
    package = {
        key: shared.get(key, value) if _is_inherited(value) else value
        for key, value in table(manifest, "package").items()
    }
    if package:
        result["package"] = package
    if _is_inherited(manifest.get("lints")):
        result["lints"] = workspace.get("lints", {})
    known = table(workspace, "dependencies")
    for keys, dependencies in dependency_tables(manifest):
        written = {name: _dependency(name, value, known) for name, value in dependencies.items()}
        result = _with(result, keys, written)
    return result


def dependency_tables(
    manifest: Mapping[str, object],
) -> Iterator[tuple[tuple[str, ...], Mapping[str, object]]]:
    """Each table of dependencies with its keys; those below ``[target.…]`` too."""
    for kind in DEPENDENCIES:
        if isinstance(manifest.get(kind), Mapping):
            yield (kind,), table(manifest, kind)
    for target, value in table(manifest, "target").items():
        for kind in DEPENDENCIES:
            if isinstance(value, Mapping) and isinstance(value.get(kind), Mapping):
                yield ("target", target, kind), table(manifest, "target", target, kind)


def _is_inherited(value: object) -> bool:
    return isinstance(value, Mapping) and value.get("workspace") is True


def _dependency(name: str, value: object, known: Mapping[str, object]) -> object:
    """``name = "1"`` as a table; ``workspace = true`` replaced, its features added and sorted."""
    if isinstance(value, str):
        return {"version": value}
    if not isinstance(value, Mapping):
        return value
    own = dict(value)
    features = _features(own)
    if own.pop("workspace", None) is True:
        base = known.get(name)
        shared = {"version": base} if isinstance(base, str) else base
        shared = dict(shared) if isinstance(shared, Mapping) else {}
        features |= _features(shared)
        own = {**shared, **own}
    if "features" in own:
        own["features"] = sorted(features)
    return own


def _features(dependency: Mapping[str, object]) -> set[str]:
    listed = dependency.get("features")
    return set(map(str, listed)) if isinstance(listed, list) else set()


def _with(
    document: Mapping[str, object], keys: tuple[str, ...], value: object
) -> dict[str, object]:
    """A copy of ``document`` with ``value`` under ``keys``."""
    result = dict(document)
    if len(keys) == 1:
        result[keys[0]] = value
    else:
        result[keys[0]] = _with(table(document, keys[0]), keys[1:], value)
    return result
