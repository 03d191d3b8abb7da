"""A Dask cluster for the time of one test."""

from __future__ import annotations

import random
from collections.abc import Iterator

import distributed.comm.core
import pytest

from dask_members import Members


@pytest.fixture
def members(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Members]:
    # A client goes on calling a scheduler that is gone, long after its test, and draws its pauses from the
    # one generator that hypothesis watches over in any thread.
    vars(distributed.comm.core)["random"] = random.Random()  # noqa: S311 - pauses
    cluster = Members(folder=tmp_path_factory.mktemp("cluster"))
    try:
        yield cluster
    finally:
        cluster.stop()
