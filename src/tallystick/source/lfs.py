"""Git LFS pointers: small blobs that stand for large content kept elsewhere.

Specification: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
"""

from __future__ import annotations

import re

from tallystick.model import Sha256

POINTER_BYTES = 1024
"""The specification: a pointer file must be smaller than this, custom keys included."""

_VERSION = re.compile(r"https://(?:git-lfs\.github\.com|hawser\.github\.com)/spec/v1")
_LINE = re.compile(r"([a-z0-9.-]+) ([^\n]*)\n")


def lfs_pointer(content: bytes) -> tuple[Sha256, int] | None:
    """The sha256 and the size in bytes of the content that ``content`` points to.

    Returns:
        None when ``content`` is not a pointer as the specification has it: UTF-8 lines of a key, a
        space and a value, each ended by a newline; ``version`` first, the others in order, none
        twice; an ``oid`` of ``sha256`` and a ``size``.
    """
    if not content.startswith(b"version ") or len(content) >= POINTER_BYTES:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    lines = _LINE.findall(text)
    keys = [key for key, _ in lines]
    values = dict(lines)
    whole = "".join(f"{key} {value}\n" for key, value in lines) == text
    if not whole or keys[1:] != sorted(set(keys[1:])) or "version" in keys[1:]:
        return None
    oid = re.fullmatch("sha256:([0-9a-f]{64})", values.get("oid", ""))
    size = re.fullmatch("0|[1-9][0-9]{0,18}", values.get("size", ""))
    if _VERSION.fullmatch(values["version"]) is None or oid is None or size is None:
        return None
    return Sha256(oid[1]), int(size[0])
