"""``Cargo.toml`` and ``Cargo.lock`` as ``cargo package`` and maturin write them into an sdist.

Cargo normalises the manifest of what it packages ("cargo package", "Cargo.toml rewritten"), maturin
the paths in it (``src/source_distribution.rs``, ``rewrite_cargo_toml``). Equal in meaning: inheritance
resolved, paths leading to the same file, targets spelt out. What is built and from what never differs.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.formats.cargo_manifest import DEPENDENCIES, resolved, workspace_of
from tallystick.explain.formats.toml_delta import MISSING, Change, changes
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.explain.vendored_crate import crate_folder
from tallystick.explain.version.values import is_version
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join
from tallystick.project.bounded import Malformed, toml

ID = "cargo-toml"

_REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"
_TARGETS: Mapping[str, tuple[str, ...]] = {
    "bin": ("src/main.rs", "src/bin/"),
    "example": ("examples/",),
    "test": ("tests/",),
    "bench": ("benches/",),
}
"""Where cargo finds targets by itself ("Cargo Targets", "Target auto-discovery")."""

_READMES = ("README.md", "README.txt", "README")

_DISCOVERED = {f"package.auto{what}" for what in ("lib", "bins", "examples", "tests", "benches")}


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    source = difference.source
    if content is None or (source is not None and (source.is_link or source.is_gitlink)):
        return None
    if source is None and crate_folder(difference.path, context) is not None:
        return None  # a crate of somebody else, and its own lock
    if base_name(difference.path) == "Cargo.lock":
        return _lock(difference, content, context)
    if difference.path.endswith(".orig"):
        return _original(difference, content, context)
    if source is None:
        return None
    held = _workspace_above(source.path, content, context) or source.path
    return _manifest(difference.path, held, content, context)


def _workspace_above(path: str, content: bytes, context: Context) -> str | None:
    """The manifest of the workspace above the crate's at ``path``, where ``content`` has no crate.

    maturin keeps the folders of a workspace, whose manifest then stands at the top of the sdist, where else
    the crate's does (``source_distribution.rs``, "manifest-path").
    """
    folder = folder_of(path)
    try:
        if {"package", "workspace"} & toml(content, context.limits).keys() != {"workspace"}:
            return None
        while folder:
            folder = folder_of(folder.rstrip("/"))
            above = source_file(f"{folder}Cargo.toml", context)
            if above and "workspace" in toml(context.source_bytes(above), context.limits):
                return above
    except Malformed:
        pass
    return None


def _manifest(ours: str, path: str, content: bytes, context: Context) -> Explanation:
    """The artifact's manifest at ``ours`` against the source's at ``path``."""
    try:
        after = toml(content, context.limits)
        before = toml(context.source_bytes(path), context.limits)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, str(error), path)
    workspace = workspace_of(path, context)
    touched = []
    for change in changes(resolved(before, workspace), resolved(after, workspace)):
        if not _is_allowed(change, ours, path, context):
            was = "nothing" if change.before is MISSING else repr(change.before)[:150]
            now = "removed" if change.after is MISSING else repr(change.after)[:150]
            return _explanation(Grade.CONTRADICTED, f"{change.name}: {was} became {now}", path)
        touched.append(change.name)
    evidence = (
        f"equal as a manifest but for {', '.join(touched)}" if touched else "equal in meaning"
    )
    return _explanation(Grade.DERIVED, evidence, path)


def _explanation(grade: Grade, evidence: str, path: str | None) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="the source's manifest or lock as cargo or maturin writes it",
        evidence=evidence,
        source_path=path,
        normalisations=("comments, order, inheritance and spelling of dependencies not compared",),
    )


def _is_allowed(change: Change, ours: str, theirs: str, context: Context) -> bool:
    """Whether ``change`` keeps what is built, and from what, the same."""
    if change.keys[-1] == "path" and change.keys[0] in {*DEPENDENCIES, "target"}:
        return _same_crate(change, ours, theirs, context)
    if change.name in {"package.readme", "package.license-file"} and change.before is not MISSING:
        return _same_file(change, ours, theirs, context)
    if change.name in {"workspace.members", "workspace.default-members", "workspace.exclude"}:
        return _is_fewer(change)
    if change.name == "package.version":
        return isinstance(change.after, str) and is_version(change.after, context)
    return change.before is MISSING and _is_spelt_out(change, ours, theirs, context)


def _is_spelt_out(change: Change, ours: str, theirs: str, context: Context) -> bool:
    """Whether a key that was added says what cargo does without it."""
    if change.name in _DISCOVERED:
        return change.after is False
    if change.name in _TARGETS:
        return _are_discovered(change, theirs, context)
    if change.name == "package.readme":
        return _is_default_readme(change, ours, theirs, context)
    if change.name == "package.build":
        return _is_default_build(change.after, theirs, context)
    return change.name in {"lib.name", "lib.path"} and _is_default_lib(change, theirs, context)


_READMES = ("README.md", "README.txt", "README")


def _same_file(change: Change, ours: str, theirs: str, context: Context) -> bool:
    """Another path (``./README.md``), the same bytes; or the readme that cargo finds by itself.

    https://doc.rust-lang.org/cargo/reference/manifest.html#the-readme-field
    """
    found = change.before is MISSING and change.name == "package.readme"
    before = change.after if found and change.after in _READMES else change.before
    if not isinstance(before, str) or not isinstance(change.after, str):
        return False
    there = source_file(join(folder_of(theirs), before), context)
    here = context.artifact.tree.entries.get(join(folder_of(ours), change.after))
    return (
        there is not None
        and here is not None
        and context.source.tree.entries[there].blob == here.blob
    )


def _is_default_readme(change: Change, ours: str, theirs: str, context: Context) -> bool:
    """The readme that cargo takes where none is named: the first of these that is there.

    The Cargo Book, "The readme field"; maturin writes it down (``rewrite_cargo_toml_readme``).
    """
    there = (source_file(f"{folder_of(theirs)}{name}", context) for name in _READMES)
    first = next((path for path in there if path is not None), None)
    if first is None or change.after not in _READMES:
        return False
    implied = Change(keys=change.keys, before=base_name(first), after=change.after)
    return _same_file(implied, ours, theirs, context)


def _are_discovered(change: Change, theirs: str, context: Context) -> bool:
    """Targets that cargo found by itself and now spells out: a name and a file of the source."""
    return isinstance(change.after, list) and all(
        isinstance(target, Mapping)
        and set(target) == {"name", "path"}
        and str(target["path"]).startswith(_TARGETS[change.name])
        and source_file(join(folder_of(theirs), str(target["path"])), context) is not None
        for target in change.after
    )


def _is_default_build(value: object, theirs: str, context: Context) -> bool:
    """``build = false`` where there is no script, ``"build.rs"`` where that is it."""
    there = source_file(f"{folder_of(theirs)}build.rs", context) is not None
    return (value is False and not there) or (value == "build.rs" and there)


def _is_default_lib(change: Change, theirs: str, context: Context) -> bool:
    if change.keys[1] == "path":
        is_there = source_file(f"{folder_of(theirs)}src/lib.rs", context) is not None
        return change.after == "src/lib.rs" and is_there
    try:
        manifest = toml(context.source_bytes(theirs), context.limits)
    except Malformed:
        return False
    package = manifest.get("package")
    name = package.get("name") if isinstance(package, Mapping) else None
    return isinstance(name, str) and change.after == name.replace("-", "_")


def _is_fewer(change: Change) -> bool:
    """Members that are not in the sdist are left out; none may join."""
    before = change.before if isinstance(change.before, list) else []
    after = change.after if isinstance(change.after, list) else []
    is_list = change.after is MISSING or isinstance(change.after, list)
    return is_list and all(
        any(fnmatch.fnmatchcase(str(item), str(pattern)) for pattern in before) for item in after
    )


def _same_crate(change: Change, ours: str, theirs: str, context: Context) -> bool:
    """A path dependency that still leads to the same crate.

    Removing the path is not the same: the crate would then come from the registry.
    """
    if not isinstance(change.before, str) or not isinstance(change.after, str):
        return False
    there = join(join(folder_of(theirs), change.before), "Cargo.toml")
    here = join(join(folder_of(ours), change.after), "Cargo.toml")
    return here in context.artifact.tree.entries and any(
        candidate.path == there for candidate in context.layout.candidates(here)
    )


def _original(difference: Difference, content: bytes, context: Context) -> Explanation | None:
    """``Cargo.toml.orig`` is the manifest as it was."""
    for place in places(difference, context):
        path = source_file(place.removesuffix(".orig"), context)
        if path is not None:
            same = context.source_bytes(path) == content
            evidence = f"the text of {path}" if same else f"not the text of {path}"
            return _explanation(Grade.DERIVED if same else Grade.CONTRADICTED, evidence, path)
    return None


def _lock(difference: Difference, content: bytes, context: Context) -> Explanation | None:
    """A lock that cargo resolved while packaging: held against a lock of the source if there is one."""
    folder = folder_of(difference.path)
    if f"{folder}Cargo.toml" not in context.artifact.tree.entries:
        return None
    try:
        ours = _packages(content, context)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, str(error), None)
    for place in places(difference, context):
        here = folder_of(place)
        while True:
            path = source_file(f"{here}Cargo.lock", context)
            if path is not None:
                return _against_lock(ours, path, context)
            if not here:
                break
            here = folder_of(here.rstrip("/"))
    if difference.source is not None:
        return None
    elsewhere = sorted(
        package for package in ours if not package[2].startswith(_REGISTRY) and package[2]
    )
    if elsewhere:
        return None  # a crate from a repository of someone: nobody in the source asked for it
    evidence = "resolved when the sdist was made; the source keeps no lock to compare it with"
    return _explanation(Grade.UNPROVEN, evidence, None)


def _against_lock(ours: set[tuple[str, str, str, str]], path: str, context: Context) -> Explanation:
    try:
        theirs = _packages(context.source_bytes(path), context)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, f"the source's lock: {error}", path)
    added = sorted(package for package in ours - theirs if package[2])
    if added:
        evidence = f"{added[0][0]} {added[0][1]} is not in the source's {path}"
        return _explanation(Grade.CONTRADICTED, evidence, path)
    return _explanation(Grade.DERIVED, f"each package and checksum is in {path}", path)


def _packages(content: bytes, context: Context) -> set[tuple[str, str, str, str]]:
    """(name, version, source, checksum) of each package; crates of the project have no source."""
    listed = toml(content, context.limits).get("package")
    packages = listed if isinstance(listed, list) else []
    return {
        tuple(str(package.get(key, "")) for key in ("name", "version", "source", "checksum"))  # type: ignore[misc]
        for package in packages
        if isinstance(package, Mapping)
    }
