"""What one reader makes of an archive: files, links and folders by path; or that it refuses."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that unpacking makes: ``what`` is a digest, a target, or nothing of a folder."""

    kind: str
    what: str = ""
    runs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """All that unpacking makes.

    Attributes:
        made: by path, without ``./`` before it and ``/`` behind it.
        refused: why the reader gave up, or complained; None where it did not.
        knows_modes: whether ``runs`` says something.
        knows_folders: whether it makes folders that hold nothing (installers of wheels do not).
        within: the folder that it shows, "" for all; what lies elsewhere it does not show.
    """

    made: Mapping[str, Made] = field(default_factory=dict)
    refused: str | None = None
    knows_modes: bool = True
    knows_folders: bool = True
    within: str = ""


def file(content: bytes, mode: int) -> Made:
    """A file, which its owner may run or not."""
    return Made("file", hashlib.sha256(content).hexdigest(), bool(mode & 0o100))


def with_folders(made: Mapping[str, Made]) -> dict[str, Made]:
    """``made`` with the folders that its paths need."""
    whole = dict(made)
    for path in made:
        parent = path.rpartition("/")[0]
        while parent and parent not in whole:
            whole[parent] = Made("folder")
            parent = parent.rpartition("/")[0]
    return whole


def on_disk(root: Path, prefix: str = "") -> dict[str, Made]:
    """What lies below ``root``, with ``prefix`` before each path."""
    made: dict[str, Made] = {}
    for folder, folders, files in os.walk(os.fsencode(root)):
        for name in (*folders, *files):
            path = os.path.join(folder, name)  # noqa: PTH118 - bytes
            status = os.lstat(path)
            shown = prefix + os.fsdecode(os.path.relpath(path, os.fsencode(root)))
            if stat.S_ISLNK(status.st_mode):
                made[shown] = Made("link", os.fsdecode(os.readlink(path)))  # noqa: PTH115 - bytes
            elif stat.S_ISDIR(status.st_mode):
                made[shown] = Made("folder")
            elif stat.S_ISREG(status.st_mode):
                made[shown] = file(Path(os.fsdecode(path)).read_bytes(), status.st_mode)
            else:
                made[shown] = Made("special")
    return with_folders(made)


def difference(one: View, other: View) -> str | None:
    """The first thing in which two views differ; None where they agree as far as both show."""
    within = one.within or other.within
    knows_modes = one.knows_modes and other.knows_modes
    knows_folders = one.knows_folders and other.knows_folders
    first, second = (
        {
            path: made if knows_modes else Made(made.kind, made.what)
            for path, made in view.made.items()
            if path.startswith(within) and (knows_folders or made.kind != "folder")
        }
        for view in (one, other)
    )
    for path in sorted(first.keys() | second.keys()):
        if first.get(path) != second.get(path):
            return f"{path!r}: {first.get(path)} and {second.get(path)}"
    return None
