"""Kinds of tampering with what a rule once took for proven by its form or its place alone.

They return what those of :mod:`tamper.kinds` return.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tamper.kinds import Apply, Kind, add_member, inside
from tamper.release import Member, Release

BELIEVED_KINDS: list[Kind] = []

PLACEHOLDER = re.compile(rb"@[A-Za-z_][\w.-]{0,80}@")
STATED = re.compile(
    rb"^(version|VERSION|version_info|commit|git_commit|date|build_date) = [^\n]*$", re.MULTILINE
)


def kind(function: Apply) -> Apply:
    """Add ``function`` to BELIEVED_KINDS under its own name."""
    BELIEVED_KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


def _files(release: Release, pattern: str) -> Iterator[Member]:
    wanted = re.compile(pattern)
    for member in release.members:
        if member.kind == "file" and wanted.fullmatch(inside(release, member)):
            yield member


def _version(release: Release) -> bytes:
    """The version in the file's name."""
    found = re.search(
        r"[-_]([0-9][0-9A-Za-z.]*?)(?:\.orig)?(?:-|\.tar\.|\.tgz|\.zip)", release.name
    )
    return found[1].encode() if found is not None else b"1.0"


@kind
def executable_bit_taken_away(release: Release) -> str | None:
    """``[ -x hooks/check ] && hooks/check`` then checks nothing."""
    found = [m for m in release.members if m.kind == "file" and m.mode & 0o111]
    if release.is_zip or len(found) < 2 or len(found) == len(release.members):
        return None
    found[-1].mode &= ~0o111
    return inside(release, found[-1])


@kind
def list_of_sources_emptied(release: Release) -> str | None:
    """A build without version control then packs no data."""
    member = next(_files(release, r"(?:[^/]+/)?[^/]+\.egg-info/SOURCES\.txt"), None)
    if release.is_zip or member is None or not member.content.strip():
        return None
    member.content = b""
    return inside(release, member)


@kind
def template_filled_in_that_nobody_configures(release: Release) -> str | None:
    """``X`` beside ``X.in``, each placeholder the version."""
    held = {member.name for member in release.members}
    for member in _files(release, r".*\.in"):
        name = member.name.removesuffix(".in")
        if name not in held and PLACEHOLDER.search(member.content) and not name.endswith(".h"):
            filled = PLACEHOLDER.sub(_version(release), member.content)
            return add_member(release, name, filled)
    return None


@kind
def stated_version_of_something_else_set_anew(release: Release) -> str | None:
    """The version, day or commit that a script fetches becomes the release's, or none."""
    for member in _files(release, r".*\.py"):
        found = STATED.search(member.content)
        if found is None or b"version" in inside(release, member).encode():
            continue
        name = found[1]
        value = b"None" if b"commit" in name else b'"' + _version(release) + b'"'
        value = b'"20180101"' if b"date" in name else value
        if found[0] == name + b" = " + value:
            continue
        start, end = found.span()
        member.content = member.content[:start] + name + b" = " + value + member.content[end:]
        return inside(release, member)
    return None


@kind
def version_in_data_set_anew(release: Release) -> str | None:
    pattern = re.compile(rb'^(\s*"version"\s*:\s*)"[^"\n]*"', re.MULTILINE)
    for member in _files(release, r".*(?<!package)\.json"):
        new = pattern.sub(rb'\1"' + _version(release) + b'"', member.content, count=1)
        if new != member.content and ".dist-info/" not in member.name:
            member.content = new
            return inside(release, member)
    return None
