"""Servers on loopback that are told things: a webhook's, and one for mail."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Receiver:
    """What came, and what is answered to it."""

    status: int = 204
    url: str = ""
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Request(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            receiver.headers.append(dict(self.headers.items()))
            receiver.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(receiver.status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing on standard error."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Request) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def post_office(refuse: bytes = b"") -> Iterator[tuple[int, list[bytes]]]:
    """A server that speaks as much of SMTP (RFC 5321) as a client needs; refuses one receiver."""
    letters: list[bytes] = []

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            letter, is_data = b"", False
            for line in self.rfile:
                if is_data:
                    is_data = line != b".\r\n"
                    letter += line if is_data else b""
                    if not is_data:
                        letters.append(letter)
                        self.wfile.write(b"250 taken\r\n")
                    continue
                if line.upper().startswith(b"QUIT"):
                    self.wfile.write(b"221 bye\r\n")
                    return
                is_data = line.upper().startswith(b"DATA")
                no = refuse and line.upper().startswith(b"RCPT") and refuse in line
                self.wfile.write(
                    b"354 go on\r\n" if is_data else b"550 no\r\n" if no else b"250 ok\r\n"
                )

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_address[1], letters
        finally:
            server.shutdown()
            thread.join()
