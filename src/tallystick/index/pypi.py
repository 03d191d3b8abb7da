"""The Simple repository API in JSON (PEP 691, 700, 714): which files a release has, and their digests."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from tallystick.cache import Cache
from tallystick.errors import DigestMismatch, IndexFailure, LimitExceeded, UsageError
from tallystick.limits import Limits
from tallystick.model import Sha256

ACCEPT = "application/vnd.pypi.simple.v1+json"
CHUNK = 1 << 16
SECONDS = 30.0
"""Without a byte; a whole download may take as long as it keeps coming."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]*")
"""What a project, a version and tags can spell (binary distribution format, "File name convention")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFile:
    """One file of a release, as the index announces it."""

    name: str
    url: str
    sha256: Sha256
    upload_time: str | None
    yanked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """All files of one version, sdist first."""

    project: str
    version: str
    files: tuple[ReleaseFile, ...]


class PyPI:
    """A package index.

    Args:
        url: of its Simple API; https, or http on loopback for tests.
        cache: where downloads are kept by their digest.
        limits: the caps.
        offline: answer from the cache alone.
        seconds: how long to wait for a connection, and for each next piece of an answer.

    Attributes:
        url: of the Simple API, without the credentials that were given in it.

    Raises:
        UsageError: ``url`` is neither of these.
    """

    def __init__(
        self,
        url: str,
        cache: Cache,
        limits: Limits,
        *,
        offline: bool = False,
        seconds: float = SECONDS,
    ) -> None:
        origin = _origin(url)
        if origin is None:
            raise UsageError("--index: not a URL")
        self.url = _public(url).rstrip("/") + "/"
        loopback = origin[0] == "http" and origin[1] in {"127.0.0.1", "::1", "localhost"}
        if origin[0] != "https" and not loopback:
            raise UsageError(f"{self.url}: an index is asked over https only")
        self._url = url.rstrip("/") + "/"
        self._origin = origin
        self._cache = cache
        self._limits = limits
        self._offline = offline
        self._timeout = httpx.Timeout(seconds)

    def release(self, project: str, version: str | None) -> Release:
        """The files of ``project`` at ``version``, or at its newest final version.

        Raises:
            IndexFailure: no answer, not an answer of this API, no such project or version.
        """
        page = self._page(project)
        by_version: dict[Version, list[ReleaseFile]] = {}
        for file in _files(page, self._project_url(project)):
            found = _version_of(file.name, project)
            if found is not None:
                by_version.setdefault(found, []).append(file)
        if version is None:
            finals = [
                v
                for v, fs in by_version.items()
                if not v.is_prerelease and not all(f.yanked for f in fs)
            ]
            wanted = max(finals or by_version, default=None)
        else:
            wanted = _parse(version)
        if wanted is None or wanted not in by_version:
            raise IndexFailure(f"{project}: {self.url} has no version {version or 'at all'}")
        files = sorted(by_version[wanted], key=lambda file: (file.name.endswith(".whl"), file.name))
        spelled = next(str(found) for found in by_version if found == wanted)
        return Release(project=project, version=spelled, files=tuple(files))

    def download(self, file: ReleaseFile) -> Path:
        """The path of ``file`` in the cache, fetched unless it is there; its digest is checked.

        Raises:
            IndexFailure: it cannot be fetched, or offline and not in the cache.
            DigestMismatch: the index sent something else than it announced.
            LimitExceeded: the index sent more than the cap on one file.
        """
        kept = self._cache.find(file.sha256)
        if kept is not None:
            return kept
        if self._offline:
            raise IndexFailure(f"{file.name}: not in the cache, and --offline was given")
        try:
            return self._cache.store(
                self._stream(file.url), sha256=file.sha256, cap=self._limits.download
            )
        except DigestMismatch as error:
            raise DigestMismatch(f"{file.name}: {error}") from None
        except LimitExceeded as error:
            message = f"{file.name}: more than {self._limits.download} bytes were sent"
            raise LimitExceeded(error.cap, message) from None

    def _project_url(self, project: str) -> str:
        return urljoin(self._url, canonicalize_name(project) + "/")

    def _page(self, project: str) -> dict[str, Any]:
        if self._offline:
            raise IndexFailure(f"{project}: asking an index is not possible with --offline")
        content = b"".join(
            self._stream(self._project_url(project), accept=ACCEPT, cap=self._limits.index_page)
        )
        try:
            page = json.loads(content)
        except (ValueError, RecursionError):
            raise IndexFailure(
                f"{self.url} did not answer with JSON (PEP 691) for {project}"
            ) from None
        if not isinstance(page, dict) or not isinstance(page.get("files"), list):
            raise IndexFailure(
                f"{self.url} did not answer with a project page (PEP 691) for {project}"
            )
        return page

    def _stream(self, url: str, *, accept: str = "*/*", cap: int | None = None) -> Iterator[bytes]:
        """The body at ``url``, in pieces, following redirects to where an index may be asked.

        A file comes as it is stored: a server that compresses on its way would change its digest.
        """
        headers = {"Accept": accept} | ({} if cap else {"Accept-Encoding": "identity"})
        try:
            with (
                httpx.Client(
                    verify=_trusted(),
                    timeout=self._timeout,
                    follow_redirects=True,
                    max_redirects=5,
                    event_hooks={"request": [self._refuse_elsewhere]},
                ) as client,
                client.stream("GET", url, headers=headers) as answer,
            ):
                if answer.status_code == httpx.codes.NOT_FOUND:
                    raise IndexFailure(f"{_public(url)}: not found")
                if answer.status_code != httpx.codes.OK:
                    raise IndexFailure(f"{_public(url)}: answered {answer.status_code}")
                size = 0
                for chunk in answer.iter_bytes(CHUNK):
                    size += len(chunk)
                    if cap is not None and size > cap:
                        raise IndexFailure(f"{_public(url)}: more than {cap} bytes")
                    yield chunk
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise IndexFailure(f"{_public(url)}: {str(error) or type(error).__name__}") from None

    def _refuse_elsewhere(self, request: httpx.Request) -> None:
        """Called before each request, those of redirects too: https, or the index on loopback itself."""
        url = str(request.url)
        if request.url.scheme != "https" and _origin(url) != self._origin:
            raise IndexFailure(f"{self.url} leads to {_public(url)}, which is not asked: not https")


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that are trusted; reading them takes 0.1 s, so that is done once."""
    return httpx.create_ssl_context()


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port (RFC 6454); None if ``url`` is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    return parts.scheme, parts.hostname or "", port


