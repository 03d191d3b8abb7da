"""A store in which several projects carry the same bad bytes, and the repository they came in by."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import Tally
from gitrepo import GitRepo
from traced import EVIL, STORE, entry, released


@pytest.fixture
def store(tally: Tally, tmp_path: Path) -> None:
    """The bad bytes in a project, its fork, a vendored copy and elsewhere; and one without them."""
    own = [entry(f"src/{name}.c", name.encode()) for name in "abcd"]
    evil = entry("m4/evil.m4", EVIL, "contradicted")
    documents = [
        released("origin", *own, evil),
        released("forked", *own[:3], evil),
        released("vendor-user", entry("x.c", b"x"), {**evil, "path": "third_party/o/evil.m4"}),
        released("elsewhere", entry("y.c", b"y"), {**evil, "path": "m4/copied.m4"}),
        released("clean", *own),
    ]
    for number, document in enumerate(documents):
        (tmp_path / f"{number}.json").write_text(json.dumps(document))
    done = tally("store", "add", *(f"{number}.json" for number in range(5)), *STORE)
    assert done.code == 0, done.err


@pytest.fixture
def repository(tmp_path: Path) -> GitRepo:
    """The bytes come in on a branch by one, are merged by another, and are released."""
    repository = GitRepo(tmp_path / "source")
    repository.commit({"README": b"1\n"})
    repository.git("checkout", "-q", "-b", "topic")
    mallory = ("-c", "user.name=Mallory", "-c", "user.email=m@example.org")
    (repository.path / "m4").mkdir()
    (repository.path / "m4" / "evil.m4").write_bytes(EVIL)
    repository.git("add", "m4/evil.m4")
    repository.git(
        *mallory, "commit", "-q", "-m", "Add a macro", "--author=Mallory <m@example.org>"
    )
    repository.git("checkout", "-q", "-")
    bob = ("-c", "user.name=Bob", "-c", "user.email=bob@example.org")
    repository.git(*bob, "merge", "-q", "--no-ff", "-m", "Merge branch 'topic'", "topic")
    repository.git("tag", "v1.0")
    return repository
