"""``top_level.txt``: the names that the project may be imported by.

Tools take them for what to look at, measure or remove, so a name of another project's package in it is
a lie about that package. In a wheel each name must be there; in an sdist the source must have it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.explain.egg_info import in_own_metadata
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.evidence.scripts import naming_workflows
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project import Project, join
from tallystick.project.bounded import Malformed, text
from tallystick.project.declared import strings
from tallystick.project.found_packages import find_of, folders_of, is_excluded
from tallystick.project.reading import NotReadable, module_files, read_module
from tallystick.project.wheel_roots import listed

ID = "top-level"

CODE = (".py", ".so", ".pyd", ".pyi", ".pyc")
MAX_NAMES = 500
"""Names in one file; the most in an honest release seen is under twenty."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folder = difference.path.rpartition("/")[0]
    if difference.entry.is_link or not in_own_metadata(folder, context):
        return None
    try:
        content = text(context.artifact_bytes(difference.path), context.limits)
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, str(error))
    names = [line.strip() for line in content.splitlines() if line.strip()]
    in_wheel = context.artifact.kind is ArtifactKind.WHEEL
    there = _tops(context) if in_wheel else frozenset()
    if len(names) > MAX_NAMES:
        return _explanation(Grade.UNPROVEN, f"{len(names)} names, more than are looked at")
    code = frozenset() if in_wheel else _code_folders(context)
    unknown: list[Explanation] = []
    for name in names:
        found = name in there or (not in_wheel and _in_source(name, code, context))
        if not found and name not in _declared(context) and not _is_path(name, context):
            unknown.append(_unknown_name(name, context))
    if unknown:  # a name that is a lie is not covered by one that is only a question
        return next((each for each in unknown if each.grade is Grade.CONTRADICTED), unknown[0])
    missing = sorted(there - set(names))
    if missing:
        return _explanation(Grade.UNPROVEN, f"{missing[0]} is in the wheel and not listed")
    where = "the wheel" if in_wheel else "the source"
    return _explanation(Grade.DERIVED, f"{', '.join(names) or 'no name'}: as in {where}")


def _is_path(name: str, context: Context) -> bool:
    """Whether it is a folder of code in the artifact: scripts that walk folders name packages by their path.

    setuptools takes what stands before the first dot of each package's name, whatever that is.
    """
    parts = name.split("/")
    return (
        len(parts) > 1
        and all(part.isidentifier() for part in parts)
        and any(
            path.startswith(f"{name}/") and path.endswith(CODE)
            for path in context.artifact.tree.entries
        )
    )


def _unknown_name(name: str, context: Context) -> Explanation:
    call = context.project.setup_py
    modules = context.project.table("tool", "setuptools").get("ext-modules")
    if modules or (call is not None and call.may_set("ext_modules")):
        why = f"{name} may be an extension module that setup.py computes"
        return _explanation(Grade.UNPROVEN, why)
    folder = _found_in_working_folder(name, context)
    if folder is not None:
        return _explanation(Grade.UNPROVEN, f"{folder}; setuptools takes any folder for a package")
    return _explanation(Grade.CONTRADICTED, f"{name} is no package or module of this project")


def _found_in_working_folder(name: str, context: Context) -> str | None:
    """Why a folder that holds no code may have been listed as a namespace package; None if it may not.

    ``find`` in ``pyproject.toml`` takes folders without ``__init__.py`` too, unless ``namespaces`` is
    false, from whatever then is in the working folder: ``data`` of the source, ``dist`` of an earlier build.
    https://setuptools.pypa.io/en/latest/userguide/package_discovery.html#finding-namespace-packages
    """
    project = context.project
    find = project.table("tool", "setuptools", "packages").get("find", _found_by_call(project))
    if not isinstance(find, Mapping):
        return None
    if find.get("namespaces") is False or not name.isidentifier():
        return None
    roots = [root for root in strings(find.get("where")) if root] or [""]
    folders = [project.path(f"{root}/{name}") for root in roots]
    held = context.source.tree.entries
    if is_excluded(name, find):
        inner = next((one for root in roots for one in _taken_below(name, root, find, project)), "")
        return f"{name} is left out by its name, and {inner} below it is not" if inner else None
    for folder in folders:
        if any(path.startswith(f"{folder}/") for path in held):
            return f"{name} is a folder of the source"
        if is_git_ignored(f"{folder}/x", context):
            return f"{name} is ignored by git"
    builds = next(naming_workflows(f"{name}/", context), None)
    return f"{builds[0]} works in {name}/" if builds is not None else None


