"""A Python package index: the Simple repository API in JSON (PEP 691, 700, 714, 740), and what PyPI adds.

Nothing here needs httpx until a request is made (:mod:`tallystick.index.fetching`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin

from packaging.utils import canonicalize_name
from packaging.version import Version

from tallystick.errors import IndexFailure
from tallystick.index import said
from tallystick.index.address import shown
from tallystick.index.fetching import Page, document
from tallystick.index.listing import of_versions, serial_of
from tallystick.index.provenance import pep740_hints
from tallystick.index.registry import Registry
from tallystick.index.release import (
    Described,
    Listing,
    Release,
    ReleaseFile,
    Wanted,
    every_file,
)
from tallystick.index.simple import (
    SPOKEN,
    Listed,
    api_version,
    attested_before,
    by_version,
    listed_files,
    newest,
    parse_version,
    without,
)
from tallystick.model import Hint, HintKind

ACCEPT = "application/vnd.pypi.simple.v1+json"
ACCEPT_PROVENANCE = "application/vnd.pypi.integrity.v1+json"
ACCEPT_JSON = "application/json"

THREADS = 8
"""Provenances of one release that are asked for side by side, each on a connection of its own."""


class PyPI(Registry):
    """A package index of Python; its address is that of its Simple API."""

    OPTION = "--index"

    def release(self, project: str, version: str | None, *, wanted: Wanted = every_file) -> Release:
        """The files of ``project`` at ``version``, or at its newest final version.

        Raises:
            IndexFailure: no answer, not an answer of this API, no such project or version.
        """
        answer, page = self._project(project, again=False)
        found = by_version(listed_files(page, answer.url), project)
        asked = newest(found) if version is None else parse_version(version)
        if answer.from_cache and (asked is None or asked not in found):
            answer, page = self._project(project, again=True)
            found = by_version(listed_files(page, answer.url), project)
            asked = newest(found) if version is None else parse_version(version)
        if asked is None or asked not in found:
            instead = without(found, asked, page)
            raise IndexFailure(
                f"{project}: {self.url} has no version {version or 'at all'}{instead}"
            )
        listed = sorted(
            found[asked], key=lambda one: (one.file.name.endswith(".whl"), one.file.name)
        )
        spelled = next(str(one) for one in found if one == asked)
        return Release(
            project=project,
            version=spelled,
            files=self._attested(listed, wanted),
            attested_before=attested_before(found, asked),
        )

    def serials(self) -> Mapping[str, int]:
        """The serial of each project, by its normalised name, in one request for the whole index.

        Empty where the index has none (only PyPI does: its documentation, "Index API", ``_last-serial``).

        Raises:
            IndexFailure: no answer, or not an answer of this API.
        """
        answer = self._fetcher.page(self.url, accept=ACCEPT, again=True)
        page = said.mapping(document(answer, f"{self.url} did not answer with JSON (PEP 691)"))
        found = {}
        for one in map(said.mapping, said.sequence(page.get("projects"))):
            name, serial = said.text(one.get("name")), serial_of({"meta": one})
            if name is not None and serial is not None:
                found[str(canonicalize_name(name))] = serial
        return found

    def listing(self, project: str) -> Listing:
        """What the index shows of ``project`` now: it is asked again, and may say that nothing changed.

        Raises:
            IndexFailure: no answer, not an answer of this API, no such project.
        """
        answer, page = self._project(project, again=True)
        found = by_version(listed_files(page, answer.url), project)
        latest = newest(found)
        return Listing(
            files=of_versions(found),
            newest=None if latest is None else str(latest),
            serial=serial_of(page),
        )

    def described(self, release: Release) -> Described:
        """The version's own links and the project's owners, out of PyPI's JSON API where it is served.

        Only an index whose Simple API ends in ``/simple/`` can have it beside; the answer "not found"
        is an empty description.

        Raises:
            IndexFailure: no answer, or not JSON.
        """
        root, simple, rest = self.url.rpartition("/simple/")
        if not simple or rest:
            return Described()
        name, version = quote(canonicalize_name(release.project)), quote(release.version)
        page = self._fetcher.page(f"{root}/pypi/{name}/{version}/json", accept=ACCEPT_JSON)
        if page.missing:
            return Described()
        answer = said.mapping(
            document(page, f"{self.url} did not answer with JSON on {release.project}")
        )
        return described(answer, parse_version(release.version))

    def _project(self, project: str, *, again: bool) -> tuple[Page, dict[str, Any]]:
        url = urljoin(self.url, quote(canonicalize_name(project)) + "/")
        answer = self._fetcher.page(url, accept=ACCEPT, again=again)
        if answer.missing and answer.from_cache and not again:
            answer = self._fetcher.page(url, accept=ACCEPT, again=True)
        if answer.missing:
            raise IndexFailure(f"{shown(url)}: not found; there is no project {project}")
        page = document(answer, f"{self.url} did not answer with JSON (PEP 691) for {project}")
        if not isinstance(page, dict) or not isinstance(page.get("files"), list):
            raise IndexFailure(
                f"{self.url} did not answer with a project page (PEP 691) for {project}"
            )
        if api_version(page).partition(".")[0] != SPOKEN:
            raise IndexFailure(
                f"{self.url} speaks version {api_version(page)} of its API; {SPOKEN} is understood"
            )
        return answer, page

    def _attested(self, listed: list[Listed], wanted: Wanted) -> tuple[ReleaseFile, ...]:
        """The files, with what their provenance says of those that are wanted."""
        offered = [one for one in listed if one.provenance and wanted(one.file)]
        offered = offered[: self._limits.provenances]
        if not offered:
            return tuple(one.file for one in listed)
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - most releases have none

        with ThreadPoolExecutor(min(THREADS, len(offered))) as pool:
            read = dict(
                zip(
                    (one.file.name for one in offered), pool.map(self._attest, offered), strict=True
                )
            )
        return tuple(read.get(one.file.name, one.file) for one in listed)

    def _attest(self, listed: Listed) -> ReleaseFile:
        return self._served(listed.file, listed.provenance or "", ACCEPT_PROVENANCE, pep740_hints)


def described(answer: dict[str, Any], version: Version | None) -> Described:
    """What PyPI's JSON API says of one version (PyPI's documentation, "JSON API"); pure.

    An answer on another version than ``version`` describes nothing.
    """
    info = said.mapping(answer.get("info"))
    if version is None or parse_version(said.text(info.get("version")) or "") != version:
        return Described()
    links = [(said.text(label), said.text(url)) for label, url in _links(info)]
    hints = [
        Hint(kind=HintKind.REPOSITORY, value=url, by=f"index: {label[:64]}")
        for label, url in links
        if label and url
    ]
    ownership = said.mapping(answer.get("ownership"))
    roles = [said.mapping(role) for role in said.sequence(ownership.get("roles"))]
    named = [(said.text(role.get("role")), said.text(role.get("user"))) for role in roles]
    return Described(
        hints=tuple(dict.fromkeys(hints)),
        owners=tuple(f"{role}: {user}" for role, user in named if role and user),
        organization=said.text(ownership.get("organization")),
    )


def _links(info: dict[str, Any]) -> list[tuple[str, Any]]:
    return [*said.mapping(info.get("project_urls")).items(), ("Homepage", info.get("home_page"))]
