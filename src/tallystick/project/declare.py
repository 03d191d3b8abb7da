"""Ask each way of declaring metadata that a project uses, and join the answers."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from tallystick.limits import Limits
from tallystick.project.backend_substitutions import substituted
from tallystick.project.configuration import Project
from tallystick.project.declared import Declared, Field, Known, KnownEntryPoints, Unknown, strings
from tallystick.project.declared_cargo import cargo_fields
from tallystick.project.declared_dynamic import dynamic_extras, dynamic_fields
from tallystick.project.declared_flit import flit_entry_points, flit_fields, import_names, summary
from tallystick.project.declared_pep621 import (
    CORE_FIELDS,
    ENTRY_POINT_KEYS,
    dynamic_keys,
    extras_of,
    pep621_entry_points,
    pep621_fields,
    resolved_extras,
    string_table,
)
from tallystick.project.declared_poetry import (
    added_classifiers,
    poetry_entry_points,
    poetry_fields,
)
from tallystick.project.declared_setuptools import (
    is_open,
    setuptools_entry_points,
    setuptools_fields,
)
from tallystick.project.declared_version import dynamic_version
from tallystick.project.fancy_readme import fancy_readme
from tallystick.project.hatch_hooks import hooked_fields, other_hooks
from tallystick.project.reading import NotReadable
from tallystick.project.requirement import is_rewritten, need, optional

ELSEWHERE = ("platform", "requires", "provides", "obsoletes")
"""Fields of older metadata versions that setuptools takes from ``setup.py`` and ``setup.cfg`` also where
there is a ``[project]`` table, which has no keys for them."""

BESIDES = ("home-page", "download-url", "requires-python", "author", "maintainer")
"""Likewise ``url`` and ``download_url`` of ``setup.py``: ``[project] urls`` fills ``project_urls`` alone
(``setuptools.config._apply_pyprojecttoml``), and leaves these as they are. So do ``authors`` with ``author``,
where each of them has an address (``_people``), and ``requires-python`` with ``python_requires``, which
``Distribution._finalize_requires`` writes over what the table says."""

TOOL_KEYS = {"platform": "platforms", "provides": "provides", "obsoletes": "obsoletes"}
"""Fields that ``[tool.setuptools]`` has keys for.

