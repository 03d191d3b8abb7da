"""Where the content of members is kept for reading again: the file itself, or one spool.

Offsets in the spool are offsets in the unpacked container, so that a tar reads the same from both.
It has no name, so nothing of an archive can be found, or run, under a name that the archive chose.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from tallystick.archive.pipeline import write_at
from tallystick.errors import StorageError

if TYPE_CHECKING:
    from typing import IO


class Spool:
    """An anonymous temporary file that takes the chunks of an unpacked container."""

    def __init__(self) -> None:
        try:
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="tallystick-")  # noqa: SIM115 - see close
        except OSError as error:
            raise StorageError(f"cannot make a temporary file: {error.strerror}") from error
        self._paused = False
        self._last: tuple[int, bytes] | None = None

    @property
    def descriptor(self) -> int:
        """The open file."""
        return self._file.fileno()

    def keep(self, offset: int, chunk: bytes) -> None:
        """Write a chunk at its place, unless it lies within a member too large to be read again.

        Raises:
            StorageError: the disk is full, or failed otherwise.
        """
        if self._paused:
            self._last = (offset, chunk)
        else:
            write_at(self.descriptor, offset, chunk)

    def pause(self) -> None:
        """Keep nothing: what follows is a member too large to be read again."""
        self._paused = True

    def resume(self) -> None:
        """Keep again, from the chunk on in which that member ended."""
        self._paused = False
        if self._last is not None:
            self.keep(*self._last)
            self._last = None

    def close(self) -> None:
        """Free the disk."""
        self._file.close()


def open_archive(path: str | os.PathLike[str]) -> IO[bytes]:
    """The archive's file, open for reading.

    Raises:
        StorageError: it is not there, or may not be read.
    """
    try:
        return open(path, "rb", buffering=0)  # noqa: PTH123 - closed by Archive.close
    except OSError as error:
        raise StorageError(f"cannot read {os.fspath(path)}: {error.strerror}") from error
