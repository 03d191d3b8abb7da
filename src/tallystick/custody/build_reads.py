"""What a watched build read of the source: joined with the files that nobody can read."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tallystick.model import Entry, Skip, Tree


class BuildReads(Struct, frozen=True, kw_only=True):
    """What the record of a watched build (``tallystick.watch/1``) says of files.

    Attributes:
        contents: by path below the build's tree, the git blob id that stood there before; only of files
            that the build touched.
        programs: by path, the names of the programs that read it.
        is_whole: whether nothing was lost while watching, so that a file not named was not read.
    """

    contents: Mapping[str, str | None]
    programs: Mapping[str, tuple[str, ...]]
    is_whole: bool

    def readers(self, entry: Entry) -> tuple[str, ...] | None:
        """The programs that read ``entry``; None where the record cannot say.

        It cannot where other bytes stood at the path, or where it is not whole and does not name it.
        """
        if entry.path not in self.contents:
            return () if self.is_whole else None
        if self.contents[entry.path] != entry.blob:
            return None
        return self.programs.get(entry.path, ())

    def misfit(self, tree: Tree) -> Skip | None:
        """Why the record is of no use: it is not about ``tree``; None if it is.

        A build in which no file stood as the source has it was a build of something else.
        """
        is_same = any(
            blob is not None and path in tree.entries and tree.entries[path].blob == blob
            for path, blob in self.contents.items()
        )
        if is_same:
            return None
        return Skip(
            check="watched",
            reason="no file that the watched build read stands in this source: it built another",
        )
