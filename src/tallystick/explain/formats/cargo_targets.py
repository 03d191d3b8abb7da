"""Targets that cargo finds by itself, and what a manifest that no longer lets it must name instead.

The Cargo Book, "Cargo Targets", "Target auto-discovery".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FOLDERS: Mapping[str, str] = {
    "bin": "src/bin/",
    "example": "examples/",
    "test": "tests/",
    "bench": "benches/",
}
"""Where each kind of target is looked for."""

SWITCHES: Mapping[str, str] = {
    "autolib": "lib",
    "autobins": "bin",
    "autoexamples": "example",
    "autotests": "test",
    "autobenches": "bench",
}
"""Keys of ``[package]`` that switch the search off, each with its kind of target."""

LIBRARY, PROGRAM = "src/lib.rs", "src/main.rs"


def left_out(switch: str, manifest: Mapping[str, object], files: Iterable[str]) -> str | None:
    """The first target among ``files`` that cargo does not find with ``switch`` off, nor ``manifest`` names.

    Args:
        switch: a key of :data:`SWITCHES`.
        manifest: the whole manifest.
        files: paths below the folder of the manifest.
    """
    kind = SWITCHES[switch]
    if kind == "lib":
        return (
            LIBRARY if LIBRARY in files and not isinstance(manifest.get("lib"), Mapping) else None
        )
    listed = manifest.get(kind)
    named = [
        one for one in (listed if isinstance(listed, list) else []) if isinstance(one, Mapping)
    ]
    paths = {str(one["path"]) for one in named if "path" in one}
    names = {str(one.get("name")) for one in named if "path" not in one}
    for path in sorted(files):
        name = _name(path, kind)
        if name is not None and path not in paths and name not in names:
            return path
    return None


def _name(path: str, kind: str) -> str | None:
    """What cargo calls the target at ``path``; "" for the package's own name, None for no target."""
    if kind == "bin" and path == PROGRAM:
        return ""
    folder, _, inside = path.partition(FOLDERS[kind])
    if folder or not inside.endswith(".rs"):
        return None
    name, slash, rest = inside.removesuffix(".rs").partition("/")
    return name if not slash or rest == "main" else None