def _public(url: str) -> str:
    """``url`` without credentials, query and fragment."""
    return re.sub(r"(?<=//)[^/?#]*@", "", url).partition("?")[0].partition("#")[0]


def _files(page: dict[str, Any], base: str) -> Iterator[ReleaseFile]:
    for item in page["files"]:
        if not isinstance(item, dict):
            continue
        name, url, hashes = item.get("filename"), item.get("url"), item.get("hashes")
        digest = hashes.get("sha256") if isinstance(hashes, dict) else None
        if not (isinstance(name, str) and isinstance(url, str) and isinstance(digest, str)):
            continue
        if not _FILE_NAME.fullmatch(name) or not re.fullmatch(r"[0-9a-f]{64}", digest):
            continue
        try:
            joined = urljoin(base, url)
        except ValueError:
            continue
        uploaded = item.get("upload-time")
        yield ReleaseFile(
            name=name,
            url=joined,
            sha256=Sha256(digest),
            upload_time=uploaded if isinstance(uploaded, str) else None,
            yanked=bool(item.get("yanked")),
        )


def _parse(version: str) -> Version | None:
    try:
        return Version(version)
    except InvalidVersion:
        return None


def _version_of(name: str, project: str) -> Version | None:
    """The version in a file name of ``project``; None for eggs, installers and other projects."""
    wanted = canonicalize_name(project)
    try:
        found, version = (
            parse_wheel_filename(name)[:2] if name.endswith(".whl") else parse_sdist_filename(name)
        )
        if found == wanted:
            return version
    except (InvalidWheelFilename, InvalidSdistFilename):
        pass
    # Names from before PEP 625: other extensions, and versions with a hyphen (``x-1.0-1.tar.gz``).
    stem = re.sub(r"\.(tar\.gz|tar\.bz2|tgz|zip)$", "", name)
    for hyphen in (at for at, character in enumerate(stem) if character == "-" and stem != name):
        if canonicalize_name(stem[:hyphen]) == wanted:
            return _parse(stem[hyphen + 1 :])
    return None
