"""Pages of an index as they are kept between audits (RFC 9111, as a private cache).

Each page is one file, which appears by rename: the digest of all that follows, a line that says how long
the page is fresh and how to confirm it, and its body. What is torn, rotten or half there is a miss, as if
it had never been kept; of processes that keep the same page at once, one has the last word, whole. What
was asked for is the file's name, as a digest. Credentials are no part of any of it.
"""

from __future__ import annotations

import hashlib
import json

from msgspec import Struct
from msgspec.structs import asdict

from tallystick.cache import Cache
from tallystick.limits import Limits

HEAD = 64 * 1024
"""Bytes before the body: a digest, and two validators, each under 8,000."""


class KeptPage(Struct, frozen=True, kw_only=True):
    """One answer of an index, as it was given.

    Attributes:
        url: what was asked for, without credentials; the record holds its digest only.
        accept: the media types that were asked for.
        status: 200 or 404.
        content_type: as the server wrote it, in lower case.
        body: at most ``limits.index_page`` bytes; empty for 404.
        asked: when it was last asked for or confirmed, in seconds since the epoch.
        fresh: for how many seconds from then it need not be asked for again.
        etag: validator for ``If-None-Match``.
        modified: validator for ``If-Modified-Since``.
    """

    url: str
    accept: str
    status: int
    content_type: str
    body: bytes
    asked: float
    fresh: float
    etag: str | None
    modified: str | None

    def is_fresh(self, now: float) -> bool:
        """Whether it answers without asking; a page from the future (a clock set back) does not."""
        return 0 <= now - self.asked < self.fresh


def find(cache: Cache, url: str, accept: str, limits: Limits) -> KeptPage | None:
    """The page kept for ``url``, or None.

    Raises:
        StorageError: it is there and cannot be read.
    """
    folder, name = _place(url, accept)
    content = cache.get(folder, name, HEAD + limits.index_page) or b""
    digest, _, sealed = content.partition(b"\n")
    if hashlib.sha256(sealed).hexdigest().encode() != digest:
        return None
    head, _, body = sealed.partition(b"\n")
    try:
        return KeptPage(url=url, accept=accept, body=body, **json.loads(head))
    except (TypeError, ValueError):  # a head of another version of this program
        return None


def keep(cache: Cache, page: KeptPage) -> None:
    """Keep ``page`` in place of what was kept for its URL.

    Raises:
        StorageError: the disk failed.
    """
    folder, name = _place(page.url, page.accept)
    head = {key: value for key, value in asdict(page).items() if key not in _NOT_IN_HEAD}
    sealed = json.dumps(head, sort_keys=True).encode() + b"\n" + page.body
    cache.put(folder, name, hashlib.sha256(sealed).hexdigest().encode() + b"\n" + sealed)


_NOT_IN_HEAD = {"url", "accept", "body"}
"""The name of the file stands for the first two: a URL's query may be somebody's token."""


def _place(url: str, accept: str) -> tuple[tuple[str, ...], str]:
    name = hashlib.sha256(f"{accept}\n{url}".encode()).hexdigest()
    return ("pages", name[:2]), f"{name}.page"
