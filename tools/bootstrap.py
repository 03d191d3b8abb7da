"""Make ``.venv`` from ``uv.lock`` with nothing but Python's standard library at hand.

Debian's ``python3`` has neither pip nor ``ensurepip``, so the first step cannot be ``pip install``.
The lock names a wheel of ``uv`` for each platform with its digest: fetch that one, check it, and let
it do the rest.
"""

from __future__ import annotations

import compileall
import hashlib
import io
import os
import platform
import re
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "build" / "tools"


def wheel_fits(filename: str) -> bool:
    """Whether a wheel of ``uv`` runs here; musl and glibc builds are both static enough."""
    machine = platform.machine().lower()
    if sys.platform == "darwin":
        return (
            re.search(rf"macosx_\d+_\d+_{'arm64' if machine == 'arm64' else 'x86_64'}", filename)
            is not None
        )
    libc = (
        "musllinux" if "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or "") else "manylinux"
    )
    return libc in filename and filename.endswith(f"_{machine}.whl")


def locked_uv() -> tuple[str, str, str]:
    """The version of ``uv`` in the lock, and the URL and SHA-256 of its wheel for this platform."""
    lock: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    package = next(package for package in lock["package"] if package["name"] == "uv")
    for wheel in package["wheels"]:
        if wheel_fits(wheel["url"].rsplit("/", 1)[-1]):
            return package["version"], wheel["url"], wheel["hash"].removeprefix("sha256:")
    raise SystemExit(
        f"bootstrap: no wheel of uv in uv.lock for {platform.machine()} {sys.platform}"
    )


def fetch_uv() -> Path:
    """The path of the locked ``uv``, fetched and checked if it is not here yet."""
    version, url, digest = locked_uv()
    program = TOOLS / f"uv-{version}"
    if program.exists():
        return program
    print(f"bootstrap: fetching uv {version}", flush=True)
    with urllib.request.urlopen(url, timeout=120) as answer:  # noqa: S310 - https, from the lock
        wheel = answer.read()
    if hashlib.sha256(wheel).hexdigest() != digest:
        raise SystemExit(f"bootstrap: {url} does not have the digest that uv.lock states")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        content = archive.read(f"uv-{version}.data/scripts/uv")
    TOOLS.mkdir(parents=True, exist_ok=True)
    partial = program.with_suffix(f".{os.getpid()}")
    partial.write_bytes(content)
    partial.chmod(0o755)
    partial.replace(program)
    return program


def main() -> None:
    """Fetch ``uv`` and let it make ``.venv`` exactly as the lock says, with this very Python."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whatever python3 is here runs this file
        raise SystemExit("bootstrap: Python 3.11 or newer is needed; set PYTHON=…")
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    environment.pop("VIRTUAL_ENV", None)
    # Options of `uv sync`, of whoever needs less than a developer: the Action, for one.
    chosen = sys.argv[1:]
    sync = [str(fetch_uv()), "sync", "--locked", "--quiet", "--compile-bytecode", *chosen]
    done = subprocess.run(
        [*sync, "--python", sys.executable], cwd=ROOT, env=environment, check=False
    )
    if done.returncode == 0:
        # As an installed wheel would be; else PYTHONDONTWRITEBYTECODE makes every start compile anew.
        compileall.compile_dir(ROOT / "src", quiet=1)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
