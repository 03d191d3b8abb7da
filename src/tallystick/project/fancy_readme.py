"""A readme that hatch-fancy-pypi-readme puts together from fragments.

https://github.com/hynek/hatch-fancy-pypi-readme#configuration : files, cut at markers and by patterns, one
after the other; then the project's own substitutions; then the release's name and version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.declared import Field, Known, Unknown
from tallystick.project.pattern import NotFollowed, Pattern, Steps
from tallystick.project.reading import NotReadable, read_text

WHERE = "pyproject.toml fancy-pypi-readme"

MAX_PARTS = 100
"""Fragments or substitutions of one readme: the longest seen has nine."""

MAX_TEXT = 2_000_000
"""Characters of one fragment, and of the whole: the longest history seen has 300,000."""


def fancy_readme(project: Project, limits: Limits) -> dict[str, Field]:
    """``Description`` and its type as the hook makes them."""
    fields: dict[str, Field] = {}
    kind = _hook(project).get("content-type")
    if isinstance(kind, str):
        fields["description-content-type"] = Known(values=(kind,), where=WHERE)
    try:
        text = _text(project, limits)
    except (NotReadable, NotFollowed) as error:
        return {**fields, "description": Unknown(why=f"fancy-pypi-readme: {error}")}
    name = project.table("project").get("name")
    named = text.replace("$HFPR_PACKAGE_NAME", name if isinstance(name, str) else "")
    described = Known(
        values=(named,), stands_for={"$HFPR_VERSION": "version"}, where=f"{WHERE} fragments"
    )
    return {**fields, "description": described}


def _hook(project: Project) -> Mapping[str, object]:
    return project.table("tool", "hatch", "metadata", "hooks", "fancy-pypi-readme")


def _text(project: Project, limits: Limits) -> str:
    fragments = _tables(_hook(project).get("fragments"), "fragments")
    if not fragments:
        raise NotReadable("there are no fragments")
    steps = Steps(limits.pattern_steps)
    text = "".join(_fragment(project, fragment, limits, steps) for fragment in fragments)
    for change in _tables(_hook(project).get("substitutions", []), "substitutions"):
        text = _changed(text, change, steps)
    return text


def _tables(listed: object, what: str) -> list[Mapping[str, object]]:
    given = listed if isinstance(listed, list) else []
    found = [item for item in given if isinstance(item, Mapping)]
    if not isinstance(listed, list) or len(found) < len(given) or len(found) > MAX_PARTS:
        raise NotReadable(f"its {what} are no list of tables")
    return found


def _changed(text: str, change: Mapping[str, object], steps: Steps) -> str:
    pattern, replacement = change.get("pattern"), change.get("replacement")
    if not isinstance(pattern, str) or not isinstance(replacement, str) or len(text) > MAX_TEXT:
        raise NotReadable("a substitution without pattern or replacement, or of a very long text")
    flags = re.IGNORECASE if change.get("ignore-case") is True else 0
    return _pattern(pattern, flags).replaced(replacement, text, steps)


def _pattern(pattern: str, flags: int) -> Pattern:
    try:
        return Pattern.of(pattern, flags)
    except NotFollowed as error:
        raise NotReadable(f"the pattern {pattern[:60]!r} is not followed: {error}") from None


def _fragment(
    project: Project, fragment: Mapping[str, object], limits: Limits, steps: Steps
) -> str:
    if isinstance(fragment.get("text"), str):
        return str(fragment["text"])
    path = fragment.get("path")
    if not isinstance(path, str):
        raise NotReadable("a fragment names no file")
    text = read_text(project, path, limits).replace("\r\n", "\n").replace("\r", "\n")
    for key, after, keep in (
        ("start-after", True, False),
        ("start-at", True, True),
        ("end-before", False, False),
    ):
        marker = fragment.get(key)
        if not isinstance(marker, str):
            continue
        before, found, rest = text.partition(marker)
        if not found:
            raise NotReadable(f"{path} does not hold {marker!r}")
        text = (found if keep else "") + rest if after else before
    pattern = fragment.get("pattern")
    return _cut_out(path, pattern, text, steps) if isinstance(pattern, str) else text


def _cut_out(path: str, pattern: str, text: str, steps: Steps) -> str:
    """The first group of what the pattern finds, where ``.`` stands for line feeds as well."""
    cut = _pattern(pattern, re.DOTALL)
    found = cut.search(text, steps) if len(text) <= MAX_TEXT and cut.tree.groups else None
    passage = found.group(1) if found is not None else None
    if passage is None:
        raise NotReadable(f"the pattern {pattern[:60]!r} finds nothing in {path}")
    return passage
