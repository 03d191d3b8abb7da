"""Branches of a remote that a clone knows, by the names that git gives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from gitrepo import GitRepo
from tallystick.cache import Cache
from tallystick.errors import SourceError
from tallystick.limits import DEFAULT
from tallystick.source import open_source


def test_a_branch_of_origin_is_found_with_and_without_its_remote(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "clone")
    before = repo.commit({"a": b"1"})
    repo.git("update-ref", "refs/remotes/origin/stable", "HEAD")
    repo.git("update-ref", "refs/remotes/fork/theirs", "HEAD")
    after = repo.commit({"a": b"2"})
    repo.git("branch", "origin/both")
    repo.git("update-ref", "refs/remotes/origin/both", before)

    def commit_of(ref: str) -> str | None:
        cache = Cache(root=tmp_path / "cache")
        return open_source(str(repo.path), ref=ref, cache=cache, limits=DEFAULT).commit

    assert commit_of("stable") == before
    assert commit_of("origin/stable") == before
    assert commit_of("origin/both") == after  # a branch of that very name comes first
    for absent in ("fork/theirs", "theirs", "origin/absent"):
        with pytest.raises(SourceError, match="there is no"):
            commit_of(absent)
