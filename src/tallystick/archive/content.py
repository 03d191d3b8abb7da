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
    from collections.abc import Iterable, Iterator
    from typing import IO


class Spool:
    """An anonymous temporary file that takes the chunks of an unpacked container."""

    def __init__(self) -> None:
        try:
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="tallystick-")  # noqa: SIM115 - see close
        except OSError as error:
            raise StorageError(f"cannot make a temporary file: {error.strerror}") from error
        self._unpacked = 0
        self._skipped = 0

    @property
    def descriptor(self) -> int:
        """The open file."""
        return self._file.fileno()

    def keep(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks of the container, written at their place as they pass.

        Raises:
            StorageError: the disk is full, or failed otherwise.
        """
        for chunk in chunks:
            end = self._unpacked + len(chunk)
            if end > self._skipped:
                write_at(self.descriptor, self._unpacked, chunk)
            self._unpacked = end
            yield chunk

    def skip_to(self, offset: int) -> None:
        """Keep nothing before ``offset``: it belongs to a member too large to be read again.

        What has passed already stays; chunks pass in another thread, a few ahead.
        """
        self._skipped = offset

    def close(self) -> None:
        """Free the disk."""
        self._file.close()


def open_archive(path: str | os.PathLike[str]) -> IO[bytes]:
    """The archive's file, open for reading.

    Raises:
        StorageError: it is not there, or may not be read.
    """
    try:
        return open(path, "rb", buffering=0, opener=_open)
    except OSError as error:
        raise StorageError(f"cannot read {os.fspath(path)}: {error.strerror}") from error


def _open(path: str, flags: int) -> int:
    # A FIFO under the name of an artifact would otherwise wait for a writer for ever.
    return os.open(path, flags | os.O_NONBLOCK)
