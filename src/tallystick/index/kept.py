"""Pages of an index as they are kept between audits (RFC 9111, as a private cache).

Each page is two files: its body, named by its digest, and a record that says which URL it answers, how
long it is fresh, and which body it has. Both appear by rename, the body first. A record begins with the
digest of the rest of itself, and a body is hashed when it is read: what is torn, rotten or half there is
a miss, as if it had never been kept. Credentials are no part of any of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from tallystick.cache import Cache
from tallystick.limits import Limits

RECORD = 64 * 1024
"""Bytes of one record: a URL and two validators, each under 8,000."""


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
    name = _name(url, accept)
    record = _unsealed(cache.get(_folder(name), f"{name}.json", RECORD))
    if record is None:
        return None
    digest = record.pop("sha256", None)
    body = cache.get(_folder(name), f"{name}.{digest}", limits.index_page + 1)
    if body is None or hashlib.sha256(body).hexdigest() != digest:
        return None
    try:
        return KeptPage(url=url, accept=accept, body=body, **record)
    except TypeError:  # a record of another version of this program
        return None


def keep(cache: Cache, page: KeptPage) -> None:
    """Keep ``page`` in place of what was kept for its URL.

    Raises:
        StorageError: the disk failed.
    """
    name = _name(page.url, page.accept)
    digest = hashlib.sha256(page.body).hexdigest()
    folder, body = _folder(name), f"{name}.{digest}"
    if cache.get(folder, body, len(page.body) + 1) != page.body:
        cache.put(folder, body, page.body)
    record = {key: value for key, value in asdict(page).items() if key not in _NOT_RECORDED}
    cache.put(folder, f"{name}.json", _sealed({**record, "sha256": digest}))
    # Whoever still reads an older body sees a miss. Bodies of processes that died go the same way.
    for old in cache.root.joinpath(*folder).glob(f"{name}.*"):
        if old.name not in {body, f"{name}.json"}:
            with contextlib.suppress(OSError):
                old.unlink()


_NOT_RECORDED = {"url", "accept", "body"}
"""The name of the record stands for the first two: a URL's query may be somebody's token."""


def _name(url: str, accept: str) -> str:
    return hashlib.sha256(f"{accept}\n{url}".encode()).hexdigest()


def _folder(name: str) -> tuple[str, ...]:
    return "pages", name[:2]


def _sealed(record: dict[str, Any]) -> bytes:
    text = json.dumps(record, sort_keys=True).encode()
    return hashlib.sha256(text).hexdigest().encode() + b"\n" + text


def _unsealed(content: bytes | None) -> dict[str, Any] | None:
    digest, _, text = (content or b"").partition(b"\n")
    if hashlib.sha256(text).hexdigest().encode() != digest:
        return None
    record = json.loads(text)
    return record if isinstance(record, dict) else None
