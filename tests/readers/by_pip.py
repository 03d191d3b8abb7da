"""Run by itself: unpacks archives with pip's own code, each in a fork of the process that imported it.

    python by_pip.py FOLDER

Each folder ``FOLDER/N`` holds an archive; what pip makes of it comes to stand in ``FOLDER/N/pip``, or why it
refuses in ``FOLDER/N/pip-refused``. One fork may take so much of the machine and no more: pip reads tars by
CPython's tarfile, which goes round in circles on some and keeps each member (CVE-2025-8194).
"""

from __future__ import annotations

import contextlib
import io
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import NoReturn

from pip._internal.cli.main import main
from pip._internal.utils.unpacking import unpack_file

LIMITS = {
    resource.RLIMIT_AS: 1 << 29,
    resource.RLIMIT_CPU: 4,
    resource.RLIMIT_FSIZE: 1 << 24,
}
"""Of one archive, several times what the largest of ``disagreeing.py`` takes."""


def _refused(archive: Path, out: Path) -> str | None:
    if archive.suffix != ".whl":
        try:
            unpack_file(str(archive), str(out))
        except BaseException as error:  # noqa: BLE001 - whatever it refuses by
            return f"{type(error).__name__}: {error}"
        return None
    said = io.StringIO()
    options = ["--no-deps", "--no-index", "--no-compile", "--quiet", "--disable-pip-version-check"]
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        try:
            status = main(["install", *options, "--target", str(out), str(archive)])
        except BaseException as error:  # noqa: BLE001 - see above
            return f"{type(error).__name__}: {error}"
    return said.getvalue()[-300:] or str(status) if status else None


def _unpack(folder: Path) -> None:
    archive = next(path for path in folder.iterdir() if path.is_file())
    out = folder / "pip"
    out.mkdir()
    child = os.fork()
    if child == 0:
        _within_limits(archive, out)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:  # 9 or 24: its time is over; 25: the file grew too large
        _say(folder, f"ended by signal {-code}")
    elif code > 0:
        sys.exit(f"{archive}: the fork failed")


def _within_limits(archive: Path, out: Path) -> NoReturn:
    """What a fork does."""
    try:
        for what, most in LIMITS.items():
            resource.setrlimit(what, (most, most))
        if (refused := _refused(archive, out)) is not None:
            _say(out.parent, refused)
    except BaseException:  # noqa: BLE001 - a fork never goes on as its parent would
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _say(folder: Path, refused: str) -> None:
    (folder / "pip-refused").write_text(refused, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    for one in sorted(Path(sys.argv[1]).iterdir()):
        _unpack(one)
