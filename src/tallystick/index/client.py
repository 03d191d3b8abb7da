"""Requests over HTTP: one connection pool a thread, redirects by our rules, bodies unpacked in pieces.

The only file that imports httpx (0.1 s), so it is itself imported when the first request is made.
"""

from __future__ import annotations

import ssl
import threading
import weakref
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Protocol

import httpx
from msgspec import Struct

from tallystick import traffic
from tallystick.errors import IndexFailure
from tallystick.index.address import Origin, bare, joined, origin_of, shown
from tallystick.index.patience import Clock, Transient

MAX_REDIRECTS = 5
CHUNK = 1 << 16
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that a later try may not meet (RFC 9110, 15; RFC 8470; RFC 6585)."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Answer(Struct, frozen=True, kw_only=True):
    """What a server answered, its body still on the way.

    Attributes:
        url: what was asked in the end, after redirects.
        status: 200, 304 or 404.
        headers: by lower-case name.
        body: in pieces of at most 64 KiB, unpacked; uncapped, so whoever reads it counts.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: Iterator[bytes]


class Logins(Protocol):
    """Who knows the ``Authorization`` for a URL, and another one where that was refused."""

    def for_url(self, url: str) -> str | None:
        """The ``Authorization`` to begin with; None for none."""
        ...

    def after_refusal(self, url: str, refused: str | None) -> str | None:
        """Another one, after ``refused`` was; None if there is none."""
        ...


class Client:
    """A way to ask one index; may be used by several threads at once.

    Args:
        url: of the index, without credentials.
        origin: of the index: plain HTTP goes nowhere else, unless ``plain``.
        credentials: for that origin.
        clock: for deadlines.
        seconds: to wait for a connection, and for each next piece of an answer.
        plain: HTTP without TLS is allowed to any host. Only for files whose digests were signed.
    """

    def __init__(
        self,
        url: str,
        origin: Origin | None,
        credentials: Logins | None,
        clock: Clock,
        *,
        seconds: float,
        plain: bool = False,
    ) -> None:
        self._url = url
        self._origin = origin
        self._credentials = credentials
        self._clock = clock
        self._plain = plain
        self._seconds = seconds
        self._own = threading.local()
        self._open: list[weakref.finalize[[], threading.Thread]] = []
        self._closing = weakref.finalize(self, _close, self._open)

    def close(self) -> None:
        """Let go of its connections."""
        self._closing()

    def _http(self) -> httpx.Client:
        """The connections of this thread.

        Threads that share an HTTP/2 connection of httpcore 1.0 can be given one and the same stream, and then
        the answer to one's request is read as that to the other's.
        """
        found: httpx.Client | None = getattr(self._own, "http", None)
        if found is None:
            timeout = httpx.Timeout(self._seconds)
            found = httpx.Client(
                http2=True, verify=_trusted(), timeout=timeout, follow_redirects=False
            )
            self._own.http = found
            closing = weakref.finalize(threading.current_thread(), found.close)
            self._open[:] = [*(one for one in self._open if one.alive), closing]
        return found

    @contextmanager
    def get(
        self, url: str, headers: Mapping[str, str], *, seconds: float, told: frozenset[int]
    ) -> Iterator[Answer]:
        """Ask for ``url``, following redirects to where an index may be asked.

        Args:
            url: without credentials.
            headers: of the request; credentials are added here.
            seconds: for the whole answer.
            told: statuses besides 200 that the caller wants to know of.

        Raises:
            IndexFailure: it may not be asked, or answers with another status.
            Transient: it might answer a later try.
        """
        deadline = self._clock.monotonic() + seconds
        url = bare(url)
        login: str | None = None
        redirects = 0
        try:
            while True:
                self._refuse_elsewhere(url)
                login = login or (self._credentials.for_url(url) if self._credentials else None)
                traffic.ask(httpx.URL(url).host)
                sent = dict(headers) | ({"Authorization": login} if login else {})
                with self._http().stream("GET", url, headers=sent) as response:
                    if response.status_code in REDIRECTS:
                        redirects += 1
                        url, login = self._next(url, response, redirects), None
                        continue
                    if response.status_code == httpx.codes.UNAUTHORIZED:
                        login = self._another_login(url, login)
                        continue
                    _refuse_status(url, response, told, self._clock)
                    yield Answer(
                        url=url,
                        status=response.status_code,
                        headers={name.lower(): value for name, value in response.headers.items()},
                        body=self._body(url, response, deadline),
                    )
                    return
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise _failure(url, error) from None

    def _next(self, url: str, response: httpx.Response, number: int) -> str:
        if number > MAX_REDIRECTS:
            raise IndexFailure(f"{shown(url)}: more than {MAX_REDIRECTS} redirects")
        target = joined(url, response.headers.get("Location", ""))
        if target is None:
            raise IndexFailure(f"{shown(url)}: redirects to what is no URL")
        return bare(target)

    def _another_login(self, url: str, refused: str | None) -> str:
        found = self._credentials.after_refusal(url, refused) if self._credentials else None
        if found is not None:
            return found
        if refused is None:
            raise IndexFailure(
                f"{shown(url)}: wants a user name and a password (401); netrc and keyring have none"
            )
        raise IndexFailure(f"{shown(url)}: does not take this user name and password (401)")

    def _refuse_elsewhere(self, url: str) -> None:
        """Called before each request: https, or the index itself on loopback; and no doubt whose host."""
        origin, why = origin_of(url), None
        if origin is None:
            why = "not a URL over HTTP"
        elif httpx.URL(url).raw_host.decode("ascii").strip("[]") != origin[1]:
            why = "parsers disagree about its host"
        elif not (origin[0] == "https" or self._plain or origin == self._origin):
            why = "not https"
        if why is not None:
            raise IndexFailure(f"{self._url} leads to {shown(url)}, which is not asked: {why}")

    def _body(self, url: str, response: httpx.Response, deadline: float) -> Iterator[bytes]:
        try:
            for chunk in _unpacked(url, response):
                if self._clock.monotonic() > deadline:
                    raise IndexFailure(f"{shown(url)}: did not end in time")
                traffic.received(len(chunk))
                yield chunk
        except (httpx.HTTPError, httpx.StreamError) as error:
            raise _failure(url, error) from None


def _unpacked(url: str, response: httpx.Response) -> Iterator[bytes]:
    """The body without its content coding; httpx would unpack a bomb by whole pieces of what arrives."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding == "identity":
        yield from response.iter_raw(CHUNK)
        return
    if coding not in {"gzip", "x-gzip"}:
        raise IndexFailure(f"{shown(url)}: answered in a coding that was not asked for")
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for packed in response.iter_raw(CHUNK):
            waiting = packed
            while waiting and not unpacker.eof:
                yield unpacker.decompress(waiting, CHUNK)
                waiting = unpacker.unconsumed_tail
            if unpacker.unused_data:
                raise IndexFailure(f"{shown(url)}: something follows its gzip coding")
        yield unpacker.flush()
    except zlib.error:
        raise IndexFailure(f"{shown(url)}: its gzip coding is broken") from None
    if not unpacker.eof:
        raise Transient(f"{shown(url)}: its gzip coding breaks off")


