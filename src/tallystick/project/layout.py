"""Where each file of an artifact should come from, as the build configuration says.

A layout is a list of roots (a folder of the artifact stands for a folder of the source) and of
single files. It never guesses by base name: what no rule places is a leftover, even when its very
bytes stand somewhere in the source.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from tallystick.model import Artifact, ArtifactKind
from tallystick.project.beside_packages import beside_packages
from tallystick.project.configuration import Project, join, table
from tallystick.project.npm import brought_up, published_folder
from tallystick.project.shared_data import shared_files, shared_folders
from tallystick.project.wheel_files import wheel_files
from tallystick.project.wheel_roots import hatch_sources, wheel_roots

LICENCE_PATTERNS = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")
"""File names that every backend takes along as licences (PEP 639, "license-files" defaults)."""


class Candidate(Struct, frozen=True, kw_only=True):
    """A place in the source where an entry may come from.

    Attributes:
        path: in the source tree.
        moved: the reason why it stands elsewhere in the artifact; None where the artifact's folder
            simply is the source's folder.
    """

    path: str
    moved: str | None = None


class Root(Struct, frozen=True, kw_only=True):
    """A folder of the artifact that stands for a folder of the source; both end in ``/`` or are empty.

    Attributes:
        artifact: the one folder.
        source: the other.
        moved: as in :class:`Candidate`.
        beside: names right below ``source`` that no build packs.
    """

    artifact: str
    source: str
    moved: str | None = None
    beside: frozenset[str] = frozenset()


class Layout(Struct, frozen=True, kw_only=True):
    """Roots and single files, asked in order: files first, then roots."""

    roots: tuple[Root, ...]
    files: Mapping[str, tuple[Candidate, ...]] = field(default_factory=dict)

    def candidates(self, path: str) -> Iterator[Candidate]:
        """Where the artifact's ``path`` may come from, best first."""
        if path in self.files:
            yield from self.files[path]
        for root in self.roots:
            inside = path[len(root.artifact) :]
            if path.startswith(root.artifact) and inside.partition("/")[0] not in root.beside:
                yield Candidate(path=root.source + inside, moved=root.moved)


def folder(path: str) -> str:
    """``path`` as a prefix: with a trailing slash, or empty."""
    return f"{path}/" if path else ""


def layout_of(artifact: Artifact, project: Project) -> Layout:
    """The layout of ``artifact`` as ``project`` would build it."""
    if artifact.kind is ArtifactKind.WHEEL:
        return _wheel(artifact, project)
    own = Root(artifact="", source=folder(project.subdir))
    if artifact.kind is ArtifactKind.SDIST:
        files = {**_brought_up(artifact, project), **_kept(project)}
        return Layout(roots=(own, *_sdist_roots(project)), files=files)
    if artifact.kind is ArtifactKind.NPM:
        return _npm(artifact, project)
    return Layout(roots=(own,))


def _npm(artifact: Artifact, project: Project) -> Layout:
    """An npm package is one folder of its repository; texts may be copied into it from above."""
    directory = published_folder(project)
    if any(path.startswith(f"{directory}/") for path in artifact.tree.entries):
        directory = ""  # npm itself does not read it: this was published from the project's folder
    root = Root(artifact="", source=folder(project.path(directory)))
    files = {
        path: (
            Candidate(path=root.source + path),
            *(
                Candidate(path=source, moved=why)
                for source, why in brought_up(path, project, directory)
            ),
        )
        for path in artifact.tree.entries
        if "/" not in path
    }
    return Layout(roots=(root,), files=files)


def _sdist_roots(project: Project) -> Iterator[Root]:
    """Folders of an sdist that stand elsewhere in the source.

    hatchling rewrites the paths of an sdist as those of a wheel where its target asks for it; maturin keeps
    the repository's layout below the sdist's top when a crate needs its siblings.
    https://www.maturin.rs/distribution#source-distribution
    """
    if project.backend == "hatchling":
        build = project.table("tool", "hatch", "build")
        target = {**build, **table(build, "targets", "sdist")}
        for prefix, source in hatch_sources(project, target):
            if not prefix or prefix.endswith("/"):
                moved = "packages or sources of hatch's target sdist"
                yield Root(artifact=prefix, source=folder(project.path(source)), moved=moved)
    if project.backend == "maturin" and project.subdir:
        yield Root(artifact="", source="", moved="maturin keeps the folders of the Cargo workspace")


