"""What came of a command: how it ended, and what it wrote."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tallystick.model import Tree
from tallystick.sandbox.workdir import Written


class Ended(Struct, frozen=True, kw_only=True):
    """How a command ended; the fields are those of :class:`Outcome`."""

    status: int
    output: bytes
    killed_by: str | None
    seconds: float


class Refused(Struct, frozen=True, kw_only=True):
    """Something that was written and is not in the tree that came back, and why.

    ``path`` is "" where the reading stopped at a cap: more may be there.
    """

    path: str
    reason: str


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a command.

    Attributes:
        status: its exit status as a shell counts it: 128 + n where signal n ended it.
        output: what it printed on both streams, up to ``caps.output`` bytes.
        tree: the whole tree afterwards. It is kept in memory until the reader is closed or collected.
        wrote: the entries of it that are new, or have other content or another mode than before.
        removed: the paths that were there before and are not in ``tree``.
        refused: what is not in ``tree`` though it was written; a reproduction that has any is none.
        killed_by: the cap that ended it (``time``, ``cpu``, ``memory``, ``disk``, ``files``,
            ``output``); None if it ended by itself.
        seconds: how long it ran.
    """

    status: int
    output: bytes
    tree: Tree
    wrote: Tree
    removed: tuple[str, ...]
    refused: tuple[Refused, ...]
    killed_by: str | None
    seconds: float

    @property
    def succeeded(self) -> bool:
        """Whether it ended by itself, with status 0, and everything that it wrote came back."""
        return self.status == 0 and self.killed_by is None and not self.refused


def outcome(
    before: Mapping[str, Written], after: Tree, refused: tuple[Refused, ...], ended: Ended
) -> Outcome:
    """Lay the tree that came back beside what was put there.

    By content alone: a program can keep the times of a file that it changes (a page of a tmpfs that was
    read through a writable mapping is written without another fault).
    """
    wrote = {
        path: entry
        for path, entry in after.entries.items()
        if before.get(path) != Written(mode=entry.mode, blob=entry.blob)
    }
    return Outcome(
        status=ended.status,
        output=ended.output,
        tree=after,
        wrote=Tree(entries=wrote, reader=after.reader),
        removed=tuple(path for path in before if path not in after.entries),
        refused=refused,
        killed_by=ended.killed_by,
        seconds=ended.seconds,
    )
