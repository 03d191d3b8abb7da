"""Modes and links."""

from __future__ import annotations

from tamper.kinds.making import PAYLOAD, first_module, inside, kind
from tamper.release import Member, Release


@kind
def executable_bit_set(release: Release) -> str | None:
    module = first_module(release)
    if module is None or module.mode & 0o111:
        return None
    module.mode |= 0o111
    return inside(release, module)


@kind
def set_user_id_bit_set(release: Release) -> str | None:
    module = first_module(release)
    if module is None or release.is_zip:
        return None
    module.mode |= 0o4755
    return inside(release, module)


def _linked(release: Release, kind: str, target: str) -> str | None:
    module = first_module(release)
    if module is None or (release.is_zip and kind != "symlink"):
        return None
    module.kind = kind  # type: ignore[assignment]
    module.link, module.content = target, b""
    return inside(release, module)


@kind
def module_made_a_link_inside(release: Release) -> str | None:
    return _linked(release, "symlink", "__init__.py")


@kind
def module_made_a_link_outside(release: Release) -> str | None:
    return _linked(release, "symlink", "../../../../../../etc/passwd")


@kind
def module_made_an_absolute_link(release: Release) -> str | None:
    return _linked(release, "symlink", "/etc/passwd")


@kind
def module_made_a_hard_link_outside(release: Release) -> str | None:
    return _linked(release, "hardlink", "/etc/passwd")


@kind
def module_made_a_fifo(release: Release) -> str | None:
    return _linked(release, "fifo", "")


@kind
def file_written_through_a_link(release: Release) -> str | None:
    if release.is_zip:
        return None
    release.members.insert(1, Member(f"{release.top}lib", b"", 0o777, "symlink", "/tmp"))  # noqa: S108
    release.members.append(Member(f"{release.top}lib/evil.py", PAYLOAD))
    return ""