def _kept(project: Project) -> Mapping[str, tuple[Candidate, ...]]:
    """The ``pyproject.toml`` as it was, beside the one that uv_build writes, as Cargo does it.

    https://docs.astral.sh/uv/concepts/build-backend/
    """
    if project.backend != "uv_build":
        return {}
    kept = Candidate(path=project.path("pyproject.toml"), moved="uv_build keeps it by this name")
    return {"pyproject.toml.orig": (kept,)}


def _brought_up(artifact: Artifact, project: Project) -> Mapping[str, tuple[Candidate, ...]]:
    """Texts at the top of an sdist that stand above the project's folder in its repository.

    Readme and licences that the configuration names there (``../LICENSE``); a licence or readme that the
    folder itself has not (the scripts of a monorepo copy them down); and the ``.gitignore`` that hatchling
    obeys and always takes along, found by going up.
    https://hatch.pypa.io/latest/plugins/builder/sdist/#default-file-selection
    """
    declared = project.table("project")
    named: list[object] = [declared.get("readme"), declared.get("license")]
    globs = declared.get("license-files")
    named += globs if isinstance(globs, list) else []
    found: dict[str, tuple[Candidate, ...]] = {}
    tops = [path for path in artifact.tree.entries if "/" not in path] if project.subdir else []
    for top in tops:
        above = None if project.holds(top) else _above(top, project)
        if above is not None:
            found[top] = (Candidate(path=above, moved="a text of the repository's root"),)
    for value in named:
        path = value.get("file") if isinstance(value, Mapping) else value
        if isinstance(path, str) and path.startswith("../"):
            name = path.rsplit("/", 1)[-1]
            reason = f"pyproject.toml names {path}"
            found[name] = (Candidate(path=project.path(path), moved=reason),)
    return found


def _above(name: str, project: Project) -> str | None:
    """The nearest text of this name above the project's folder; None for what is not taken from there."""
    patterns = (*LICENCE_PATTERNS, "README*")
    is_text = any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
    is_text = is_text and name.partition(".")[2] in {"", "md", "rst", "txt"}
    if not is_text and not (name == ".gitignore" and project.backend == "hatchling"):
        return None
    folder_above = project.subdir
    while folder_above:
        folder_above = folder_above.rpartition("/")[0]
        path = join(folder_above, name)
        if path in project.tree.entries:
            return path
    return None


def _wheel(artifact: Artifact, project: Project) -> Layout:
    pairs = wheel_roots(project)
    roots = [
        Root(
            artifact=prefix,
            source=folder(join(project.subdir, source)),
            beside=frozenset() if prefix else beside_packages(project, source),
        )
        for prefix, source in pairs
        if prefix.endswith("/") or not prefix
    ]
    files: dict[str, tuple[Candidate, ...]] = {
        placed: (Candidate(path=project.path(source)),)
        for placed, source in pairs
        if placed and not placed.endswith("/")
    }
    for placed, source, reason in wheel_files(project):
        moved = None if placed == source else reason
        files[placed] = (Candidate(path=project.path(source), moved=moved),)
    for path in artifact.tree.entries:
        dist_info, _, rest = path.partition(".dist-info/")
        if rest and "/" not in dist_info:
            candidates = tuple(_licence(rest, project))
            if candidates:
                files[path] = candidates
    # ``name-version.data/purelib/…`` is unpacked beside the packages (binary distribution format,
    # "The .data directory"), so every root holds below it too; other schemes are placed by name.
    # Under another name some installers (uv) take it for a folder like any other, and others do not (pip).
    tops = sorted({path.split("/")[0] for path in artifact.tree.entries})
    own = {top.removesuffix(".dist-info") for top in tops if top.endswith(".dist-info")}
    own = own or {"-".join(artifact.name.split("-")[:2])}
    data = [top for top in tops if top.endswith(".data") and top.removesuffix(".data") in own]
    spread = [
        Root(
            artifact=f"{top}/{scheme}/{root.artifact}",
            source=root.source,
            moved=f"{scheme} of the wheel's .data directory",
            beside=root.beside,
        )
        for top in data
        for scheme in ("purelib", "platlib")
        for root in roots
    ]
    for placed, source in shared_folders(project):
        own_data = folder(project.path(source))
        spread += [
            Root(artifact=f"{top}/data/{placed}/", source=own_data, moved=_SHARED) for top in data
        ]
    for placed, source in shared_files(project):
        files[f"{{data}}/data/{placed}"] = (Candidate(path=source, moved=_SHARED),)
    for top in data:
        for placed in [path for path in files if path.startswith("{data}/")]:
            files[f"{top}{placed.removeprefix('{data}')}"] = files[placed]
    return Layout(roots=(*spread, *roots), files=files)


