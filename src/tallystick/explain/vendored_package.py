"""A file of a Python package that the build puts into a folder of vendored packages.

Two-sided: a list of the source pins the packages (``vendor.txt`` in the folder itself, or the file that
``[tool.vendoring]`` in ``pyproject.toml`` names, https://github.com/pradyunsg/vendoring), and the source
expects the folder to be filled: git ignores it or a build file names it, and none of its packages are
committed. The proof is the same bytes at the same path of the release whose hash the list has. A version
without a hash is the index's word: the file is then ``unproven``, with what was found.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.explain.bundled_asset import made_here
from tallystick.explain.context import Context, Unreadable
from tallystick.explain.places import base_name, folder_of, places
from tallystick.explain.releases import Named, Registry, same_bytes
from tallystick.lock import Ecosystem, WhyNot, read_lock
from tallystick.model import Difference, Explanation, Grade

ID = "vendored-package"

LISTS = frozenset({"vendor.txt", "vendored.txt"})

MAX_LISTS = 16
"""Lists read for one source; setuptools, with the most in use, had three."""

_OF_PIP = frozenset({"INSTALLER", "RECORD", "REQUESTED", "direct_url.json"})
"""What an installer writes into ``.dist-info`` (PyPA, "Recording installed projects")."""

_LICENCES = ("LICENSE", "LICENCE", "COPYING", "NOTICE")


class Vendored(Struct, frozen=True, kw_only=True):
    """One folder of vendored packages.

    Attributes:
        folder: in the source, with a slash at its end.
        packages: what its list pins, in that order.
        by: the path of the list.
        rewrites: how the source says that files are changed on their way; None if it does not.
    """

    folder: str
    packages: tuple[Named, ...]
    by: str
    rewrites: str | None = None


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or difference.entry.is_link:
        return None
    folders = context.once("vendored packages", lambda: _folders(context))
    for place in places(difference, context) if folders else ():
        for folder, vendored in folders.items():
            name = place.removeprefix(folder)
            if (
                name == place
                or base_name(name) in _OF_PIP
                or not _is_filled(place, folder, context)
            ):
                continue
            return _looked_up(difference, name, vendored, context)
    return None


def _is_filled(place: str, folder: str, context: Context) -> bool:
    """Whether the source expects a build to fill the folder, and has none of its packages itself."""
    committed = context.once(f"committed {folder}", lambda: _is_committed(folder, context))
    return not committed and made_here(place, context) is not None


def _is_committed(folder: str, context: Context) -> bool:
    inside = [
        path.removeprefix(folder) for path in context.source.tree.entries if path.startswith(folder)
    ]
    return any("/" in name or (name.endswith(".py") and name != "__init__.py") for name in inside)


def _looked_up(
    difference: Difference, name: str, vendored: Vendored, context: Context
) -> Explanation | None:
    unseen, other = None, None
    for named in sorted(vendored.packages, key=lambda one: not _is_of(name, one)):
        files = context.releases.files(named)
        if isinstance(files, str):
            unseen = unseen or f"{named}: {files}"
            continue
        for path in same_bytes(difference.entry, files):
            if _is_at(name, path):
                return _found(named, path)
        other = other or next((named for path in files if _is_at(name, path)), None)
    if base_name(name) in _OF_PIP:
        return None
    if unseen is not None:
        grade = Grade.UNPROVEN
        said = f"{unseen}; `pip download --no-deps -r {vendored.by}` fetches what it names"
    elif other is not None and vendored.rewrites is not None:
        grade = Grade.UNPROVEN
        said = f"{other} has other bytes there, and {vendored.rewrites}; run `vendoring sync`"
    else:
        grade = Grade.CONTRADICTED
        said = (
            f"{other} has other bytes there" if other else "no release that it names has this file"
        )
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"a file of a package that {vendored.by} names",
        evidence=said,
        source_path=vendored.by,
    )


def _found(named: Named, path: str) -> Explanation:
    same = f"{named.by} names {named}; the same bytes as its {path}"
    if not named.digests:
        same += "; no hash in the source binds that release to bytes"
    return Explanation(
        grade=Grade.UPSTREAM if named.digests else Grade.UNPROVEN,
        explainer=ID,
        claim=f"a file of {named}, vendored",
        evidence=same,
        source_path=named.by,
    )


def _is_of(name: str, named: Named) -> bool:
    """Whether the path begins as the package is called; it only decides which is asked first."""
    top = name.split("/", 1)[0].split("-", 1)[0].removesuffix(".py")
    return top.lower().replace("-", "_") == named.name.lower().replace("-", "_")


def _is_at(name: str, path: str) -> bool:
    """Whether a release's ``path`` is what is installed as ``name``."""
    if path in {name, f"src/{name}"}:
        return True
    licence = base_name(name)
    is_text = "." not in licence or licence.endswith((".txt", ".md", ".rst"))
    return is_text and licence.startswith(_LICENCES) and base_name(path) == licence


def _folders(context: Context) -> Mapping[str, Vendored]:
    """The folders of vendored packages that the source pins, by their path."""
    found: dict[str, Vendored] = {}
    configured = context.project.table("tool", "vendoring")
    where, listed = configured.get("destination"), configured.get("requirements")
    if isinstance(where, str) and isinstance(listed, str):
        folder = context.project.path(where.strip("/")) + "/"
        packages = _listed(context.project.path(listed), context)
        rewrites = _rewrites(configured)
        if packages:
            by = packages[0].by
            found[folder] = Vendored(folder=folder, packages=packages, by=by, rewrites=rewrites)
    lists = [path for path in context.source.tree.entries if base_name(path) in LISTS]
    for path in sorted(lists, key=lambda path: (path.count("/"), path))[:MAX_LISTS]:
        folder = folder_of(path)
        packages = _listed(path, context) if folder and folder not in found else ()
        if packages:
            found[folder] = Vendored(folder=folder, packages=packages, by=path)
    return found


def _rewrites(configured: Mapping[str, object]) -> str | None:
    for key in ("patches-dir", "transformations", "namespace"):
        if configured.get(key):
            return f"[tool.vendoring] {key} changes files on their way"
    return None


def _listed(path: str, context: Context) -> tuple[Named, ...]:
    entry = context.source.tree.entries.get(path)
    if entry is None or entry.is_link or entry.is_gitlink:
        return ()
    try:
        pins = read_lock("requirements.txt", context.source_bytes(path), context.limits, _alone)
    except (UsageError, Unreadable):
        return ()
    return tuple(
        Named(
            registry=Registry.PYPI,
            name=pinned.name,
            version=pinned.version,
            digests=pinned.digests,
            by=path,
        )
        for pinned in pins
        if pinned.ecosystem is Ecosystem.PYPI
        and pinned.version is not None
        and pinned.why_not in {None, WhyNot.UNPINNED}
    )


def _alone(name: str) -> bytes:
    raise UsageError(f"{name}: a list of vendored packages stands alone")
