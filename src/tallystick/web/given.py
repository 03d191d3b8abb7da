"""What is shown besides the store, as ``serve`` was told: a survey's results, incidents, contents."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tallystick.model.incident import Incident
from tallystick.model.surveyed import Surveyed
from tallystick.web.contents import Contents


class GivenIncident(Struct, frozen=True, kw_only=True):
    """A report of ``trace``, and the name of its file."""

    name: str
    incident: Incident


class Given(Struct, frozen=True, kw_only=True):
    """All of it.

    Attributes:
        survey: says what a survey found until now; None where none was named.
        incidents: in the order in which they were named.
        contents: where the bytes of artifacts are.
    """

    survey: Callable[[], Surveyed] | None = None
    incidents: tuple[GivenIncident, ...] = ()
    contents: Contents | None = None


NOTHING = Given()
