"""The work tree that a release was packed from: what it holds that no commit does."""

from __future__ import annotations

import hashlib
from pathlib import Path

from msgspec import Struct

from tallystick.model import Entry


class WorkTree(Struct, frozen=True, kw_only=True):
    """A checkout on this disk.

    Attributes:
        root: its topmost folder.
    """

    root: Path

    @classmethod
    def at(cls, folder: Path) -> WorkTree | None:
        """The work tree whose topmost folder is ``folder``; None if it is none (bare, or no repository)."""
        return cls(root=folder) if (folder / ".git").exists() else None

    def holds(self, path: str, entry: Entry) -> bool:
        """Whether the file at ``path`` has the bytes of ``entry``; what cannot be read has not.

        The path is a stranger's: no link is followed, and no more is read than the entry is long.
        """
        parts = path.split("/")
        if entry.sha256 is None or not all(parts) or {".", "..", ".git"} & set(parts):
            return False
        place = self.root
        try:
            for part in parts:
                place = place / part
                if place.is_symlink():
                    return False
            if not place.is_file() or place.stat().st_size != entry.size:
                return False
            with place.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
        except (OSError, ValueError):  # a name with a NUL byte, a surrogate of another encoding
            return False
