"""``uv.lock`` as another run of uv leaves it: options, markers and requirements are resolved anew.

uv looks at the lock before it runs anything and writes it again where the project's table, its own options or
its version ask for it (https://docs.astral.sh/uv/concepts/projects/sync/#checking-the-lockfile). Whoever
releases from such a folder packs that one. What uv would install stays: each package is one of the source's
lock, of the same version, from the same place and with the same digests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.evidence.scripts import naming_scripts, naming_workflows
from tallystick.explain.places import own_bytes
from tallystick.explain.version.values import is_version
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, toml

ID = "uv-lock"

LARGEST = 5_000_000
"""Bytes of a lock; the largest that people commit have about three."""

_TOP = frozenset({
    "version", "revision", "requires-python", "resolution-markers", "supported-markers",
    "required-markers", "conflicts", "options", "manifest", "package",
})  # fmt: skip
_RESOLVED = frozenset({
    "dependencies", "optional-dependencies", "dev-dependencies", "resolution-markers", "metadata"
})  # fmt: skip
"""What uv resolves anew of one package; names, versions, places and digests are none of it."""

_HERE = frozenset({"editable", "virtual", "directory"})
"""Kinds of source that are folders of the project; the others are places elsewhere."""

_NAMED = re.compile(r"[A-Za-z0-9._-]{1,214}")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    if held is None or held.is_link or held.is_gitlink or difference.mode_only:
        return None
    content, source = own_bytes(difference, context), context.source_bytes(held.path)
    if content is None or max(len(content), len(source)) > LARGEST:
        return None
    runs = _running(context)
    try:
        ours, theirs = (toml(one, context.limits) for one in (content, source))
    except Malformed:
        return None
    if runs is None or not _is_of(ours, theirs, context):
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{held.path} as another run of uv writes it",
        evidence="the same packages, versions, places and digests; requirements and markers are resolved "
        f"anew; run uv, of which {runs} speaks, to prove it",
        normalisations=("comments not compared",),
        source_path=held.path,
    )


def _running(context: Context) -> str | None:
    """The file of the source that speaks of uv: its table, or a script or workflow."""
    if context.project.table("tool").get("uv") is not None:
        return context.project.path("pyproject.toml")
    found = next(naming_workflows("uv", context), None) or next(naming_scripts("uv", context), None)
    return found[0] if found is not None else None


def _is_of(ours: Mapping[str, object], theirs: Mapping[str, object], context: Context) -> bool:
    """Whether the lock ``ours`` installs nothing but what ``theirs`` would."""
    if ours.keys() - _TOP or ours.get("version") != theirs.get("version"):
        return False
    if ours.get("manifest") != theirs.get("manifest"):
        return False
    mine, known = _packages(ours), _packages(theirs)
    if not mine or known is None:
        return False
    held = {_text(package) for package in map(_pinned, known)}
    names = {str(package.get("name")) for package in known}
    return all(
        _text(_pinned(package)) in held or _is_released(package, known, context) for package in mine
    ) and all(_names(package) <= names for package in mine)


def _packages(lock: Mapping[str, object]) -> list[Mapping[str, object]] | None:
    found = lock.get("package")
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        return None
    return found


def _pinned(package: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in package.items() if key not in _RESOLVED}


def _is_released(
    package: Mapping[str, object], known: list[Mapping[str, object]], context: Context
) -> bool:
    """Whether it is a folder of the project as the source's lock has it, with the version of this release."""
    place = package.get("source")
    if not isinstance(place, Mapping) or not place.keys() <= _HERE:
        return False
    if not is_version(str(package.get("version")), context):
        return False
    versioned = ({**_pinned(one), "version": package.get("version")} for one in known)
    return _text(_pinned(package)) in {_text(one) for one in versioned}


def _names(package: Mapping[str, object]) -> set[str]:
    """The packages that it needs, by name; one that says more than uv does has a name that no lock has."""
    groups: list[object] = [package.get("dependencies", [])]
    for key in ("optional-dependencies", "dev-dependencies"):
        table = package.get(key, {})
        groups += table.values() if isinstance(table, Mapping) else [None]
    found: set[str] = set()
    for group in groups:
        for need in group if isinstance(group, list) else [None]:
            found.add(_name(need))
    return found


def _name(need: object) -> str:
    keys = {"name", "marker", "extra", "version", "source", "specifier", "group"}
    name = need.get("name") if isinstance(need, Mapping) and need.keys() <= keys else None
    return name if isinstance(name, str) and _NAMED.fullmatch(name) else "?"


def _text(value: Mapping[str, object]) -> str:
    """As canonical text: ``1``, ``1.0`` and ``true`` are three things."""
    return json.dumps(value, sort_keys=True, default=str)
