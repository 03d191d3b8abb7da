"""What ``[tool.setuptools.dynamic]`` declares: fields of ``[project]`` that stand in files or attributes."""

from __future__ import annotations

from collections.abc import Mapping

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.declared import Field, Known, Unknown, strings
from tallystick.project.declared_setuptools import (
    keywords_of,
    lines_of,
    requirement_lines,
    several,
    single,
)
from tallystick.project.declared_version import from_directive
from tallystick.project.reading import NotReadable, read_attribute, read_text


def dynamic_fields(project: Project, limits: Limits) -> dict[str, Field]:
    """``[tool.setuptools.dynamic]``, by field of the core metadata.

    https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html#dynamic-metadata
    """
    table = project.table("tool", "setuptools", "dynamic")
    fields: dict[str, Field] = {}
    keys = {
        "description": ("summary", single),
        "readme": ("description", single),
        "keywords": ("keywords", keywords_of),
        "classifiers": ("classifier", several),
        "dependencies": ("requires-dist", requirement_lines),
    }
    for key, (name, render) in keys.items():
        value = table.get(key)
        if isinstance(value, Mapping):
            fields[name] = _dynamic(project, key, value, limits, render)
    readme = table.get("readme")
    # ``setuptools.config.pyprojecttoml``, "_obtain_readme": reStructuredText where nothing is said.
    kind = readme.get("content-type", "text/x-rst") if isinstance(readme, Mapping) else None
    if isinstance(kind, str):
        fields["description-content-type"] = Known(values=(kind,), where="pyproject.toml")
    version = table.get("version")
    if isinstance(version, Mapping):
        try:
            fields["version"] = from_directive(
                project, version.get("attr"), version.get("file"), limits
            )
        except NotReadable as error:
            fields["version"] = Unknown(why=str(error))
    return fields


def _dynamic(
    project: Project, key: str, value: Mapping[str, object], limits: Limits, render: object
) -> Field:
    file, attribute = value.get("file"), value.get("attr")
    where = f"pyproject.toml [tool.setuptools.dynamic] {key}"
    try:
        if isinstance(attribute, str):
            read, path = read_attribute(project, attribute, limits)
        else:
            names = [file] if isinstance(file, str) else list(strings(file))
            read = "\n".join(read_text(project, name, limits) for name in names)
            path = ", ".join(names)
    except NotReadable as error:
        return Unknown(why=str(error))
    lines = render(read) if callable(render) else None
    if lines is None:
        return Unknown(why=f"{where} is not text")
    return Known(values=lines, where=f"{where}: {path}")


def dynamic_extras(project: Project, limits: Limits) -> dict[str, tuple[str, ...]] | None:
    """``optional-dependencies`` of ``[tool.setuptools.dynamic]``; None where it has none."""
    groups = project.table("tool", "setuptools", "dynamic").get("optional-dependencies")
    if not isinstance(groups, Mapping):
        return None
    found = {}
    for extra, value in groups.items():
        file = value.get("file") if isinstance(value, Mapping) else None
        names = [file] if isinstance(file, str) else list(strings(file))
        text = "\n".join(read_text(project, name, limits) for name in names)
        found[str(extra)] = tuple(lines_of(text))
    return found
