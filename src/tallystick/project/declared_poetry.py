"""``[tool.poetry]``: https://python-poetry.org/docs/pyproject/ ."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parseaddr

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.declared import Field, Known, KnownEntryPoints, Unknown, people, strings
from tallystick.project.declared_pep621 import licence_files, readme_fields, string_table
from tallystick.project.reading import NotReadable, read_text
from tallystick.project.requirement import with_marker

WHERE = "pyproject.toml [tool.poetry]"

PYTHONS = ("2", "2.7", "3", *(f"3.{minor}" for minor in range(2, 20)))
"""Pythons that Poetry writes a classifier for where the constraint allows them
(``Package.AVAILABLE_PYTHONS``; the list grows with each release)."""

LICENCE_CLASSIFIERS: Mapping[str, str] = {
    "MIT": "MIT License",
    "Apache-2.0": "Apache Software License",
    "BSD-2-Clause": "BSD License",
    "BSD-3-Clause": "BSD License",
    "ISC": "ISC License (ISCL)",
    "MPL-2.0": "Mozilla Public License 2.0 (MPL 2.0)",
    "GPL-2.0-only": "GNU General Public License v2 (GPLv2)",
    "GPL-2.0-or-later": "GNU General Public License v2 or later (GPLv2+)",
    "GPL-3.0-only": "GNU General Public License v3 (GPLv3)",
    "GPL-3.0-or-later": "GNU General Public License v3 or later (GPLv3+)",
    "GPL-3.0": "GNU General Public License v3 (GPLv3)",
    "LGPL-3.0-only": "GNU Lesser General Public License v3 (LGPLv3)",
    "LGPL-3.0-or-later": "GNU Lesser General Public License v3 or later (LGPLv3+)",
    "AGPL-3.0-only": "GNU Affero General Public License v3",
    "AGPL-3.0-or-later": "GNU Affero General Public License v3 or later (AGPLv3+)",
    "Unlicense": "The Unlicense (Unlicense)",
}
"""The licence classifier that Poetry adds (``poetry.core.spdx.License.classifier``)."""


LICENCE_NAMES: Mapping[str, str] = {
    "apache license 2.0": "Apache-2.0",
    'bsd 2-clause "simplified" license': "BSD-2-Clause",
    'bsd 3-clause "new" or "revised" license': "BSD-3-Clause",
    "gnu affero general public license v3.0 only": "AGPL-3.0-only",
    "gnu affero general public license v3.0 or later": "AGPL-3.0-or-later",
    "gnu general public license v2.0 only": "GPL-2.0-only",
    "gnu general public license v2.0 or later": "GPL-2.0-or-later",
    "gnu general public license v3.0 only": "GPL-3.0-only",
    "gnu general public license v3.0 or later": "GPL-3.0-or-later",
    "gnu lesser general public license v3.0 only": "LGPL-3.0-only",
    "gnu lesser general public license v3.0 or later": "LGPL-3.0-or-later",
    "isc license": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0": "MPL-2.0",
    "the unlicense": "Unlicense",
}
"""Full names of licences, for which Poetry writes the identifier (``poetry.core.spdx``, "license_by_id")."""


def poetry_fields(project: Project, limits: Limits) -> dict[str, Field]:
    """Every field of the core metadata as ``[tool.poetry]`` has it."""
    table = project.table("tool", "poetry")
    dependencies = table.get("dependencies")
    needs = dependencies if isinstance(dependencies, Mapping) else {}
    licence = table.get("license")
    words = (licence,) if isinstance(licence, str) else ()
    words = (*words, *(LICENCE_NAMES[w.lower()] for w in words if w.lower() in LICENCE_NAMES))
    return {
        "name": _text(table, "name"),
        "version": _version(project, table),
        "summary": _text(table, "description"),
        **_readme(project, table.get("readme"), limits),
        "license": Known(values=(), optional=words, where=WHERE),
        "license-expression": Known(values=(), optional=words, where=WHERE),
        "license-file": licence_files(project),
        "keywords": _keywords(table),
        **people("author", _persons(table.get("authors")), WHERE),
        **people("maintainer", _persons(table.get("maintainers")), WHERE),
        "classifier": _classifiers(table, needs.get("python"), words),
        **_links(table),
        **_requirements(table, needs),
        "requires-python": _requires_python(needs.get("python")),
    }


def _text(table: Mapping[str, object], key: str) -> Known:
    value = table.get(key)
    return Known(values=(value,) if isinstance(value, str) and value else (), where=WHERE)


def _version(project: Project, table: Mapping[str, object]) -> Field:
    """The version; with the dynamic-versioning plugin the one that is written is a placeholder.

    https://github.com/mtkennerly/poetry-dynamic-versioning#installation
    """
    if project.table("tool", "poetry-dynamic-versioning").get("enable"):
        return Unknown(why="poetry-dynamic-versioning takes the version from git")
    return _text(table, "version")


def _readme(project: Project, readme: object, limits: Limits) -> dict[str, Field]:
    """One readme, or several joined by a line feed."""
    if isinstance(readme, str):
        return readme_fields(project, readme, limits, WHERE)
    names = strings(readme)
    if not names:
        return {}
    fields = readme_fields(project, names[0], limits, WHERE)
    try:
        joined = "\n".join(read_text(project, name, limits) for name in names)
    except NotReadable as error:
        return {**fields, "description": Unknown(why=f"{WHERE} readme names {error}")}
    return {**fields, "description": Known(values=(joined,), where=f"{WHERE}: {', '.join(names)}")}


def _keywords(table: Mapping[str, object]) -> Known:
    words = ",".join(strings(table.get("keywords")))
    return Known(values=(words,) if words else (), where=WHERE)


def _persons(value: object) -> list[tuple[str, str]]:
    """``Name <address>`` each (https://python-poetry.org/docs/pyproject/#authors)."""
    found = []
    for person in strings(value):
        name, address = parseaddr(person)
        found.append((name, address) if "@" in address else (person, ""))
    return found


def _classifiers(table: Mapping[str, object], python: object, licence: tuple[str, ...]) -> Known:
    """Those that are declared, and those that Poetry adds for licence and Python versions."""
    return Known(
        values=strings(table.get("classifiers")),
        optional=added_classifiers(python, licence),
        where=WHERE,
    )


def added_classifiers(python: object, licence: tuple[str, ...]) -> tuple[str, ...]:
    """Classifiers that Poetry adds for the Pythons it allows (where none is said, all) and the licence."""
    allowed = _specifiers(python) if isinstance(python, str) else [""]
    added = [
        f"Programming Language :: Python :: {version}"
        for version in PYTHONS
        if any(_allows(clause, version) for clause in allowed)
    ]
    for word in licence:
        if word in LICENCE_CLASSIFIERS:
            # Older ones knew fewer names, and wrote the class alone for the others.
            added += [
                f"License :: OSI Approved :: {LICENCE_CLASSIFIERS[word]}",
                "License :: OSI Approved",
            ]
        else:
            # One that is approved and has no classifier of its own gets the name of its class alone.
            added += ["License :: Other/Proprietary License", "License :: OSI Approved"]
    return tuple(added)


def _allows(clause: str, version: str) -> bool:
    """Whether any patch release of ``version`` is within ``clause``."""
    try:
        wanted = SpecifierSet(clause)
    except InvalidSpecifier:
        return False
    if "." not in version:
        return any(_allows(clause, f"{version}.{minor}") for minor in range(20))
    return any(f"{version}.{patch}" in wanted for patch in (0, 1, 5, 15, 99))


def _links(table: Mapping[str, object]) -> dict[str, Field]:
    """``Home-page`` and ``Project-URL`` (``poetry.core.masonry.metadata``)."""
    named = {
        label: value
        for label, key in (
            ("Homepage", "homepage"),
            ("Repository", "repository"),
            ("Documentation", "documentation"),
        )
        if isinstance(value := table.get(key), str)
    }
    home = named.pop("Homepage", None)
    urls = {**string_table(table.get("urls")), **named}
    return {
        "project-url": Known(
            values=tuple(f"{label}, {url}" for label, url in urls.items()),
            optional=(f"Homepage, {home}",) if home else (),
            where=WHERE,
        ),
        # Where no homepage is set, the repository stands in for it.
        "home-page": Known(
            values=(home,) if home else (),
            also=((), (named["Repository"],)) if not home and "Repository" in named else ((),),
            where=WHERE,
        ),
    }


def _requires_python(python: object) -> Field:
    clauses = _specifiers(python) if isinstance(python, str) else []
    if python == "*" or python is None:
        return Known(values=(), where=WHERE)
    if len(clauses) != 1 or _PLAIN.fullmatch(str(python)) is None:
        return Unknown(why=f"Poetry joins the alternatives of python = {python!r}")
    return Known(values=(clauses[0],), where=f"{WHERE} dependencies.python")


def _requirements(table: Mapping[str, object], needs: Mapping[str, object]) -> dict[str, Field]:
    """``dependencies`` and ``extras``; markers that Poetry rewrites are not held against it."""
    groups = table.get("extras")
    extras: dict[str, list[str]] = {}
    for extra, names in groups.items() if isinstance(groups, Mapping) else ():
        for name in strings(names):
            extras.setdefault(canonicalize_name(name.split("[")[0]), []).append(str(extra))
    lines: list[str] = []
    apart: list[str] = []
    rewritten: set[str] = set()
    for name, spec in needs.items():
        if name == "python":
            continue
        for one in spec if isinstance(spec, list) else [spec]:
            asked = extras.get(canonicalize_name(name), [])
            found, exact = _requirement(name, one, asked)
            lines += found
            apart += [part for each in asked for part in _requirement(name, one, [each])[0]]
            apart += [] if asked else found
            if not exact or isinstance(spec, list):
                rewritten.add(canonicalize_name(name))
    declared = tuple(str(extra) for extra in groups) if isinstance(groups, Mapping) else ()
    return {
        "requires-dist": Known(
            values=tuple(lines),
            # ``setup.py`` has one list for each extra, and so whoever takes its requirements from there.
            also=(tuple(apart),),
            where=WHERE,
            rewritten=frozenset(rewritten),
        ),
        "provides-extra": Known(values=declared, where=WHERE),
    }


_PLAIN = re.compile(r"\*|(?:(?:\^|~|>=|<=|<|>|==|!=)?\s*[0-9]+(?:\.[0-9]+)*(?:\s*,\s*)?)+")
"""Constraints that Poetry renders in one way; it also rewrites markers by what ``python`` allows."""


def _requirement(name: str, spec: object, extras: list[str]) -> tuple[list[str], bool]:
    """Lines for one dependency, and whether Poetry would write exactly these."""
    table: Mapping[str, object] = spec if isinstance(spec, Mapping) else {"version": spec}
    version = table.get("version", "*")
    clauses = _specifiers(version) if isinstance(version, str) else []
    brackets = f"[{','.join(strings(table.get('extras')))}]" if table.get("extras") else ""
    plain = isinstance(version, str) and _PLAIN.fullmatch(version) is not None
    exact = plain and not set(table) & {"git", "url", "path", "platform", "python", "markers"}
    wanted = _address(table) or (clauses[0] if clauses else "")
    line = f"{name}{brackets} {wanted}".strip()
    markers = [m for m in (table.get("markers"),) if isinstance(m, str)]
    python = table.get("python")
    if isinstance(python, str):
        found = _specifiers(python)
        markers += _python_markers(found[0] if found else "")
    if table.get("optional") and not extras:
        return [], exact
    if extras and table.get("optional"):
        markers.append(" or ".join(f'extra == "{canonicalize_name(extra)}"' for extra in extras))
    return [with_marker(line, *markers)], exact


def _address(table: Mapping[str, object]) -> str:
    """Where a dependency of ``git``, ``url`` or ``path`` comes from; "" for one of an index.

    A name alone would have it come from the index. What Poetry makes of a path is the packer's own folder.
    https://python-poetry.org/docs/dependency-specification/#git-dependencies
    """
    for key, prefix in (("git", "git+"), ("url", ""), ("path", "file:")):
        place = table.get(key)
        if isinstance(place, str):
            revision = next((table[k] for k in ("rev", "tag", "branch") if k in table), None)
            return f"@ {prefix}{place}" + (f"@{revision}" if key == "git" and revision else "")
    return ""


def _python_markers(clause: str) -> list[str]:
    """``>=3.8,<4.0`` as markers; a bound with a patch number needs ``python_full_version``."""
    found = []
    for part in filter(None, clause.split(",")):
        match = re.fullmatch(r"(>=|<=|<|>|==|!=)([0-9.]+)", part.strip())
        if match is None:
            return []
        variable = "python_full_version" if match.group(2).count(".") > 1 else "python_version"
        found.append(f'{variable} {match.group(1)} "{match.group(2)}"')
    return found


def _specifiers(constraint: str) -> list[str]:
    """A constraint of Poetry as alternatives of PEP 440 clauses.

    https://python-poetry.org/docs/dependency-specification/ : caret, tilde and wildcard.
    """
    return [
        ",".join(filter(None, (_clause(part) for part in re.split(r"\s*,\s*", option.strip()))))
        for option in re.split(r"\|\|?", constraint)
    ]


def _clause(part: str) -> str:
    part = re.sub(r"\s+", "", part)
    if part in {"", "*"}:
        return ""
    if part.startswith(("^", "~")) and not part.startswith("~="):
        return _range(part[1:], caret=part[0] == "^") or part
    if part[0].isdigit():
        return f"=={part}"
    return part


def _range(version: str, *, caret: bool) -> str | None:
    """``^1.2.3`` is ``>=1.2.3,<2.0.0``; ``~1.2.3`` is ``>=1.2.3,<1.3.0``; ``~1`` is ``<2``."""
    try:
        release = list(Version(version).release)
    except ValueError:  # InvalidVersion, or a number beyond ``int``
        return None
    if caret:
        changed = next((i for i, number in enumerate(release) if number), len(release) - 1)
    else:
        changed = min(1, len(release) - 1)
    upper = [*release[:changed], release[changed] + 1]
    upper += [0] * (max(len(release), 2) - len(upper))
    return f">={version},<{'.'.join(map(str, upper))}"


def poetry_entry_points(project: Project) -> KnownEntryPoints | Unknown:
    """``scripts`` and ``plugins``; a script of ``type = "file"`` is no entry point."""
    table = project.table("tool", "poetry")
    groups: dict[str, Mapping[str, str]] = {}
    plugins = table.get("plugins")
    for group, points in plugins.items() if isinstance(plugins, Mapping) else ():
        groups[str(group)] = string_table(points)
    scripts: dict[str, str] = {}
    declared = table.get("scripts")
    for name, target in declared.items() if isinstance(declared, Mapping) else ():
        if isinstance(target, str):
            scripts[str(name)] = target
        elif isinstance(target, Mapping) and target.get("type") != "file":
            reference = target.get("reference", target.get("callable"))
            extras = strings(target.get("extras"))
            scripts[str(name)] = f"{reference} [{','.join(extras)}]" if extras else str(reference)
    if scripts:
        groups["console_scripts"] = scripts
    return KnownEntryPoints(groups={k: v for k, v in groups.items() if v}, where=WHERE)
