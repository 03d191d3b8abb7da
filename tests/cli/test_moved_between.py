"""A tag that is moved after its content was looked at, and before the audit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gitrepo import GitRepo
from packing import write_tar
from tallystick.cache import Cache
from tallystick.cli.audit_one import Request, audit_one
from tallystick.cli.targets import Target
from tallystick.limits import DEFAULT
from tallystick.model import VerdictValue
from tallystick.policy import Policy
from tallystick.source import views

HONEST = {"src/a.c": b"int a; /* as it was reviewed, and nowhere else */\n"}


@pytest.fixture
def repository(tmp_path: Path) -> GitRepo:
    repository = GitRepo(tmp_path / "example")
    repository.commit(dict(HONEST.items()))
    repository.git("tag", "v1.0")
    return repository


def request(repository: GitRepo, cache: Cache) -> Request:
    return Request(
        source=str(repository.path),
        ref=None,
        subdir=None,
        mirrors={},
        policy=Policy(),
        compare_bytes=False,
        offline=True,
        cache=cache,
        limits=DEFAULT,
        views=views(cache=cache, limits=DEFAULT, offline=True, mirrors={}),
    )


def test_what_was_found_out_of_one_commit_says_nothing_of_another(
    repository: GitRepo, tmp_path: Path
) -> None:
    held = {f"example-1.0/{name}": content for name, content in HONEST.items()}
    path = write_tar(tmp_path / "example-1.0.tar.gz", held)
    target = Target(path=path, name=path.name)
    asked = request(repository, Cache(root=tmp_path / "cache"))
    before = audit_one(target, asked)
    assert before.source is not None
    assert before.verdict is not None
    assert before.verdict.value is VerdictValue.ACCEPTED
    # The views remember what the names meant when this run looked first; the audit asks again.
    moved = repository.commit({"unrelated.txt": b"1"})
    repository.git("tag", "-f", "v1.0")
    after = audit_one(target, asked)
    assert after.verdict is not None
    assert after.verdict.value is VerdictValue.INCONCLUSIVE
    (skip,) = after.skips
    assert skip.reason == f"v1.0 meant {before.source.commit} and, a moment later, {moved}"
    again = replace(asked, views=request(repository, asked.cache).views)
    assert audit_one(target, again).skips == ()
