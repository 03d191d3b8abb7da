"""What ``setup.py``, ``setup.cfg`` and ``[tool.setuptools.dynamic]`` declare, none of them run.

A keyword of ``setup()`` wins over ``setup.cfg`` (``setuptools.config.setupcfg.ConfigHandler``
leaves an inhabited attribute alone). Where the call is open (``setup(**computed)``) or a plugin
may fill in, what ``setup.cfg`` says is still what is compared, but a difference is no contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tallystick.limits import Limits
from tallystick.project.bounded import Malformed, entry_points, interpolated
from tallystick.project.configuration import Project
from tallystick.project.declared import (
    EntryPoints,
    Field,
    Known,
    KnownEntryPoints,
    Unknown,
    strings,
)
from tallystick.project.declared_pbr import RUNTIME, pbr_extras, pbr_lines
from tallystick.project.declared_pep621 import licence_files, uses_pbr
from tallystick.project.declared_version import version_of
from tallystick.project.reading import NotReadable, read_attribute, read_text, witness
from tallystick.project.requirement import need, optional
from tallystick.project.requirements_files import SECTION, stated_in_files

Value = tuple[object, str, bool]
"""A value, where it stands, and whether nothing that runs could change it."""

SINGLE: Mapping[str, str] = {
    "name": "name",
    "summary": "description",
    "description": "long_description",
    "description-content-type": "long_description_content_type",
    "home-page": "url",
    "download-url": "download_url",
    "author": "author",
    "author-email": "author_email",
    "maintainer": "maintainer",
    "maintainer-email": "maintainer_email",
    "license": "license",
    "license-expression": "license_expression",
    "requires-python": "python_requires",
}
"""Keyword of ``setup()`` for each field of one line; lists are handled one by one below."""

LISTS: Mapping[str, str] = {
    "classifier": "classifiers",
    "platform": "platforms",
    "requires": "requires",
    "provides": "provides",
    "obsoletes": "obsoletes",
}

_ALIASES: Mapping[str, tuple[str, ...]] = {
    "url": ("home_page",),
    "description": ("summary",),
    "classifiers": ("classifier",),
    "platforms": ("platform",),
}
"""Other names of options in ``[metadata]`` (``ConfigMetadataHandler.aliases``)."""

_OPTIONS = frozenset({"python_requires", "install_requires", "entry_points", "namespace_packages"})


OBEYED = frozenset({"name", "install_requires", "python_requires"})
"""Keywords that installers act on. Of these alone silence is held against an artifact: a plugin or a
command class of the project may still fill in texts that nothing declares."""


class Computed(Exception):  # noqa: N818 - a state of the declaration, turned into ``Unknown``
    """A keyword is set to something that only running ``setup.py`` could tell."""


def is_open(project: Project) -> bool:
    """Whether something that runs may declare fields that nothing here shows.

    ``pbr`` takes over ``setup.cfg`` with keys of its own; a ``setup.py`` that is not one literal
    call may hand in any keyword.
    """
    call = project.setup_py
    return call is not None and (call.is_open or "pbr" in call.known or "pbr" in call.unknown)


def setuptools_fields(project: Project, limits: Limits) -> dict[str, Field]:
    """Every field that setuptools takes from ``setup.py`` and ``setup.cfg``."""
    fields: dict[str, Field] = {"version": _version(project, limits)}
    for name, keyword in SINGLE.items():
        fields[name] = _field(project, keyword, limits, single)
    for name, keyword in LISTS.items():
        fields[name] = _field(project, keyword, limits, several)
    fields["keywords"] = _field(project, "keywords", limits, keywords_of)
    fields["project-url"] = _field(project, "project_urls", limits, _urls)
    fields |= _requirements(project, limits)
    fields["license-file"] = licence_files(project)
    return fields


def keyword_value(project: Project, keyword: str, limits: Limits) -> Value | None:
    """What ``setup.py`` or ``setup.cfg`` says of one keyword; None where neither does.

    Raises:
        Computed: ``setup.py`` computes it, and nothing shows from what.
        NotReadable: ``setup.cfg`` names a file or an attribute that cannot be read.
    """
    call = project.setup_py
    if call is not None:
        if call.known.get(keyword):
            return call.known[keyword], f"setup.py {keyword}", True
        expression = call.unknown.get(keyword)
        if expression is not None:
            seen = witness(project, expression, limits)
            if seen is None:
                raise Computed(f"setup.py computes {keyword}: {expression[:120]}")
            return seen[0], f"{seen[1]} ({expression})", False
    section = "options" if keyword in _OPTIONS else "metadata"
    if keyword == "namespace_packages" and uses_pbr(project):
        section = "files"  # https://docs.openstack.org/pbr/latest/user/using.html#files
    for spelled in (keyword, *_ALIASES.get(keyword, ())):
        found = _option(project, section, spelled)
        if found is not None:
            found = _semicolons(found) if keyword == "install_requires" else found
            value, where = _directive(project, found, limits)
            return value, where or f"setup.cfg [{section}] {spelled}", not is_open(project)
    return None


def _option(project: Project, section: str, name: str) -> str | None:
    """An option by its name with underscores; dashes were allowed until setuptools 78."""
    for option, value in interpolated(project.setup_cfg.get(section, {})).items():
        if option.replace("-", "_").lower() == name:
            return value
    return None


def _directive(project: Project, value: str, limits: Limits) -> tuple[object, str]:
    """``file:`` and ``attr:`` resolved; several files are joined with line feeds.

    https://setuptools.pypa.io/en/latest/userguide/declarative_config.html#specifying-values
    """
    kind, _, rest = value.strip().partition(":")
    if kind == "attr":
        read, path = read_attribute(project, rest.strip(), limits)
        return read, f"{path} ({rest.strip()})"
    if kind == "file":
        names = [name.strip() for name in rest.replace("\n", ",").split(",") if name.strip()]
        return "\n".join(read_text(project, name, limits) for name in names), ", ".join(names)
    return value, ""


def _field(project: Project, keyword: str, limits: Limits, render: object) -> Field:
    try:
        found = keyword_value(project, keyword, limits)
    except (Computed, NotReadable) as error:
        return Unknown(why=str(error))
    if found is None and _may_hand_in(project, keyword):
        return Unknown(why=f"setup.py may hand in {keyword} with others that are computed")
    if found is None:
        certain = keyword in OBEYED and not is_open(project)
        return Known(values=(), where="neither setup.py nor setup.cfg sets it", certain=certain)
    value, where, certain = found
    lines = render(value) if callable(render) else None
    if lines is None:
        return Unknown(why=f"{where} is {type(value).__name__}, which is not expected there")
    return Known(values=lines, where=where, certain=certain)


def _may_hand_in(project: Project, keyword: str) -> bool:
    """Whether requirements that nothing shows may be declared: their absence then proves nothing, either."""
    call = project.setup_py
    obeyed = keyword in OBEYED - {"name"}
    return obeyed and call is not None and call.is_open and not uses_pbr(project)


def single(value: object) -> tuple[str, ...] | None:
    """The values of a field that stands once; None for what is no text. So do the next ones."""
    return ((value,) if value.strip() else ()) if isinstance(value, str) else None


def several(value: object) -> tuple[str, ...] | None:
    """A list, or text with one value a line or between commas (``parse_list``)."""
    if isinstance(value, str):
        return tuple(lines_of(value) if "\n" in value else _split(value, ","))
    return strings(value) if isinstance(value, list | tuple) else None


def keywords_of(value: object) -> tuple[str, ...] | None:
    """Keywords, as setuptools writes them: between commas, on one line."""
    if isinstance(value, list | tuple):
        value = ",".join(strings(value))
    return single(value)


def _urls(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        pairs = (line.partition("=") for line in lines_of(value))
        return tuple(f"{label.strip()}, {url.strip()}" for label, _, url in pairs)
    if isinstance(value, Mapping):
        return tuple(f"{label}, {url}" for label, url in value.items())
    return None


def lines_of(text: str) -> list[str]:
    """The lines that say something; comments do not."""
    lines = (line.strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _version(project: Project, limits: Limits) -> Field:
    """The version, with the ``tag_build`` that ``[egg_info]`` of ``setup.cfg`` adds."""
    try:
        found = keyword_value(project, "version", limits)
    except (Computed, NotReadable) as error:
        return Unknown(why=str(error))
    version = version_of(found[0]) if found else None
    if found is None or version is None:
        return Unknown(why="neither setup.py nor setup.cfg states a version")
    tag = project.setup_cfg.get("egg_info", {}).get("tag_build", "").strip()
    return Known(
        values=(version,),
        also=((version + tag,),) if tag else (),
        where=found[1],
        certain=found[2],
    )


def _requirements(project: Project, limits: Limits) -> dict[str, Field]:
    """``install_requires`` and ``extras_require``."""
    plain = _field(project, "install_requires", limits, requirement_lines)
    if isinstance(plain, Known) and not plain.values and uses_pbr(project):
        plain = _pbr_requirements(project, limits, plain)
    try:
        extras, where, certain = _extras(project, limits)
        listed, more = stated_in_files(project, limits)
        extras |= more
    except (Computed, NotReadable) as error:
        unknown = Unknown(why=str(error))
        return {"requires-dist": unknown, "provides-extra": unknown}
    if listed is not None and isinstance(plain, Known):
        plain = Known(values=listed, where=f"setup.cfg [{SECTION}]", certain=plain.certain)
    lines, names = optional(extras)
    filled = {key.partition(":")[0] for key, requirements in extras.items() if requirements}
    provided = Known(
        values=tuple(name for name in names if name in filled),
        optional=tuple(name for name in names if name not in filled),
        where=where,
        certain=certain,
    )
    if isinstance(plain, Unknown):
        return {"requires-dist": plain, "provides-extra": provided}
    return {
        "requires-dist": Known(
            values=(*plain.values, *lines),
            where=f"{plain.where}; {where}" if lines else plain.where,
            certain=plain.certain and certain,
            rewritten=_moved_by_commands(project, lines),
        ),
        "provides-extra": provided,
    }


def _moved_by_commands(project: Project, lines: Iterable[str]) -> frozenset[str]:
    """What extras ask for, where a command of ``setup.py`` adds to the requirements as it runs.

    It may ask for them without the extra; for anything else no declaration stands.
    """
    call = project.setup_py
    if call is None or "install_requires" not in call.changes:
        return frozenset()
    return frozenset(need(line).name for line in lines)


def _pbr_requirements(project: Project, limits: Limits, plain: Known) -> Known:
    """The lines of ``requirements.txt``, which pbr takes for the requirements (pbr, "Requirements")."""
    lines = pbr_lines(project, RUNTIME, limits)
    if lines is None:
        return plain
    return Known(values=lines, where="requirements.txt, as pbr reads it", certain=False)


def requirement_lines(value: object) -> tuple[str, ...] | None:
    """One requirement a line; comments are dropped from text and lists alike.

    https://setuptools.pypa.io/en/latest/references/keywords.html ("install_requires"): "a string or
    list of strings", each read as ``pkg_resources.parse_requirements`` does.
    """
    if isinstance(value, list | tuple):
        value = "\n".join(_flat(value))
    if not isinstance(value, str):
        return None
    return tuple(_joined(iter([line.partition(" #")[0].strip() for line in lines_of(value)])))


def _joined(lines: Iterator[str]) -> Iterator[str]:
    """Lines that end in a backslash with the next: ``pkg_resources.parse_requirements`` takes two off."""
    for line in lines:
        whole = line
        while whole.endswith("\\"):
            following = next(lines, None)
            if following is None:
                return
            whole = whole[:-2].strip() + following
        yield whole


def _flat(value: object) -> Iterator[str]:
    """The texts of lists in lists, as ``yield_lines`` goes into them; the literal's nesting is capped."""
    if isinstance(value, str):
        yield value
    for item in value if isinstance(value, list | tuple) else ():
        yield from _flat(item)