def _refuse_status(url: str, response: httpx.Response, told: frozenset[int], clock: Clock) -> None:
    status = response.status_code
    if status == httpx.codes.OK or status in told:
        return
    message = f"{shown(url)}: " + ("not found" if status == 404 else f"answered {status}")
    if status in TRANSIENT:
        after = _after(response.headers.get("Retry-After"), clock)
        if after:
            traffic.busy(httpx.URL(url).host, after)
        raise Transient(message, after=after)
    raise IndexFailure(message)


def _after(value: str | None, clock: Clock) -> float | None:
    """``Retry-After`` in seconds from now: a number of them, or a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if value.strip().isdecimal():
        return float(value.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - clock.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _failure(url: str, error: Exception) -> IndexFailure | Transient:
    message = f"{shown(url)}: {str(error) or type(error).__name__}"
    if "in location header" in message:  # httpx reads it too, and quotes it
        return IndexFailure(f"{shown(url)}: redirects to what is no URL")
    untrusted = "CERTIFICATE_VERIFY_FAILED" in message  # will not be trusted a second later
    if isinstance(error, httpx.TransportError) and not untrusted:
        hopeless = (httpx.UnsupportedProtocol, httpx.LocalProtocolError)
        return IndexFailure(message) if isinstance(error, hopeless) else Transient(message)
    return IndexFailure(message)


def _close(opened: list[weakref.finalize[[], threading.Thread]]) -> None:
    """Let go of the connections of all threads; those of one that ended went with it."""
    for closing in opened:
        closing()


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes 0.1 s, so that is done once."""
    return httpx.create_ssl_context()