https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html#setuptools-specific-configuration
"""

REWRITING = frozenset({"poetry", "maturin", "uv_build"})
"""Backends that parse requirements into models of their own and write them anew: ``~=1.4`` becomes
``>=1.4,<2.0``, a marker that ``requires-python`` implies is dropped."""


def declare(project: Project, limits: Limits) -> Declared:
    """Everything that ``project`` declares about itself, without running any of it."""
    return project.once("declared", lambda: _declared(project, limits))


def _declared(project: Project, limits: Limits) -> Declared:
    declared = _declare(project, limits)
    described = declared.fields.get("description")
    if project.wraps_backend and isinstance(described, Known):
        text = "".join(described.values)
        also = tuple((changed,) for changed, _ in substituted(text, project, limits))
        return declared.with_fields({"description": replace(described, certain=False, also=also)})
    return declared


def _declare(project: Project, limits: Limits) -> Declared:
    if project.skips:
        reason = "; ".join(skip.reason for skip in project.skips)
        return _unreadable(project, reason)
    if "project" in project.pyproject:
        return _pep621(project, limits)
    if project.backend == "poetry" and project.table("tool", "poetry"):
        return Declared(
            fields=poetry_fields(project, limits),
            entry_points=poetry_entry_points(project),
            backend="poetry",
        )
    if project.backend == "flit_core" and project.table("tool", "flit", "metadata"):
        return Declared(
            fields=flit_fields(project, limits),
            entry_points=flit_entry_points(project, limits),
            backend="flit_core",
        )
    if not (project.pyproject or project.setup_cfg or project.setup_py):
        # Something else puts setup.py there when the release is made, and nothing here is that.
        return _unreadable(project, "the source has no build configuration in the project's folder")
    if project.backend == "setuptools":
        return Declared(
            fields=setuptools_fields(project, limits),
            entry_points=setuptools_entry_points(project, limits),
            closed=not is_open(project),
        )
    return _unreadable(project, f"{project.backend} declares metadata in a way not known here")


def _unreadable(project: Project, why: str) -> Declared:
    """Nothing can be read off: every field is unknown, and none need be absent."""
    names = {name for fields in CORE_FIELDS.values() for name in fields}
    return Declared(
        fields={name: Unknown(why=why) for name in names},
        entry_points=Unknown(why=why),
        closed=False,
        backend=project.backend,
    )


def _from_flit(project: Project, keys: frozenset[str], limits: Limits) -> dict[str, Field]:
    """What flit adds to ``[project]``, or reads from the module for it."""
    read = {"summary": summary(project, limits)} if "description" in keys else {}
    return {**import_names(project), **read}


def _pep621(project: Project, limits: Limits) -> Declared:
    fields = pep621_fields(project, limits)
    points = pep621_entry_points(project)
    keys = dynamic_keys(project)
    is_left_out = project.backend == "maturin" and "version" not in project.table("project")
    if "version" in keys or is_left_out:  # older versions of maturin took it from the crate unasked
        fields["version"] = dynamic_version(project, limits)
    if project.backend == "setuptools":
        fields |= _filled_in(project, fields, limits)
        points = _setuptools_points(project, points, limits)
    if project.backend == "flit_core":
        fields |= _from_flit(project, keys, limits)
    if project.backend == "hatchling":
        fields |= hooked_fields(project, fields, limits)
        fields |= resolved_extras(project, fields["requires-dist"])
        if "readme" in keys:
            fields |= fancy_readme(project, limits)
        if other_hooks(project):
            fields |= _uncertain(fields, keys)
    if project.backend == "maturin":
        fields |= cargo_fields(project, fields, limits)
    if project.backend == "poetry":
        fields |= _from_poetry(project, keys, fields, limits)
    if project.backend in REWRITING:
        fields |= _rewritten(fields)
    return Declared(fields=fields, entry_points=points, backend=project.backend)


def _uncertain(fields: Mapping[str, Field], keys: frozenset[str]) -> dict[str, Field]:
    """Dynamic fields that something which is not read here may change once more."""
    names = {name for key in keys for name in CORE_FIELDS.get(key, ())}
    return {
        name: replace(field, certain=False)
        for name, field in fields.items()
        if name in names and isinstance(field, Known)
    }


def _rewritten(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Requirements, with those marked that the backend may write in other terms."""
    found: dict[str, Field] = {}
    needs, python = fields["requires-dist"], fields["requires-python"]
    if isinstance(needs, Known):
        names = frozenset(need(line).name for line in needs.values if is_rewritten(line))
        found["requires-dist"] = replace(needs, rewritten=names)
    if isinstance(python, Known) and any("~=" in line or "*" in line for line in python.values):
        found["requires-python"] = replace(python, certain=False)
    return found


def _filled_in(project: Project, fields: Mapping[str, Field], limits: Limits) -> dict[str, Field]:
    """What setuptools finds elsewhere for dynamic fields.

    Up to version 68 it also kept what ``setup.py`` or ``setup.cfg`` says of a field that the table
    leaves out without calling it dynamic; later ones drop it. So both are taken for honest.
    """
    keys = dynamic_keys(project)
    table = project.table("project")
    found: dict[str, Field] = {}
    legacy = setuptools_fields(project, limits)
    dynamic = dynamic_fields(project, limits)
    found |= _elsewhere(project, fields, legacy)
    for key, names in CORE_FIELDS.items():
        for name in names:
            old = legacy.get(name)
            if key in keys:
                found[name] = _dynamic_field(name, dynamic, old, fields[name])
            elif key not in table and old is not None and name in fields:
                given = fields[name]
                part = _with_part(key, given, old, table) if name == "requires-dist" else old
                found[name] = _left_out(given, part)
    try:
        # "_obtain_optional_dependencies": what the table does not call dynamic is not looked at.
        is_dynamic = "optional-dependencies" in keys
        extras = dynamic_extras(project, limits) if is_dynamic else None
    except NotReadable:
        return found
    if extras is not None:
        found |= _with_extras(extras, found.get("requires-dist", fields["requires-dist"]))
    elif "optional-dependencies" in keys or "dependencies" in keys:
        found |= _mixed_requirements(project, keys, dynamic, limits)
    return found


