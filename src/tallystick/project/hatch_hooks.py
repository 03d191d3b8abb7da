"""Fields that plugins of hatchling fill in, two of them from files of the project.

hatch-nodejs-version takes them from ``package.json`` (``[tool.hatch.metadata.hooks.nodejs]``,
https://github.com/agoose77/hatch-nodejs-version#metadata-hook), hatch-requirements-txt the requirements from
text files (``[…requirements_txt]``, https://github.com/repo-helper/hatch-requirements-txt#usage). Both fill
in what ``[project]`` calls dynamic, and the first also what its ``fields`` names and the table has. hatch-vcs
writes addresses with the commit in them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, json_object
from tallystick.project.configuration import Project
from tallystick.project.declared import Field, Known, Unknown, links, people, strings
from tallystick.project.declared_pep621 import (
    CORE_FIELDS,
    dynamic_keys,
    resolved_lines,
    string_table,
)
from tallystick.project.reading import NotReadable, read_bytes, read_text
from tallystick.project.requirement import optional

_PERSON = re.compile(r"([^<(]{1,200}?)\s*(?:<([^>(]{1,200})>)?\s*(?:\([^)]{1,300}\))?")
_OPTION = re.compile(r"\s+(?:-[A-Za-z]|--[A-Za-z]+)")
"""What pip reads behind a requirement: hashes, and options of an index."""


COMMIT = "{commit_hash}"
"""What stands in addresses of hatch-vcs for the commit that is built (its README, "Metadata hook")."""

UNDERSTOOD = frozenset({"nodejs", "requirements_txt", "fancy-pypi-readme", "vcs"})
"""Hooks whose work is recomputed; that of hatch-vcs is to write addresses with the version in them."""


def other_hooks(project: Project) -> bool:
    """Whether a hook that is not read here may fill in, or change, what is dynamic."""
    return bool(project.table("tool", "hatch", "metadata", "hooks").keys() - UNDERSTOOD)


def hooked_fields(project: Project, given: Mapping[str, Field], limits: Limits) -> dict[str, Field]:
    """Every field that one of the three fills in; unknown where its file cannot be read so.

    Args:
        project: the configuration that asks for them.
        given: what ``[project]`` says without them.
        limits: for the files that are read.
    """
    hooks = project.table("tool", "hatch", "metadata", "hooks")
    keys = dynamic_keys(project)
    fields: dict[str, Field] = {}
    if isinstance(hooks.get("nodejs"), Mapping):
        fields |= _from_package_json(project, keys, given, limits)
    addresses = project.table("tool", "hatch", "metadata", "hooks", "vcs").get("urls")
    if isinstance(addresses, Mapping):
        fields |= _vcs_urls(string_table(addresses), given)
    asked = hooks.get("requirements_txt")
    if isinstance(asked, Mapping) and keys & {"dependencies", "optional-dependencies"}:
        fields |= _requirements(project, asked, keys, limits)
    return fields


def _vcs_urls(addresses: Mapping[str, str], given: Mapping[str, Field]) -> dict[str, Field]:
    """Addresses of hatch-vcs, with the commit in them, in the place of those of ``[project] urls``.

    Where the sdist was unpacked there is no commit to name, and what the table says may be left.
    """
    lines = tuple(f"{label}, {address}" for label, address in addresses.items())
    stated = given["project-url"]
    if not isinstance(stated, Known):
        return {}
    return {"project-url": replace(stated, also=(*stated.also, lines))}


def _from_package_json(
    project: Project, keys: frozenset[str], given: Mapping[str, Field], limits: Limits
) -> dict[str, Field]:
    hook = project.table("tool", "hatch", "metadata", "hooks", "nodejs")
    path = hook.get("path", "package.json")
    wanted = strings(hook.get("fields")) or tuple(_FILLED)
    where = f"{path}, as hatch-nodejs-version reads it"
    try:
        document = json_object(read_bytes(project, str(path)), limits)
        found: dict[str, Field] = {}
        for key in sorted(keys & set(wanted) & set(_FILLED)):
            found |= _FILLED[key](document, hook, where)
        # A hook may write over what the table has: hatchling asks for ``dynamic`` where it has nothing.
        for key in sorted(set(strings(hook.get("fields"))) & set(_FILLED) - keys):
            if key in project.table("project"):
                found |= _instead(_FILLED[key](document, hook, where), given)
    except (NotReadable, Malformed) as error:
        names = [name for key in keys & set(_FILLED) for name in CORE_FIELDS[key]]
        return {name: Unknown(why=f"{path}: {error}") for name in names}
    return found


def _instead(filled: Mapping[str, Field], given: Mapping[str, Field]) -> dict[str, Field]:
    """What the hook writes, or what the table says where an older one left it alone."""
    found: dict[str, Field] = {}
    for name, field in filled.items():
        stated = given.get(name)
        if isinstance(field, Known) and isinstance(stated, Known):
            found[name] = replace(field, also=(*field.also, stated.values))
        else:
            found[name] = field
    return found


def _person(value: object) -> tuple[str, str]:
    """Name and address of a person, who may stand in one text (``package.json``, "people fields")."""
    if isinstance(value, Mapping):
        name, address = value.get("name"), value.get("email")
        if isinstance(name, str) and (isinstance(address, str) or "url" in value):
            return name, address if isinstance(address, str) else ""
        value = name
    found = _PERSON.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise NotReadable("a person who is not named so")
    return found[1], found[2] or ""


def _authors(document: Mapping[str, object], hook: Mapping[str, object], where: str) -> Fields:
    persons = [_person(document["author"])] if "author" in document else []
    if hook.get("contributors-as-maintainers", True) is False:
        persons += _contributors(document)
    return people("author", persons, where)


def _maintainers(document: Mapping[str, object], hook: Mapping[str, object], where: str) -> Fields:
    own = hook.get("contributors-as-maintainers", True) is not False
    return people("maintainer", _contributors(document) if own else [], where)


def _contributors(document: Mapping[str, object]) -> list[tuple[str, str]]:
    given = document.get("contributors")
    return [_person(person) for person in given] if isinstance(given, list) else []


def _keywords(document: Mapping[str, object], _hook: Mapping[str, object], where: str) -> Fields:
    joined = ",".join(strings(document.get("keywords")))
    return {"keywords": Known(values=(joined,) if joined else (), where=where)}


def _description(document: Mapping[str, object], _hook: Mapping[str, object], where: str) -> Fields:
    text = document.get("description")
    return {"summary": Known(values=(text,) if isinstance(text, str) else (), where=where)}


def _licence(document: Mapping[str, object], _hook: Mapping[str, object], where: str) -> Fields:
    text = document.get("license")
    words = (text,) if isinstance(text, str) else ()
    return {
        "license": Known(values=(), optional=words, where=where),
        "license-expression": Known(values=(), optional=words, where=where),
    }


def _urls(document: Mapping[str, object], hook: Mapping[str, object], where: str) -> Fields:
    """``homepage``, ``bugs`` and ``repository``, under labels that the hook may rename."""
    found: dict[str, str] = {}
    for key, option, label in (
        ("homepage", "homepage-label", "Homepage"),
        ("bugs", "bugs-label", "Bug Tracker"),
        ("repository", "repository-label", "Repository"),
    ):
        value = document.get(key)
        address = value.get("url") if isinstance(value, Mapping) else value
        if isinstance(address, str):
            if key == "repository" and "://" not in address:
                raise NotReadable("a repository that is named in short")
            found[str(hook.get(option, label))] = address
    return links(found, where)


Fields = Mapping[str, Field]

_FILLED: Mapping[str, Callable[[Mapping[str, object], Mapping[str, object], str], Fields]] = {
    "authors": _authors,
    "maintainers": _maintainers,
    "keywords": _keywords,
    "description": _description,
    "license": _licence,
    "urls": _urls,
}
"""Keys of ``[project]`` that hatch-nodejs-version fills in, beside the name."""


def _requirements(
    project: Project, asked: Mapping[str, object], keys: frozenset[str], limits: Limits
) -> dict[str, Field]:
    """``dependencies`` from ``files`` (or the older ``filename``), extras from a table of such lists."""
    table = project.table("project")
    static, groups = table.get("optional-dependencies"), asked.get("optional-dependencies")
    named = asked.get("filename")
    files = (
        (named,) if isinstance(named, str) else strings(asked.get("files", ["requirements.txt"]))
    )
    try:
        plain = strings(table.get("dependencies"))
        if "dependencies" in keys:
            plain = tuple(line for file in files for line in _lines(project, file, limits))
        extras = {
            str(key): tuple(
                line for file in strings(value) for line in _lines(project, file, limits)
            )
            for key, value in (groups.items() if isinstance(groups, Mapping) else ())
        }
    except NotReadable as error:
        unknown = Unknown(why=f"hatch-requirements-txt: {error}")
        return {"requires-dist": unknown, "provides-extra": unknown}
    for key, value in static.items() if isinstance(static, Mapping) else ():
        extras.setdefault(str(key), strings(value))
    lines, names = optional(extras)
    where = f"{', '.join(files)}, as hatch-requirements-txt reads it"
    return {
        "requires-dist": Known(
            values=(*plain, *lines), also=((*plain, *resolved_lines(extras, project)),), where=where
        ),
        "provides-extra": Known(values=tuple(names), where=where),
    }


def _lines(project: Project, file: str, limits: Limits) -> list[str]:
    text = re.sub(r"\\[ \t]*\n", " ", read_text(project, file, limits).replace("\r\n", "\n"))
    lines = (re.sub(r"(?:^|\s)#.*$", "", line) for line in text.split("\n"))
    stated = (_OPTION.split(line)[0].strip() for line in lines if not line.lstrip().startswith("-"))
    return [line for line in stated if line]
