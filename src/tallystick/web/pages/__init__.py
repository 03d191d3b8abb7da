"""The pages, and the one list of them: what is asked and answered. A template of the same id shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from msgspec import Struct

from tallystick.web.asked import Asked, Parameter
from tallystick.web.pages import (
    content,
    entry,
    incident,
    ledger,
    lists,
    overview,
    project,
    release,
    search,
    survey,
    traces,
)


class Page(Struct, frozen=True, kw_only=True):
    """A page.

    Attributes:
        id: of its template, and of its operation in the OpenAPI document.
        path: where it is, ``{name}`` for a segment.
        read: answers, with a Struct.
        parameters: what its query may have.
        is_of_store: whether it follows from the store, and what was read once at the start, so that it may be
            kept.
    """

    id: str
    path: str
    read: Callable[[Asked], Any]
    parameters: tuple[Parameter, ...] = ()
    is_of_store: bool = True


PAGES: Final = (
    Page(id="overview", path="/", read=overview.read),
    Page(id="search", path="/search", read=search.read, parameters=search.PARAMETERS),
    Page(id="projects", path="/projects", read=lists.projects, parameters=lists.PROJECTS),
    Page(
        id="project",
        path="/projects/{ecosystem}/{project}",
        read=project.read,
        parameters=project.PARAMETERS,
    ),
    Page(
        id="release",
        path="/releases/{ecosystem}/{project}/{version}",
        read=release.read,
        parameters=release.PARAMETERS,
    ),
    Page(id="ledgers", path="/ledgers", read=lists.ledgers, parameters=lists.LEDGERS),
    Page(id="ledger", path="/ledgers/{digest}", read=ledger.read, parameters=ledger.PARAMETERS),
    Page(
        id="entry",
        path="/ledgers/{digest}/entries/{position}",
        read=entry.read,
        is_of_store=False,
    ),
    Page(
        id="content",
        path="/ledgers/{digest}/entries/{position}/content",
        read=content.read,
        parameters=content.PARAMETERS,
        is_of_store=False,
    ),
    Page(id="blob", path="/blobs/{digest}", read=traces.blob, parameters=traces.HOLDERS),
    Page(id="commit", path="/commits/{commit}", read=traces.commit),
    Page(id="publisher", path="/publishers", read=lists.publisher, parameters=lists.PUBLISHERS),
    Page(id="survey", path="/survey", read=survey.read, is_of_store=False),
    Page(
        id="incident",
        path="/incident",
        read=incident.read,
        parameters=incident.PARAMETERS,
    ),
)
"""Every page, in the order of a visit."""
