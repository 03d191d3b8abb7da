"""Every version that a repository's branches and tags ever had of some files, with its days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from tallystick.errors import SourceError
from tallystick.limits import Limits
from tallystick.model import BlobId
from tallystick.source import git
from tallystick.source.objects import Objects

DAY = 86_400

_CHANGE = re.compile(
    r":\d{6} (?P<mode>\d{6}) (?P<old>[0-9a-f]{40,64}) (?P<new>[0-9a-f]{40,64}) [A-Z]\d*\t(?P<path>.*)"
)


class BlobVersion(Struct, frozen=True, kw_only=True):
    """A blob that stood at ``path`` from the day ``first`` to the day ``last`` (since 1970-01-01)."""

    path: str
    blob: BlobId
    content: bytes
    first: int
    last: int


class HistoryHead(Struct, frozen=True, kw_only=True):
    """The commit that HEAD names, and its day."""

    commit: str
    day: int


def history_head(git_dir: Path, limits: Limits) -> HistoryHead:
    """Where the history at ``git_dir`` ends; :class:`SourceError` if it has none."""
    said = _ask(git_dir, ["log", "-1", "--format=%H %ct", "HEAD"], limits).split()
    return HistoryHead(commit=said[0], day=int(said[1]) // DAY)


def blob_history(
    git_dir: Path, wanted: Callable[[str], bool], limits: Limits
) -> Iterator[BlobVersion]:
    """Every version of the files that ``wanted`` names, those of one path together, the oldest first.

    Only branches and tags count: whoever opens a pull request writes into ``refs/pull``. A day is that
    of the committer's clock. Versions of more than ``limits.metadata`` bytes are left out.

    Raises:
        SourceError: git failed, or the repository is damaged.
    """
    first: dict[tuple[str, str], int] = {}
    last: dict[tuple[str, str], int] = {}
    wanted = cache(wanted)  # a path changes many times
    day = 0
    listing = [
        "log",
        "--branches",
        "--tags",
        "--raw",
        "--no-abbrev",
        "--no-renames",
        "-m",
        "--root",
    ]
    for line in _ask(git_dir, [*listing, "--format=C %ct"], limits).split("\n"):
        if line.startswith("C "):
            day = int(line[2:]) // DAY
            continue
        change = _CHANGE.fullmatch(line)
        if change is None or not wanted(change["path"]):
            continue
        old, new = (change["old"], change["path"]), (change["new"], change["path"])
        last[old] = max(last.get(old, 0), day)
        if change["mode"] in {"100644", "100755"}:
            first[new] = min(first.get(new, day), day)
            last[new] = max(last.get(new, 0), day)
    for commit, day in _released(git_dir, limits):
        for line in _ask(git_dir, ["ls-tree", "-r", commit], limits).split("\n"):
            _, _, rest = line.partition(" blob ")
            blob, _, path = rest.partition("\t")
            if (blob, path) in first:
                last[blob, path] = max(last[blob, path], day)
    yield from _read(git_dir, first, last, limits)


def _released(git_dir: Path, limits: Limits) -> Iterator[tuple[str, int]]:
    """The commits of HEAD and of the tags, and their days: what stands there was current then.

    A branch of an old release goes on with what the main one replaced.
    """
    newest = history_head(git_dir, limits)
    yield newest.commit, newest.day
    commit = "%(if)%(*objectname)%(then)%(*objectname) %(*objecttype) %(*committerdate:unix)"
    plain = "%(else)%(objectname) %(objecttype) %(committerdate:unix)%(end)"
    listing = ["for-each-ref", f"--format={commit}{plain}", "refs/tags"]
    for line in _ask(git_dir, listing, limits).splitlines():
        words = line.split()
        if len(words) == 3 and words[1] == "commit":
            yield words[0], int(words[2]) // DAY


def _read(
    git_dir: Path,
    first: dict[tuple[str, str], int],
    last: dict[tuple[str, str], int],
    limits: Limits,
) -> Iterator[BlobVersion]:
    # A pack holds a version as what differs from the next: git undoes least that way.
    keys = sorted(first, key=lambda key: (key[1], first[key], key[0]))
    blobs = Objects(git_dir, str(git_dir))
    read = blobs.read_all([blob for blob, _ in keys], cap=limits.content)
    for (blob, path), found in zip(keys, read, strict=True):
        if found is not None:
            yield BlobVersion(
                path=path,
                blob=BlobId(blob),
                content=found.content,
                first=first[blob, path],
                last=last[blob, path],
            )


def _ask(git_dir: Path, arguments: list[str], limits: Limits) -> str:
    outcome = git.reading(
        git_dir, ["-c", "core.quotePath=false", *arguments], seconds=limits.git_seconds
    )
    if outcome.status != 0:
        raise SourceError(f"{git_dir}: {outcome.complaint}")
    return outcome.output.decode("utf-8", "surrogateescape")
