"""A Debian package's members, and what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallystick.archive.ar_member import ar_members
from tallystick.errors import ArtifactError


def member(name: bytes, content: bytes, size: bytes | None = None) -> bytes:
    stated = size if size is not None else b"%d" % len(content)
    header = b"%-16s%-12d%-6d%-6d%-8s%-10s`\n" % (name, 0, 0, 0, b"100644", stated)
    return header + content + b"\n" * (len(content) % 2)


def test_members_stand_one_after_the_other_at_even_places(tmp_path: Path) -> None:
    path = tmp_path / "a.deb"
    path.write_bytes(
        b"!<arch>\n" + member(b"debian-binary", b"2.0") + member(b"data.tar/", b"abcd")
    )
    found = ar_members(path)
    assert [(m.name, m.size) for m in found] == [("debian-binary", 3), ("data.tar", 4)]
    assert path.read_bytes()[found[1].offset :] == b"abcd"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"!<thin>\n" + member(b"a", b"b"),
        b"!<arch>\n" + member(b"a", b"b", b"99"),
        b"!<arch>\n" + member(b"a", b"b", b"-1"),
        b"!<arch>\n" + member(b"a", b"bb") + b"more",
        b"!<arch>\n" + member(b"a", b"") * 65,
    ],
    ids=["empty", "thin", "beyond-the-end", "negative", "no-header", "too-many"],
)
def test_what_is_no_package_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.deb"
    path.write_bytes(content)
    with pytest.raises(ArtifactError):
        ar_members(path)
