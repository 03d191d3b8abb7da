"""Who is told: standard output, a webhook, e-mail, a folder of issue texts.

A sink raises :class:`NotTaken` until it has taken an event for good; then it is asked again later, with
the same event and the same id. So each event arrives at least once, and a receiver knows a repetition by its
id. The folder is exactly once: a file is named by the id.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import smtplib
import ssl
import sys
import tempfile
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final, Protocol

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.index.address import LOOPBACK, origin_of, shown

SECONDS: Final = 30.0
"""For a receiver to answer."""

SIGNATURE: Final = "X-Tallystick-Signature-256"
"""``sha256=`` and the HMAC of the body in hex, as receivers of GitHub's webhooks know it."""


class NotTaken(Exception):  # noqa: N818 - what it means is said by whoever counts the tries
    """The event was not taken this time; one line says why."""


class Sink(Protocol):
    """Somebody who is told."""

    def give(self, identity: str, document: str) -> None:
        """Hand over one event.

        Args:
            identity: the event's id.
            document: the event, as JSON.

        Raises:
            NotTaken: it has to be given once more.
        """
        ...


class Stdout(Struct, frozen=True):
    """A line of JSON on standard output."""

    def give(self, identity: str, document: str) -> None:
        """Print it."""
        del identity
        try:
            sys.stdout.write(f"{document}\n")
            sys.stdout.flush()
        except OSError as error:
            raise NotTaken(f"standard output: {error.strerror}") from None


class Webhook(Struct, frozen=True, kw_only=True):
    """A POST of JSON.

    Attributes:
        url: https, or http on loopback.
        secret: of the signature; None for no signature.
    """

    url: str
    secret: bytes | None

    def give(self, identity: str, document: str) -> None:
        """Post it; anything but a status of 200 to 299 is no taking."""
        import httpx  # noqa: PLC0415 - 0.1 s, paid for where it is used

        body = document.encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": identity}
        if self.secret is not None:
            signature = hmac.new(self.secret, body, hashlib.sha256).hexdigest()
            headers[SIGNATURE] = f"sha256={signature}"
        try:
            with (
                httpx.Client(timeout=SECONDS, follow_redirects=False) as client,
                client.stream("POST", self.url, content=body, headers=headers) as answer,
            ):
                if not answer.is_success:
                    raise NotTaken(f"{shown(self.url)}: answered {answer.status_code}")
        except httpx.HTTPError as error:
            raise NotTaken(f"{shown(self.url)}: {str(error) or type(error).__name__}") from None


class Mail(Struct, frozen=True, kw_only=True):
    """An e-mail, whose ``Message-ID`` is made of the event's id (RFC 5322, 3.6.4)."""

    host: str
    port: int
    sender: str
    receivers: tuple[str, ...]
    tls: str
    user: str | None
    password: str | None

    def give(self, identity: str, document: str) -> None:
        """Send it; a server that refuses one receiver has not taken it."""
        event: dict[str, Any] = json.loads(document)
        message = EmailMessage()
        message["From"], message["To"] = self.sender, ", ".join(self.receivers)
        message["Message-ID"] = f"<{identity}@tallystick.invalid>"
        message["Subject"] = _title(event)[:200]
        message.set_content(f"{issue_text(event)}\n")
        try:
            context = ssl.create_default_context()
            with (
                smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
                if self.tls == "tls"
                else smtplib.SMTP(self.host, self.port, timeout=SECONDS)
            ) as server:
                if self.tls == "starttls":
                    server.starttls(context=context)
                if self.user is not None:
                    server.login(self.user, self.password or "")
                refused = server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(f"{self.host}: {error}") from None
        if refused:
            raise NotTaken(f"{self.host}: refuses {', '.join(sorted(refused))}")


