"""A package index on loopback that serves files of this disk (PEP 691), and fails as often as it is told."""

from __future__ import annotations

import hashlib
import json
import random
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)

JSON = "application/vnd.pypi.simple.v1+json"


@dataclass(slots=True)
class LocalIndex:
    """What is served, and how well.

    Attributes:
        url: of its Simple API.
        releases: ``NAME==VERSION`` of each release.
        failing: share of requests that are answered with 503.
        requests: how many there were.
    """

    url: str = ""
    releases: list[str] = field(default_factory=list)
    failing: float = 0.0
    requests: int = 0


@contextmanager
def serving(folders: Sequence[Path]) -> Iterator[LocalIndex]:
    """Serve every wheel and sdist below ``folders`` whose name says what it is."""
    index = LocalIndex()
    pages, files = _read(folders, index)
    chance = random.Random(10)  # noqa: S311 - the same failures in each run

    class Request(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            index.requests += 1
            *_, kind, name = self.path.rstrip("/").split("/")
            if chance.random() < index.failing:
                self._send(503, b"", "text/plain")
            elif kind == "simple" and name in pages:
                listed = [
                    {**file, "url": f"{index.url}../files/{file['filename']}"}
                    for file in pages[name]
                ]
                page = {"meta": {"api-version": "1.1"}, "name": name, "files": listed}
                self._send(200, json.dumps(page).encode(), JSON)
            elif kind == "files" and name in files:
                self._send(200, files[name].read_bytes(), "application/octet-stream")
            else:
                self._send(404, b"", "text/plain")

        def _send(self, status: int, body: bytes, content_type: str) -> None:
            with suppress(ConnectionError):
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        def handle(self) -> None:
            with suppress(ConnectionError):  # of clients that are killed
                super().handle()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing on standard error."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 128
        daemon_threads = True

    with Server(("127.0.0.1", 0), Request) as server:
        index.url = f"http://127.0.0.1:{server.server_port}/simple/"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield index
        finally:
            server.shutdown()
            thread.join()


def _read(
    folders: Sequence[Path], index: LocalIndex
) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Path]]:
    pages: dict[str, list[dict[str, Any]]] = defaultdict(list)
    files: dict[str, Path] = {}
    releases = set()
    for path in sorted(path for folder in folders for path in folder.iterdir()):
        try:
            wheel = path.name.endswith(".whl")
            parse = parse_wheel_filename if wheel else parse_sdist_filename
            project, version = parse(path.name)[:2]
        except (InvalidWheelFilename, InvalidSdistFilename):
            continue
        if path.name in files:
            continue
        files[path.name] = path
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
        pages[project].append({"filename": path.name, "hashes": {"sha256": digest}, "size": size})
        releases.add(f"{project}=={version}")
    index.releases = sorted(releases)
    return pages, files
