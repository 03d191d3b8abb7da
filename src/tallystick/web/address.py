"""Addresses within the viewer: a stranger's name as one segment of a path, and back.

Percent-encoding is not enough: servers and browsers undo it before they look at a path, so that a project
called ``..`` or ``a/b`` would lead elsewhere. So a byte that is not plain is ``~`` and two hex digits.
"""

from __future__ import annotations

import re
from typing import Final

_PLAIN: Final = re.compile(rb"[A-Za-z0-9_.+!@-]")
_ALL_PLAIN: Final = re.compile(r"[A-Za-z0-9_.+!@-]+")
_ESCAPED: Final = re.compile(r"~([0-9A-F]{2})")
_SUFFIX: Final = re.compile(r"\.(?=(?:json|svg|atom|txt)\Z)")

SUFFIX: Final = ".json"


def segment(text: str) -> str:
    """``text`` as one segment; never empty, never only dots, never with a suffix of ours."""
    if not text:
        return "~"
    if not text.strip("."):
        return "~2E" * len(text)
    if _ALL_PLAIN.fullmatch(text):
        return _SUFFIX.sub("~2E", text)
    written = "".join(
        chr(byte) if _PLAIN.match(bytes((byte,))) else f"~{byte:02X}"
        for byte in text.encode("utf-8", "surrogatepass")
    )
    return _SUFFIX.sub("~2E", written)


def text_of(written: str) -> str | None:
    """The text that :func:`segment` wrote so; None if it wrote no such thing."""
    if written == "~":
        return ""
    try:
        raw = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), written).encode("latin-1")
        text = raw.decode("utf-8", "surrogatepass")
    except UnicodeError:
        return None
    return text if segment(text) == written else None


def project(ecosystem: str, name: str) -> str:
    """A project's page."""
    return f"/projects/{segment(ecosystem)}/{segment(name)}"


def release(ecosystem: str, name: str, version: str) -> str:
    """A release's page."""
    return f"/releases/{segment(ecosystem)}/{segment(name)}/{segment(version)}"


def ledger(digest: str) -> str:
    """A ledger's page."""
    return f"/ledgers/{digest}"


def entry(digest: str, position: int) -> str:
    """The page of one line of a ledger."""
    return f"/ledgers/{digest}/entries/{position}"


def blob(digest: str) -> str:
    """The page of some bytes."""
    return f"/blobs/{digest}"


def commit(identifier: str) -> str:
    """The page of a commit."""
    return f"/commits/{identifier}"
