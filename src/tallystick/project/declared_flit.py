"""``[tool.flit.metadata]``, flit's own table from before PEP 621.

https://flit.pypa.io/en/stable/pyproject_toml.html#old-style-metadata
"""

from __future__ import annotations

import ast
from collections.abc import Mapping

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, entry_points
from tallystick.project.configuration import Project
from tallystick.project.declared import (
    Field,
    Known,
    KnownEntryPoints,
    Unknown,
    links,
    people,
    strings,
)
from tallystick.project.declared_pep621 import licence_files, readme_fields, string_table
from tallystick.project.declared_version import dynamic_version, flit_module
from tallystick.project.reading import NotReadable, read_bytes, read_module
from tallystick.project.requirement import optional

WHERE = "pyproject.toml [tool.flit.metadata]"


def summary(project: Project, limits: Limits) -> Field:
    """The first line of the module's docstring, or of the ``__doc__`` that it assigns.

    Where one of docstring and version is no literal, flit imports the module and takes what it then
    has (https://flit.pypa.io/en/stable/pyproject_toml.html, "dynamic"; ``flit_core.common``).
    """
    try:
        path = flit_module(project)
        module = read_module(project, path, limits)
    except NotReadable as error:
        return Unknown(why=str(error))
    docstring = ast.get_docstring(module, clean=False)
    texts = [text for text in (docstring, _assigned(module)) if text and text.strip()]
    first, *others = [text.lstrip().splitlines()[0].strip() for text in texts] or [""]
    if not first:
        return Unknown(why=f"{path} has no literal docstring; flit would import it")
    # ``from .x import *`` may bind ``__doc__`` anew, if its ``__all__`` says so.
    certain = not others and bool(docstring)
    also = tuple((line,) for line in others)
    return Known(values=(first,), also=also, where=f"{path} (docstring)", certain=certain)


def import_names(project: Project) -> dict[str, Field]:
    """The names that flit 4 itself gives where ``[project]`` declares none (PEP 794).

    The module that it packages, and each namespace above it (``flit_core.config.prep_toml_config``); older
    versions write neither.
    """
    declared, module = project.table("project"), project.table("tool", "flit", "module").get("name")
    if not isinstance(module, str):
        name = str(declared.get("name") or "")
        stem = name.removesuffix("-stubs")
        module = stem.replace("-", "_") + name[len(stem) :]
    parts = module.split(".")
    above = tuple(".".join(parts[:length]) for length in range(1, len(parts)))
    where = "pyproject.toml [project], and the module that flit packages"
    fields: dict[str, Field] = {}
    if "import-names" not in declared:
        fields["import-name"] = Known(values=(), optional=(module,), where=where)
    if "import-namespaces" not in declared:
        fields["import-namespace"] = Known(values=(), optional=above, where=where)
    return fields


def _assigned(module: ast.Module) -> str | None:
    """The literal that the module's one ``__doc__ = …`` binds; None where there is no such one."""
    names = [node for node in ast.walk(module) if isinstance(node, ast.Name)]
    bound = [node for node in names if node.id == "__doc__" and not isinstance(node.ctx, ast.Load)]
    for statement in module.body:
        if isinstance(statement, ast.Assign) and statement.targets == bound:
            text = getattr(statement.value, "value", None)
            return text if isinstance(text, str) else None
    return None


def flit_fields(project: Project, limits: Limits) -> dict[str, Field]:
    """Every field of the core metadata as the old table has it."""
    table = project.table("tool", "flit", "metadata")
    home = table.get("home-page")
    extras = table.get("requires-extra")
    groups = {str(k): strings(v) for k, v in extras.items()} if isinstance(extras, Mapping) else {}
    lines, names = optional(groups)
    readme = table.get("description-file")
    fields: dict[str, Field] = {
        "name": _name(table),
        "version": dynamic_version(project, limits),
        "summary": summary(project, limits),
        **links(string_table(table.get("urls")), WHERE, home if isinstance(home, str) else None),
        "requires-dist": Known(values=(*strings(table.get("requires")), *lines), where=WHERE),
        # flit 1 gave the requirements of no extra a name of their own, which stands beside the others.
        "provides-extra": Known(values=tuple(names), optional=(".none",), where=WHERE),
        "classifier": Known(values=strings(table.get("classifiers")), where=WHERE),
        "license-file": licence_files(project),
    }
    if isinstance(readme, str):
        fields |= readme_fields(project, readme, limits, WHERE)
    for key, name in (
        ("requires-python", "requires-python"),
        ("license", "license"),
        ("keywords", "keywords"),
    ):
        value = table.get(key)
        said = isinstance(value, str) and bool(value)
        fields[name] = Known(values=(str(value),) if said else (), where=WHERE)
    for role in ("author", "maintainer"):
        name_, address = (str(table.get(key) or "") for key in (role, f"{role}-email"))
        fields |= people(role, [(name_, address)] if name_ or address else [], WHERE)
        fields[role] = Known(values=(name_,) if name_ else (), where=WHERE)
        fields[f"{role}-email"] = Known(values=(address,) if address else (), where=WHERE)
    return fields


def _name(table: Mapping[str, object]) -> Known:
    """``dist-name``, else the module's name."""
    named = table.get("dist-name", table.get("module"))
    return Known(values=(named,) if isinstance(named, str) else (), where=WHERE)


def flit_entry_points(project: Project, limits: Limits) -> KnownEntryPoints | Unknown:
    """``[tool.flit.scripts]`` and ``[tool.flit.entrypoints]``, or the file that the table names."""
    file = project.table("tool", "flit", "metadata").get("entry-points-file")
    groups: dict[str, Mapping[str, str]] = {}
    if isinstance(file, str):
        try:
            groups |= entry_points(read_bytes(project, file), limits)
        except (NotReadable, Malformed) as error:
            return Unknown(why=str(error))
    for group, points in project.table("tool", "flit", "entrypoints").items():
        groups[group] = string_table(points)
    if scripts := string_table(project.table("tool", "flit", "scripts")):
        groups["console_scripts"] = scripts
    return KnownEntryPoints(groups={k: v for k, v in groups.items() if v}, where=WHERE)
