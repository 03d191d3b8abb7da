"""A package index on loopback that answers what a test tells it to, right or wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

JSON = "application/vnd.pypi.simple.v1+json"
Handler = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class StoppedClock:
    """A clock that moves only when somebody waits, or when a test moves it.

    Attributes:
        now: seconds; of the machine's clock and of the epoch alike.
        waits: what was waited for.
    """

    now: float = 1_700_000_000.0
    waits: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@dataclass(slots=True)
class IndexServer:
    """Paths and what is answered there; ``asked`` are the paths in the order of the requests.

    Attributes:
        port: on 127.0.0.1.
        answers: what is done at each path.
        asked: the path of each request so far.
        credentials: the ``Authorization`` header of each request, None where there was none.
        headers: all headers of each request, by lower-case name.
        connections: how many were made.
        arrived: set when a request for a path of :meth:`hang` is there.
        released: what requests for such a path wait for.
    """

    port: int = 0
    answers: dict[str, Handler] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    credentials: list[str | None] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0
    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.root}/simple/"

    def send(
        self,
        path: str,
        body: bytes,
        *,
        status: int = 200,
        content_type: str = "text/html",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Answer ``path`` with ``body``."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Content-Type", content_type)
            request.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                request.send_header(name, value)
            request.end_headers()
            request.wfile.write(body)

        self.answers[path] = answer

    def in_turn(self, path: str, *answers: Handler) -> None:
        """Answer ``path`` with each of ``answers`` once, and with the last one from then on."""
        waiting = list(answers)

        def answer(request: BaseHTTPRequestHandler) -> None:
            (waiting.pop(0) if len(waiting) > 1 else waiting[0])(request)

        self.answers[path] = answer

    def validated(self, path: str, body: bytes, tag: str, headers: Mapping[str, str]) -> None:
        """Answer ``path`` with ``body``, or with 304 to whoever has it (RFC 9110, 13.1.2)."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            has_it = request.headers.get("If-None-Match") == tag
            request.send_response(304 if has_it else 200)
            request.send_header("ETag", tag)
            for name, value in headers.items():
                request.send_header(name, value)
            if not has_it:
                request.send_header("Content-Type", JSON)
                request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(b"" if has_it else body)

        self.answers[path] = answer

    def guard(self, path: str, password: str) -> None:
        """Answer ``path`` as before, but only to ``user`` with ``password`` (RFC 7617)."""
        inside = self.answers[path]
        right = "Basic " + base64.b64encode(f"user:{password}".encode()).decode()

        def answer(request: BaseHTTPRequestHandler) -> None:
            if request.headers.get("Authorization") == right:
                inside(request)
                return
            request.send_response(401)
            request.send_header("WWW-Authenticate", "Basic")
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.answers[path] = answer

    def redirect(self, path: str, location: str) -> None:
        """Answer ``path`` with a redirect."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(302)
            request.send_header("Location", location)
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.answers[path] = answer

    def pour(self, path: str) -> None:
        """Answer ``path`` with a body that has no end."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Connection", "close")
            request.end_headers()
            while not self.released.is_set():
                request.wfile.write(bytes(1 << 16))

        self.answers[path] = answer

    def hang(self, path: str) -> None:
        """Take a request for ``path`` and say nothing until :attr:`released`."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            self.arrived.set()
            self.released.wait(timeout=60)
            request.close_connection = True

        self.answers[path] = answer

    def project(self, name: str, files: Sequence[dict[str, object]]) -> None:
        """Answer with a project page (PEP 691) that lists ``files`` as they are given."""
        page = {"meta": {"api-version": "1.1"}, "name": name, "files": list(files)}
        self.send(f"/simple/{name}/", json.dumps(page).encode(), content_type=JSON)

    def file(self, name: str, content: bytes, **more: object) -> dict[str, object]:
        """Serve a file; what a project page says of it."""
        self.send(f"/files/{name}", content, content_type="application/octet-stream")
        return {
            "filename": name,
            "url": f"{self.root}/files/{name}",
            "hashes": {"sha256": hashlib.sha256(content).hexdigest()},
            **more,
        }


@contextmanager
def serving() -> Iterator[IndexServer]:
    """An index for the time of one test."""
    index = IndexServer()

    class Request(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"  # connections are kept, as real indexes do
        disable_nagle_algorithm = (
            True  # the head alone would wait 40 ms for a delayed ACK (RFC 1122, 4.2.3.2)
        )

        def setup(self) -> None:
            super().setup()
            index.connections += 1

        def handle(self) -> None:
            with suppress(ConnectionResetError):  # a client that goes away keeps nothing open
                super().handle()

        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            path = urlsplit(self.path).path
            index.asked.append(path)
            index.headers.append({name.lower(): value for name, value in self.headers.items()})
            index.credentials.append(self.headers.get("Authorization"))
            try:
                index.answers.get(path, not_found)(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing on standard error."""

    def not_found(request: BaseHTTPRequestHandler) -> None:
        request.send_error(404)

    class Server(ThreadingHTTPServer):
        request_queue_size = 128  # several processes at once; five is the default

    with Server(("127.0.0.1", 0), Request) as server:
        server.daemon_threads = True
        index.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield index
        finally:
            index.released.set()
            server.shutdown()
            thread.join()
