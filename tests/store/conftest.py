"""Both databases that a store may be in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from postgres_server import Postgres, postgres, require_postgres


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    require_postgres()
    with postgres() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store can be made, in each kind of database."""
    if request.param == "sqlite":
        yield str(tmp_path / "store.sqlite")
        return
    running: Postgres = request.getfixturevalue("server")
    with running.database() as url:
        yield url
