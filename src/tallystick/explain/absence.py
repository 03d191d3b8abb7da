"""What an artifact should hold and does not: taking a check away is an attack too.

An artifact is allowed to leave most of its source out (CI files, documentation, tests), so only what
the artifact itself or the build configuration makes conspicuous is *expected* here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, says
from tallystick.explain.evidence.packed_data import packed_data
from tallystick.explain.evidence.sdist_includes import included_by_name
from tallystick.explain.npm.packed import not_led_to, packed_for_sure
from tallystick.model import ArtifactKind, Omitted
from tallystick.project import join, table
from tallystick.project.meson import installed
from tallystick.project.packed_packages import BESIDE, packed_packages, takes_below
from tallystick.project.wheel_roots import single_modules, wheel_roots

AROUND = 2
"""Files of a folder that have to be there for one that is not to be missed: two are no accident."""

CODE = (".py", ".pyx", ".so", ".pyd")
"""What of a package is no data of it: catalogues that are left do not make up for its modules."""

CONFIGURATION = frozenset({"MANIFEST.in", "pyproject.toml", "setup.cfg", "setup.py"})
TESTS = frozenset({"test", "tests", "testing"})
LEFT_OUT = TESTS | frozenset({
    "bench", "benchmark", "benchmarks", "demo", "demos", "doc", "docs", "example", "examples", "perf",
    "sample", "samples", "sandbox", "unit_test", "unit_tests",
})  # fmt: skip
"""Packages for those who work on a project, which searches are told to leave out."""

REQUIRED = ("METADATA", "WHEEL", "RECORD")
"""Files that a wheel must have (binary distribution format, "The .dist-info directory")."""


def missed(
    omitted: tuple[Omitted, ...], shipped: frozenset[str], context: Context
) -> tuple[Omitted, ...]:
    """``omitted`` with what is conspicuous marked, and with required files that are not there.

    Args:
        omitted: entries of the source that the artifact does not hold.
        shipped: entries of the source that it does hold, by path.
        context: everything else.
    """
    kinds = frozenset((_folder(path), _kind(path)) for path in shipped)
    packages = frozenset(_with_code(shipped, context))
    listed = _listed(context)
    named = _named(omitted, shipped, context)
    marked = [
        replace(entry, reason=named[entry.path], expected=True)
        if entry.path in named
        else _mark(entry, kinds, packages, context)
        if not entry.expected and (listed is None or entry.path in listed)
        else entry
        for entry in omitted
    ]
    return (*_required(context), *_no_code(shipped, context), *marked)


def _named(
    omitted: tuple[Omitted, ...], shipped: frozenset[str], context: Context
) -> Mapping[str, str]:
    """Why a path is missed, for those that the configuration or all around them names one by one."""
    found: dict[str, str] = {}
    if context.artifact.kind is ArtifactKind.SDIST:
        found |= dict.fromkeys(_alone_absent(omitted, shipped, context), "all around it is there")
        if context.project.backend == "mesonpy":
            # ``meson dist`` packs what git has (Meson's manual, "Creating releases").
            why = "its meson.build installs it, and meson packs the whole commit"
            found |= dict.fromkeys(_installed(context), why)
        included = included_by_name(context)
        found |= dict.fromkeys(included, "the configuration includes it in the sdist")
    if context.artifact.kind in {ArtifactKind.SDIST, ArtifactKind.WHEEL}:
        every = context.artifact.kind is ArtifactKind.SDIST
        modules = map(context.project.path, single_modules(context.project, every_branch=every))
        found |= dict.fromkeys(modules, "the configuration names it as a module of the release")
    return {**dict(packed_data(omitted, context)), **found}


def _alone_absent(
    omitted: tuple[Omitted, ...], shipped: frozenset[str], context: Context
) -> Iterator[str]:
    """Python files that are alone in being absent from a folder; tests also from all that is below one.

    Backends take folders, so one that came along but for one script was taken apart by hand; what honest
    sdists leave out alone are files of other kinds, which run nothing.
    """
    beside, below = Counter(map(_folder, shipped)), Counter[str]()
    gone_beside: defaultdict[str, list[str]] = defaultdict(list)
    gone_below: defaultdict[str, list[str]] = defaultdict(list)
    for path in shipped:
        below.update(_folders(path, context))
    for entry in omitted:
        if not entry.path.rpartition("/")[2].startswith("."):
            above = list(_folders(entry.path, context))
            for folder in above:
                gone_below[folder].append(entry.path)
            if above:
                gone_beside[above[0]].append(entry.path)
    for folder, (path, *more) in gone_beside.items():
        if not more and path.endswith(".py") and beside[folder] >= AROUND:
            yield path
    for folder, (path, *more) in gone_below.items():
        if not more and _is_test(path) and below[folder] >= AROUND:
            yield path


def _folders(path: str, context: Context) -> Iterator[str]:
    """The folders above ``path``, down to the project's own, which is left out."""
    folder = _folder(path)
    while folder and folder != context.project.subdir:
        yield folder
        folder = _folder(folder)