def _extras(project: Project, limits: Limits) -> tuple[dict[str, tuple[str, ...]], str, bool]:
    call = project.setup_py
    closed = not is_open(project)
    if call is not None and "extras_require" in call.unknown:
        seen = witness(project, call.unknown["extras_require"], limits)
        if seen is None or not isinstance(seen[0], Mapping):
            raise Computed(
                f"setup.py computes extras_require: {call.unknown['extras_require'][:120]}"
            )
        return _extra_lines(seen[0]), seen[1], False
    known = call.known.get("extras_require") if call is not None else None
    if isinstance(known, Mapping) and known:
        return _extra_lines(known), "setup.py extras_require", True
    if not project.setup_cfg.get("options.extras_require") and uses_pbr(project):
        return pbr_extras(project), "setup.cfg [extras], as pbr reads it", False
    section = interpolated(project.setup_cfg.get("options.extras_require", {}))
    if any(value.strip().startswith("file:") for value in section.values()):
        raise Computed("setup.cfg [options.extras_require] names files")
    lists = {extra: _semicolons(value) for extra, value in section.items()}
    return _extra_lines(lists), "setup.cfg [options.extras_require]", closed


def _semicolons(value: str) -> str:
    """A value of ``setup.cfg`` that is one line, taken apart at its semicolons as a ``list-semi`` is.

    https://setuptools.pypa.io/en/latest/userguide/declarative_config.html#specifying-values : not where it
    is indented below its key, so that a marker may stand in it. A marker that is left alone is no
    requirement, and setuptools refuses it; here it then matches nothing that an artifact may say.
    """
    return value if "\n" in value else "\n".join(_split(value, ";"))


