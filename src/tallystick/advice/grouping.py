"""Many paths in few words: a folder that is missing as a whole is named once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator


def whole_folders(paths: Iterable[str], present: Iterable[str]) -> tuple[str, ...]:
    """``paths``, with each topmost folder of which nothing is ``present`` in place of what is in it.

    Args:
        paths: files, relative to one folder.
        present: files beside them that are not among them.

    Returns:
        Files, and folders with a slash at the end, sorted.
    """
    occupied = {folder for path in present for folder in _above(path)}
    several = Counter(folder for path in set(paths) for folder in _above(path))

    def shown(path: str) -> str:
        alone = (
            folder for folder in _above(path) if folder not in occupied and several[folder] > 1
        )
        return next((f"{folder}/" for folder in alone), path)

    return tuple(sorted({shown(path) for path in paths}))


def _above(path: str) -> Iterator[str]:
    """The folders above ``path``, topmost first."""
    parts = path.split("/")[:-1]
    for length in range(1, len(parts) + 1):
        yield "/".join(parts[:length])
