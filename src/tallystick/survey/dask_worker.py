"""What Dask workers load (``--preload tallystick.survey.dask_worker``): they offer what their machine has."""

from __future__ import annotations

from typing import Any, Final

from tallystick.survey.resources import resources

PLENTY: Final = 1e9
"""Dask counts how much of a resource tasks use at once; of a program that is there, nobody runs out."""


async def dask_setup(worker: Any) -> None:  # noqa: ANN401, RUF029 - as Dask calls it: distributed.preloading
    """Offer what is here, before the worker tells its scheduler of itself."""
    for name in resources():
        worker.state.total_resources[name] = PLENTY
        worker.state.available_resources[name] = PLENTY
