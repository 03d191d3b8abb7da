"""The container around the entries."""

from __future__ import annotations

from tamper.kinds.making import PAYLOAD, first_module, kind, package_folder
from tamper.release import Member, Release


@kind
def bytes_after_the_end(release: Release) -> str | None:
    release.suffix = b"INERT"
    return ""


@kind
def bytes_before_the_beginning(release: Release) -> str | None:
    if not release.is_zip:
        return None
    release.prefix = b"#!/bin/sh\n: inert\n"
    return ""


@kind
def archive_comment_added(release: Release) -> str | None:
    if not release.is_zip:
        return None
    release.comment = b"INERT"
    return ""


@kind
def second_archive_appended(release: Release) -> str | None:
    if release.is_zip:
        return None
    other = Release("x.tar.gz", [Member(f"{release.top}evil.py", PAYLOAD)])
    release.suffix = other._tar()
    return ""


@kind
def member_given_twice(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    release.members.append(Member(module.name, PAYLOAD))
    return ""


@kind
def name_that_differs_in_case(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    folder, _, base = module.name.rpartition("/")
    release.members.append(Member(f"{folder}/{base.upper()}", PAYLOAD))
    return ""


@kind
def name_outside_of_the_tree(release: Release) -> str | None:
    release.members.append(Member(f"{release.top}../../evil.py", PAYLOAD))
    return ""


@kind
def name_from_the_root(release: Release) -> str | None:
    release.members.append(Member("/tmp/evil.py", PAYLOAD))  # noqa: S108
    return ""


@kind
def name_with_a_bidi_override(release: Release) -> str | None:
    release.members.append(Member(f"{package_folder(release)}\u202eyp.doog", PAYLOAD))
    return ""


@kind
def name_with_a_newline(release: Release) -> str | None:
    release.members.append(Member(f"{package_folder(release)}a.py\nb.py", PAYLOAD))
    return ""


@kind
def name_with_a_backslash(release: Release) -> str | None:
    release.members.append(Member(f"{package_folder(release)}..\\evil.py", PAYLOAD))
    return ""


@kind
def second_top_folder(release: Release) -> str | None:
    if release.is_wheel:
        return None
    release.members.append(Member("evil-1.0/setup.py", PAYLOAD))
    return ""


@kind
def name_that_two_headers_give_differently(release: Release) -> str | None:
    module = first_module(release)
    if module is None or release.is_zip:
        return None
    release.pax[module.name] = {"path": f"{release.top}evil.py"}
    return ""


@kind
def size_that_two_headers_give_differently(release: Release) -> str | None:
    module = first_module(release)
    if module is None or release.is_zip:
        return None
    release.pax[module.name] = {"size": str(len(module.content) + 512)}
    return ""
