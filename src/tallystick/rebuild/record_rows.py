"""``RECORD`` of two wheels, where entries came out equal under a normalisation and so have two digests.

Nothing of a ``RECORD`` is taken for granted: a row is left out only where it has the very digest and size of
its own archive's entry, on both sides (https://packaging.python.org/en/latest/specifications/recording-installed-packages/).
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Collection

from tallystick.model import Entry, Tree

SAYS = "record-rows: rows of entries that needed a normalisation were held against each archive by itself"


def equal_records(path: str, published: Tree, rebuilt: Tree, normalised: Collection[str]) -> bool:
    """Whether the ``RECORD`` at ``path`` of both says the same, but for the digests of ``normalised``.

    Raises:
        ContentUnavailable, LimitExceeded: one cannot be read.
    """
    first = _checked(published.read(path), published, normalised)
    second = _checked(rebuilt.read(path), rebuilt, normalised)
    return first is not None and first == second


def _checked(content: bytes, tree: Tree, normalised: Collection[str]) -> list[str] | None:
    """The lines, but for those of ``normalised``; None if one of these is wrong, or is missing."""
    left: list[str] = []
    seen: set[str] = set()
    for line in content.decode("utf-8", "surrogateescape").splitlines(keepends=True):
        row = next(csv.reader(io.StringIO(line)), [])
        if len(row) == 3 and row[0] in normalised:
            if row[1:] != _row(tree.entries[row[0]]):
                return None
            seen.add(row[0])
            left.append(row[0])
        else:
            left.append(line)
    return left if seen == set(normalised) else None


def _row(entry: Entry) -> list[str]:
    """Digest and size as ``RECORD`` has them."""
    digest = base64.urlsafe_b64encode(bytes.fromhex(entry.sha256 or "")).rstrip(b"=").decode()
    return [f"sha256={digest}", str(entry.size)]
