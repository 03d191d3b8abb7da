"""The viewer made from what a command line says: in this process, or anew in each of several."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from starlette.types import ASGIApp

from tallystick.limits import DEFAULT
from tallystick.model.surveyed import Surveyed
from tallystick.report.incident_reader import read_incident
from tallystick.store import Store, open_store
from tallystick.web.application import application
from tallystick.web.contents import Contents
from tallystick.web.door import Door
from tallystick.web.given import Given, GivenIncident


class Making(Struct, frozen=True, kw_only=True):
    """What a viewer is made from: plain values, so that another process can do it.

    Attributes:
        address: of the store.
        survey: makes what reads a survey's results; None where none is shown.
        incidents: reports of ``trace``.
        contents: a folder of artifacts.
    """

    address: str
    door: Door
    survey: Callable[[], Callable[[], Surveyed]] | None = None
    incidents: tuple[Path, ...] = ()
    contents: Path | None = None

    def __call__(self) -> ASGIApp:
        """The viewer; its store stays open until the process ends."""
        return self.of(self.store())

    def store(self) -> Store:
        """The store, for reading.

        Raises:
            UsageError: the address cannot be meant.
            StorageError: there is no store, or it cannot be read.
        """
        return open_store(self.address, read_only=True)

    def of(self, store: Store) -> ASGIApp:
        """The viewer of ``store``.

        Raises:
            UsageError: what is to be shown besides is not what it should be.
            StorageError: it cannot be read.
        """
        given = Given(
            survey=self.survey() if self.survey else None,
            incidents=tuple(
                GivenIncident(name=path.name, incident=read_incident(path, DEFAULT))
                for path in self.incidents
            ),
            contents=Contents(self.contents, DEFAULT) if self.contents else None,
        )
        return application(store, self.door, given)
