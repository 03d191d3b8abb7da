"""Reports written to disk, whole or not at all; reports printed, and pipes that break."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tallystick.errors import StorageError
from tallystick.report import print_custody, print_report, render, render_custody

if TYPE_CHECKING:
    from rich.console import Console

    from tallystick.model.custody import Custody
    from tallystick.report.several import Result

TERMINAL = "terminal"
"""The format of :data:`tallystick.report.FORMATS` for a person at a prompt."""


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a failure leaves what was there before.

    What is there and is no file (``/dev/stdout``, a FIFO) is written to, not replaced.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        try:
            path.write_bytes(content)
        except OSError as error:
            raise StorageError(f"{path}: {error.strerror}") from None
        return
    with whole_file(path) as file:
        file.write(content)


@contextmanager
def whole_file(path: Path, *, executable: bool = False) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` when the body has ended, and leaves no trace if it fails.

    Raises:
        StorageError: the disk failed.
    """
    path = Path(os.path.realpath(path))
    try:
        descriptor, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        Path(partial).chmod((0o777 if executable else 0o666) & ~umask)
        Path(partial).replace(path)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None
    finally:
        Path(partial).unlink(missing_ok=True)


def show_report(results: Sequence[Result]) -> None:
    """Print the report of an audit for a person.

    Where nobody looks, it is plain lines, without the spaces that fill a terminal's columns.
    """
    if sys.stdout.isatty():
        print_report(results, _console())
    else:
        sys.stdout.write(str(render(results, format=TERMINAL)))


def show_custody(found: Custody) -> None:
    """As :func:`show_report`, of what is known of a repository's history."""
    if sys.stdout.isatty():
        print_custody(found, _console())
    else:
        sys.stdout.write(render_custody(found, format=TERMINAL))


def _console() -> Console:
    """A console on standard output that leaves broken pipes to :func:`tallystick.cli.main`.

    rich would exit with 1, which means rejected.
    """
    from rich.console import Console  # noqa: PLC0415 - only paid for where it is seen

    class _Console(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError

    return _Console(highlight=False)
