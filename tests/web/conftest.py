"""A store with known ledgers and its viewer, once for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tallystick.store import Put
from viewers import fill, viewer


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Put]]:
    path = tmp_path_factory.mktemp("viewer") / "store.sqlite"
    return path, fill(str(path))


@pytest.fixture(scope="session")
def put(filled: tuple[Path, dict[str, Put]]) -> dict[str, Put]:
    """What is in the store, by the names of the samples."""
    return filled[1]


@pytest.fixture(scope="session")
def base(filled: tuple[Path, dict[str, Put]]) -> Iterator[str]:
    with viewer(filled[0], "--rate", "100000") as address:
        yield address


@pytest.fixture(scope="session")
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=60) as found:
        yield found
