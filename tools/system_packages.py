"""Install the Debian packages that the tests use, where that is possible; name them elsewhere.

The tests skip what they cannot find (and fail instead where CI is set), so this never fails a build by
itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

PACKAGES = {
    "autoconf": "autoconf",
    "automake": "automake",
    "bison": "bison",
    "bsdtar": "libarchive-tools",
    "bwrap": "bubblewrap",
    "bzip2": "bzip2",
    "chromium": "chromium fonts-dejavu-core",
    "cmake": "cmake",
    "fish": "fish",
    "flex": "flex",
    "gcc": "gcc",
    "git": "git",
    "groff": "groff",
    "gperf": "gperf",
    "gpg": "gpg gpg-agent",
    "make": "make",
    "makeinfo": "texinfo",
    "mandoc": "mandoc",
    "meson": "meson",
    "ninja": "ninja-build",
    "npm": "npm",
    "patch": "patch",
    "perl": "perl",
    "po4a": "po4a",
    "re2c": "re2c",
    "ssh-keygen": "openssh-client",
    "strace": "strace",
    "swig": "swig",
    "tar": "tar",
    "unzip": "unzip",
    "xz": "xz-utils",
    "zip": "zip",
    "zsh": "zsh",
    "zstd": "zstd",
    "/usr/bin/cargo": "cargo",
    "/usr/lib/postgresql/*/bin/initdb": "postgresql",
}
"""Programs that the tests run, and the Debian packages that bring each.

A pattern is for those that Debian keeps off the PATH, and a whole path for one that something else may call
itself: rustup's ``cargo`` is a program that starts another, if there is one.
"""


def main() -> None:
    """Install what is missing with apt-get if this is root on Debian; else say what is missing."""
    missing = _missing()
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *missing]
        for command in (["apt-get", "update", "--quiet"], install):
            subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
        missing = _missing()
    if missing:
        print(f"tests that need these will be skipped: {' '.join(missing)}")


def _missing() -> list[str]:
    """The packages of programs that are not here."""
    named = (names for program, names in PACKAGES.items() if not _is_here(program))
    return sorted({name for names in named for name in names.split()})


def _is_here(program: str) -> bool:
    if "*" in program:
        return any(Path("/").glob(program.removeprefix("/")))
    return shutil.which(program) is not None


if __name__ == "__main__":
    main()
