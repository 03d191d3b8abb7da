"""Which URLs a repository may have, and their form without secrets.

A URL reaches git's command line, the names of folders, error lines and the ledger; some come from
``.gitmodules`` and metadata that strangers wrote. So a URL is parsed once, here, and what is not
plainly https, ssh or file is refused: ``ext::sh -c …`` runs a command (git-remote-ext(1)), a leading
``-`` is an option to ssh (CVE-2017-1000117), a newline asks a credential helper for another host's
password (CVE-2020-5260).

Plain http is taken for this machine alone, as an index's is: on loopback there is nobody on the way,
and a server for tests or a local mirror has no certificate. The host is compared as a whole, after
user and port are cut off, with the three names of loopback: ``localhost@elsewhere`` and
``127.0.0.1.elsewhere`` are elsewhere, and other spellings of 127.0.0.1 are simply not http's.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from tallystick.errors import UsageError

_SCP = re.compile(r"(?:([^/@:]+)@)?([^/@:]+):(?!//)(.+)")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9a-fA-F:.]+\]")
_SSH_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_DEFAULT_PORT = {"https": 443, "http": 80, "ssh": 22, "git": 9418}
_LOOPBACK = frozenset({"127.0.0.1", "[::1]", "localhost"})
"""RFC 6761, 6.3: ``localhost`` is never asked of a name server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteUrl:
    """A URL that git may be given.

    Attributes:
        public: without password (and for https without user); what git and people see.
        scheme: ``https``, ``ssh``, ``file``, ``http`` on loopback, or ``git`` with a mirror.
        key: equal for two spellings of one repository: no ``.git``, user, default port or trailing
            slash, the host in lower case.
        credentials: user and password of an https or http URL that has a password; never shown.
    """

    public: str
    scheme: str
    key: str
    credentials: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def host(self) -> str | None:
        """Who is asked; None for what lies on this disk."""
        return urlsplit(self.key).hostname


def looks_like_url(where: str) -> bool:
    """Whether ``where`` is to be read as a URL (of whatever kind) and not as a path."""
    return "://" in where or "::" in where or _SCP.fullmatch(where) is not None


def parse_url(text: str, *, mirrors: Container[str] = ()) -> RemoteUrl:
    """The URL that ``text`` spells.

    ``git://`` has no authentication, and is asked of nobody: such a URL, which ``.gitmodules`` of GNU
    projects have, only names a repository for which ``mirrors`` has the key (:func:`mirror_key`).

    Raises:
        UsageError: it is one that git is not to be given; the line says why, without secrets.
    """
    shown = _redacted(text)
    if re.search(r"[\x00-\x20\x7f]", text):
        raise UsageError(f"{shown}: a URL has no spaces or control characters")
    if text.startswith("-"):
        raise UsageError(f"{shown}: a URL that begins with '-' would be read as an option")
    if re.match(r"[^/:@]*::", text):
        raise UsageError(f"{shown}: transport helpers (name::…) run programs and are refused")
    if "://" not in text:
        return _scp(text, shown)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise UsageError(f"{shown}: not a URL: {error}") from error
    if "\\" in parts.netloc:
        # Some would read it as a "/", so that what stands before the "@" is the host (WHATWG URL, 4.4).
        raise UsageError(f"{shown}: a URL has no backslash")
    if parts.scheme == "file":
        return _file(parts, shown)
    if parts.scheme != "git" or not _is_mirrored(parts, port, shown, mirrors):
        _check_scheme(parts, port, shown)
    return _network(parts, port, shown)


def normal_url(text: str) -> str:
    """The key of ``text`` (see :class:`RemoteUrl`), for comparing; errors as in parse_url."""
    return parse_url(text).key


class _Any(Container[str]):
    """Has everything."""

    def __contains__(self, key: object) -> bool:
        return True


def mirror_key(text: str) -> str:
    """The key of a URL that a folder stands in for: one of ``git://``, too; errors as in parse_url."""
    return parse_url(text, mirrors=_Any()).key


def by_normal_url(mirrors: Mapping[str, str]) -> dict[str, str]:
    """The same mapping, with its URLs as keys of :class:`RemoteUrl`; errors as in parse_url."""
    return {mirror_key(url): folder for url, folder in mirrors.items()}


def _is_mirrored(parts: SplitResult, port: int | None, shown: str, mirrors: Container[str]) -> bool:
    return _network(parts, port, shown).key in mirrors


