"""Kinds of tampering with bytes that parsers pass over, and with places that only some installers know.

They return what those of :mod:`tamper.kinds` return.
"""

from __future__ import annotations

import re

from tamper.kinds import Apply, Kind, first_module, inside, replace_once
from tamper.release import Member, Release

OVERLOOKED_KINDS: list[Kind] = []

MARK = b"\xef\xbb\xbf"


def kind(function: Apply) -> Apply:
    """Add ``function`` to OVERLOOKED_KINDS under its own name."""
    OVERLOOKED_KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


def _metadata(release: Release) -> Member | None:
    name = r"^[^/]+\.dist-info/METADATA$" if release.is_wheel else r"^[^/]+/PKG-INFO$"
    return next((m for m in release.members if re.search(name, m.name)), None)


def _marked(release: Release, pattern: str) -> str | None:
    """A byte-order mark before the first file whose name ends so, and that has none."""
    found = (m for m in release.members if m.kind == "file" and re.search(pattern, m.name))
    member = next(found, None)
    if member is None or member.content.startswith(MARK):
        return None
    member.content = MARK + member.content
    return inside(release, member)


@kind
def byte_order_mark_before_the_metadata(release: Release) -> str | None:
    """``email.parser`` then finds no header, and so no requirement."""
    member = _metadata(release)
    return None if member is None else _marked(release, rf"^{re.escape(member.name)}$")


@kind
def byte_order_mark_before_the_entry_points(release: Release) -> str | None:
    """``importlib.metadata`` then does not see the first group."""
    return _marked(release, r"\.(?:dist|egg)-info/entry_points\.txt$")


@kind
def byte_order_mark_before_the_configuration(release: Release) -> str | None:
    return _marked(release, rf"^{re.escape(release.top)}setup\.cfg$")


@kind
def headers_parted_by_carriage_returns(release: Release) -> str | None:
    member = _metadata(release)
    if member is None or b"\r" in member.content:
        return None
    head, blank, body = member.content.partition(b"\n\n")
    member.content = head.replace(b"\n", b"\r") + blank + body
    return inside(release, member)


@kind
def python_excluded_behind_many_blanks(release: Release) -> str | None:
    """Further than a parser that stops at some length would look."""
    member = _metadata(release)
    found = re.search(rb"^Requires-Python: .*$", member.content, re.MULTILINE) if member else None
    if member is None or found is None:
        return None
    member.content = member.content.replace(found[0], found[0] + b" " * 5_000 + b",<3")
    return inside(release, member)


@kind
def requirement_that_says_nothing(release: Release) -> str | None:
    """An installer stops at it."""
    return replace_once(release, _metadata(release), b"\nName: ", b"\nRequires-Dist:\nName: ")


@kind
def words_as_a_group_of_entry_points(release: Release) -> str | None:
    member = release.find("-info/entry_points.txt")
    if member is None:
        return None
    member.content = b"[curl https://example.invalid/x]\n" + member.content
    return inside(release, member)


@kind
def words_as_a_section_of_setup_cfg(release: Release) -> str | None:
    member = next((m for m in release.members if m.name == f"{release.top}setup.cfg"), None)
    if member is None:
        return None
    member.content = b"[curl https://example.invalid/x]\n" + member.content
    return inside(release, member)


@kind
def lock_of_the_crate_emptied(release: Release) -> str | None:
    """Cargo then resolves every crate anew."""
    member = release.find("Cargo.lock")
    if member is None:
        return None
    member.content = b"version = 3\n"
    return inside(release, member)


@kind
def module_in_a_data_folder_of_another_name(release: Release) -> str | None:
    """Some installers move it beside the packages, others leave it where nothing imports it."""
    member = first_module(release) if release.is_wheel else None
    if member is None:
        return None
    member.name = f"another-1.0.data/purelib/{member.name}"
    return inside(release, member)


@kind
def executable_bit_set_on_the_metadata(release: Release) -> str | None:
    member = _metadata(release)
    if member is None or member.mode & 0o111:
        return None
    member.mode |= 0o111
    return inside(release, member)
