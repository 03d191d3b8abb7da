"""A readme that hatch-fancy-pypi-readme puts together from fragments.

https://github.com/hynek/hatch-fancy-pypi-readme#configuration ; a regular expression written by a
stranger can take any time to match, so none is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tallystick.limits import Limits
from tallystick.project.configuration import Project
from tallystick.project.reading import NotReadable, read_text


@dataclass(frozen=True, slots=True)
class Passage:
    """What a pattern cuts out of a file: some of its ``text``, not known which."""

    path: str
    text: str


def _hook(project: Project) -> Mapping[str, object]:
    return project.table("tool", "hatch", "metadata", "hooks", "fancy-pypi-readme")


def readme_type(project: Project) -> str | None:
    """``content-type``; None where it is not stated."""
    kind = _hook(project).get("content-type")
    return kind if isinstance(kind, str) else None


def fragments(project: Project, limits: Limits) -> list[str | Passage]:
    """The parts of the readme, in order.

    Raises:
        NotReadable: there are none, a file or a marker is absent, or patterns change the whole.
    """
    hook = _hook(project)
    listed = hook.get("fragments")
    if not isinstance(listed, list) or not listed:
        raise NotReadable("there are no fragments")
    if hook.get("substitutions"):
        raise NotReadable("the project's own patterns change the text")
    return [_fragment(project, fragment, limits) for fragment in listed]


def _fragment(project: Project, fragment: object, limits: Limits) -> str | Passage:
    if not isinstance(fragment, Mapping):
        raise NotReadable("a fragment is no table")
    if isinstance(fragment.get("text"), str):
        return str(fragment["text"])
    path = fragment.get("path")
    if not isinstance(path, str):
        raise NotReadable("a fragment names no file")
    text = read_text(project, path, limits)
    for key, after, keep in (
        ("start-after", True, False),
        ("start-at", True, True),
        ("end-before", False, False),
        ("end-at", False, True),
    ):
        marker = fragment.get(key)
        if not isinstance(marker, str):
            continue
        before, found, rest = text.partition(marker)
        if not found:
            raise NotReadable(f"{path} does not hold {marker!r}")
        text = (found if keep else "") + rest if after else before + (found if keep else "")
    return Passage(path, text) if "pattern" in fragment else text
