"""A tag that is moved after its content was looked at, and before the audit."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from gitrepo import GitRepo
from packing import write_tar
from tallystick.cache import Cache
from tallystick.cli.audit_one import Request, audit_one
from tallystick.cli.targets import Target
from tallystick.limits import DEFAULT
from tallystick.model import VerdictValue
from tallystick.policy import Policy
from tallystick.source import Views, views
from tallystick.source.view import View

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
        policy=Policy(),
        compare_bytes=False,
        offline=True,
        cache=cache,
        limits=DEFAULT,
        views=views(cache=cache, limits=DEFAULT, offline=True, mirrors={}),
    )


@pytest.fixture
def target(tmp_path: Path) -> Target:
    held = {f"example-1.0/{name}": content for name, content in HONEST.items()}
    path = write_tar(tmp_path / "example-1.0.tar.gz", held)
    return Target(path=path, name=path.name)


def test_one_call_audits_against_what_it_looked_at_first(
    repository: GitRepo, tmp_path: Path, target: Target
) -> None:
    asked = request(repository, Cache(root=tmp_path / "cache"))
    before = audit_one(target, asked)
    repository.commit({"unrelated.txt": b"1"})
    repository.git("tag", "-f", "v1.0")
    after = audit_one(target, asked)
    assert (before.source and before.source.commit) == (after.source and after.source.commit)


def test_what_was_found_out_of_one_commit_says_nothing_of_another(
    repository: GitRepo, tmp_path: Path, target: Target
) -> None:
    first = repository.git("rev-parse", "v1.0")
    asked = request(repository, Cache(root=tmp_path / "cache"))

    class Moving(Views):
        """Locating sees the names of before, as when another thread has asked the server since."""

        def open(self, where: str, *, again: bool = False) -> View | None:
            alone = views(cache=asked.cache, limits=DEFAULT, offline=True)
            view = alone.open(where, again=again)
            assert view is not None
            assert view.tags["v1.0"] == first
            repository.commit({"unrelated.txt": b"1"})
            repository.git("tag", "-f", "v1.0")
            return view

    after = audit_one(target, replace(asked, views=Moving(origins=asked.views.origins)))
    assert after.verdict is not None
    assert after.verdict.value is VerdictValue.INCONCLUSIVE
    (skip,) = after.skips
    moved = repository.git("rev-parse", "v1.0")
    assert skip.reason == f"v1.0 meant {first} and, a moment later, {moved}"
