"""Where the source's configuration says that a tool writes the version into a file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.places import base_name, places
from tallystick.model import Difference
from tallystick.project import join
from tallystick.project.reading import NotReadable, read_module

_TABLES: tuple[tuple[tuple[str, ...], frozenset[str]], ...] = (
    (("tool", "setuptools_scm"), frozenset({"write_to", "version_file"})),
    (("tool", "setuptools-scm"), frozenset({"write_to", "version_file"})),
    (("tool", "vcs-versioning"), frozenset({"write_to", "version_file"})),
    (("tool", "hatch", "build", "hooks", "vcs"), frozenset({"version-file"})),
    (("tool", "hatch", "build", "hooks", "version"), frozenset({"path"})),
    (("tool", "hatch", "build", "targets", "sdist", "hooks", "vcs"), frozenset({"version-file"})),
    (("tool", "hatch", "build", "targets", "wheel", "hooks", "vcs"), frozenset({"version-file"})),
    (("tool", "hatch", "build", "targets", "sdist", "hooks", "version"), frozenset({"path"})),
    (("tool", "hatch", "build", "targets", "wheel", "hooks", "version"), frozenset({"path"})),
    (("tool", "pdm", "version"), frozenset({"write_to"})),
    (("tool", "versioningit", "write"), frozenset({"file"})),
    (("tool", "versioneer"), frozenset({"versionfile_source", "versionfile_build"})),
)
"""Tables of ``pyproject.toml`` and their keys that hold a path, each from the tool's own documentation:
setuptools-scm ("Configuration"), hatch-vcs and hatchling ("Build hooks"), pdm-backend ("Dynamic
version"), versioningit ("Configuration"), versioneer (INSTALL.md)."""

COMMON = frozenset({"__init__.py", "setup.py"})

_TEMPLATE_KEYS = ("template", "version_file_template", "write_to_template", "write_template")


def configured(difference: Difference, context: Context) -> str | None:
    """Which configuration of a version tool writes to this path; None if none does."""
    where = {*places(difference, context)}
    for table, path in _written(context):
        inside = join(context.project.subdir, path)
        if inside in where or join("", path) in where or join("", path) == difference.path:
            return f"{table} writes {path}"
    return _begun_by_poetry(where, difference, context)


def _begun_by_poetry(where: set[str], difference: Difference, context: Context) -> str | None:
    """A file that poetry-dynamic-versioning begins with ``initial-content``.

    In any other it only puts the version in the place of another: all else must be the source's.
    https://github.com/mtkennerly/poetry-dynamic-versioning#configuration
    """
    files = context.project.table("tool", "poetry-dynamic-versioning", "files")
    for path in files if difference.source is None else ():
        table = context.project.table("tool", "poetry-dynamic-versioning", "files", path)
        begun = not {"initial-content", "initial-content-jinja"}.isdisjoint(table)
        if begun and join(context.project.subdir, path) in where:
            return f"[tool.poetry-dynamic-versioning.files] begins {path}"
    return None


def expected(difference: Difference, context: Context) -> str | None:
    """What else in the source expects a file to be made here; None if nothing does."""
    if difference.source is not None:
        return None  # a build file that names a committed file may as well only read it
    where = {*places(difference, context)}
    return _in_build_file(where, context) or _ignored(where, context)


_STATING = re.compile(r"version|about|release|meta|info|revision|commit|git", re.IGNORECASE)
"""How files are called that state one: git ignores others that would take the place of a module."""


def _ignored(where: set[str], context: Context) -> str | None:
    """Where git ignores the path, the source expects it to be made."""
    named = (place for place in where if _STATING.search(base_name(place)) is not None)
    found = sorted(place for place in named if is_git_ignored(place, context))
    return f"git ignores {found[0]}" if found else None


def _written(context: Context) -> Iterator[tuple[str, str]]:
    """Pairs (table, path) of the declarative configuration."""
    yield from _of_tables(context)
    for written in _generated(context):
        if isinstance(written.get("path"), str):
            yield "[[tool.scikit-build.generate]]", str(written["path"])
    versioneer = context.project.setup_cfg.get("versioneer", {})
    for option in ("versionfile_source", "versionfile_build"):
        if option in versioneer:
            yield f"setup.cfg [versioneer] {option}", versioneer[option]
    scm = _scm(context)
    for option in ("write_to", "version_file"):
        if isinstance(scm.get(option), str):
            yield f"setup.py use_scm_version {option}", str(scm[option])
    yield from _told_to_versioneer(context)


def _told_to_versioneer(context: Context) -> Iterator[tuple[str, str]]:
    """``versioneer.versionfile_source = "…"``, as ``setup.py`` told it before version 0.15 (its README)."""
    try:
        script = read_module(context.project, "setup.py", context.limits)
    except NotReadable:
        return
    for node in script.body:
        match node:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="versioneer"), attr=option)],
                value=ast.Constant(value=str(path)),
            ) if option in {"versionfile_source", "versionfile_build"}:
                yield f"setup.py versioneer.{option}", path


def _of_tables(context: Context) -> Iterator[tuple[str, str]]:
    for keys, options in _TABLES:
        table = context.project.table(*keys)
        if table.get("pattern"):
            continue  # hatchling then puts the version into a file that is there ("Version build hook")
        for option in options:
            value = table.get(option)
            if isinstance(value, str):
                yield f"[{'.'.join(keys)}] {option}", value


def _generated(context: Context) -> list[Mapping[str, object]]:
    """Files that scikit-build-core writes from templates (its "Configuration", "Generate")."""
    listed = context.project.table("tool", "scikit-build").get("generate")
    return (
        [item for item in listed if isinstance(item, Mapping)] if isinstance(listed, list) else []
    )


def _scm(context: Context) -> Mapping[str, object]:
    """What can be read of ``use_scm_version`` (setuptools-scm, "setup.py usage")."""
    call = context.project.setup_py
    if call is None:
        return {}
    known = call.known.get("use_scm_version")
    return known if isinstance(known, Mapping) else call.partly.get("use_scm_version", {})


def _in_build_file(where: set[str], context: Context) -> str | None:
    """A build file of the project that holds the path, or its last part, as one quoted word."""
    prefix = f"{context.project.subdir}/" if context.project.subdir else ""
    for path, text in build_texts(context).items():
        for place in where:
            relative = place.removeprefix(prefix)
            for name in (relative, base_name(relative)):
                if name not in COMMON and (f"'{name}'" in text or f'"{name}"' in text):
                    return f"{path} names {name}"
    return None


def templates(context: Context) -> Iterator[str]:
    """The templates that the configuration gives for the version file."""
    for keys, _ in _TABLES:
        table = context.project.table(*keys)
        options = table.get("template")
        nested = options if isinstance(options, Mapping) else {}
        for key in _TEMPLATE_KEYS:
            for value in (table.get(key), nested.get(key)):
                if isinstance(value, str):
                    yield value
    yield from (
        str(written["template"]) for written in _generated(context) if "template" in written
    )
    for key in _TEMPLATE_KEYS:
        value = _scm(context).get(key)
        if isinstance(value, str):
            yield value
