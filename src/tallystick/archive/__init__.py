"""Tar and zip, plain and compressed: the only code that opens containers which strangers made.

Every byte of a container is a header, content, zero padding, or a finding; nothing is ever written
under a name that an archive chose. ``docs/container.md`` explains each finding.
"""

from __future__ import annotations

from tallystick.archive.findings import MEANINGS
from tallystick.archive.member import Kind, Member
from tallystick.archive.reading import Archive, is_archive, read_archive

__all__ = ["MEANINGS", "Archive", "Kind", "Member", "is_archive", "read_archive"]
