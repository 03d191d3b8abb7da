"""Where a server sends git to: followed to another path of the same host, and no further.

A renamed project's old URL leads to its new one, and whoever runs a host decides what is there
anyway. Another host is somebody else's word for what the source is: the line names it, and whoever
trusts it can give that URL.
"""

from __future__ import annotations

import contextlib
import re
from urllib.parse import urljoin, urlsplit

from tallystick.errors import SourceError, UsageError
from tallystick.limits import KIB, Limits
from tallystick.source import git
from tallystick.source.url import RemoteUrl, parse_url

HOPS = 3
"""Redirects in a row: a rename, then the spelling that the host prefers."""

TRACE_BYTES = 256 * KIB
"""Of a trace of one request: a few dozen headers."""

_ASKED = "/info/refs?service=git-upload-pack"
"""What git asks for first (gitprotocol-http(5)); a redirect must keep it, as git itself demands."""

_LOCATION = re.compile(r"<= Recv header: location: *(\S+)", re.IGNORECASE)


def redirect_of(url: RemoteUrl, limits: Limits) -> RemoteUrl:
    """Where the server redirects ``url`` to, once git.network raised Redirected; it is not asked there.

    Raises:
        SourceError: to another host, another protocol, or to no repository.
        StorageError: the disk failed.
    """
    location = _location(url, limits)
    if location is None:
        raise SourceError(f"{url.public}: it redirects, and does not say where to")
    where, asked, _ = urljoin(url.public.rstrip("/") + _ASKED, location).partition(_ASKED)
    if not asked:
        raise SourceError(f"{url.public}: it redirects to something that is no repository")
    try:
        target = parse_url(where)
    except UsageError as error:
        raise SourceError(f"{url.public}: it redirects, which is not followed: {error}") from error
    if _origin(target) != _origin(url):
        raise SourceError(
            f"{url.public}: it redirects to another place, {target.public}, which is not followed; "
            "give that URL if you trust it"
        )
    # What a redirect says of credentials counts for nothing; the user's are for the same host.
    return RemoteUrl(
        public=target.public, scheme=target.scheme, key=target.key, credentials=url.credentials
    )


def _origin(url: RemoteUrl) -> tuple[str, str]:
    """Scheme, host and port; parse_url has taken the default port away."""
    parts = urlsplit(url.public)
    return parts.scheme, parts.netloc


def _location(url: RemoteUrl, limits: Limits) -> str | None:
    """The last ``Location`` that curl saw: git itself does not say it where it does not follow."""
    with git.temporary_folder() as folder:
        trace = folder / "trace"
        with contextlib.suppress(SourceError):
            git.network(
                url,
                ["ls-remote", "--heads", "--", url.public],
                limits=limits,
                more={"GIT_TRACE_CURL": str(trace), "GIT_TRACE_CURL_NO_DATA": "1"},
            )
        try:
            with trace.open("rb") as file:
                text = file.read(TRACE_BYTES).decode("utf-8", "replace")
        except OSError:
            return None
    found = _LOCATION.findall(text)
    return found[-1] if found else None
