"""``ltversion.m4`` of a Libtool between two releases, as the release before it would have it.

Libtool counts commits: a tree 42 commits after 2.4.6 calls itself ``2.4.6.42-b88ce``, its revision
``2.4.6.42``, and adds 42 to the serial (its ``build-aux/git-version-gen`` and ``Makefile.am``). With the
count taken back from all of them, and ``-dirty``, which a changed working tree adds, the file is the
release's, but for years.
"""

from __future__ import annotations

import re

NAME = "ltversion.m4"

_VERSION = re.compile(
    rb"^m4_define\(\[LT_PACKAGE_VERSION\], \["
    rb"(?P<version>(?P<release>\d+\.\d+\.\d+)(?:\.(?P<count>\d{1,4})-[0-9a-f]{4,40})?(?:-dirty)?)\]\)$",
    re.MULTILINE,
)
_SERIAL = re.compile(rb"^# serial (\d{1,6}) ltversion\.m4$", re.MULTILINE)

NORMALISATION = (
    "the commits since Libtool's last release taken back from its version, revision and serial"
)


def as_released(content: bytes) -> bytes | None:
    """``content`` with the version of the release before it; None where it is none between two."""
    said, serial = _VERSION.search(content), _SERIAL.search(content)
    if said is None or serial is None or said["version"] == said["release"]:
        return None
    release, count = said["release"], int(said["count"] or 0)
    revision = release + (b".%d" % count if count else b"")
    for before, after in (
        (b"[" + said["version"] + b"]", b"[" + release + b"]"),
        (b"'" + said["version"] + b"'", b"'" + release + b"'"),
        (b"[" + revision + b"]", b"[" + release + b"]"),
        (b"'" + revision + b"'", b"'" + release + b"'"),
    ):
        content = content.replace(before, after)
    return content.replace(serial[0], b"# serial %d ltversion.m4" % (int(serial[1]) - count), 1)