def _check_scheme(parts: SplitResult, port: int | None, shown: str) -> None:
    if parts.scheme == "git" or (parts.scheme == "http" and _host(parts, port) not in _LOOPBACK):
        raise UsageError(
            f"{shown}: {parts.scheme}:// lets anyone on the way answer in the server's place; "
            "use https://"
        )
    if parts.scheme not in {"https", "http", "ssh"}:
        raise UsageError(f"{shown}: only https://, ssh:// and file:// are used")


def _scp(text: str, shown: str) -> RemoteUrl:
    """``user@host:path``, as git-clone(1) has it: ssh, relative to the user's home."""
    match = _SCP.fullmatch(text)
    if match is None:
        raise UsageError(f"{shown}: neither a URL nor something on this disk")
    user, host, path = match.groups()
    if "@" in path:
        raise UsageError(f"{shown}: an '@' in a path; write it as ssh://host/path")
    _check_host(host, path, shown)
    _check_ssh_user(user, shown)
    at = f"{user}@" if user else ""
    return RemoteUrl(
        public=f"{at}{host.lower()}:{path}",
        scheme="ssh",
        key=f"ssh://{host.lower()}/{_plain_path(path)}",
    )


def _file(parts: SplitResult, shown: str) -> RemoteUrl:
    if parts.netloc not in {"", "localhost"} or not parts.path.startswith("/"):
        raise UsageError(f"{shown}: a file:// URL names a folder of this machine: file:///…")
    if parts.query or parts.fragment:
        raise UsageError(f"{shown}: a repository's URL has no '?' or '#'")
    # ``r`` and ``r.git`` are two folders on a disk, so the path is kept as it is.
    public = f"file://{parts.path}"
    return RemoteUrl(public=public, scheme="file", key=public.rstrip("/"))


def _host(parts: SplitResult, port: int | None) -> str:
    """The host alone, an IPv6 address in its brackets."""
    host = parts.netloc.rpartition("@")[2]
    if port is not None or host.endswith(":"):
        host = host.rpartition(":")[0]
    return host.lower()


def _network(parts: SplitResult, port: int | None, shown: str) -> RemoteUrl:
    host = _host(parts, port)
    _check_host(host, parts.path.lstrip("/"), shown)
    if parts.query or parts.fragment:
        raise UsageError(f"{shown}: a repository's URL has no '?' or '#'")
    if "@" in parts.path and parts.scheme != "ssh":
        # A password with a "/" in it ends up here, and must not be shown as a part of the path.
        raise UsageError(f"{shown}: an '@' in a path is written %40")
    at, credentials = "", None
    if parts.scheme == "ssh":
        _check_ssh_user(parts.username, shown)
        at = f"{parts.username}@" if parts.username else ""
    elif parts.password is not None:
        credentials = (unquote(parts.username or ""), unquote(parts.password))
        if re.search(r"[\x00-\x1f]", "".join(credentials)):
            raise UsageError(f"{shown}: a control character in the credentials")
    default = port in {None, _DEFAULT_PORT[parts.scheme]}
    place = host if default else f"{host}:{port}"
    return RemoteUrl(
        public=f"{parts.scheme}://{at}{place}{parts.path}",
        scheme=parts.scheme,
        key=f"{parts.scheme}://{place}/{_plain_path(parts.path)}",
        credentials=credentials,
    )


def _plain_path(path: str) -> str:
    return path.strip("/").removesuffix(".git").rstrip("/")


def _check_host(host: str, path: str, shown: str) -> None:
    if _HOST.fullmatch(host) is None:
        raise UsageError(f"{shown}: not the name of a host")
    if path.startswith("-"):
        raise UsageError(f"{shown}: a path that begins with '-' would be read as an option")
    if not path:
        raise UsageError(f"{shown}: names a host and no repository")


def _check_ssh_user(user: str | None, shown: str) -> None:
    if user is not None and _SSH_USER.fullmatch(user) is None:
        raise UsageError(f"{shown}: not the name of a user")


def _redacted(text: str) -> str:
    """``text`` for an error line: nothing that could be a password, nothing that could be a line."""
    text = re.sub(r"//.*@", "//", text, flags=re.DOTALL)
    text = text if "://" in text else text.rpartition("@")[2]
    text = re.sub(r"[?#].*", "", text, flags=re.DOTALL)
    return "".join(letter if letter.isprintable() else "?" for letter in text)
