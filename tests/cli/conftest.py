"""The installed command with a cache of its own, releases to audit, and an index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from acme import Acme
from attesting import Sigstore
from command import COMMITTED, FILES, Releases, Tally
from gitrepo import GitRepo
from index_server import IndexServer, serving
from packing import Program, write_tar

FOREIGN = ("GIT_", "TALLYSTICK", "PYTHONDONTWRITEBYTECODE")
"""Variables that would change what is tested, or make every one of many processes compile anew."""


@pytest.fixture(scope="session")
def bytecode(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bytecode")


@pytest.fixture
def tally(tmp_path: Path, bytecode: Path) -> Tally:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(FOREIGN)}
    return Tally(
        folder=tmp_path,
        environment={
            **kept,
            "TALLYSTICK_CACHE": str(tmp_path / "cache"),
            "NO_PROXY": "127.0.0.1",
            "PYTHONPYCACHEPREFIX": str(bytecode),
            "COLUMNS": "100",
        },
    )


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """Made once; no test writes to them."""
    folder = tmp_path_factory.mktemp("releases")
    repository = GitRepo(folder / "source")
    repository.commit(COMMITTED)
    repository.git("tag", "v1.0")
    honest = {f"example-1.0/{name}": content for name, content in FILES.items()}
    return Releases(
        repository=repository,
        honest=write_tar(folder / "honest" / "example-1.0.tar.gz", honest),
        tampered=write_tar(
            folder / "tampered" / "example-1.0.tar.gz",
            {**honest, "example-1.0/configure": Program(b"#!/bin/sh\n# inert\n")},
        ),
        unknown=write_tar(
            folder / "unknown" / "example-1.0.tar.gz", {**honest, "example-1.0/table.dat": b"1"}
        ),
    )


@pytest.fixture
def index() -> Iterator[IndexServer]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def sigstore() -> Sigstore:
    return Sigstore()


@pytest.fixture
def acme(tmp_path: Path, tally: Tally, sigstore: Sigstore, monkeypatch: pytest.MonkeyPatch) -> Acme:
    for name in ("TALLYSTICK_CACHE", "NO_PROXY"):
        monkeypatch.setenv(name, tally.environment[name])
    return Acme(tmp_path, tally, sigstore)
