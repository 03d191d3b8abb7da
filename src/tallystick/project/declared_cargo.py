"""What maturin takes from ``Cargo.toml`` for the core metadata (https://www.maturin.rs/metadata)."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.declared import Field, Known, Unknown, strings
from tallystick.project.declared_pep621 import readme_fields
from tallystick.project.declared_version import cargo
from tallystick.project.reading import NotReadable

WHERE = "Cargo.toml [package]"


def cargo_fields(project: Project, given: Mapping[str, Field], limits: Limits) -> dict[str, Field]:
    """Fields that maturin fills from ``Cargo.toml``, each of which may be absent.

    Newer versions do so only for those that ``[project] dynamic`` names; older ones for all that the table
    leaves out, and for ``Author`` also beside people of the table that have addresses.

    Args:
        project: whose crate it is.
        given: what ``[project]`` says of each field.
        limits: for the files that are read.
    """
    try:
        package = cargo(project, limits)
    except NotReadable:
        return {}
    table = project.table("project")
    fields: dict[str, Field] = {}
    for key, name in (
        ("description", "summary"),
        ("license", "license"),
        ("license", "license-expression"),
        ("keywords", "keywords"),
    ):
        value = package.get(key)
        told = value if isinstance(value, str) else ",".join(strings(value))
        if key not in table:
            fields[name] = Known(values=(), optional=(told,) if told else (), where=WHERE)
    licence, held = table.get("license"), given["license"]
    if isinstance(licence, Mapping) and "text" not in licence and isinstance(held, Known):
        # A file of the table is one more file; the crate's expression stays (maturin, "metadata").
        fields["license"] = replace(held, also=(*held.also, strings([package.get("license")])))
    if "readme" not in table:
        named = package.get("readme")
        fields |= _cargo_readme(project, named if isinstance(named, str) else "README.md", limits)
    return fields | _cargo_people(package, table, given["author"]) | _cargo_links(package, table)


def _cargo_readme(project: Project, readme: str, limits: Limits) -> dict[str, Field]:
    """The crate's readme, ``README.md`` by default; maturin says which dialect of markdown it is."""
    fields = readme_fields(project, readme, limits, WHERE)
    if readme.lower().endswith(".md"):
        kind = "text/markdown; charset=UTF-8; variant=GFM"
        fields["description-content-type"] = Known(
            values=(kind,), also=(("text/markdown",), ()), where=WHERE
        )
    described = fields["description"]
    if isinstance(described, Known):
        fields["description"] = replace(described, also=((),))
    return fields


def _cargo_people(
    package: Mapping[str, object], table: Mapping[str, object], author: Field
) -> dict[str, Field]:
    persons = strings(package.get("authors"))
    if not persons:
        return {}
    joined = ", ".join(persons)
    if "authors" in table:
        if isinstance(author, Unknown):
            return {}
        return {"author": replace(author, also=(*author.also, (joined,)))}
    return {
        "author": Known(values=(), optional=(joined,), where=WHERE),
        "author-email": Known(values=(), optional=(joined,), where=WHERE),
    }


def _cargo_links(package: Mapping[str, object], table: Mapping[str, object]) -> dict[str, Field]:
    """Addresses of the crate; its homepage stays also beside those of the table.

    ``Metadata24.clear_non_dynamic_fields`` of maturin leaves ``home_page`` as it is.
    """
    named = {
        key: value
        for key in ("homepage", "documentation", "repository")
        if isinstance(value := package.get(key), str)
    }
    labels = {"homepage": "Homepage", "documentation": "Documentation", "repository": "Source Code"}
    lines = [f"{labels[key]}, {url}" for key, url in named.items()]
    lines += [f"{key}, {url}" for key, url in named.items()]
    homes = tuple(url for key, url in named.items() if key == "homepage")
    home: dict[str, Field] = {"home-page": Known(values=(), optional=homes, where=WHERE)}
    if "urls" in table:
        return home
    return {**home, "project-url": Known(values=(), optional=tuple(lines), where=WHERE)}
