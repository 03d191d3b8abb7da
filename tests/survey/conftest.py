"""A Dask cluster for the time of one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dask_members import Members


@pytest.fixture
def members(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Members]:
    cluster = Members(folder=tmp_path_factory.mktemp("cluster"))
    try:
        yield cluster
    finally:
        cluster.stop()
