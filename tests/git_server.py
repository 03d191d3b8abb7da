"""A git server on loopback: git's own ``git http-backend`` behind HTTP, and ways for it to go wrong."""

from __future__ import annotations

import base64
import gzip
import os
import re
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from gitrepo import GitRepo, environment
from tallystick.cache import Cache
from tools_needed import require_tool

Handler = Callable[[BaseHTTPRequestHandler], None]
Change = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: ``body`` is unpacked, ``authorization`` None where there was none."""

    method: str
    path: str
    query: str
    body: bytes
    authorization: str | None

    @property
    def is_fetch(self) -> bool:
        """Whether objects were asked for (gitprotocol-v2(5), "fetch")."""
        return b"command=fetch" in self.body

    @property
    def is_list(self) -> bool:
        """Whether refs were asked for (gitprotocol-v2(5), "ls-refs")."""
        return b"command=ls-refs" in self.body

    @property
    def wants(self) -> tuple[str, ...]:
        """The ids that a fetch asks for."""
        return tuple(found.decode() for found in re.findall(rb"want ([0-9a-f]{40,64})", self.body))


@dataclass(slots=True)
class GitServer:
    """The repositories below ``root``, served on 127.0.0.1.

    Attributes:
        answers: what is done instead for each path of a repository, whatever is asked there.
        changes: what becomes of each answer to a fetch from a repository, before it is sent.
        passwords: repositories that want ``user:password``.
        delay: seconds before each answer, as of a server that is far away.
        asked: each request so far.
        arrived: set when a request for a path of :meth:`hang` is there.
        released: what such requests wait for.
    """

    root: Path
    port: int = 0
    answers: dict[str, Handler] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    def url(self, repository: str, *, host: str = "127.0.0.1", user: str = "") -> str:
        """Of the ``repository``; ``user`` may be ``user:password``."""
        at = f"{user}@" if user else ""
        return f"http://{at}{host}:{self.port}/{repository}"

    def since(self) -> list[Asked]:
        """The requests since this was last called."""
        seen = list(self.asked)
        del self.asked[: len(seen)]
        return seen

    def send(self, repository: str, body: bytes, *, status: int = 200) -> None:
        """Answer every request for ``repository`` with a web page."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            request.send_header("Content-Type", "text/html")
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        self.answers[repository] = answer

    def redirect(self, repository: str, to: str, *, status: int = 301) -> None:
        """Send every request for ``repository`` to the URL (or path) ``to``, as hosting sites do."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            rest = request.path.removeprefix(f"/{repository}")
            request.send_response(status)
            request.send_header("Location", to + rest)
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.answers[repository] = answer

    def pour(self, repository: str) -> None:
        """Begin a smart answer (gitprotocol-http(5)) that has no end."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Type", "application/x-git-upload-pack-advertisement")
            request.end_headers()
            request.wfile.write(b"001e# service=git-upload-pack\n0000")
            line = b"%s refs/heads/%s\n" % (b"a" * 40, b"x" * 900)
            packet = b"%04x%s" % (len(line) + 4, line)
            while not self.released.is_set():
                request.wfile.write(packet * 64)

        self.answers[repository] = answer

    def hang(self, repository: str) -> None:
        """Take requests for ``repository`` and say nothing until :attr:`released`."""

        def answer(_request: BaseHTTPRequestHandler) -> None:
            self.arrived.set()
            self.released.wait(timeout=60)

        self.answers[repository] = answer

    def hang_fetch(self, repository: str) -> None:
        """List the refs of ``repository``, and say nothing when objects are asked for."""

        def change(body: bytes) -> bytes:
            self.arrived.set()
            self.released.wait(timeout=60)
            return body

        self.changes[repository] = change


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # the head alone would wait 40 ms for a delayed ACK
    server_is: ClassVar[GitServer]

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        self._answer(b"")

    def do_POST(self) -> None:  # noqa: N802
        self._answer(self._body())

    def _answer(self, body: bytes) -> None:
        here = self.server_is
        parts = urlsplit(self.path)
        gzipped = self.headers.get("Content-Encoding") == "gzip"
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=parts.query,
            body=gzip.decompress(body) if gzipped else body,
            authorization=self.headers.get("Authorization"),
        )
        here.asked.append(asked)
        time.sleep(here.delay)
        try:
            self._dispatch(here, asked, body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _dispatch(self, here: GitServer, asked: Asked, body: bytes) -> None:
        for repository, word in here.passwords.items():
            wanted = "Basic " + base64.b64encode(word.encode()).decode()
            if self._is_of(repository) and asked.authorization != wanted:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
        for repository, answer in here.answers.items():
            if self._is_of(repository):
                # What comes after an answer without a length can only be told by its end.
                self.close_connection = True
                answer(self)
                return
        self._backend(here, asked, body)

    def _is_of(self, repository: str) -> bool:
        return self.path.startswith((f"/{repository}/", f"/{repository}?"))

    def _backend(self, here: GitServer, asked: Asked, body: bytes) -> None:
        """What ``git http-backend`` answers (RFC 3875: headers, an empty line, the body)."""
        done = subprocess.run(
            [require_tool("git"), "http-backend"],
            input=body,
            env=environment() | self._cgi(here, asked, len(body)),
            capture_output=True,
            check=False,
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        headers = dict(
            line.split(": ", 1) for line in head.decode("latin-1").split("\r\n") if ": " in line
        )
        status = int(headers.pop("Status", "200").split(" ")[0])
        length = len(content)
        if asked.is_fetch:
            for repository, change in list(here.changes.items()):  # tests add some meanwhile
                if self._is_of(repository):
                    content = change(content)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        # Of what was cut off, the length is still announced: so a server looks that dies.
        self.send_header("Content-Length", str(max(length, len(content))))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = len(content) < length

    def _cgi(self, here: GitServer, asked: Asked, length: int) -> dict[str, str]:
        meta = {
            "GIT_PROJECT_ROOT": os.fspath(here.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": asked.method,
            "PATH_INFO": unquote(asked.path),
            "QUERY_STRING": asked.query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(length),
            "REMOTE_ADDR": "127.0.0.1",
        }
        for header, name in (
            ("Git-Protocol", "GIT_PROTOCOL"),
            ("Content-Encoding", "HTTP_CONTENT_ENCODING"),
        ):
            if header in self.headers:
                meta[name] = self.headers[header]
        return meta

    def _body(self) -> bytes:
        """The body of the request; git sends it in chunks once it passes http.postBuffer."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing on standard error."""


class Server(ThreadingHTTPServer):
    """One that many may connect to at once."""

    request_queue_size = 128
    """Of more than the default's five that wait, some are dropped, which then costs a second each."""


@contextmanager
def serving_git(root: Path) -> Iterator[GitServer]:
    """A server of the repositories below ``root``, for the time of one test."""
    here = GitServer(root=root)
    request = type("Request", (_Request,), {"server_is": here})
    with Server(("127.0.0.1", 0), request) as server:
        server.daemon_threads = True
        here.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield here
        finally:
            here.released.set()
            server.shutdown()
            thread.join()


def served_repository(server: GitServer, name: str, object_format: str = "sha1") -> GitRepo:
    """A new repository on ``server``: 20 files at the tag ``v1``, and one commit more."""
    repo = GitRepo(server.root / name, object_format=object_format)
    repo.commit({f"{number}": b"%d\n" % number for number in range(20)})
    repo.git("tag", "-m", "one", "v1")
    repo.commit({"later": b"later\n"})
    repo.serve_partially()
    return repo


def age(cache: Cache, seconds: float) -> None:
    """Have every clone in ``cache`` be one whose server was last asked ``seconds`` ago."""
    then = time.time() - seconds
    for marker in cache.root.glob("clones/*/tallystick/asked"):
        os.utime(marker, (then, then))
