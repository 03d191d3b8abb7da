"""The ``[project]`` table, which most backends share.

https://packaging.python.org/en/latest/specifications/pyproject-toml/ : a field that the table does
not hold and ``dynamic`` does not name MUST NOT be added by a backend, so its absence is known too.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace
from packaging.utils import canonicalize_name

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.declared import (
    Field,
    Known,
    KnownEntryPoints,
    Unknown,
    content_type,
    links,
    people,
    strings,
)
from tallystick.project.reading import NotReadable, read_text
from tallystick.project.requirement import need, optional

WHERE = "pyproject.toml [project]"

CORE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "version": ("version",),
    "description": ("summary",),
    "readme": ("description", "description-content-type"),
    "requires-python": ("requires-python",),
    "license": ("license", "license-expression"),
    "license-files": ("license-file",),
    "authors": ("author", "author-email"),
    "maintainers": ("maintainer", "maintainer-email"),
    "keywords": ("keywords",),
    "classifiers": ("classifier",),
    "urls": ("project-url", "home-page", "download-url"),
    "dependencies": ("requires-dist",),
    "optional-dependencies": ("provides-extra", "requires-dist"),
    "import-names": ("import-name",),
    "import-namespaces": ("import-namespace",),
}
"""Fields of the core metadata by the key of ``[project]`` that declares them."""

ENTRY_POINT_KEYS = frozenset({"scripts", "gui-scripts", "entry-points"})


def dynamic_keys(project: Project) -> frozenset[str]:
    """The keys that ``[project] dynamic`` leaves to the backend."""
    return frozenset(strings(project.table("project").get("dynamic")))


def pep621_fields(project: Project, limits: Limits) -> dict[str, Field]:
    """Every field of the core metadata as ``[project]`` has it; unknown where it is dynamic."""
    table = project.table("project")
    fields: dict[str, Field] = {
        **_plain(table),
        **_readme(project, table.get("readme"), limits),
        **_licence(project, table, limits),
        **people("author", _persons(table.get("authors")), WHERE),
        **people("maintainer", _persons(table.get("maintainers")), WHERE),
        **links(string_table(table.get("urls")), f"{WHERE} urls"),
        **_requirements(table),
    }
    home, known = table.get("url"), fields["home-page"]
    if isinstance(home, str) and isinstance(known, Known):  # no key of PEP 621: enscons reads it
        fields["home-page"] = replace(known, optional=(*known.optional, home))
    for key in dynamic_keys(project):
        for name in CORE_FIELDS.get(key, ()):
            fields[name] = Unknown(why=f"pyproject.toml calls {key} dynamic")
    return fields


def _plain(table: Mapping[str, object]) -> dict[str, Field]:
    """Fields whose text is the table's text."""
    single = {
        "name": "name",
        "version": "version",
        "summary": "description",
        "requires-python": "requires-python",
    }
    lists = {
        "classifier": "classifiers",
        "import-name": "import-names",
        "import-namespace": "import-namespaces",
    }
    fields: dict[str, Field] = {}
    for name, key in single.items():
        value = table.get(key)
        fields[name] = Known(values=(value,) if isinstance(value, str) else (), where=WHERE)
    for name, key in lists.items():
        fields[name] = Known(values=strings(table.get(key)), where=WHERE)
    keywords = ",".join(strings(table.get("keywords")))
    fields["keywords"] = Known(values=(keywords,) if keywords else (), where=WHERE)
    return fields


def _persons(value: object) -> list[tuple[str, str]]:
    return [
        (str(person.get("name") or ""), str(person.get("email") or ""))
        for person in (value if isinstance(value, list) else [])
        if isinstance(person, Mapping)
    ]


def string_table(value: object) -> dict[str, str]:
    """The entries of a table whose values are strings."""
    if not isinstance(value, Mapping):
        return {}
    return {str(key): item for key, item in value.items() if isinstance(item, str)}


