"""Real git repositories for tests, the same ids on every run: fixed people, fixed dates."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools_needed import require_tool

TIME = 1_700_000_000


@dataclass(frozen=True)
class Link:
    """A symbolic link, in the files of a commit."""

    target: bytes


@dataclass(frozen=True)
class Gitlink:
    """A submodule's commit, in the files of a commit."""

    commit: str


Content = bytes | Link | Gitlink


class GitRepo:
    """One repository with a work tree (or bare, without commits of its own)."""

    def __init__(self, path: Path, *, object_format: str = "sha1", bare: bool = False) -> None:
        self.path = path
        self.time = TIME
        options = ["--bare"] if bare else []
        path.mkdir(parents=True, exist_ok=True)
        self.git(
            "init", "-q", "-b", "main", f"--object-format={object_format}", *options, str(path)
        )

    @classmethod
    def at(cls, path: Path) -> GitRepo:
        """A repository that is there already."""
        repo = cls.__new__(cls)
        repo.path = path
        repo.time = TIME
        return repo

    @property
    def url(self) -> str:
        return f"file://{self.path}"

    def git(self, *arguments: str, given: bytes = b"") -> str:
        result = subprocess.run(
            [require_tool("git"), *arguments],
            cwd=self.path,
            env=environment(self.time),
            input=given,
            capture_output=True,
            check=False,
        )
        assert result.returncode == 0, (arguments, result.stderr)
        return os.fsdecode(result.stdout).rstrip("\n")

    def commit(
        self, files: Mapping[str | bytes, Content], message: str = "change", *, days: float = 0
    ) -> str:
        """Put ``files`` on top of what is there, and commit ``days`` later; the commit's id."""
        self.time += int(days * 86_400)
        for name, content in files.items():
            self._put(os.fsencode(name), content)
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def _put(self, name: bytes, content: Content) -> None:
        full = os.path.join(os.fsencode(self.path), name)  # noqa: PTH118 - bytes
        if isinstance(content, Gitlink):
            self.git(
                "update-index",
                "--add",
                "--cacheinfo",
                f"160000,{content.commit},{os.fsdecode(name)}",
            )
            return
        os.makedirs(os.path.dirname(full), exist_ok=True)  # noqa: PTH103, PTH120 - bytes
        if isinstance(content, Link):
            os.symlink(content.target, full)  # noqa: PTH211 - bytes
        else:
            with open(full, "wb") as file:  # noqa: PTH123 - bytes
                file.write(content)
        self.git("--literal-pathspecs", "add", "-f", "--", os.fsdecode(name))

    def tree_of(self, ref: str = "HEAD") -> dict[str, tuple[int, str]]:
        """Mode and id of each path, as ``git ls-tree`` itself says."""
        lines = self.git("ls-tree", "-r", "-z", "--full-tree", ref).split("\0")
        entries = {}
        for line in filter(None, lines):
            head, _, path = line.partition("\t")
            mode, _, identity = head.split(" ")
            entries[path] = (int(mode, 8), identity)
        return entries

    def serve_partially(self) -> None:
        """Let clones leave blobs out, and ask for them later."""
        self.git("config", "uploadpack.allowFilter", "true")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")


def environment(time: int = TIME) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_AUTHOR_NAME": "A U Thor",
        "GIT_AUTHOR_EMAIL": "author@example.org",
        "GIT_AUTHOR_DATE": f"{time} +0000",
        "GIT_COMMITTER_NAME": "C O Mitter",
        "GIT_COMMITTER_EMAIL": "committer@example.org",
        "GIT_COMMITTER_DATE": f"{time} +0000",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C.UTF-8",
    }


def copy(repo: GitRepo, path: Path) -> GitRepo:
    """The same repository at another place."""
    shutil.copytree(repo.path, path, symlinks=True)
    return GitRepo.at(path)