class Issues(Struct, frozen=True, kw_only=True):
    """A folder with a Markdown file for each event, to be opened as an issue."""

    folder: Path

    def give(self, identity: str, document: str) -> None:
        """Write it, once: what is there is left as somebody may have edited it."""
        final = self.folder / f"{identity}.md"
        text = f"{issue_text(json.loads(document))}\n"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=".", dir=self.folder)
            partial = Path(name)
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                partial.chmod(0o644)
                os.link(partial, final)
            except FileExistsError:
                return
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            raise NotTaken(f"{final}: {error.strerror}") from None


def issue_text(event: Mapping[str, Any]) -> str:
    """An event for a person, in Markdown; what strangers named stands in code, on lines of its own."""
    paths = [str(path) for path in event["paths"]]
    return "\n".join(
        [
            f"# {_title(event)}",
            "",
            *_quoted([str(event["message"])]),
            "",
            *(("It is about:", "", *_quoted(paths), "") if paths else ()),
            f"{event['project']} {event['version']} on {event['index']}; event {event['id']}",
        ]
    )


def _quoted(lines: list[str]) -> list[str]:
    """Lines of code, which no character of theirs can end (CommonMark, 4.4): each is indented."""
    return [f"    {''.join(c if c.isprintable() else '?' for c in line)}" for line in lines]


def _title(event: Mapping[str, Any]) -> str:
    """The subject: kind and release, both of characters that need no quoting."""
    text = f"{event['kind']}: {event['project']} {event['version']}"
    return "".join(c if c.isprintable() and c not in "<>`[]*_" else "?" for c in text)


def _text(values: dict[str, Any], name: str) -> str:
    value = values.pop(name, None)
    if not isinstance(value, str) or not value:
        raise UsageError(f"it has no {name}, or not as a text")
    return value


def _secret(values: dict[str, Any], name: str, folder: Path) -> str | None:
    """What stands in the file that ``name`` names: secrets are no part of a configuration."""
    if name not in values:
        return None
    path = folder / _text(values, name)
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{name}: {path}: {getattr(error, 'strerror', None) or error}") from None
    if not secret:
        raise UsageError(f"{name}: {path}: it is empty")
    return secret


def _stdout(values: dict[str, Any], folder: Path) -> Sink:
    del values, folder
    return Stdout()


def _webhook(values: dict[str, Any], folder: Path) -> Sink:
    url = _text(values, "url")
    origin = origin_of(url)
    if origin is None or (origin[0] != "https" and origin[1] not in LOOPBACK):
        raise UsageError("url is not https")
    secret = _secret(values, "secret-file", folder)
    return Webhook(url=url, secret=None if secret is None else secret.encode())


def _mail(values: dict[str, Any], folder: Path) -> Sink:
    host, sender = _text(values, "host"), _text(values, "from")
    receivers, tls = values.pop("to", None), values.pop("tls", "starttls")
    port = values.pop("port", {"tls": 465, "starttls": 587, "none": 25}.get(tls))
    if not isinstance(receivers, list) or not receivers or not all(map(_is_address, receivers)):
        raise UsageError("to is not a list of addresses")
    if not _is_address(sender):
        raise UsageError("from is not an address")
    if tls not in {"tls", "starttls", "none"} or (tls == "none" and host not in LOOPBACK):
        raise UsageError("tls is tls or starttls; none for a server of this machine alone")
    if not isinstance(port, int) or not 0 < port < 65536:
        raise UsageError("port is not a number from 1 to 65535")
    user = _text(values, "user") if "user" in values else None
    password = _secret(values, "password-file", folder)
    return Mail(
        host=host, port=port, sender=sender, receivers=tuple(receivers), tls=tls, user=user,
        password=password,
    )  # fmt: skip


def _is_address(text: object) -> bool:
    return isinstance(text, str) and "@" in text and text.isprintable() and " " not in text


def _issues(values: dict[str, Any], folder: Path) -> Sink:
    return Issues(folder=folder / _text(values, "folder"))


KINDS: Final[Mapping[str, Callable[[dict[str, Any], Path], Sink]]] = {
    "stdout": _stdout,
    "webhook": _webhook,
    "email": _mail,
    "issue": _issues,
}
"""Every kind, by its name in the configuration; each takes what it understands out of its table."""
