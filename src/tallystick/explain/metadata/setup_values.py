"""Whether each keyword of a generated ``setup.py`` follows from what the source declares."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from posixpath import splitext

from msgspec import Struct

from tallystick.explain.context import Context
from tallystick.explain.core_metadata import field_outcome
from tallystick.explain.metadata.field_values import plain_text
from tallystick.explain.metadata.outcome import State
from tallystick.explain.version.values import is_version
from tallystick.project.declare import declare
from tallystick.project.declared import Unknown, strings
from tallystick.project.headers import Headers
from tallystick.project.requirement import optional
from tallystick.project.wheel_roots import wheel_roots

Keywords = Mapping[str, object]


class Problem(Struct, frozen=True, kw_only=True):
    """What stands against one keyword, and whether no honest build could have written it."""

    why: str
    is_false: bool = True


FIELDS: Mapping[str, str] = {
    "name": "name",
    "description": "summary",
    "author": "author",
    "author_email": "author-email",
    "maintainer": "maintainer",
    "maintainer_email": "maintainer-email",
    "url": "home-page",
    "python_requires": "requires-python",
}
"""Keywords of one line, by the field of the core metadata that says the same."""

MUST: Mapping[str, object] = {
    "name": None,
    "version": None,
    "python_requires": None,
    "entry_points": {},
}
"""Keywords whose absence says something, too."""


def wrong_value(
    keyword: str, value: object, keywords: Keywords, context: Context
) -> Problem | None:
    """What is wrong with ``keyword=value``; None if it follows from the source."""
    if keyword in FIELDS:
        return _field(keyword, value, context)
    check = _CHECKS.get(keyword)
    if check is None:
        return Problem(why=f"{keyword} is no keyword that the backend writes")
    return check(value, keywords, context)


def wrong_whole(keywords: Keywords, context: Context) -> list[Problem]:
    """What is wrong with keywords that are judged together, and with those that are absent."""
    problems = [
        wrong_value(keyword, nothing, keywords, context)
        for keyword, nothing in MUST.items()
        if keyword not in keywords
        # hatchling leaves the Python versions out ("construct_setup_py_file"); PKG-INFO beside has them.
        and (keyword != "python_requires" or context.project.backend != "hatchling")
    ]
    problems.append(_code(keywords, context))
    return [*filter(None, problems), *_requirements(keywords, context)]


def _field(keyword: str, value: object, context: Context) -> Problem | None:
    """Poetry writes the word ``None`` for what is not declared, flit the value."""
    silent = keyword not in MUST and value in (None, "", "None")
    if silent or (value is not None and not isinstance(value, str)):
        return None if silent else Problem(why=f"{keyword} is no text")
    values = () if value is None else (str(value),)
    return _compared(FIELDS[keyword], values, keyword, context)


def _compared(name: str, values: tuple[str, ...], keyword: str, context: Context) -> Problem | None:
    headers = Headers(fields={name: values}, body="")
    declared = declare(context.project, context.limits)
    outcome = field_outcome(name, headers, declared, context)
    if outcome.state is State.PROVEN:
        return None
    return Problem(why=f"{keyword}: {outcome.why}", is_false=outcome.state is State.FALSE)


def _version(value: object, _keywords: Keywords, context: Context) -> Problem | None:
    follows = isinstance(value, str) and is_version(value, context)
    return None if follows else Problem(why=f"version is {str(value)[:80]!r}, not the release's")


def _long_description(value: object, _keywords: Keywords, context: Context) -> Problem | None:
    """Text alone; a description that cannot be derived leaves it open."""
    known = declare(context.project, context.limits).field("description")
    if not isinstance(value, str):
        return Problem(why="long_description is no text")
    if isinstance(known, Unknown):
        return Problem(why=f"long_description: {known.why}", is_false=False)
    wanted = {plain_text(text) for text in known.values} | ({"None"} if not known.values else set())
    same = plain_text(value) in wanted
    return None if same else Problem(why=f"long_description is not the text of {known.where}")


def _are_lists(value: object) -> bool:
    """Whether it maps texts to lists of texts, as backends write it.

    setuptools takes a text for a list, and a list in the place of a text (``pkg_resources.yield_lines``).
    """
    return isinstance(value, Mapping) and all(
        isinstance(key, str) and _is_list(lines) for key, lines in value.items()
    )


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(line, str) for line in value)


def _entry_points(value: object, _keywords: Keywords, context: Context) -> Problem | None:
    if not _are_lists(value):
        return Problem(why="entry_points is no mapping of lists of texts")
    declared = declare(context.project, context.limits).entry_points
    ours = {
        (str(group), *("".join(part.split()) for part in line.split("=", 1)))
        for group, lines in (value.items() if isinstance(value, Mapping) else ())
        for line in strings(lines)
    }
    if isinstance(declared, Unknown):
        return Problem(why=f"entry_points: {declared.why}", is_false=False) if ours else None
    wanted = {
        (group, "".join(name.split()), "".join(reference.split()))
        for group, points in declared.groups.items()
        for name, reference in points.items()
    }
    odd = sorted(" ".join(point) for point in ours ^ wanted)
    if not odd:
        return None
    return Problem(why=f"entry_points: {', '.join(odd)[:200]} differs from {declared.where}")


def _requirements(keywords: Keywords, context: Context) -> list[Problem]:
    """``install_requires`` and ``extras_require``, as setuptools makes metadata of them."""
    plain, extras = keywords.get("install_requires", []), keywords.get("extras_require", {})
    if not _is_list(plain) or not isinstance(extras, Mapping) or not _are_lists(extras):
        return [Problem(why="install_requires or extras_require is no list, or mapping of lists")]
    groups = {"": strings(plain), **{str(key): strings(value) for key, value in extras.items()}}
    lines, named = optional(groups)
    names = tuple(dict.fromkeys([*named, *_empty_extras(context)]))
    found = [
        _compared("requires-dist", tuple(lines), "install_requires, extras_require", context),
        _compared("provides-extra", names, "extras_require", context),
    ]
    return [problem for problem in found if problem is not None]


def _empty_extras(context: Context) -> list[str]:
    """Extras of nothing, which Poetry leaves out (``SdistBuilder.convert_dependencies``)."""
    declared = declare(context.project, context.limits)
    extras, required = declared.field("provides-extra"), declared.field("requires-dist")
    if (
        context.project.backend != "poetry"
        or isinstance(extras, Unknown)
        or isinstance(required, Unknown)
    ):
        return []
    full = {extra for line in required.values for extra in _ASKED.findall(line)}
    return [extra for extra in extras.values if extra not in full]


_ASKED = re.compile(r"""\bextra == ["']([\w.-]{1,214})["']""")


def _code(keywords: Keywords, context: Context) -> Problem | None:
    """``packages`` and ``py_modules``: what the artifact has at the places that are declared."""
    packages, modules = (strings(keywords.get(key)) for key in ("packages", "py_modules"))
    given = keywords.get("package_dir", {})
    folders = {str(k): str(v) for k, v in given.items()} if isinstance(given, Mapping) else {}
    wanted = _declared_code(context)
    parents = {name[:at] for name in wanted for at, c in enumerate(name) if c == "."}
    for name in (*packages, *modules):
        if name not in wanted and name not in parents - folders.keys():
            return Problem(why=f"{name} is no package or module of the source")
    for name, place in wanted.items():
        if name in packages and _folder(name, folders) != place:
            return Problem(why=f"package_dir places {name} elsewhere than in {place}")
        if name in modules and _folder(name, folders) != splitext(place)[0]:
            return Problem(why=f"package_dir places {name} elsewhere than in {place}")
    missing = sorted(wanted.keys() - {*packages, *modules})
    return Problem(why=f"{missing[0]} is left out", is_false=False) if missing else None


def _packed_code(context: Context) -> dict[str, str]:
    """Every package of the sdist that the source has too, with tests and examples: so lists hatchling."""
    found: dict[str, str] = {}
    for path in context.artifact.tree.entries:
        folder, _, name = path.rpartition("/")
        if folder and name == "__init__.py" and context.project.holds(path):
            found[folder.removeprefix("src/").replace("/", ".")] = folder
    return found


def _declared_code(context: Context) -> dict[str, str]:
    """Packages and modules of the artifact that the source has too, each with its place."""
    if context.project.backend == "hatchling":
        return _packed_code(context)
    found: dict[str, str] = {}
    for prefix, folder in wheel_roots(context.project):
        if prefix and not prefix.endswith("/"):
            # Of a text that is packed beside the packages Poetry writes the name like a module's.
            found[splitext(prefix)[0].replace("/", ".")] = folder
            continue
        for path in context.artifact.tree.entries:
            if path.startswith(f"{folder}/") and path.endswith("/__init__.py"):
                inner = prefix + path[len(folder) + 1 :]
                name = inner.removesuffix("/__init__.py").replace("/", ".")
                found[name] = path.removesuffix("/__init__.py")
    held = {
        name: place
        for name, place in found.items()
        if context.project.holds(place) or context.project.holds(f"{place}/__init__.py")
    }
    return held | _named_folders(context)


def _named_folders(context: Context) -> dict[str, str]:
    """Folders that ``packages`` of Poetry names and that have modules of the source, though no ``__init__``.

    ``poetry.core.masonry.utils.package_include``: any module makes a package of such a folder.
    """
    if context.project.backend != "poetry":
        return {}
    entries = context.artifact.tree.entries
    modules = [path for path in entries if path.endswith(".py") and context.project.holds(path)]
    tops = {path.rpartition("/")[0] for path in modules}
    return {
        prefix.strip("/").replace("/", "."): folder
        for prefix, folder in wheel_roots(context.project)
        if prefix.endswith("/") and folder in tops
    }


def _folder(name: str, folders: Mapping[str, str]) -> str:
    """Where setuptools looks for a package: the folder of its nearest ancestor that has one.

    https://setuptools.pypa.io/en/latest/userguide/package_discovery.html ("package_dir")
    """
    parts = name.split(".")
    tail: list[str] = []
    while parts:
        if (found := folders.get(".".join(parts))) is not None:
            return "/".join([found.strip("/"), *tail])
        tail.insert(0, parts.pop())
    return "/".join([*filter(None, [folders.get("", "").strip("/")]), *tail])


def _is_inside(value: object) -> bool:
    return isinstance(value, str) and not value.startswith("/") and ".." not in value.split("/")


def _package_data(value: object, keywords: Keywords, _context: Context) -> Problem | None:
    """Patterns below the packages: nothing outside of them can be named."""
    packages = {"", *strings(keywords.get("packages"))}
    lists = value if isinstance(value, Mapping) else {"?": None}
    inside = all(
        package in packages and isinstance(globs, list) and all(map(_is_inside, globs))
        for package, globs in lists.items()
    )
    return None if inside else Problem(why="package_data names files outside of the packages")


def _files(value: object, _keywords: Keywords, context: Context) -> Problem | None:
    """``scripts``: those of ``[tool.poetry.scripts]`` that are files, and no other of the source."""
    declared = context.project.table("tool", "poetry", "scripts").values()
    files = {
        table.get("reference")
        for table in declared
        if isinstance(table, Mapping) and table.get("type") == "file"
    }
    paths = value if isinstance(value, list) else [None]
    held = all(isinstance(p, str) and p in files and context.project.holds(p) for p in paths)
    return None if held else Problem(why="scripts names a file that is declared as none")


def _names(value: object, _keywords: Keywords, _context: Context) -> Problem | None:
    """A list of names, which :func:`_code` holds against the source."""
    return None if _is_list(value) else Problem(why="packages or py_modules is no list of names")


def _folders(value: object, _keywords: Keywords, _context: Context) -> Problem | None:
    is_inside = isinstance(value, Mapping) and all(map(_is_inside, value.values()))
    return None if is_inside else Problem(why="package_dir leaves the project")


def _together(_value: object, _keywords: Keywords, _context: Context) -> Problem | None:
    """Judged by :func:`_requirements`."""
    return None


def _classifiers(value: object, _keywords: Keywords, context: Context) -> Problem | None:
    """A list, as hatchling writes it."""
    if not _is_list(value):
        return Problem(why="classifiers is no list of texts")
    return _compared("classifier", strings(value), "classifiers", context)


_CHECKS: Mapping[str, Callable[[object, Keywords, Context], Problem | None]] = {
    "version": _version,
    "long_description": _long_description,
    "classifiers": _classifiers,
    "packages": _names,
    "py_modules": _names,
    "package_dir": _folders,
    "package_data": _package_data,
    "scripts": _files,
    "entry_points": _entry_points,
    "install_requires": _together,
    "extras_require": _together,
}
