"""The viewer as an ASGI application: pages as HTML and JSON, badges, the feed, downloads."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec import Struct, field
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from tallystick.errors import StorageError
from tallystick.store import Store
from tallystick.web import chart, downloads, openapi, templates
from tallystick.web.address import SUFFIX
from tallystick.web.asked import Asked, Parameter, Refused, read_values
from tallystick.web.assets import assets
from tallystick.web.badge import BADGES
from tallystick.web.door import Door, Guard
from tallystick.web.kept import Kept
from tallystick.web.pages import PAGES, Page, overview
from tallystick.web.values import values

_LOG: Final = logging.getLogger(__name__)

Answer = Callable[[Asked], Response]


class _Viewer(Struct, frozen=True, kw_only=True):
    """What requests share."""

    store: Store
    kept: Kept = field(default_factory=Kept)

    def route(self, path: str, answer: Answer, parameters: tuple[Parameter, ...] = ()) -> Route:
        """A route whose answer is worked out on a thread, in one transaction."""

        def work(request: Request) -> Response:
            given = read_values(request.query_params.multi_items(), parameters)
            with self.store.reading() as connection:
                return answer(
                    Asked(
                        connection=connection,
                        kept=self.kept,
                        segments=request.path_params,
                        values=given,
                        path=request.url.path.removesuffix(SUFFIX),
                    )
                )

        async def endpoint(request: Request) -> Response:
            try:
                answered = await run_in_threadpool(work, request)
            except Refused as refused:
                return _refusal(request, refused.status, str(refused))
            return _unless_known(request, answered)

        return Route(path, endpoint, methods=["GET"])

    def page(self, page: Page) -> Iterator[Route]:
        """A page: as JSON under its own suffix, and as whatever is accepted under its path."""
        as_json = self.route(
            openapi.json_path(page), lambda asked: _json(page.read(asked)), page.parameters
        )
        as_html = self.route(page.path, lambda asked: self._html(page, asked), page.parameters)
        yield as_json

        async def either(request: Request) -> Response:
            chosen = as_json if _wants_json(request) else as_html
            answered: Response = await chosen.endpoint(request)
            answered.headers["Vary"] = "Accept"
            return answered

        yield Route(page.path, either, methods=["GET"])

    def _html(self, page: Page, asked: Asked) -> Response:
        view = page.read(asked)
        shown: dict[str, object] = {"page": view, "id": page.id, "json": _json_address(asked)}
        if isinstance(view, overview.OverviewPage):
            days = view.days
            drawn = self.kept.get(("days", days), lambda: chart.chart(days), lambda _: 100)
            shown["chart"] = None if drawn is None else templates.safe(drawn)
        return _markup(templates.render(f"{page.id}.html.jinja", shown))


def application(store: Store, door: Door) -> ASGIApp:
    """The viewer of ``store``, behind ``door``."""
    viewer = _Viewer(store=store)
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


def _json_address(asked: Asked) -> str:
    return "/index.json" if asked.path == "/" else f"{asked.path}{SUFFIX}"


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


def _unless_known(request: Request, answered: Response) -> Response:
    """The answer, or that nothing has changed since the browser asked for it (RFC 9110, section 13.1.2)."""
    if answered.status_code != 200 or not isinstance(answered.body, bytes):
        return answered
    tag = f'"{hashlib.sha256(answered.body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    answered.headers["ETag"] = tag
    return answered


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
