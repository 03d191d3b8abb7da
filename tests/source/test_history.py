"""What the descendants of a commit hold, as git tells it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gitrepo import GitRepo
from tallystick.model import BlobId, Source
from tallystick.source.history import TREES

Opened = Callable[..., Source]


def test_the_next_commits_that_change_a_file_of_the_folder_are_read_oldest_first(
    tmp_path: Path, opened: Opened
) -> None:
    repo = GitRepo(tmp_path / "repo")
    tagged = repo.commit({"setup.cfg": b"0\n", "deep/a": b"0\n"})
    second = repo.commit({"setup.cfg": b"1\n", "deep/a": b"0\n"})
    deep = repo.commit({"setup.cfg": b"1\n", "deep/a": b"1\n"})
    last = repo.commit({"setup.cfg": b"2\n", "deep/a": b"1\n"})
    history = opened(repo.path, ref=tagged).history
    assert history is not None
    seen = [(found.commit, tree.read("setup.cfg")) for found, tree in history.later_trees("")]
    assert seen == [(second, b"1\n"), (last, b"2\n")]
    assert [found.commit for found, _ in history.later_trees("deep")] == [deep]
    blob = BlobId(repo.git("rev-parse", f"{second}:setup.cfg"))
    first = history.later("setup.cfg", blob)
    assert first is not None
    assert first.commit == second


def test_no_commit_is_read_that_only_another_ref_holds_or_that_is_an_ancestor(
    tmp_path: Path, opened: Opened
) -> None:
    repo = GitRepo(tmp_path / "repo")
    repo.commit({"setup.cfg": b"before\n"})
    tagged = repo.commit({"setup.cfg": b"0\n"})
    proposed = repo.commit({"setup.cfg": b"evil\n"})
    repo.git("update-ref", "refs/pull/1/head", proposed)
    repo.git("update-ref", "refs/heads/main", tagged)
    history = opened(repo.path, ref=tagged).history
    assert history is not None
    assert list(history.later_trees("")) == []


def test_as_many_commits_are_read_as_are_likely_to_put_a_release_right(
    tmp_path: Path, opened: Opened
) -> None:
    repo = GitRepo(tmp_path / "repo")
    tagged = repo.commit({"setup.cfg": b"0\n"})
    for number in range(TREES + 2):
        repo.commit({"setup.cfg": b"%d\n" % (number + 1)})
    history = opened(repo.path, ref=tagged).history
    assert history is not None
    seen = [tree.read("setup.cfg") for _, tree in history.later_trees("")]
    assert seen == [b"%d\n" % (number + 1) for number in range(TREES)]