def _dynamic_field(
    name: str, dynamic: Mapping[str, Field], legacy: Field | None, given: Field
) -> Field:
    if name in dynamic:
        return dynamic[name]
    if name == "version" and isinstance(given, Known):
        return given
    if isinstance(legacy, Known) and not (legacy.values or legacy.optional):
        return Known(values=(), where=legacy.where, certain=False)
    return legacy or given


def _elsewhere(
    project: Project, fields: Mapping[str, Field], legacy: Mapping[str, Field]
) -> dict[str, Field]:
    """Fields that are said beside ``[project]``, which has no key for them or leaves them as they are."""
    found: dict[str, Field] = {}
    for name in (*ELSEWHERE, *BESIDES):
        there = legacy[name]
        if isinstance(there, Unknown) or there.values or is_open(project):
            found[name] = _besides(fields[name], there) if name in BESIDES else there
    for name, key in TOOL_KEYS.items():
        if values := strings(project.table("tool", "setuptools").get(key)):
            found[name] = Known(values=values, where=f"pyproject.toml [tool.setuptools] {key}")
    return found


def _besides(given: Field, legacy: Field) -> Field:
    """What ``setup.py`` says beside ``[project]``: either may be written."""
    if isinstance(given, Unknown):
        return given
    if isinstance(legacy, Unknown):
        return replace(given, certain=False)
    also = (*given.also, legacy.values) if legacy.values else given.also
    return replace(given, also=also, certain=given.certain and legacy.certain)


def _left_out(given: Field, legacy: Field) -> Field:
    if isinstance(legacy, Unknown):
        return Known(values=(), where="pyproject.toml leaves it out", certain=False)
    if isinstance(given, Known) and legacy.values:
        return Known(
            values=given.values, optional=given.optional, also=(legacy.values,), where=legacy.where
        )
    return given


def _with_part(key: str, given: Field, legacy: Field, table: Mapping[str, object]) -> Field:
    """``legacy`` requirements of that of two keys which the table leaves out, beside those it gives."""
    others = {"dependencies", "optional-dependencies"} - {key}
    if isinstance(legacy, Unknown) or isinstance(given, Unknown) or others.isdisjoint(table):
        return legacy
    is_extra = key == "optional-dependencies"
    kept = tuple(line for line in legacy.values if ("extra ==" in line) is is_extra)
    return replace(legacy, values=(*given.values, *kept) if kept else ())


def _mixed_requirements(
    project: Project, keys: frozenset[str], dynamic: Mapping[str, Field], limits: Limits
) -> dict[str, Field]:
    """``dependencies`` dynamic and ``optional-dependencies`` static, or the reverse."""
    static = pep621_fields_without(project, keys & {"dependencies", "optional-dependencies"})
    legacy = setuptools_fields(project, limits)
    plain = dynamic.get("requires-dist", legacy["requires-dist"])
    if keys >= {"dependencies", "optional-dependencies"}:
        return {"requires-dist": plain, "provides-extra": legacy["provides-extra"]}
    if isinstance(plain, Unknown):
        return {"requires-dist": plain}
    joined = Known(values=(*static, *plain.values), where=plain.where, certain=plain.certain)
    return {"requires-dist": joined}


