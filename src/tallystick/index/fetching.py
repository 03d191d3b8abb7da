"""Pages and files of one index: out of the cache where it may answer, else asked for and kept."""

from __future__ import annotations

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from tallystick.cache import Cache
from tallystick.errors import DigestMismatch, IndexFailure, LimitExceeded, UsageError
from tallystick.index import kept
from tallystick.index.address import LOOPBACK, bare, origin_of, shown
from tallystick.index.kept import KeptPage
from tallystick.index.patience import Clock, SystemClock, patiently
from tallystick.index.release import ReleaseFile
from tallystick.limits import Limits
from tallystick.model import Sha256

if TYPE_CHECKING:
    from tallystick.index.client import Client

SECONDS = 30.0
"""Without a byte; a whole download may take as long as it keeps coming, up to its cap."""

UNSAID = 300.0
"""Seconds for which a page is fresh whose server says nothing about that (RFC 9111, 4.2.2). What is not
found on such a page is asked for again, so a release that is younger is not missed."""

SYSTEM = SystemClock()


class Page(Struct, frozen=True, kw_only=True):
    """A page of an index.

    Attributes:
        url: that was asked for, without credentials.
        body: what it says; empty if the index has no such page.
        content_type: as the server wrote it, in lower case.
        missing: the index answered that there is no such page.
        from_cache: nobody was asked just now.
    """

    url: str
    body: bytes
    content_type: str
    missing: bool
    from_cache: bool


