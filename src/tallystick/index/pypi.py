"""The Simple repository API in JSON (PEP 691, 700, 714): which files a release has, and their digests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
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
from tallystick.errors import IndexFailure, UsageError
from tallystick.limits import Limits
from tallystick.model import Sha256

ACCEPT = "application/vnd.pypi.simple.v1+json"
CHUNK = 1 << 16
TIMEOUT = httpx.Timeout(30.0)
"""Seconds without a byte; a whole download may take as long as it keeps coming."""


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
    """

    def __init__(self, url: str, cache: Cache, limits: Limits, *, offline: bool = False) -> None:
        self.url = url.rstrip("/") + "/"
        self._cache = cache
        self._limits = limits
        self._offline = offline
        _check_scheme(self.url)

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
        return Release(project=project, version=str(wanted), files=tuple(files))

    def download(self, file: ReleaseFile) -> Path:
        """The path of ``file`` in the cache, fetched unless it is there; its digest is checked.

        Raises:
            IndexFailure: it cannot be fetched, or offline and not in the cache.
            DigestMismatch: the index sent something else than it announced.
        """
        kept = self._cache.find(file.sha256)
        if kept is not None:
            return kept
        if self._offline:
            raise IndexFailure(f"{file.name}: not in the cache, and --offline was given")
        return self._cache.store(
            self._stream(file.url), sha256=file.sha256, cap=self._limits.download
        )

    def _project_url(self, project: str) -> str:
        return urljoin(self.url, canonicalize_name(project) + "/")

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
        """The body at ``url``, in pieces, following redirects that stay on https."""
        try:
            with (
                httpx.Client(timeout=TIMEOUT, follow_redirects=True, max_redirects=5) as client,
                client.stream("GET", url, headers={"Accept": accept}) as answer,
            ):
                _check_scheme(str(answer.url))
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
        except httpx.HTTPError as error:
            raise IndexFailure(f"{_public(url)}: {str(error) or type(error).__name__}") from None


def _check_scheme(url: str) -> None:
    parts = urlsplit(url)
    loopback = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise UsageError(f"{_public(url)}: an index is asked over https only")


def _public(url: str) -> str:
    """``url`` without credentials and query."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}"


def _files(page: dict[str, Any], base: str) -> Iterator[ReleaseFile]:
    for item in page["files"]:
        if not isinstance(item, dict):
            continue
        name, url, hashes = item.get("filename"), item.get("url"), item.get("hashes")
        digest = hashes.get("sha256") if isinstance(hashes, dict) else None
        if not (isinstance(name, str) and isinstance(url, str) and isinstance(digest, str)):
            continue
        if "/" in name or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            continue
        uploaded = item.get("upload-time")
        yield ReleaseFile(
            name=name,
            url=urljoin(base, url),
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
    try:
        if name.endswith(".whl"):
            return parse_wheel_filename(name)[1]
        return parse_sdist_filename(name)[1]
    except (InvalidWheelFilename, InvalidSdistFilename):
        for extension in (".tar.gz", ".zip", ".tar.bz2"):
            stem = name.removesuffix(extension)
            if stem != name and canonicalize_name(stem).startswith(
                canonicalize_name(project) + "-"
            ):
                return _parse(stem[len(project) + 1 :])
        return None
