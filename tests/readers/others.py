"""The readers that ours is held against; each unpacks as its users do, into a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from readers.view import Made, View, file, on_disk, with_folders

TOP = "p-1"
"""The folder of every tar here, as of every sdist."""

ENVIRONMENT = {
    "PATH": os.environ.get("PATH", ""),
    "HOME": "/nonexistent",
    "LC_ALL": "C.UTF-8",
    "UV_OFFLINE": "1",
    "PYTHONDONTWRITEBYTECODE": "1",  # the backend is imported in the tree that is looked at
}
SECONDS = 60
MOST = 1_000
"""Members that no archive here has: CPython's tarfile went round in circles for years."""

Read = Callable[[Path, Path], View]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One reader: of tars, of zips, or of both; ``needs`` is the program that it is."""

    name: str
    read: Read
    tar: bool
    zip: bool
    needs: str | None = None


def _run(command: Sequence[str | Path], out: Path, given: IO[bytes] | None = None) -> str | None:
    """Why a program complained; None where it did not."""
    try:
        done = subprocess.run(
            command,
            stdin=given or subprocess.DEVNULL,
            capture_output=True,
            cwd=out,
            env={**ENVIRONMENT, "KEPT": str(out / "seen")},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"not done in {SECONDS} s"
    return (
        None if done.returncode == 0 else done.stderr.decode("utf-8", "replace")[-300:] or "failed"
    )


def by_tarfile(archive: Path, out: Path) -> View:
    """CPython's tarfile, member by member; what is there twice is what came last."""
    made: dict[str, Made] = {}
    try:
        with tarfile.open(archive) as tar:
            for number, member in enumerate(tar):
                if number > MOST:
                    return View(refused="it never ends (CVE-2025-8194)")
                path = member.name.removeprefix("./").rstrip("/")
                if member.issym():
                    made[path] = Made("link", member.linkname)
                elif member.isdir():
                    made[path] = Made("folder")
                elif member.isfile() or member.islnk():
                    opened = tar.extractfile(member)
                    made[path] = file(opened.read() if opened is not None else b"", member.mode)
                else:
                    made[path] = Made("special")
    except Exception as error:  # noqa: BLE001 - whatever it refuses by
        return View(refused=f"{type(error).__name__}: {error}")
    made.pop("", None)
    made.pop(".", None)
    return View(made=with_folders(made))


def by_zipfile(archive: Path, out: Path) -> View:
    """CPython's zipfile, which knows no links and keeps no modes."""
    made: dict[str, Made] = {}
    try:
        with zipfile.ZipFile(archive) as zipped:
            for member in zipped.infolist():
                content = zipped.read(member)
                path = member.filename.removeprefix("./").rstrip("/")
                made[path] = Made("folder") if member.is_dir() else file(content, 0)
    except Exception as error:  # noqa: BLE001 - see above
        return View(refused=f"{type(error).__name__}: {error}")
    return View(made=with_folders(made), knows_modes=False)


def by_gnu_tar(archive: Path, out: Path) -> View:
    """GNU tar."""
    refused = _run(["tar", "--no-same-owner", "-xf", archive], out)
    return View(made=on_disk(out), refused=refused)


def by_bsdtar(archive: Path, out: Path) -> View:
    """bsdtar: libarchive, seeking where it can."""
    refused = _run(["bsdtar", "--no-same-owner", "-xf", archive], out)
    return View(made=on_disk(out), refused=refused)


def by_bsdtar_streaming(archive: Path, out: Path) -> View:
    """bsdtar from a pipe: of a zip it sees the local headers first."""
    with subprocess.Popen(["cat", archive], stdout=subprocess.PIPE) as cat:
        refused = _run(["bsdtar", "--no-same-owner", "-xf", "-"], out, cat.stdout)
    return View(made=on_disk(out), refused=refused, knows_modes=False)


def by_unzip(archive: Path, out: Path) -> View:
    """Info-ZIP's unzip."""
    return View(refused=_run(["unzip", "-qq", "-n", archive], out), made=on_disk(out))


def by_uv(archive: Path, out: Path) -> View:
    """uv: a wheel as it installs it; an sdist as the build backend in it finds it, which says so."""
    uv = shutil.which("uv", path=Path(sys.executable).parent) or "uv"
    cache = out.parent / "uv-cache"
    options: list[str | Path] = [
        "--no-deps",
        "--no-index",
        "--quiet",
        "--cache-dir",
        cache,
        "--no-config",
    ]
    install: list[str | Path] = [
        uv,
        "pip",
        "install",
        *options,
        "--python",
        sys.executable,
        "--target",
        out,
    ]
    if archive.suffix != ".whl":
        install += ["--no-build-isolation"]
    refused = _run([*install, archive], out.parent)
    shutil.rmtree(cache, ignore_errors=True)
    if archive.suffix == ".whl":
        return _installed(out, refused)
    found = out.parent / "seen"
    if not found.is_dir():
        return View(refused=refused or "nothing was built")
    return View(made=on_disk(found, f"{TOP}/"), within=f"{TOP}/")


def by_pip(archive: Path, out: Path) -> View:
    """pip, whose work was done before, many in one process (``by_pip.py``)."""
    folder = archive.parent
    refusal = folder / "pip-refused"
    refused = refusal.read_text(encoding="utf-8") if refusal.exists() else None
    if archive.suffix == ".whl":
        return _installed(folder / "pip", refused)
    root = folder / "pip"
    stripped = (root / "pyproject.toml").is_file()
    return View(
        made=on_disk(root, f"{TOP}/" if stripped else ""), refused=refused, within=f"{TOP}/"
    )


def _installed(out: Path, refused: str | None) -> View:
    """What an installer makes of a wheel, without the files of its own in ``.dist-info``."""
    made = {
        path: one
        for path, one in on_disk(out).items()
        if ".dist-info" not in path and path not in {".lock", "bin"}
    }
    return View(made=made, refused=refused, knows_folders=False)


READERS = (
    Reader(name="tarfile", read=by_tarfile, tar=True, zip=False),
    Reader(name="zipfile", read=by_zipfile, tar=False, zip=True),
    Reader(name="GNU tar", read=by_gnu_tar, tar=True, zip=False, needs="tar"),
    Reader(name="bsdtar", read=by_bsdtar, tar=True, zip=True, needs="bsdtar"),
    Reader(name="bsdtar, a pipe", read=by_bsdtar_streaming, tar=False, zip=True, needs="bsdtar"),
    Reader(name="unzip", read=by_unzip, tar=False, zip=True, needs="unzip"),
    Reader(name="pip", read=by_pip, tar=True, zip=True),
    Reader(name="uv", read=by_uv, tar=True, zip=True),
)

BACKEND = b'''"""A build backend that keeps what it finds in its folder, and builds nothing."""
import os
import shutil


def prepare_metadata_for_build_wheel(*_):
    shutil.copytree(".", os.environ["KEPT"], symlinks=True)
    raise SystemExit("kept")


build_wheel = prepare_metadata_for_build_wheel
'''
"""In every sdist here."""