class Fetcher:
    """Asks one index; may be used by several threads at once.

    Args:
        url: of the index, with credentials if they were given so.
        cache: where pages and files are kept.
        limits: the caps.
        offline: answer from the cache alone.
        seconds: to wait for a connection, and for each next piece of an answer.
        clock: the time, and how to wait.
        plain: plain HTTP is allowed to any host; only for files whose digests were signed.
    """

    def __init__(
        self,
        url: str,
        cache: Cache,
        limits: Limits,
        *,
        offline: bool,
        seconds: float = SECONDS,
        clock: Clock = SYSTEM,
        plain: bool = False,
    ) -> None:
        self._url = url
        self._cache = cache
        self._limits = limits
        self._offline = offline
        self._seconds = seconds
        self._clock = clock
        self._plain = plain
        self._client: Client | None = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of its connections; a later request makes new ones."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None

    def page(self, url: str, *, accept: str, again: bool = False, cap: int | None = None) -> Page:
        """The page at ``url``, at most ``cap`` bytes (None: of any page).

        Args:
            url: to ask.
            accept: media types.
            again: ask even if the page that is kept is fresh.
            cap: in bytes.

        Raises:
            IndexFailure: no answer, or offline and never asked before.
        """
        url = bare(url)
        old = kept.find(self._cache, url, accept, self._limits)
        if old is not None and (self._offline or (not again and old.is_fresh(self._clock.time()))):
            return _page(old, from_cache=True)
        if self._offline:
            raise IndexFailure(f"{shown(url)}: not in the cache, and --offline was given")
        cap = self._limits.index_page if cap is None else cap
        try:
            new = patiently(lambda: self._ask(url, accept, old, cap), self._clock, self._limits)
        except IndexFailure as error:
            if old is None or old.status != 200:
                raise
            day = time.strftime("%Y-%m-%d", time.gmtime(old.asked))
            raise IndexFailure(f"{error}; --offline uses the page kept on {day}") from None
        return _page(new, from_cache=False)

    def file(self, file: ReleaseFile) -> Path:
        """The path of ``file`` in the cache, fetched unless it is there; its digest is checked.

        Raises:
            IndexFailure: it cannot be fetched, or offline and not in the cache.
            DigestMismatch: the index sent something else than it announced.
            LimitExceeded: the index sent more than the cap on one file.
        """
        found = self._kept_file(file)
        if found is not None:
            return found
        if self._offline:
            raise IndexFailure(f"{file.name}: not in the cache, and --offline was given")
        try:
            path = patiently(lambda: self._download(file), self._clock, self._limits)
        except DigestMismatch as error:
            raise DigestMismatch(f"{file.name}: {error}") from None
        except LimitExceeded as error:
            message = f"{file.name}: more than {self._limits.download} bytes were sent"
            raise LimitExceeded(error.cap, message) from None
        if file.sha256 is None and file.sha512 is not None:
            self._cache.put(("sha512", file.sha512[:2]), file.sha512, path.name.encode())
        return path

    def any_file(self, url: str, name: str) -> Path:
        """The path of what is at ``url``, whatever its digest; errors as in :meth:`file`."""
        if self._offline:
            raise IndexFailure(f"{name}: not in the cache, and --offline was given")
        unannounced = ReleaseFile(name=name, url=url)
        return patiently(lambda: self._download(unannounced), self._clock, self._limits)

    def _kept_file(self, file: ReleaseFile) -> Path | None:
        if file.sha256 is not None:
            return self._cache.find(file.sha256)
        if file.sha512 is None:
            raise IndexFailure(f"{file.name}: the index announces no digest that is checked")
        # Only a pointer: what it points at is hashed, so nobody has to believe it.
        pointer = self._cache.get(("sha512", file.sha512[:2]), file.sha512, 64) or b""
        if not re.fullmatch(rb"[0-9a-f]{64}", pointer):
            return None
        path = self._cache.find(Sha256(pointer.decode()))
        if path is None:
            return None
        with path.open("rb") as content:
            digest = hashlib.file_digest(content, "sha512").hexdigest()
        return path if digest == file.sha512 else None

    def _download(self, file: ReleaseFile) -> Path:
        # A server that compresses on its way would change the digest.
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        seconds = self._limits.download_seconds
        with self._asking().get(file.url, headers, seconds=seconds, told=frozenset()) as answer:
            chunks = _announced(answer.body, file)
            return self._cache.store(chunks, sha256=file.sha256, cap=self._limits.download)

    def _ask(self, url: str, accept: str, old: KeptPage | None, cap: int) -> KeptPage:
        headers = {"Accept": accept, "Accept-Encoding": "gzip"}
        if old is not None and old.etag:
            headers["If-None-Match"] = old.etag
        if old is not None and old.modified:
            headers["If-Modified-Since"] = old.modified
        told = frozenset({404} if len(headers) == 2 else {304, 404})
        seconds = self._limits.index_seconds
        with self._asking().get(url, headers, seconds=seconds, told=told) as answer:
            fresh = _freshness(answer.headers, self._limits)
            now = self._clock.time()
            if answer.status == 304 and old is not None:
                page = replace(old, asked=now, fresh=fresh or 0.0)
            else:
                page = KeptPage(
                    url=url,
                    accept=accept,
                    status=answer.status,
                    content_type=answer.headers.get("content-type", "").lower()[:200],
                    body=b"" if answer.status == 404 else _whole(answer.body, url, cap),
                    asked=now,
                    fresh=fresh or 0.0,
                    etag=_validator(answer.headers.get("etag")),
                    modified=_validator(answer.headers.get("last-modified")),
                )
        if fresh is not None:
            kept.keep(self._cache, page)
        return page

    def _asking(self) -> Client:
        with self._lock:
            if self._client is None:
                from tallystick.index.client import Client  # noqa: PLC0415 - httpx costs 0.1 s
                from tallystick.index.credentials import Credentials  # noqa: PLC0415

                self._client = Client(
                    shown(self._url),
                    origin_of(self._url),
                    Credentials(self._url, self._limits),
                    self._clock,
                    seconds=self._seconds,
                    plain=self._plain,
                )
            return self._client


