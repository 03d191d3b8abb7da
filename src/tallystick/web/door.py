"""Who is let in, and what every answer says to the browser: before any page is asked.

Only GET and HEAD without a body; only the hosts that the viewer was told it is (a page of a stranger that
points its own name at 127.0.0.1 has another, "DNS rebinding"); the token where there is one; and caps.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_TARGET: Final = 4_096
"""Bytes of a path with its query: a file name of 1,024 bytes, each written as three."""

LONGEST_HEAD: Final = 16 * 1024
"""Bytes of the headers of a request: twice what browsers send."""

MOST_ADDRESSES: Final = 4_096
"""Clients whose requests are counted; whoever was silent longest is forgotten first."""

BURST: Final = 4
"""Seconds' worth of requests that a client may make at once: a page with its parts, and a few more."""

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content-Security-Policy level 3: no inline script, no inline style, nothing from elsewhere."""

HEADERS: Final[Mapping[str, str]] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-DNS-Prefetch-Control": "off",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Robots-Tag": "noindex, nofollow",
}
"""On every answer, errors included."""

_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{0,5})?")
"""RFC 9110, section 7.2, less the host names that nobody has."""

HSTS: Final = "max-age=31536000"


class Door(Struct, frozen=True, kw_only=True):
    """Who is let in.

    Attributes:
        hosts: what the Host header may name, in lower case and without a port; IPv6 without brackets.
        token: SHA-256 of the token that is demanded, or None.
        rate: requests a second of one address, in the long run.
        is_tls: whether browsers reach it by HTTPS.
    """

    hosts: frozenset[str]
    token: bytes | None = None
    rate: float = 50.0
    is_tls: bool = False


class Guard:
    """The first thing that a request meets."""

    def __init__(
        self, app: ASGIApp, door: Door, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Stand before ``app``."""
        self._app = app
        self._door = door
        self._turns = _Turns(door.rate, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] != "http":  # the lifespan; uvicorn is told not to speak WebSocket
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")
                if self._door.is_tls:
                    headers["Strict-Transport-Security"] = HSTS
                message["headers"] = headers.raw
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, send_guarded)
            return
        await self._app(scope, receive, send_guarded)

    def _refused(self, scope: Scope) -> PlainTextResponse | None:
        """Why a request is not let in; None if it is."""
        headers = Headers(scope=scope)
        if not self._turns.take(_address(scope)):
            return _no(429, "too many requests", {"Retry-After": "1"})
        if scope["method"] not in {"GET", "HEAD"}:
            return _no(405, "only GET and HEAD", {"Allow": "GET, HEAD"})
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return _no(413, "a request here has no body", {"Connection": "close"})
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
            return _no(414, f"an address here has at most {LONGEST_TARGET} bytes")
        if sum(len(name) + len(value) for name, value in headers.raw) > LONGEST_HEAD:
            return _no(431, f"the headers have at most {LONGEST_HEAD} bytes")
        if host_of(headers.getlist("host")) not in self._door.hosts:
            return _no(421, "this is not the host that you asked for")
        if self._door.token is not None and not has_token(
            headers.getlist("authorization"), self._door.token
        ):
            challenge = 'Basic realm="tallystick", charset="UTF-8"'
            return _no(401, "the token is needed, as password", {"WWW-Authenticate": challenge})
        return None


def _no(status: int, why: str, headers: Mapping[str, str] | None = None) -> PlainTextResponse:
    return PlainTextResponse(f"{why}\n", status_code=status, headers=dict(headers or {}))


def host_of(headers: list[str]) -> str | None:
    """The host that a request names, without its port; None if it names none or two."""
    match = _HOST.fullmatch(headers[0]) if len(headers) == 1 else None
    return match[1].strip("[]").lower() if match else None


def digest_of(token: bytes) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token).digest()


def has_token(headers: list[str], digest: bytes) -> bool:
    """Whether a request brings the token: as ``Bearer``, or as the password of ``Basic`` with any name.

    Digests are compared, in constant time, so that neither length nor beginning of the token can be felt for.
    """
    if len(headers) != 1:
        return False
    scheme, _, value = headers[0].partition(" ")
    brought = value.strip().encode("latin-1")
    if scheme.lower() == "basic":
        try:
            brought = base64.b64decode(brought, validate=True).partition(b":")[2]
        except binascii.Error:
            return False
    elif scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(digest_of(brought), digest)


def _address(scope: Scope) -> str:
    """Whose requests are counted together: an IPv4 address, or the /64 that one subscriber has of IPv6."""
    client = scope.get("client")
    if client is None:
        return ""
    try:
        address = ipaddress.ip_address(client[0])
    except ValueError:  # a name of a Unix socket
        return ""
    if address.version == 6:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


class _Turns:
    """A token bucket for each address; asked on one thread, the event loop's."""

    def __init__(self, rate: float, clock: Callable[[], float]) -> None:
        self._rate = rate
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> bool:
        now = self._clock()
        most = max(1.0, self._rate * BURST)
        left, since = self._left.pop(address, (most, now))
        left = min(most, left + (now - since) * self._rate)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left, now)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return allowed