def pep621_fields_without(project: Project, dynamic: frozenset[str]) -> tuple[str, ...]:
    """Requirements that ``[project]`` states itself, apart from its ``dynamic`` keys."""
    table = project.table("project")
    lines: list[str] = []
    groups = table.get("optional-dependencies")
    if "optional-dependencies" not in dynamic and isinstance(groups, Mapping):
        lines += optional({str(key): strings(value) for key, value in groups.items()})[0]
    if "dependencies" not in dynamic:
        lines += strings(table.get("dependencies"))
    return tuple(lines)


def _with_extras(extras: Mapping[str, tuple[str, ...]], plain: Field) -> dict[str, Field]:
    lines, names = optional(extras)
    where = "pyproject.toml [tool.setuptools.dynamic] optional-dependencies"
    fields: dict[str, Field] = {"provides-extra": Known(values=tuple(names), where=where)}
    if isinstance(plain, Known):
        fields["requires-dist"] = Known(
            values=(*plain.values, *lines), where=f"{plain.where}; {where}", certain=plain.certain
        )
    return fields


def _setuptools_points(
    project: Project, points: KnownEntryPoints | Unknown, limits: Limits
) -> KnownEntryPoints | Unknown:
    """Entry points of setuptools where ``[project]`` leaves them to it, wholly or in part."""
    legacy = setuptools_entry_points(project, limits)
    table = project.table("project")
    if isinstance(points, KnownEntryPoints):
        stated = bool(ENTRY_POINT_KEYS & set(table))
        silent = isinstance(legacy, KnownEntryPoints) and not legacy.groups
        return points if stated or silent else legacy
    dynamic = project.table("tool", "setuptools", "dynamic").get("entry-points")
    return points if isinstance(dynamic, Mapping) else legacy


def _from_poetry(
    project: Project, keys: frozenset[str], given: Mapping[str, Field], limits: Limits
) -> dict[str, Field]:
    """``[tool.poetry]`` beside ``[project]``: dynamic fields, classifiers and a licence of its own.

    https://python-poetry.org/docs/pyproject/#the-project-section
    """
    own = poetry_fields(project, limits)
    fields: dict[str, Field] = {}
    for key in keys:
        for name in CORE_FIELDS.get(key, ()):
            if name in own:
                fields[name] = own[name]
    plain = fields.get("requires-dist")
    if "optional-dependencies" not in keys and isinstance(plain, Known):
        # Its own are instead of "dependencies" alone; of extras [project] keeps what it says.
        lines, _ = extras_of(project.table("project"))
        fields["requires-dist"] = replace(plain, values=(*plain.values, *lines))
    own_list = strings(project.table("tool", "poetry").get("classifiers"))
    stated = project.table("project").get("classifiers")
    python = project.table("project").get("requires-python")
    licence = project.table("project").get("license")
    words = licence if isinstance(licence, str) else ""
    if isinstance(licence, Mapping):
        words = str(licence.get("text") or "")
    added = added_classifiers(python, (words,) if words else ())
    if "classifiers" not in keys and (stated or not own_list):
        where = "pyproject.toml [project]"
        fields["classifier"] = Known(values=strings(stated), optional=added, where=where)
    else:
        # "classifiers" (same page): a dynamic list is [tool.poetry]'s, with those that Poetry adds.
        # Where [project] has none, it is taken undeclared, too (poetry.core.factory).
        where = "pyproject.toml [tool.poetry] classifiers"
        fields["classifier"] = Known(values=own_list, optional=added, where=where)
    repository = string_table(project.table("project").get("urls")).get("Repository")
    home = fields.get("home-page", given["home-page"])
    if repository and isinstance(home, Known) and not home.values:
        # poetry.core.packages.package: the repository stands in for a homepage that is not set.
        fields["home-page"] = replace(home, optional=(*home.optional, repository))
    if licence is None:  # poetry.core.factory, "_configure_package_metadata": then the tool's own
        fields |= {name: own[name] for name in ("license", "license-expression")}
    if project.table("tool", "poetry", "dependencies") and "dependencies" not in keys:
        why = "[tool.poetry.dependencies] enriches what [project] declares"
        fields["requires-dist"] = Unknown(why=why)
    return fields
