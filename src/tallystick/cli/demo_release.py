"""The demo's project, its honest release, and one in the shape of the xz backdoor (CVE-2024-3094).

As in xz 5.6.0: a committed binary test file, an m4 that only the tarball has, whose serial is raised
above every published one, and which reads that test file when ``configure`` runs. Inert: where the
payload was, there is a marker string, and no line of it decodes or runs anything.
"""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

from tallystick.errors import SourceError

TAG = "v1.0"
TOP = "hello-1.0"
DATE = 1_700_000_000
"""Seconds since the epoch of the one commit, so that two demos are byte for byte the same."""

MARKER = b"INERT-DEMO-MARKER: a real attack would keep its payload here\n"

PROJECT: Mapping[str, bytes] = {
    "README.md": b"# hello\n\nA small project to audit.\n",
    "LICENSE": b"Public domain.\n",
    "configure.ac": (
        b"AC_INIT([hello], [1.0])\nAM_INIT_AUTOMAKE([foreign])\nAC_CONFIG_MACRO_DIRS([m4])\n"
        b"AC_PROG_CC\ngl_HOST_ONLY\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n"
    ),
    "Makefile.am": b"bin_PROGRAMS = hello\nhello_SOURCES = src/hello.c\n",
    "m4/host-only.m4": b"# host-only.m4\n# serial 1\nAC_DEFUN([gl_HOST_ONLY], [:])\n",
    ".gitignore": b"m4/build-to-host.m4\nconfigure\n",
    "src/hello.c": b'#include <stdio.h>\n\nint main(void) { return puts("hello") < 0; }\n',
    "tests/files/good-1.bin": b"\xfd7zXZ\x00" + bytes(range(64)),
    "tests/files/bad-3.bin": b"\xfd7zXZ\x00" + MARKER + bytes(range(64)),
}
"""The project as it stands in git; its .gitignore hides the very file that the attack adds, as xz's did."""

ADDED: Mapping[str, bytes] = {
    "m4/build-to-host.m4": (
        b"# build-to-host.m4\n# serial 30\ndnl An inert likeness: it names the file that it would read.\n"
        b"AC_DEFUN([gl_BUILD_TO_HOST],\n[\n  gl_am_configmake=tests/files/bad-3.bin\n"
        b"  AC_MSG_NOTICE([a real attack would decode $gl_am_configmake here])\n])\n"
    ),
}


def make_releases(into: Path) -> tuple[Path, Path]:
    """Make ``into/source`` (a git repository) and the two tarballs beside it.

    Returns:
        The honest tarball and the tampered one.

    Raises:
        SourceError: git did not do as it was told.
    """
    repository = into / "source"
    for name, content in PROJECT.items():
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for arguments in (
        ("init", "--quiet", "--initial-branch=main"),
        ("add", "--all", "--force"),
        ("commit", "--quiet", "--message=Say hello"),
        ("tag", TAG),
    ):
        _git(repository, *arguments)
    honest = into / "honest" / f"{TOP}.tar.gz"
    tampered = into / "tampered" / f"{TOP}.tar.gz"
    _tarball(honest, PROJECT)
    _tarball(tampered, {**PROJECT, **ADDED})
    return honest, tampered


def _git(repository: Path, *arguments: str) -> None:
    """Run git with the demo's own identity and none of the user's configuration."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Demo",
        "GIT_AUTHOR_EMAIL": "demo@example.org",
        "GIT_COMMITTER_NAME": "Demo",
        "GIT_COMMITTER_EMAIL": "demo@example.org",
        "GIT_AUTHOR_DATE": f"{DATE} +0000",
        "GIT_COMMITTER_DATE": f"{DATE} +0000",
    }
    done = subprocess.run(
        ["git", *arguments],  # noqa: S607 - the user's own git, as everywhere
        cwd=repository,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SourceError(f"git {arguments[0]}: {done.stderr.strip()}")


def _tarball(path: Path, files: Mapping[str, bytes]) -> None:
    """A tarball with one top folder, as ``make dist`` writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for name, content in sorted(files.items()):
            member = tarfile.TarInfo(f"{TOP}/{name}")
            member.size, member.mtime, member.mode = len(content), DATE, 0o644
            archive.addfile(member, io.BytesIO(content))
