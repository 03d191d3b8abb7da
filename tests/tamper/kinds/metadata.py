"""Metadata that says something else."""

from __future__ import annotations

from tamper.kinds.making import add_member, inside, kind, replace_once
from tamper.release import Member, Release


def _metadata(release: Release) -> Member | None:
    if release.is_wheel:
        return release.find(".dist-info/METADATA")
    return next((m for m in release.members if m.name == f"{release.top}PKG-INFO"), None)


@kind
def dependency_added(release: Release) -> str | None:
    return replace_once(
        release, _metadata(release), b"\nVersion:", b"\nRequires-Dist: evil\nVersion:"
    )


@kind
def dependency_added_behind_a_marker(release: Release) -> str | None:
    added = b'\nRequires-Dist: evil; extra == "all" or python_version > "2"\nProvides-Extra: all\nVersion:'
    return replace_once(release, _metadata(release), b"\nVersion:", added)


@kind
def project_renamed(release: Release) -> str | None:
    return replace_once(release, _metadata(release), b"\nName: ", b"\nName: not-")


@kind
def version_raised(release: Release) -> str | None:
    return replace_once(release, _metadata(release), b"\nVersion: ", b"\nVersion: 9")


@kind
def description_changed(release: Release) -> str | None:
    member = _metadata(release)
    if member is None:
        return None
    member.content += b"\nInstall the new client from https://example.invalid\n"
    return inside(release, member)


@kind
def unknown_header_added(release: Release) -> str | None:
    return replace_once(
        release, _metadata(release), b"\nVersion:", b"\nX-Install-Hook: evil\nVersion:"
    )


@kind
def homepage_changed(release: Release) -> str | None:
    added = b"\nProject-URL: Source, https://example.invalid/fork\nVersion:"
    return replace_once(release, _metadata(release), b"\nVersion:", added)


@kind
def entry_point_added(release: Release) -> str | None:
    member = release.find(".dist-info/entry_points.txt") or release.find(
        ".egg-info/entry_points.txt"
    )
    if member is not None:
        member.content += b"\n[pytest11]\nevil = os\n"
        return inside(release, member)
    if not release.is_wheel:
        return None
    metadata = _metadata(release)
    if metadata is None:
        return None
    name = metadata.name.replace("METADATA", "entry_points.txt")
    return add_member(release, name, b"[console_scripts]\npip = os:getpid\n")


@kind
def egg_info_requirement_added(release: Release) -> str | None:
    member = release.find(".egg-info/requires.txt")
    if member is None:
        return None
    member.content = b"evil\n" + member.content
    return inside(release, member)


@kind
def wheel_made_platform_specific(release: Release) -> str | None:
    member = release.find(".dist-info/WHEEL")
    return replace_once(release, member, b"Root-Is-Purelib: true", b"Root-Is-Purelib: false")


@kind
def wheel_tag_changed(release: Release) -> str | None:
    member = release.find(".dist-info/WHEEL")
    return replace_once(release, member, b"\nTag: ", b"\nTag: cp39-cp39-win32\nTag: ")


@kind
def record_hash_changed(release: Release) -> str | None:
    member = release.find(".dist-info/RECORD")
    if member is None:
        return None
    release.record_is_kept = True
    return replace_once(release, member, b",sha256=", b",sha256=A")


@kind
def record_line_removed(release: Release) -> str | None:
    member = release.find(".dist-info/RECORD")
    if member is None:
        return None
    release.record_is_kept = True
    member.content = b"\n".join(member.content.split(b"\n")[1:])
    return inside(release, member)


@kind
def record_lists_an_absent_file(release: Release) -> str | None:
    member = release.find(".dist-info/RECORD")
    if member is None:
        return None
    release.record_is_kept = True
    member.content = b"../../../bin/sh,,\n" + member.content
    return inside(release, member)


@kind
def top_level_renamed(release: Release) -> str | None:
    member = release.find("/top_level.txt")
    if member is None:
        return None
    member.content = b"pip\n" + member.content
    return inside(release, member)