def _taken_below(
    name: str, root: str, find: Mapping[str, object], project: Project
) -> Iterator[str]:
    """Folders of the source below the package ``name`` that the search takes, though it leaves out ``name``.

    What lies below is looked through all the same (``setuptools.discovery``, "PackageFinder._find_iter").
    """
    start = f"{join(root, name)}/"
    for folder in folders_of(project):
        parts = folder.removeprefix(start).split("/")
        if folder.startswith(start) and all(part.isidentifier() for part in parts):
            inner = ".".join((name, *parts))
            if not is_excluded(inner, find):
                yield inner


def _found_by_call(project: Project) -> Mapping[str, object] | None:
    """The arguments of ``packages=find_namespace_packages(…)`` in ``setup.py``, if all are literal."""
    find = find_of(project)
    return find.given if find is not None and find.namespaces else None


def _explanation(grade: Grade, evidence: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="the project's top-level packages and modules",
        evidence=evidence,
        normalisations=("order of lines not compared",),
    )


def _tops(context: Context) -> frozenset[str]:
    """Names at the top of a wheel that hold code, its ``.data`` libraries included."""
    found = set()
    for path in context.artifact.tree.entries:
        parts = path.split("/")
        if parts[0].endswith(".data") and parts[1:2] in (["purelib"], ["platlib"]):
            parts = parts[2:]
        if parts[0].endswith((".dist-info", ".data")) or not path.endswith(CODE):
            continue
        name = parts[0] if len(parts) > 1 else parts[0].split(".")[0]
        if name.isidentifier():
            found.add(name)
    return frozenset(found)


def _in_source(name: str, code: frozenset[str], context: Context) -> bool:
    """Whether the source has a module of that name, or a package, also one without ``__init__``."""
    if not name.isidentifier():
        return False
    files = module_files(context.project, name)
    folders = (context.project.path(path.removesuffix(".py")) for path in files)
    return any(context.project.holds(path) for path in files) or any(f in code for f in folders)


def _code_folders(context: Context) -> frozenset[str]:
    """Every folder of the source that holds code, at any depth."""
    found: set[str] = set()
    for path in context.source.tree.entries:
        folder = path.rpartition("/")[0]
        if path.endswith((*CODE, ".pyx")):
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
    return frozenset(found)


def _declared(context: Context) -> frozenset[str]:
    """Top-level names that the build configuration lists one by one."""
    packages = listed(context.project, "packages") or []
    modules = listed(context.project, "py_modules", "py-modules") or []
    names = (*packages, *modules, *_extensions(context), *_cffi_modules(context))
    return frozenset(name.split(".")[0] for name in names)


def _extensions(context: Context) -> list[str]:
    """Names that ``setup.py`` gives to its ``Extension(…)`` as literals.

    https://setuptools.pypa.io/en/latest/userguide/ext_modules.html : the first argument, or ``name``.
    """
    try:
        script = read_module(context.project, "setup.py", context.limits)
    except NotReadable:
        return []
    found: list[str] = []
    for node in ast.walk(script):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        named = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "name")]
        if called == "Extension" and isinstance(named[0] if named else None, ast.Constant):
            found += strings([getattr(named[0], "value", None)])
    return found


def _cffi_modules(context: Context) -> Iterator[str]:
    """Names of the modules that the scripts in ``cffi_modules`` of ``setup.py`` make.

    https://cffi.readthedocs.io/en/stable/cdef.html : ``ffibuilder.set_source("package._name", …)``.
    setuptools lists the bare name even where ``ext_package`` puts the module into a package.
    """
    call = context.project.setup_py
    value = call.known.get("cffi_modules") if call is not None else None
    scripts = (value,) if isinstance(value, str) else strings(value)
    for script in scripts[:MAX_NAMES]:
        try:
            module = read_module(context.project, script.rpartition(":")[0], context.limits)
        except NotReadable:
            continue
        for node in ast.walk(module):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="set_source"), args=[ast.Constant(value=name), *_]
                ):
                    yield from strings([name])
