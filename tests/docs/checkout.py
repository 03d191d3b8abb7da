"""The folder in which the documentation's commands are run: a checkout of a project, and a release of it."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

from gitrepo import Content, GitRepo
from packing import write_tar

CONFIGURE = b"#!/bin/sh\nsed s/@X@/1/ Makefile.in > Makefile\n"
MAKEFILE = b"all: hello.txt\nhello.txt: src.txt\n\tcp src.txt hello.txt # @X@\n"


def make(folder: Path) -> None:
    """Make the checkout in ``folder``: two tags, a branch of a remote, ``dist/``, keys, a policy.

    There are an Autotools-like build, ``policy.toml``, ``requirements.txt`` of one small package, SSH keys
    ``alice`` and ``bob``, and ``allowed_signers`` that names both.
    """
    repo = GitRepo(folder)
    files: dict[str | bytes, Content] = {
        "README.md": b"# example\n",
        "configure": CONFIGURE,
        "Makefile.in": MAKEFILE,
        "src.txt": b"hello\n",
        ".gitignore": b"/*\n",
    }
    repo.commit(files, "Begin")
    (folder / "configure").chmod(0o755)
    repo.git("add", "--chmod=+x", "configure")
    repo.commit({}, "Let it be run")
    repo.git("tag", "v1.0")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    files = {**files, "src.txt": b"hello again\n"}
    repo.commit({"src.txt": b"hello again\n"}, "Greet again", days=1)
    repo.git("tag", "v1.1")
    released = {
        f"example-1.1/{name!s}": text for name, text in files.items() if isinstance(text, bytes)
    }
    write_tar(folder / "dist" / "example-1.1.tar.gz", released)
    (folder / "policy.toml").write_text('[rules]\nunexplained-data = "reject"\n')
    (folder / "requirements.txt").write_text(
        "six==1.17.0 --hash=sha256:4721f391ed90541fddacab5acf947aa0d3dc7d27b2e1e8eda2be8970586c3274\n"
    )
    _keys(folder)


def make_python(folder: Path) -> None:
    """Make the checkout of a project of hatchling in ``folder``, with the tag v1.0 and nothing built."""
    repo = GitRepo(folder)
    backend = b'[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    repo.commit(
        {
            "pyproject.toml": backend + b'[project]\nname = "example"\nversion = "1.0"\n',
            "example.py": b"hello = 1\n",
            ".gitignore": b"/dist/\n/elsewhere/\n",
        }
    )
    repo.git("tag", "v1.0")


def released(folder: Path) -> dict[str, bytes]:
    """The two releases of the checkout in ``folder`` that an index has, by the names of their files."""
    repo = GitRepo.at(folder)
    return {
        f"example-{version}.tar.gz": gzip.compress(
            subprocess.run(
                ["git", "archive", f"--prefix=example-{version}/", f"v{version}"],
                cwd=repo.path,
                check=True,
                capture_output=True,
            ).stdout
        )
        for version in ("1.0", "1.1")
    }


def _keys(folder: Path) -> None:
    program = shutil.which("ssh-keygen")
    if program is None:
        return
    rows = []
    for name in ("alice", "bob"):
        make_key = [program, "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(make_key, check=True, capture_output=True)
        kind, key, _ = (folder / f"{name}.pub").read_text().split()
        rows.append(f"{name}@example.org {kind} {key}\n")
    (folder / "allowed_signers").write_text("".join(rows))
