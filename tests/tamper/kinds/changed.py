"""Entries changed."""

from __future__ import annotations

import re

from tamper.kinds.making import PAYLOAD, first_module, inside, kind, replace_once
from tamper.release import Release


@kind
def line_added_to_a_module(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    module.content += PAYLOAD
    return inside(release, module)


@kind
def one_byte_changed(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    at = module.content.rindex(b"\n    ") + 5
    changed = b"x" if module.content[at : at + 1] != b"x" else b"y"
    module.content = module.content[:at] + changed + module.content[at + 1 :]
    return inside(release, module)


@kind
def indentation_changed(release: Release) -> str | None:
    return replace_once(release, first_module(release), b"\n    ", b"\n  ")


@kind
def trailing_space_added(release: Release) -> str | None:
    return replace_once(release, first_module(release), b"\n", b" \n")


@kind
def carriage_returns_in_one_file(release: Release) -> str | None:
    module = first_module(release)
    if module is None or b"\r" in module.content:
        return None
    module.content = module.content.replace(b"\n", b"\r\n")
    return inside(release, module)


@kind
def carriage_return_ends_a_comment(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    module.content += b"# a comment\rimport os\n"
    return inside(release, module)


@kind
def byte_order_mark_added(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    module.content = b"\xef\xbb\xbf" + module.content
    return inside(release, module)


@kind
def encoding_cookie_added(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    module.content = b"# coding: utf-7\n" + module.content
    return inside(release, module)


@kind
def module_emptied(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    module.content = b""
    return inside(release, module)


@kind
def two_modules_swapped(release: Release) -> str | None:
    one, other = first_module(release), first_module(release, skip=1)
    if one is None or other is None:
        return None
    one.content, other.content = other.content, one.content
    return inside(release, one)


@kind
def module_replaced_by_another(release: Release) -> str | None:
    one, other = first_module(release), first_module(release, skip=1)
    if one is None or other is None:
        return None
    one.content = other.content
    return inside(release, one)


@kind
def test_file_changed(release: Release) -> str | None:
    found = [m for m in release.members if "/tests/" in m.name and m.kind == "file" and m.content]
    if not found:
        return None
    found[0].content += b"\x00INERT"
    return inside(release, found[0])


@kind
def build_configuration_changed(release: Release) -> str | None:
    member = next((m for m in release.members if m.name == f"{release.top}pyproject.toml"), None)
    if release.is_wheel or member is None:
        return None
    return replace_once(release, member, b"[build-system]", b"[build-system]\nbackend-path = ['.']")


@kind
def build_requirement_added(release: Release) -> str | None:
    member = next((m for m in release.members if m.name == f"{release.top}pyproject.toml"), None)
    if release.is_wheel or member is None:
        return None
    changed = re.sub(rb"requires\s*=\s*\[", b'requires = ["evil", ', member.content, count=1)
    if changed == member.content:
        return None
    member.content = changed
    return inside(release, member)


@kind
def setup_script_changed(release: Release) -> str | None:
    member = next((m for m in release.members if m.name == f"{release.top}setup.py"), None)
    if release.is_wheel or member is None:
        return None
    member.content = PAYLOAD + member.content
    return inside(release, member)


@kind
def setup_cfg_changed(release: Release) -> str | None:
    member = next((m for m in release.members if m.name == f"{release.top}setup.cfg"), None)
    if release.is_wheel or member is None:
        return None
    member.content += b"\n[options]\nsetup_requires = evil\n"
    return inside(release, member)


@kind
def version_file_changed(release: Release) -> str | None:
    member = release.find("/_version.py") or release.find("/version.py")
    if member is None:
        return None
    member.content += b"\n__import__('os').getpid()\n"
    return inside(release, member)


@kind
def extension_module_changed(release: Release) -> str | None:
    member = release.find(".so")
    if member is None:
        return None
    member.content += b"INERT"
    return inside(release, member)


@kind
def generated_c_changed(release: Release) -> str | None:
    found = [
        m
        for m in release.members
        if m.name.endswith(".c") and b"Generated by Cython" in m.content[:200]
    ]
    if not found:
        return None
    found[0].content = found[0].content + b"\nstatic int inert_marker;\n"
    return inside(release, found[0])


@kind
def catalogue_changed(release: Release) -> str | None:
    member = release.find(".mo")
    if member is None or len(member.content) < 200:
        return None
    member.content = member.content[:-20] + b"X" + member.content[-19:]
    return inside(release, member)
