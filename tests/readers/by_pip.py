"""Run by itself: unpacks archives with pip's own code, many in one process.

    python by_pip.py FOLDER

Each folder ``FOLDER/N`` holds an archive; what pip makes of it comes to stand in ``FOLDER/N/pip``, or why it
refuses in ``FOLDER/N/pip-refused``.
"""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

from pip._internal.cli.main import main
from pip._internal.utils.unpacking import unpack_file


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


def _all() -> None:
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        archive = next(path for path in folder.iterdir() if path.is_file())
        out = folder / "pip"
        out.mkdir()
        refused = _refused(archive, out)
        if refused is not None:
            (folder / "pip-refused").write_text(refused, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    _all()