def document(page: Page, said: str) -> Any:  # noqa: ANN401 - JSON from a stranger; its reader looks
    """The JSON of ``page``.

    Raises:
        IndexFailure: it is none; ``said`` begins the message.
    """
    try:
        return json.loads(page.body)
    except (ValueError, RecursionError):
        sent = f"; it sent {page.content_type}" if "html" in page.content_type else ""
        raise IndexFailure(f"{said}{sent}") from None


def checked_url(url: str, option: str) -> str:
    """``url`` of an index as it is shown, with a slash at its end.

    Raises:
        UsageError: it is not https, nor http on loopback.
    """
    plain = shown(url).rstrip("/") + "/"
    if url.startswith(("https:", "http:")) and origin_of(url) is None:
        raise UsageError(f"{option}: not a URL")
    origin = origin_of(url)
    if origin is None or (origin[0] != "https" and origin[1] not in LOOPBACK):
        raise UsageError(f"{plain}: an index is asked over https only")
    if bare(url) != shown(url):
        raise UsageError(f"{plain}: {option} takes no query")
    return plain


def _page(page: KeptPage, *, from_cache: bool) -> Page:
    return Page(
        url=page.url,
        body=page.body,
        content_type=page.content_type,
        missing=page.status == 404,
        from_cache=from_cache,
    )


def _announced(chunks: Iterator[bytes], file: ReleaseFile) -> Iterator[bytes]:
    """``chunks`` if they are what ``file`` announces; its SHA-256 is left to the cache.

    The last thing that it does is to raise, so that nothing is kept that is something else.
    """
    digest, size = hashlib.sha512(), 0
    for chunk in chunks:
        size += len(chunk)
        if file.size is not None and size > file.size:
            raise DigestMismatch(f"{file.size} bytes were announced, more were sent")
        if file.sha512 is not None:
            digest.update(chunk)
        yield chunk
    if file.sha512 is not None and digest.hexdigest() != file.sha512:
        raise DigestMismatch(f"sha512 {file.sha512} was announced, {digest.hexdigest()} was sent")
    if file.size is not None and size != file.size and file.sha256 is None:
        raise DigestMismatch(f"{file.size} bytes were announced, {size} were sent")


def _whole(chunks: Iterator[bytes], url: str, cap: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > cap:
            raise IndexFailure(f"{shown(url)}: more than {cap} bytes")
    return bytes(body)


def _validator(value: str | None) -> str | None:
    return value if value and len(value) <= 1_000 else None


def _freshness(headers: Mapping[str, str], limits: Limits) -> float | None:
    """For how many seconds an answer is fresh (RFC 9111, 4.2); None if it may not be kept.

    We are a private cache: ``private`` and ``s-maxage`` are for others.
    """
    directives: dict[str, str] = {}
    for part in headers.get("cache-control", "").lower().split(","):
        name, _, value = part.strip().partition("=")
        directives.setdefault(name, value.strip('" '))
    if "no-store" in directives:
        return None
    if "no-cache" in directives:
        return 0.0
    if "max-age" in directives:
        seconds = _number(directives["max-age"]) - _number(headers.get("age", "0"))
    elif "expires" in headers:
        seconds = _until(headers["expires"], headers.get("date"))
    elif "cache-control" in headers or "pragma" in headers:
        seconds = 0.0
    else:
        seconds = UNSAID
    return min(max(seconds, 0.0), float(limits.index_fresh))


def _number(text: str) -> float:
    """``delta-seconds`` (RFC 9111, 1.2.2); what is none is none."""
    return float(text[:9]) if text.isascii() and text.isdecimal() else 0.0


def _until(expires: str, date: str | None) -> float:
    """Seconds from ``Date`` to ``Expires``; an invalid date is in the past (RFC 9111, 5.3)."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - it brings socket along

    try:
        end, begin = parsedate_to_datetime(expires), parsedate_to_datetime(date or "")
        return end.timestamp() - begin.timestamp()
    except (ValueError, TypeError, OverflowError):
        return 0.0
