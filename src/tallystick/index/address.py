"""URLs of an index: which origin they belong to, and how they are shown."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

Origin = tuple[str, str, int]
"""Scheme, host and port (RFC 6454), with the scheme's own port where none is written."""

_PORTS = {"https": 443, "http": 80}
_USERINFO = re.compile(r"^((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)[^/?#]*@")
_PLAIN = re.compile(r"[!#-;=?-\[\]_a-z~]{1,8000}")
"""RFC 3986's characters. Parsers disagree about the others (a backslash, a blank): whose host it is
would then depend on who reads it."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def origin_of(url: str) -> Origin | None:
    """The origin of ``url``; None if it is no URL of a server over HTTP."""
    if not _PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, _PORTS[parts.scheme] if port is None else port


def bare(url: str) -> str:
    """``url`` without user name, password and fragment: what is sent, kept and hashed."""
    return _USERINFO.sub(r"\1", url).partition("#")[0]


def shown(url: str) -> str:
    """``url`` for a person: also without its query, which may be a signature or a token."""
    return bare(url).partition("?")[0]


def joined(base: str, reference: str) -> str | None:
    """``reference`` as a page at ``base`` means it, without credentials; None if it is no URL."""
    try:
        url = urljoin(base, reference)
    except ValueError:
        return None
    return _USERINFO.sub(r"\1", url) if _PLAIN.fullmatch(url) else None


def login_in(url: str) -> tuple[str, str | None] | None:
    """User name and password in ``url``, decoded; the password may be missing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.username is None:
        return None
    password = parts.password
    return unquote(parts.username), None if password is None else unquote(password)