_SHARED = "data_files_spec of setup.py, as jupyter-packaging reads it"


def _licence(name: str, project: Project) -> Iterator[Candidate]:
    """Where ``<dist-info>/name`` comes from if it is a licence file (PEP 639)."""
    in_folder = name.startswith("licenses/")
    relative = name.removeprefix("licenses/")
    base = relative.rsplit("/", 1)[-1]
    declared = _declared_licences(project)
    if in_folder and _below_gitlink(relative, project):
        # Its place below the folder is its place in the source; one of the same name elsewhere is another.
        yield Candidate(path=project.path(relative), moved="a licence file of a submodule")
        return
    if relative in declared or base in {path.rsplit("/", 1)[-1] for path in declared}:
        for path in declared:
            if relative == path or base == path.rsplit("/", 1)[-1]:
                yield Candidate(path=project.path(path), moved="declared as a licence file")
    elif in_folder or any(fnmatch.fnmatchcase(base, pattern) for pattern in LICENCE_PATTERNS):
        yield Candidate(path=project.path(relative), moved="a licence file of the project")


def _below_gitlink(path: str, project: Project) -> bool:
    """Whether a folder above ``path`` is a submodule that was not read."""
    parts = project.path(path).split("/")
    entries = project.tree.entries
    above = (entries.get("/".join(parts[:count])) for count in range(1, len(parts)))
    return any(entry is not None and entry.is_gitlink for entry in above)


def _declared_licences(project: Project) -> list[str]:
    """Licence files that the configuration names one by one or by pattern."""
    declared = project.table("project")
    named: list[object] = []
    globs = declared.get("license-files")
    if isinstance(globs, list):
        named += globs
    elif isinstance(globs, Mapping):  # PEP 639's first draft, still in hatchling's past
        for key in ("paths", "globs"):
            value = globs.get(key)
            named += value if isinstance(value, list) else []
    licence = declared.get("license")
    if isinstance(licence, Mapping):
        named.append(licence.get("file"))
    globs = project.table("tool", "setuptools").get("license-files")
    named += globs if isinstance(globs, list) else []
    metadata = project.setup_cfg.get("metadata", {})
    for key in ("license_files", "license-files", "license_file"):
        named += metadata.get(key, "").replace(",", "\n").split()
    if project.setup_py is not None:
        value = project.setup_py.known.get("license_files")
        named += value if isinstance(value, list | tuple) else []
    literal = [path for path in named if isinstance(path, str) and not set(path) & set("*?[")]
    patterns = [path for path in named if isinstance(path, str) and set(path) & set("*?[")]
    if patterns:
        prefix = folder(project.subdir)
        inside = [p[len(prefix) :] for p in project.tree.entries if p.startswith(prefix)]
        literal += [p for p in inside if any(fnmatch.fnmatchcase(p, g) for g in patterns)]
    return literal