def _readme(project: Project, readme: object, limits: Limits) -> dict[str, Field]:
    """``Description`` and its content type; ``readme`` names a file, or is a table."""
    given = readme if isinstance(readme, Mapping) else {"file": readme}
    file, inline, declared = given.get("file"), given.get("text"), given.get("content-type")
    if isinstance(file, str):
        return readme_fields(project, file, limits, WHERE, declared)
    values = (inline,) if isinstance(inline, str) else ()
    types = (declared,) if isinstance(declared, str) else ()
    return {
        "description": Known(values=values, where=WHERE),
        "description-content-type": Known(values=types, where=WHERE),
    }


def readme_fields(
    project: Project, file: str, limits: Limits, where: str, declared: object = None
) -> dict[str, Field]:
    """The same for a readme file; its suffix says the type where nothing else does."""
    described: Field
    try:
        described = Known(values=(read_text(project, file, limits),), where=f"{where}: {file}")
    except NotReadable as error:
        described = Unknown(why=f"{where} names {error}")
    kind = declared if isinstance(declared, str) else content_type(file)
    return {
        "description": described,
        "description-content-type": Known(values=(kind,) if kind else (), where=where),
    }


def _licence(project: Project, table: Mapping[str, object], limits: Limits) -> dict[str, Field]:
    """``License`` or ``License-Expression``, and the licence files.

    PEP 639 gave the string form its meaning; before metadata 2.4 backends wrote it as ``License``
    (hatchling), after it some write ``License-Expression`` for the old table, too (pdm-backend).
    """
    licence = table.get("license")
    words: tuple[str, ...] = ()
    if isinstance(licence, str):
        words = (licence,)
    elif isinstance(licence, Mapping):
        words, unread = _licence_table(project, licence, limits)
        if unread:
            return {"license": Unknown(why=unread), "license-file": licence_files(project)}
    return {
        "license": Known(values=(), optional=words, where=f"{WHERE} license"),
        "license-expression": Known(values=(), optional=words, where=f"{WHERE} license"),
        "license-file": licence_files(project),
    }


def _licence_table(
    project: Project, licence: Mapping[str, object], limits: Limits
) -> tuple[tuple[str, ...], str]:
    text, file = licence.get("text"), licence.get("file")
    if isinstance(text, str):
        return (text,), ""
    if not isinstance(file, str):
        return (), ""
    try:
        return (read_text(project, file, limits), file), ""
    except NotReadable as error:
        return (), f"{WHERE} license names {error}"


def licence_files(project: Project) -> Known:
    """``License-File``: any file of the project may be named; installers only copy it.

    The patterns differ by backend and version; each file that is named is compared as an entry of
    its own, so here it is enough that the source has it.
    """
    prefix = project.path("") + "/" if project.subdir else ""
    held = tuple(p[len(prefix) :] for p in project.tree.entries if p.startswith(prefix))
    licence = project.table("project").get("license")
    # maturin before 1.11 wrote the name of the file that the table names, without its folder.
    named = [licence.get("file")] if isinstance(licence, Mapping) else []
    bare = (
        (name.rpartition("/")[2] for name in strings(named) if project.holds(name))
        if project.backend == "maturin"
        else ()
    )
    names = (*held, *bare, *texts_to_write(project))
    return Known(values=(), optional=names, where="files of the source")


def texts_to_write(project: Project) -> dict[str, str]:
    """Files that a plugin of the build writes where the source has none of the name, with what they hold.

    coherent.licensed fetches the text of the licence expression from the SPDX list; pbr writes the authors
    and subjects of all commits, those over files that somebody committed, too.
    """
    asked = {need(line).name for line in strings(project.table("build-system").get("requires"))}
    licence = project.table("project").get("license")
    found: dict[str, str] = {}
    if "coherent-licensed" in asked and isinstance(licence, str):
        found["LICENSE"] = f"the text of {licence}, which coherent.licensed fetches"
    found = {name: what for name, what in found.items() if not project.holds(name)}
    if uses_pbr(project):
        found["AUTHORS"] = "the authors of all commits, which pbr writes"
        found["ChangeLog"] = "the subjects of all commits, which pbr writes"
    return found


