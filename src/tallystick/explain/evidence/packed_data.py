"""Files of a package that its backend takes along whatever they are, so that an honest wheel has them.

A list of what is not allowed, or of whom to trust, is data, and what reads it may do without. Some backends
take a package with all that lies in it, unless a key says otherwise; setuptools takes what ``package_data``
names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.model import ArtifactKind, Omitted
from tallystick.project import Project
from tallystick.project.beside_packages import packages_in
from tallystick.project.declared import strings
from tallystick.project.packed_packages import takes_below
from tallystick.project.wheel_roots import wheel_roots

WHOLE = "the backend takes its package whole"
NAMED = "package_data of the configuration names it"

_UNREAD = re.compile(r"(?:^|/)(?:\.[^/]*|__pycache__)(?:/|$)|\.py[coi]$")
"""What no backend takes, though somebody has committed it; and stubs, which no program reads when it runs."""

MAX_PATTERNS = 1_000
"""Patterns of ``package_data``; projects have a few dozen."""


def packed_data(omitted: tuple[Omitted, ...], context: Context) -> Iterator[tuple[str, str]]:
    """Each path of ``omitted`` that a wheel should hold, and why."""
    if context.artifact.kind is not ArtifactKind.WHEEL:
        return
    paths = [
        entry.path
        for entry in omitted
        if entry.path not in context.links and _UNREAD.search(entry.path) is None
    ]
    if context.project.backend == "setuptools":
        yield from ((path, NAMED) for path in _named(paths, context.project))
        return
    whole = tuple(_whole(context.project))
    for path in paths if whole else ():
        if path.startswith(whole) and not is_git_ignored(path, context):
            yield path, WHOLE


def _whole(project: Project) -> Iterator[str]:
    """Folders of the tree that are taken with all below them, each with a slash."""
    for prefix, folder in wheel_roots(project):
        for package in (folder,) if prefix else packages_in(project, folder):
            place = project.path(package)
            is_package = f"{place}/__init__.py" in project.tree.entries
            if is_package and takes_below(project, place, manifest="", other="sdist"):
                yield f"{place}/"


def _named(paths: Iterable[str], project: Project) -> Iterator[str]:
    """Those of ``paths`` that a literal ``package_data`` names, with nothing that could take them back."""
    call = project.setup_py
    if call is not None and (
        call.is_open or call.changes or "cmdclass" in {*call.known, *call.unknown}
    ):
        return
    if any(_of(project, key) for key in ("exclude_package_data", "exclude-package-data")):
        return
    patterns = list(_patterns(project))
    for path in paths if patterns else ():
        if any(pattern.fullmatch(path) for pattern in patterns):
            yield path


def _of(project: Project, key: str) -> Mapping[str, object]:
    """A mapping of packages to patterns, from wherever the configuration gives it."""
    known = project.setup_py.known.get(key) if project.setup_py is not None else None
    given = dict(project.table("tool", "setuptools", key))
    given |= {
        package: [item.strip() for item in re.split(r"[\n,]", value) if item.strip()]
        for package, value in project.setup_cfg.get(f"options.{key}", {}).items()
    }
    return {**given, **(known if isinstance(known, Mapping) else {})}


def _patterns(project: Project) -> Iterator[re.Pattern[str]]:
    """What of the tree each pattern names, for packages that are named themselves."""
    count = 0
    for key in ("package_data", "package-data"):
        for package, globs in _of(project, key).items():
            for folder in _folders(str(package), project):
                for glob in strings(globs):
                    count += 1
                    if count <= MAX_PATTERNS and ".." not in glob.split("/"):
                        yield re.compile(re.escape(f"{folder}/") + _as_pattern(glob))


def _folders(package: str, project: Project) -> Iterator[str]:
    """The folder of a package, by the longest root that fits; none for ``*``, which may be any."""
    name = package.replace(".", "/") + "/"
    for prefix, folder in wheel_roots(project):
        if package and package.isprintable() and "*" not in package and name.startswith(prefix):
            place = project.path(f"{folder}/{name.removeprefix(prefix)}".strip("/"))
            if f"{place}/__init__.py" in project.tree.entries:
                yield place
                return


def _as_pattern(glob: str) -> str:
    """``glob`` as setuptools matches it: ``*`` stays in its folder, ``**`` is any folders."""
    parts = [
        re.escape(part).replace(r"\*", "[^/]*").replace(r"\?", "[^/]") for part in glob.split("/")
    ]
    parts = ["(?:[^/]+/)*" if part == "[^/]*[^/]*" else f"{part}/" for part in parts]
    return "".join(parts).removesuffix("/")
