"""What a lock file pins, as values, and the parts that its formats share: digests, URLs, caps."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.limits import Limits

STRONG: Final = {"sha256": 64, "sha384": 96, "sha512": 128}
"""Digests that bind a file, with their length in hex; pip's --hash takes the same three."""

WEAK: Final = frozenset({"md5", "sha1", "sha224"})
"""Two files with one MD5 or SHA-1 can be made (RFC 6151, shattered.io), so neither pins anything."""


class Ecosystem(StrEnum):
    """Which kind of index knows the project."""

    PYPI = "pypi"
    NPM = "npm"


class WhyNot(StrEnum):
    """What keeps a pinned thing from being audited."""

    LOCAL = "local"
    """A folder of the project that the lock belongs to: there is no release of it."""

    NO_RELEASE = "no-release"
    """Something from elsewhere that no index released: a commit, a folder of another project."""

    UNPINNED = "unpinned"
    """The lock does not bind it to bytes, or cannot be understood here."""


class Pinned(Struct, frozen=True, kw_only=True):
    """One file that a lock pins, or (without ``filename``) the files of a release by their digests.

    Attributes:
        ecosystem: whose names ``name`` and ``version`` are.
        name: the project, as the lock writes it.
        version: its version, as the lock writes it; None where a URL alone is pinned.
        digests: (algorithm, lower-case hex) of :data:`STRONG`; a file must have one of them.
        url: where the lock says that the file lies, without credentials; None if it does not.
        filename: what the file is called.
        index: the index that it was locked from; None where the lock does not say.
        is_direct: it is installed from ``url``, and no index is asked for it.
        why_not: None, or why it is not audited: the kind, and a sentence in ``reason``.
        reason: one sentence for ``why_not``.
    """

    ecosystem: Ecosystem
    name: str
    version: str | None
    digests: frozenset[tuple[str, str]] = frozenset()
    url: str | None = None
    filename: str | None = None
    index: str | None = None
    is_direct: bool = False
    why_not: WhyNot | None = None
    reason: str = ""


class Malformed(UsageError):  # noqa: N818 - a property of the file
    """The file is not the lock file that its name says, or a cap was passed; one sentence."""


def left_out(
    ecosystem: Ecosystem, name: str, version: str | None, why_not: WhyNot, reason: str
) -> Pinned:
    """A pinned thing that is not audited."""
    return Pinned(ecosystem=ecosystem, name=name, version=version, why_not=why_not, reason=reason)


def capped(pins: Iterable[Pinned], limits: Limits) -> tuple[Pinned, ...]:
    """The pins, once each, in their order.

    Raises:
        Malformed: there are more than ``limits.pins``.
    """
    found: dict[Pinned, None] = {}
    for pinned in pins:
        found[pinned] = None
        if len(found) > limits.pins:
            raise Malformed(f"it pins more than {limits.pins} files")
    return tuple(found)


def digest(algorithm: object, value: object) -> tuple[str, str] | None:
    """A strong digest, or None for a weak one.

    Raises:
        Malformed: it is neither.
    """
    if isinstance(algorithm, str) and isinstance(value, str):
        algorithm, value = algorithm.lower(), value.lower()
        if algorithm in WEAK and re.fullmatch("[0-9a-f]{1,64}", value):
            return None
        if algorithm in STRONG and re.fullmatch(f"[0-9a-f]{{{STRONG[algorithm]}}}", value):
            return algorithm, value
    raise Malformed("a digest that is none")


def integrity(text: str) -> frozenset[tuple[str, str]]:
    """The strongest digests of a Subresource Integrity string, as npm writes it.

    W3C SRI, 3.3.4: of several algorithms only the strongest counts; any digest of it will do.

    Raises:
        Malformed: a part of it is no digest.
    """
    found: dict[str, set[str]] = {}
    for part in text.split():
        algorithm, _, encoded = part.partition("?")[0].partition("-")
        try:
            value = base64.b64decode(encoded, validate=True).hex()
        except (binascii.Error, ValueError):
            raise Malformed("an integrity that is none") from None
        if known := digest(algorithm, value):
            found.setdefault(known[0], set()).add(known[1])
    if not found:
        return frozenset()
    strongest = max(found, key=lambda algorithm: STRONG[algorithm])
    return frozenset((strongest, value) for value in found[strongest])


_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[!-~]{1,8000}")


def public(url: str) -> str:
    """``url`` without credentials and fragment, as it may be asked for, shown and kept."""
    return re.sub(r"(?<=://)[^/?#]*@", "", url).partition("#")[0]


def address(url: str) -> str | None:
    """``url`` without credentials and fragment if it is one that files are fetched from, else None.

    https, or http on loopback (a local index); git, ssh and file URLs are none.
    """
    if not _URL.fullmatch(url) or "\\" in url:
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    loopback = parts.scheme == "http" and host in {"127.0.0.1", "::1", "localhost"}
    return public(url) if host and (parts.scheme == "https" or loopback) else None


_FILE_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+!-]{0,254}")


def file_name(url: str) -> str | None:
    """The last component of the path in ``url``, if a released file can be called so."""
    try:
        last = unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return None
    return plain_file_name(last)


def plain_file_name(name: object) -> str | None:
    """``name`` if it is the name of a file, and of nothing in another folder."""
    return name if isinstance(name, str) and _FILE_NAME.fullmatch(name) else None


_NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,212}[A-Za-z0-9])?")
_NPM_NAME: Final = re.compile(
    r"(?:@[A-Za-z0-9~_.-]{1,100}/)?[A-Za-z0-9_~][A-Za-z0-9~_.!'()*-]{0,213}"
)
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.!+_~:-]{0,199}")


def is_name(name: str, ecosystem: Ecosystem = Ecosystem.PYPI) -> bool:
    """Whether a project can be called so (names of PyPI: PEP 508; of npm: validate-npm-package-name)."""
    return (_NAME if ecosystem is Ecosystem.PYPI else _NPM_NAME).fullmatch(name) is not None


def is_version(version: str) -> bool:
    """Whether this can stand for a version; the index says if there is one."""
    return _VERSION.fullmatch(version) is not None


def text_of(table: Mapping[str, object], key: str) -> str | None:
    """The string at ``key``; None if there is none.

    Raises:
        Malformed: something else stands there.
    """
    value = table.get(key)
    if value is None or isinstance(value, str):
        return value
    raise Malformed(f"{key}: not a string")


def tables_of(table: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """The list of tables at ``key``; empty if there is none.

    Raises:
        Malformed: something else stands there.
    """
    value = table.get(key, [])
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    raise Malformed(f"{key}: not a list of tables")


def table_of(table: Mapping[str, object], key: str) -> Mapping[str, object]:
    """The table at ``key``; empty if there is none.

    Raises:
        Malformed: something else stands there.
    """
    value = table.get(key, {})
    if isinstance(value, dict):
        return value
    raise Malformed(f"{key}: not a table")


def named(
    package: Mapping[str, object], ecosystem: Ecosystem = Ecosystem.PYPI
) -> tuple[str, str | None]:
    """Name and version of a package's table.

    Raises:
        Malformed: no project can have this name or version.
    """
    name, version = text_of(package, "name"), text_of(package, "version")
    if name is None or not is_name(name, ecosystem):
        raise Malformed(f"a package named {name!r:.100}")
    if version is not None and not is_version(version):
        raise Malformed(f"{name}: version {version!r:.100}")
    return name, version
