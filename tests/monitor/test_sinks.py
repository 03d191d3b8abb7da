"""Those who are told: real servers on loopback that take, refuse and break off."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import pytest

from receivers import post_office, receiving
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
