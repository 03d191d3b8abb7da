"""Those who are told: real servers on loopback that take, refuse and break off."""

from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tallystick.monitor.event import Event, Kind
from tallystick.monitor.sinks import Issues, Mail, NotTaken, Webhook

EVENT = Event(
    kind=Kind.NEW_RESIDUE,
    index="pypi",
    project="x",
    version="1.0",
    subject="0" * 64,
    message="x-1.0.tar.gz: in 0.9 no file under m4/ was contradicted; now one is",
    paths=("m4/build-to-host.m4", "```\n# <script>\x1b[2J"),
)
DOCUMENT = json.dumps(EVENT.document())


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


def test_a_webhook_gets_the_event_signed_and_with_its_id() -> None:
    with receiving() as receiver:
        Webhook(url=receiver.url, secret=b"key").give(EVENT.id, DOCUMENT)
    (body,), (headers,) = receiver.bodies, receiver.headers
    assert json.loads(body) == EVENT.document()
    assert headers["Idempotency-Key"] == EVENT.id
    mac = hmac.new(b"key", body, hashlib.sha256).hexdigest()
    assert headers["X-Tallystick-Signature-256"] == f"sha256={mac}"


@pytest.mark.parametrize("status", [302, 400, 500, 503])
def test_a_webhook_that_does_not_say_yes_has_not_taken_it(status: int) -> None:
    with receiving() as receiver:
        receiver.status = status
        with pytest.raises(NotTaken, match=str(status)):
            Webhook(url=receiver.url, secret=None).give(EVENT.id, DOCUMENT)
    assert "X-Tallystick-Signature-256" not in receiver.headers[0]
    with pytest.raises(NotTaken):  # nobody is there anymore
        Webhook(url=receiver.url, secret=None).give(EVENT.id, DOCUMENT)


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


def mail(port: int) -> Mail:
    return Mail(
        host="127.0.0.1", port=port, sender="tally@example.org", tls="none", user=None, password=None,
        receivers=("a@example.org", "b@example.org"),
    )  # fmt: skip


def test_a_mail_is_named_by_the_event_and_says_what_happened() -> None:
    with post_office() as (port, letters):
        mail(port).give(EVENT.id, DOCUMENT)
    (letter,) = letters
    assert f"Message-ID: <{EVENT.id}@tallystick.invalid>".encode() in letter
    assert b"Subject: new-residue: x 1.0" in letter
    assert b"m4/build-to-host.m4" in letter
    assert b"\x1b" not in letter


def test_a_mail_that_one_receiver_does_not_get_is_not_taken() -> None:
    with (
        post_office(refuse=b"b@example.org") as (port, _),
        pytest.raises(NotTaken, match="b@example"),
    ):
        mail(port).give(EVENT.id, DOCUMENT)
    with pytest.raises(NotTaken):
        mail(port).give(EVENT.id, DOCUMENT)


def test_an_issue_is_written_once_and_left_as_it_was_edited(tmp_path: Path) -> None:
    sink = Issues(folder=tmp_path / "issues")
    sink.give(EVENT.id, DOCUMENT)
    (path,) = (tmp_path / "issues").iterdir()
    text = path.read_text()
    assert path.name == f"{EVENT.id}.md"
    assert text.startswith("# new-residue: x 1.0\n")
    assert "    ```?# <script>?[2J\n" in text
    path.write_text("closed")
    sink.give(EVENT.id, DOCUMENT)
    assert path.read_text() == "closed"


def test_an_event_is_the_same_one_whenever_it_is_found() -> None:
    same = Event(**{name: getattr(EVENT, name) for name in EVENT.__struct_fields__})
    other = Event(
        **{**{name: getattr(EVENT, name) for name in EVENT.__struct_fields__}, "version": "1.1"}
    )
    assert same.id == EVENT.id != other.id
