"""The viewer as an ASGI application: pages as HTML and JSON, badges, the feed, downloads."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import urlencode

from msgspec import Struct, field
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from tallystick.errors import StorageError
from tallystick.store import Store
from tallystick.store.asking.ledgers import DAY
from tallystick.store.asking.moment import moment
from tallystick.web import downloads, openapi, templates
from tallystick.web.address import SUFFIX
from tallystick.web.answers import Answers, Made
from tallystick.web.asked import Asked, Parameter, Refused, read_values
from tallystick.web.assets import assets
from tallystick.web.badge import BADGES
from tallystick.web.door import Door, Guard
from tallystick.web.given import NOTHING, Given
from tallystick.web.kept import Kept
from tallystick.web.pages import PAGES, Page, overview
from tallystick.web.pictures import PICTURES, vega
from tallystick.web.values import values

_LOG: Final = logging.getLogger(__name__)

THREADS: Final = 2
"""Pages that one process makes at once: a long one does not keep all others waiting. More would only take
turns at the interpreter, and all be late."""

WAITING: Final = 4
"""The same where a server is asked: while one waits for an answer, another is made."""

Answer = Callable[[Asked], Response]


class _Viewer(Struct, frozen=True, kw_only=True):
    """What requests share."""

    store: Store
    threads: ThreadPoolExecutor
    given: Given = NOTHING
    kept: Kept = field(default_factory=Kept)
    answers: Answers = field(default_factory=Answers)

    def route(
        self,
        path: str,
        answer: Answer,
        parameters: tuple[Parameter, ...] = (),
        *,
        is_of_store: bool = True,
    ) -> Route:
        """A route whose answer is worked out on a thread, in one transaction; kept if ``is_of_store``."""

        def work(request: Request) -> Response:
            pairs = request.query_params.multi_items()
            given = read_values(pairs, parameters)
            with self.store.reading() as connection:
                asked = Asked(
                    connection=connection,
                    store=self.store,
                    given=self.given,
                    kept=self.kept,
                    segments=request.path_params,
                    values=given,
                    path=request.url.path.removesuffix(SUFFIX),
                )
                if is_of_store:
                    # A page may say what day it is.
                    day = int(time.time()) // DAY
                    key = (moment(connection), day, path, request.url.path, *pairs)
                    made = self.answers.get(key, lambda: answer(asked))
                else:
                    made = Made.of(answer(asked))
            return made.given(request.headers.get("if-none-match"))

        async def endpoint(request: Request) -> Response:
            try:
                return await asyncio.get_running_loop().run_in_executor(self.threads, work, request)
            except Refused as refused:
                return _refusal(request, refused.status, str(refused))

        return Route(path, endpoint, methods=["GET"])

    def page(self, page: Page) -> Iterator[Route]:
        """A page: as JSON under its own suffix, and as whatever is accepted under its path."""
        as_json = self.route(
            openapi.json_path(page),
            lambda asked: _json(page.read(asked)),
            page.parameters,
            is_of_store=page.is_of_store,
        )
        as_html = self.route(
            page.path,
            lambda asked: _html(page, asked),
            page.parameters,
            is_of_store=page.is_of_store,
        )
        yield as_json

        async def either(request: Request) -> Response:
            chosen = as_json if _wants_json(request) else as_html
            answered: Response = await chosen.endpoint(request)
            answered.headers["Vary"] = "Accept"
            return answered

        yield Route(page.path, either, methods=["GET"])


def application(store: Store, door: Door, given: Given = NOTHING) -> ASGIApp:
    """The viewer of ``store`` and of what is ``given`` besides, behind ``door``."""
    threads = ThreadPoolExecutor(WAITING if store.is_server else THREADS)
    viewer = _Viewer(store=store, threads=threads, given=given)
    templates.prepare()
    threads.submit(vega.prepare)
    routes = [route for page in PAGES for route in viewer.page(page)]
    downloaded = [viewer.route(path, answer) for path, answer in downloads.DOWNLOADS.items()]
    badges = [viewer.route(path, answer) for path, answer in BADGES.items()]
    fixed = [
        viewer.route("/feed.atom", _feed),
        viewer.route("/openapi.json", lambda _: _text(openapi.openapi())),
        Route("/static/{digest}/{name}", _static, methods=["GET"]),
        Route("/robots.txt", _robots, methods=["GET"]),
    ]
    starlette = Starlette(
        routes=[*fixed, *downloaded, *badges, *routes],
        exception_handlers={
            HTTPException: _on_http,
            StorageError: _on_storage,
            Exception: _on_failure,
        },
    )
    # A path is what the routes say, or nothing; no redirect is made from a Host header.
    starlette.router.redirect_slashes = False
    return Guard(starlette, door)


def _wants_json(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept


def _html(page: Page, asked: Asked) -> Response:
    view = page.read(asked)
    draw = PICTURES.get(page.id)
    shown: dict[str, object] = {"page": view, "id": page.id, "json": _json_address(asked)}
    shown |= draw(asked, view) if draw else {}
    return _markup(templates.render(f"{page.id}.html.jinja", shown))


def _json_address(asked: Asked) -> str:
    path = "/index.json" if asked.path == "/" else f"{asked.path}{SUFFIX}"
    pairs = [(name, value) for name, values in asked.values.items() for value in values]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _markup(html: str) -> Response:
    return Response(html, media_type="text/html")


def _json(view: object) -> Response:
    return _text(values(view))


def _text(document: object) -> Response:
    # ASCII: a program that shows it as it is shows no character that acts on the display.
    return Response(
        json.dumps(document, separators=(",", ":"), allow_nan=False), media_type="application/json"
    )


def _feed(asked: Asked) -> Response:
    needs = overview.needs(asked)
    updated = max((one.ledger.recorded for one in needs), default=0.0)
    shown = templates.render("feed.atom.jinja", {"needs": needs, "updated": updated})
    return Response(shown, media_type="application/atom+xml")


async def _static(request: Request) -> Response:
    """A file of ours, under its digest."""
    found = assets().get(request.path_params["name"])
    if found is None or found.address != request.url.path:
        raise HTTPException(404)
    kept = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found.content, media_type=found.kind, headers=kept)


async def _robots(_: Request) -> Response:
    return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")


def _refusal(request: Request, status: int, message: str) -> Response:
    """Why a request is refused, in the form that was asked for."""
    if _wants_json(request) or request.url.path.endswith(SUFFIX):
        answered = _text({"status": status, "message": message})
    else:
        shown: Mapping[str, object] = {"status": status, "message": message, "id": "", "json": None}
        answered = _markup(templates.render("refused.html.jinja", shown))
    answered.status_code = status
    return answered


async def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _refusal(request, status, "There is no such page." if status == 404 else "Not possible.")


async def _on_storage(request: Request, error: Exception) -> Response:
    # What the database says may name hosts and files: for the one who runs it, not for the reader.
    _LOG.error("%s", error)
    return _refusal(request, 503, "The store cannot be read just now.")


async def _on_failure(request: Request, error: Exception) -> Response:  # noqa: ARG001 - uvicorn logs it
    return _refusal(request, 500, "The viewer failed; its log says how.")