def _with_code(shipped: frozenset[str], context: Context) -> Iterator[str]:
    """The folders of which the artifact holds code; of a wheel, which holds nothing else, any file."""
    if context.artifact.kind not in {ArtifactKind.SDIST, ArtifactKind.WHEEL}:
        return
    for path in shipped:
        if context.artifact.kind is ArtifactKind.WHEEL or path.endswith((".py", "/py.typed")):
            yield from _folders(path, context)


def _no_code(shipped: frozenset[str], context: Context) -> Iterator[Omitted]:
    """What was hollowed out: metadata alone, or a package that is packed and of which no module is there.

    Honest wheels of metadata alone exist, but nothing here tells them from emptied ones.
    """
    kind = context.artifact.kind
    if kind is ArtifactKind.WHEEL and all(
        path.split("/", 1)[0].endswith(".dist-info") for path in context.artifact.tree.entries
    ):
        yield Omitted(path="*.py", reason="the wheel holds metadata alone", expected=True)
    if kind not in {ArtifactKind.SDIST, ArtifactKind.WHEEL}:
        return
    packages = packed_packages(context.project)
    code = (path for path in shipped if path.endswith(CODE))
    held = {folder for path in code for folder in _folders(path, context)}
    gone = sorted(packages.each - held)
    if not packages.one & held:
        gone += sorted(packages.one)[:1]
    for package in gone:
        why = "the configuration packs this package, and no module of it is there"
        yield Omitted(path=f"{package}/*", reason=why, expected=True)


def _listed(context: Context) -> frozenset[str] | None:
    """What the build installs file by file; None where it takes whole folders.

    A ``meson.build`` lists each file, so a script of the build among the modules of a package is none; flit
    packages one module, which may be one file.
    """
    project = context.project
    if context.artifact.kind is not ArtifactKind.WHEEL:
        return None
    if project.backend == "flit_core":
        roots = wheel_roots(project)
        alone = bool(roots) and all(prefix.endswith(".py") for prefix, _ in roots)
        return frozenset(project.path(place) for _, place in roots) if alone else None
    if project.backend != "mesonpy":
        return None
    if not all(call.is_complete for call in installed(project)):
        return None
    return frozenset(_installed(context))


def _installed(context: Context) -> Iterator[str]:
    """Files that a ``meson.build`` names to install them."""
    project = context.project
    for call in installed(project):
        yield from (project.path(join(call.folder, name)) for name in call.names)


def _mark(
    entry: Omitted,
    kinds: frozenset[tuple[str, str]],
    packages: frozenset[str],
    context: Context,
) -> Omitted:
    """Mark ``entry`` if the artifact holds its like: ``kinds`` are the folder and kind of all it holds.

    ``packages`` are the folders of which it holds code.
    """
    folder, name = _folder(entry.path), entry.path.rpartition("/")[2]
    if context.artifact.kind is ArtifactKind.NPM:
        why = packed_for_sure(entry.path, context)
        return replace(entry, reason=why, expected=True) if why is not None else entry
    if _configures_the_build(folder, name, context):
        return replace(entry, reason="every sdist of this backend has it", expected=True)
    # setuptools takes ``test*.py`` from these two by itself, and not what else stands there.
    in_tests = folder in {context.project.path("tests"), context.project.path("test")}
    if name == "__init__.py" and folder in packages and not in_tests:
        return replace(entry, reason="the rest of its package is there", expected=True)
    if name == "__init__.py" and _is_package_below(folder, packages, context):
        why = "a package below one that is there, and nothing of it is"
        return replace(entry, reason=why, expected=True)
    if (folder, _kind(entry.path)) not in kinds or entry.path in context.links:
        return entry
    if _is_test(entry.path):
        return replace(entry, reason="a test among tests that the artifact holds", expected=True)
    if _in_package(folder, context) and not in_tests:
        return replace(entry, reason="its like in the same package is there", expected=True)
    return entry