def uses_pbr(project: Project) -> bool:
    """Whether pbr has a hand in the build (https://docs.openstack.org/pbr/latest/user/using.html)."""
    system = project.table("build-system")
    named = [need(line).name for line in strings(system.get("requires"))]
    known = project.setup_py.known if project.setup_py is not None else {}
    is_backend = system.get("build-backend") == "pbr.build"
    return is_backend or known.get("pbr") is True or "pbr" in named


def extras_of(table: Mapping[str, object]) -> tuple[list[str], list[str]]:
    """``Requires-Dist`` and ``Provides-Extra`` of ``optional-dependencies``."""
    groups = table.get("optional-dependencies")
    extras = groups if isinstance(groups, Mapping) else {}
    return optional({str(key): strings(value) for key, value in extras.items()})


def _requirements(table: Mapping[str, object]) -> dict[str, Field]:
    groups = table.get("optional-dependencies")
    extras = groups if isinstance(groups, Mapping) else {}
    lines, names = extras_of(table)
    empty = tuple(key for key in names if not strings(extras.get(key)))
    return {
        "requires-dist": Known(values=(*strings(table.get("dependencies")), *lines), where=WHERE),
        "provides-extra": Known(
            values=tuple(name for name in names if name not in empty), optional=empty, where=WHERE
        ),
    }


def resolved_extras(project: Project, given: Field) -> dict[str, Field]:
    """``Requires-Dist`` with the extras in place of a requirement of the project itself.

    ``all = ["name[test,docs]"]`` becomes what ``test`` and ``docs`` ask for, for hatchling alone, which
    looks at no version and no marker there (``hatchling.metadata.core``, "optional_dependencies").
    """
    table = project.table("project")
    extras = table.get("optional-dependencies")
    computed = dynamic_keys(project) & {"dependencies", "optional-dependencies"}
    if computed or not isinstance(extras, Mapping) or not isinstance(given, Known):
        return {}
    groups = {str(key): strings(value) for key, value in extras.items()}
    lines = (*strings(table.get("dependencies")), *resolved_lines(groups, project))
    return {"requires-dist": replace(given, also=(*given.also, lines))}


def resolved_lines(extras: Mapping[str, tuple[str, ...]], project: Project) -> list[str]:
    """``Requires-Dist`` of ``extras``, each with those of the project's own that it names."""
    groups = {str(canonicalize_name(key)): value for key, value in extras.items()}
    name = canonicalize_name(str(project.table("project").get("name", "")))
    return optional({extra: _resolved(extra, groups, name) for extra in groups})[0]


def _resolved(extra: str, groups: Mapping[str, tuple[str, ...]], name: str) -> list[str]:
    """The requirements of an extra and of each that it names, at any depth; of a circle each once."""
    seen, pending = {extra}, [extra]
    found: dict[str, None] = {}
    while pending:
        for line in groups.get(pending.pop(), ()):
            wanted = need(line)
            if wanted.name != name:
                found[line] = None
                continue
            pending += sorted(wanted.extras - seen)
            seen |= wanted.extras
    return list(found)


def pep621_entry_points(project: Project) -> KnownEntryPoints | Unknown:
    """Scripts and entry points of ``[project]``."""
    asked = sorted(ENTRY_POINT_KEYS & dynamic_keys(project))
    if asked:
        return Unknown(why=f"pyproject.toml calls {', '.join(asked)} dynamic")
    table = project.table("project")
    groups: dict[str, Mapping[str, str]] = {}
    others = table.get("entry-points")
    for group, points in others.items() if isinstance(others, Mapping) else ():
        groups[str(group)] = string_table(points)
    for group, key in (("console_scripts", "scripts"), ("gui_scripts", "gui-scripts")):
        if points := string_table(table.get(key)):
            groups[group] = points
    return KnownEntryPoints(groups={k: v for k, v in groups.items() if v}, where=WHERE)
