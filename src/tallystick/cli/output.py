"""Reports written to disk: whole, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tallystick.errors import StorageError


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` so that a failure leaves what was there before."""
    try:
        descriptor, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from None
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        umask = os.umask(0)
        os.umask(umask)
        Path(partial).chmod(0o666 & ~umask)
        Path(partial).replace(path)
    except OSError as error:
        Path(partial).unlink(missing_ok=True)
        raise StorageError(f"{path}: {error.strerror}") from None