def _extra_lines(groups: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    return {str(key): requirement_lines(value) or () for key, value in groups.items()}


def setuptools_entry_points(project: Project, limits: Limits) -> KnownEntryPoints | Unknown:
    """``entry_points`` of ``setup.py``, ``[options.entry_points]`` of ``setup.cfg``."""
    called = "options.entry_points"
    if called not in project.setup_cfg and uses_pbr(project):
        called = (
            "entry_points"  # https://docs.openstack.org/pbr/latest/user/using.html#entry-points
        )
    section = project.setup_cfg.get(called)
    call = project.setup_py
    if section and not (call is not None and "entry_points" in {*call.known, *call.unknown}):
        groups = {group: _points(value) for group, value in section.items()}
        where = f"setup.cfg [{called}]"
        return KnownEntryPoints(groups=_filled(groups), where=where, certain=not is_open(project))
    try:
        found = keyword_value(project, "entry_points", limits)
        if found is None:
            nothing = "neither setup.py nor setup.cfg declares any"
            return KnownEntryPoints(groups={}, where=nothing, certain=not is_open(project))
        value, where, certain = found
        if isinstance(value, str):
            return KnownEntryPoints(
                groups=_filled(entry_points(value.encode(), limits)), where=where, certain=certain
            )
    except (Computed, NotReadable, Malformed) as error:
        return Unknown(why=str(error))
    if not isinstance(value, Mapping):
        return Unknown(why=f"{where} is {type(value).__name__}, which is not expected there")
    groups = {str(group): _points(points) for group, points in value.items()}
    return KnownEntryPoints(groups=_filled(groups), where=where, certain=certain)


def _points(value: object) -> dict[str, str]:
    lines = lines_of(value) if isinstance(value, str) else strings(value)
    pairs = (line.partition("=") for line in lines)
    return {name.strip(): reference.strip() for name, _, reference in pairs}


def _filled(groups: EntryPoints) -> EntryPoints:
    return {group: points for group, points in groups.items() if points}
