"""A store with known ledgers and its viewer, once for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from beside_a_store import write_contents, write_incidents, write_survey
from tallystick.store import Put, open_store
from viewers import fill, viewer


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Put]]:
    path = tmp_path_factory.mktemp("viewer") / "store.sqlite"
    return path, fill(str(path))


@pytest.fixture(scope="session")
def beside(
    filled: tuple[Path, dict[str, Put]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, ...]:
    """The options that show a survey, incidents and contents, whose ledger the store has."""
    folder = tmp_path_factory.mktemp("beside")
    options = ["--survey", str(write_survey(folder / "survey"))]
    for path in write_incidents(folder / "incidents"):
        options += ["--incident", str(path)]
    document = write_contents(folder / "contents")
    with open_store(str(filled[0])) as store:
        filled[1]["compiled"] = store.put(document)
    return (*options, "--contents", str(folder / "contents"))


@pytest.fixture(scope="session")
def put(filled: tuple[Path, dict[str, Put]]) -> dict[str, Put]:
    """What is in the store, by the names of the samples."""
    return filled[1]


@pytest.fixture(scope="session")
def base(filled: tuple[Path, dict[str, Put]], beside: tuple[str, ...]) -> Iterator[str]:
    with viewer(filled[0], "--rate", "100000", *beside) as address:
        yield address


@pytest.fixture(scope="session")
def client(base: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=base, timeout=60) as found:
        yield found
