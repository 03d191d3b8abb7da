"""Which tags of a repository name a version of a project: a pure function, with its own table of cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

_PREFIXES = re.compile(
    r"^(?:(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*?)[-_/@])?(?:releases?|rel|version|ver|v|r)?[-_/.]?(?=\d)",
    re.IGNORECASE,
)


def tag_version(tag: str, project: str) -> Version | None:
    """The version that ``tag`` names for ``project``; None if it names none, or another project's.

    ``v1.0``, ``release-1.0``, ``name-1.0``, ``name/v1.0``, ``1_0_0`` are read; versions compare
    normalised (PEP 440), so ``2026.04.22`` is ``2026.4.22``.
    """
    found = _PREFIXES.match(tag)
    if found is None:
        return None
    name = found.group("name")
    plain = {"release", "releases", "rel", "version", "ver", "v", "r"}
    if name and name.lower() not in plain:
        stem = re.sub(r"[-_.](releases?|rel|version|ver|v|r)$", "", name, flags=re.IGNORECASE)
        if canonicalize_name(stem) != canonicalize_name(project):
            return None
    rest = tag[found.end() :]
    for spelled in (rest, rest.replace("_", ".")):
        try:
            return Version(spelled)
        except InvalidVersion:
            continue
    return None


def matching_tags(tags: Iterable[str], project: str, version: str) -> list[str]:
    """The tags that name ``version`` of ``project``: those with its name first, then the shortest."""
    try:
        wanted = Version(version)
    except InvalidVersion:
        return []

    def matches() -> Iterator[tuple[bool, int, str]]:
        for tag in tags:
            found = tag_version(tag, project)
            if found is not None and found == wanted:
                yield canonicalize_name(project) not in canonicalize_name(tag), len(tag), tag

    return [tag for _, _, tag in sorted(matches())]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagMatch:
    """A tag that names a version."""

    tag: str


def rank_tags(tags: Iterable[str], project: str, version: str) -> tuple[TagMatch, ...]:
    """See :func:`matching_tags`."""
    return tuple(TagMatch(tag=tag) for tag in matching_tags(tags, project, version))