def _is_package_below(folder: str, packages: frozenset[str], context: Context) -> bool:
    """Whether ``folder``, of which nothing is there, belongs to a package of which something is.

    Backends take packages with all below them. Honest releases leave out what the configuration names, to
    leave it out, and where it may leave anything out, tests and the like. (What it lists to be packed is
    missed for that.)
    """
    if folder in packages or _folder(folder) not in packages:
        return False
    here, names = folder, []
    while context.source_has(f"{_folder(folder)}/__init__.py"):
        names.append(folder.rpartition("/")[2])
        folder = _folder(folder)
    if not names or _is_taken(folder, here, context):
        return bool(names)
    # The outermost package is called as its project, which may be an example, but is hardly ``tests``.
    around = {*names, *_folder(folder).split("/")}
    is_left_out = folder.rpartition("/")[2] in TESTS or not LEFT_OUT.isdisjoint(around)
    return not is_left_out and not _is_named(here, context)


def _is_taken(package: str, below: str, context: Context) -> bool:
    """Whether the backend takes ``package``, and cannot be told to leave ``below`` out of it."""
    manifest = build_texts(context).get(context.project.path("MANIFEST.in"), "")
    other = "wheel" if context.artifact.kind is ArtifactKind.SDIST else "sdist"
    return (
        BESIDE.isdisjoint(package.split("/"))
        and takes_below(context.project, below, manifest=manifest, other=other)
        # What [tool.coverage] and its like say of a folder does not leave it out.
        and not _is_named(below, context, CONFIGURATION - {"pyproject.toml"})
    )


def _is_named(folder: str, context: Context, configuration: frozenset[str] = CONFIGURATION) -> bool:
    """Whether the configuration speaks of this folder: most that are named so are excluded, or made."""
    prefix = f"{context.project.subdir}/" if context.project.subdir else ""
    inside = folder.removeprefix(prefix).removeprefix("src/")
    return any(
        says(word, text)
        for path, text in build_texts(context).items()
        if path.removeprefix(prefix) in configuration
        for word in (inside, inside.replace("/", "."))
    )


def _configures_the_build(folder: str, name: str, context: Context) -> bool:
    """Whether an sdist cannot do without it: PEP 517, and for setuptools its own three files."""
    if context.artifact.kind is not ArtifactKind.SDIST or folder != context.project.subdir:
        return False
    if context.project.backend != "setuptools":
        return name == "pyproject.toml"
    return name in {"pyproject.toml", "setup.py", "setup.cfg"}


def _in_package(folder: str, context: Context) -> bool:
    """Whether ``folder`` or one above it is a package in the source, or it is where they stand."""
    if folder == context.project.path("src"):
        return True
    while folder:
        if context.source_has(f"{folder}/__init__.py"):
            return True
        folder = _folder(folder)
    return False


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _kind(path: str) -> str:
    """What makes two files of one folder alike: being tests, or else their suffix."""
    name = path.rpartition("/")[2]
    suffix = name[name.rfind(".") :] if "." in name else ""
    return "test" if _is_test(path) else suffix


def _is_test(path: str) -> bool:
    """Whether pytest would collect it by its name alone."""
    name = path.rpartition("/")[2]
    return name.endswith("_test.py") or (name.startswith("test_") and name.endswith(".py"))


def _required(context: Context) -> Iterator[Omitted]:
    if context.artifact.kind is ArtifactKind.NPM:
        for path in not_led_to(context):
            yield Omitted(path=path, reason="package.json leads to it", expected=True)
    if context.artifact.kind is not ArtifactKind.WHEEL:
        return
    held, folder = context.artifact.tree.entries, context.dist_info or "*.dist-info"
    for name in REQUIRED:
        if f"{folder}/{name}" not in held:
            yield Omitted(path=f"{folder}/{name}", reason="every wheel has it", expected=True)
    if f"{folder}/entry_points.txt" not in held and _declares_entry_points(context):
        yield Omitted(
            path=f"{folder}/entry_points.txt",
            reason="the source declares entry points",
            expected=True,
        )


def _declares_entry_points(context: Context) -> bool:
    project = context.project
    declared: list[Mapping[str, object]] = [
        project.table("project", "scripts"),
        project.table("project", "gui-scripts"),
        project.table("project", "entry-points"),
        project.table("tool", "poetry", "scripts"),
        project.table("tool", "poetry", "plugins"),
        table(dict(project.setup_cfg), "options.entry_points"),
    ]
    known = project.setup_py.known if project.setup_py else {}
    # pdm-backend writes it for a project without any, too (pdm.backend.wheel, ``_write_dist_info``).
    return any(declared) or bool(known.get("entry_points")) or project.backend == "pdm"
