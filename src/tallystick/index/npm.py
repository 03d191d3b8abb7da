"""The npm registry: the document of one version, or the whole packument where that is needed."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from msgspec.structs import replace

from tallystick.errors import IndexFailure, NotReleased, UsageError
from tallystick.index import npm_manifest, said
from tallystick.index.fetching import Page, document
from tallystick.index.listing import of_packument
from tallystick.index.provenance import npm_hints
from tallystick.index.registry import Registry
from tallystick.index.release import (
    Described,
    Listing,
    Release,
    ReleaseFile,
    Wanted,
    every_file,
)
from tallystick.model import Hint, HintKind

ACCEPT = "application/json"
"""The whole document: the abbreviated one has neither gitHead nor repository."""

ACCEPT_SHORT = "application/vnd.npm.install-v1+json"
"""The abbreviated one, a tenth of the size: each version's ``dist``, in which attestations are offered."""

_NAME = re.compile(r"(?:@[A-Za-z0-9~_-][A-Za-z0-9._~-]*/)?[A-Za-z0-9~_-][A-Za-z0-9._~-]*")
"""docs.npmjs.com, package.json, "name"; capitals are names from before they were forbidden."""

_SCOPE = re.compile(r"@[A-Za-z0-9~_-][A-Za-z0-9._~-]*")

SEARCH = 250
"""Results of one page of a search: as many as the registry gives (npm's API, "GET·/-/v1/search")."""

SEARCH_PAGES = 40
"""10,000 packages: what the registry's search gives at most."""

_VERSION = re.compile(r"\d{1,20}\.\d{1,20}\.\d{1,20}(?:[+-][0-9A-Za-z.+-]{1,200})?")
"""semver.org 2.0.0, its characters; a dist-tag is no version."""


class Npm(Registry):
    """An npm registry."""

    OPTION = "--npm-index"

    def release(self, project: str, version: str | None, *, wanted: Wanted = every_file) -> Release:
        """The tarball of ``project`` at ``version``, or at the one that is tagged ``latest``.

        Raises:
            UsageError: ``project`` or ``version`` cannot be one.
            IndexFailure: no answer, not a registry's answer, no such package or version.
        """
        _check_names(project, version)
        uploaded: tuple[Hint, ...] = ()
        manifest = None if version is None else self._manifest(project, version)
        packument: dict[str, Any] | None = None
        if manifest is None:
            packument = self._packument(project)
            if version is not None and version not in said.mapping(packument.get("versions")):
                packument = self._packument(project, again=True)
            version, manifest = self._of_packument(packument, project, version)
            uploaded = _uploaded(packument, version)
        if version is None or manifest.get("version") != version:
            raise IndexFailure(f"{project}: {self.url} answered for another version")
        if manifest.get("name") != project:
            raise IndexFailure(f"{project}: {self.url} answered for another package")
        file = npm_manifest.released_file(manifest, self.url)
        file = replace(file, hints=(*file.hints, *uploaded))
        before = None
        if wanted(file):
            file = self._attest(file, npm_manifest.attestations_url(manifest, self.url))
            if not file.is_attested:
                file, before = self._before(file, project, version, packument)
        return Release(project=project, version=version, files=(file,), attested_before=before)

    def listing(self, project: str) -> Listing:
        """What the registry shows of ``project`` now: it is asked again, and may say that nothing changed.

        Raises:
            UsageError: ``project`` cannot be one.
            IndexFailure: no answer, not a registry's answer, no such package.
        """
        _check_names(project, None)
        packument = self._packument(project, again=True)
        return Listing(
            files=of_packument(packument, self.url), newest=npm_manifest.latest(packument)
        )

    def projects_of(self, scope: str) -> list[str]:
        """The packages of an organisation, ``@scope``, as the registry's search finds them.

        Raises:
            UsageError: it is no scope.
            IndexFailure: no answer, or not one of a registry's search.
        """
        if not _SCOPE.fullmatch(scope):
            raise UsageError(f"{scope!r} is no organisation of npm; write @NAME")
        found: list[str] = []
        for page in range(SEARCH_PAGES):
            query = (
                f"text={quote(f'scope:{scope[1:]}', safe='')}&size={SEARCH}&from={page * SEARCH}"
            )
            answer = self._document(
                self._fetcher.page(f"{self.url}-/v1/search?{query}", accept=ACCEPT, again=True),
                scope,
            )
            listed = answer.get("objects")
            if not isinstance(listed, list):
                raise IndexFailure(f"{self.url} does not answer a search for {scope}")
            named = [
                said.text(said.mapping(said.mapping(one).get("package")).get("name"))
                for one in listed
            ]
            # The search is by likeness, too: what is of another scope is not meant.
            found += [name for name in named if name and name.startswith(f"{scope}/")]
            if len(listed) < SEARCH:
                break
        return sorted({name for name in found if _NAME.fullmatch(name)})

    def described(self, release: Release) -> Described:
        """When the version was published and by whom, and who may publish, out of the packument.

        Raises:
            IndexFailure: no answer.
        """
        packument = self._packument(release.project)
        people = [said.mapping(one) for one in said.sequence(packument.get("maintainers"))]
        names = [said.text(one.get("name")) for one in people]
        return Described(
            hints=_uploaded(packument, release.version),
            owners=tuple(f"maintainer: {name}" for name in names if name),
            publisher=npm_manifest.publisher(packument, release.version),
            published_before=npm_manifest.published_before(packument, release.version),
        )

    def _manifest(self, project: str, version: str) -> dict[str, Any] | None:
        """The document of one version; None where it is not served so."""
        url = f"{self._url_of(project)}/{quote(version, safe='')}"
        page = self._page(url)
        if page.missing:
            return None
        return self._document(page, project)

    def _packument(self, project: str, *, again: bool = False) -> dict[str, Any]:
        url = self._url_of(project)
        page = self._page(url, again=again)
        if page.missing:
            raise NotReleased(f"{url}: not found; there is no package {project}")
        return self._document(page, project)

    def _page(self, url: str, *, again: bool = False) -> Page:
        """The page; what was missing a while ago is asked for once more."""
        page = self._fetcher.page(url, accept=ACCEPT, again=again)
        if page.missing and page.from_cache:
            return self._fetcher.page(url, accept=ACCEPT, again=True)
        return page

    def _of_packument(
        self, packument: dict[str, Any], project: str, version: str | None
    ) -> tuple[str, dict[str, Any]]:
        """The version that is asked for, or the latest, and its manifest."""
        chosen = version or npm_manifest.latest(packument)
        manifest = said.mapping(packument.get("versions")).get(chosen or "")
        if chosen is None or not isinstance(manifest, dict):
            instead = npm_manifest.without(packument, version or "")
            raise NotReleased(
                f"{project}: {self.url} has no version {version or 'at all'}{instead}"
            )
        return chosen, manifest

    def _attest(self, file: ReleaseFile, url: str | None) -> ReleaseFile:
        if url is None:
            return replace(file, is_attested=False)
        return self._served(replace(file, is_attested=True), url, ACCEPT, npm_hints)

    def _before(
        self, file: ReleaseFile, project: str, version: str, packument: dict[str, Any] | None
    ) -> tuple[ReleaseFile, str | None]:
        """The nearest earlier version that is attested, for a file that is not; a note if none can say."""
        if packument is None:
            try:
                page = self._fetcher.page(self._url_of(project), accept=ACCEPT_SHORT)
                packument = {} if page.missing else self._document(page, project)
            except IndexFailure as error:
                why = f"whether an earlier version is attested could not be asked: {error}"
                return replace(file, notes=(*file.notes, why)), None
        return file, npm_manifest.attested_before(packument, version)

    def _url_of(self, project: str) -> str:
        return self.url + quote(project, safe="@")

    def _document(self, page: Page, project: str) -> dict[str, Any]:
        answer = document(page, f"{self.url} did not answer with JSON for {project}")
        if not isinstance(answer, dict):
            raise IndexFailure(f"{self.url} did not answer with a package for {project}")
        return answer


def _check_names(project: str, version: str | None) -> None:
    if not _NAME.fullmatch(project) or len(project) > 214:
        raise UsageError(f"{project!r} is not the name of an npm package")
    if version is not None and not _VERSION.fullmatch(version):
        raise UsageError(f"{project}: {version!r} is not one version of an npm package")


def _uploaded(packument: dict[str, Any], version: str) -> tuple[Hint, ...]:
    time = npm_manifest.uploaded(packument, version)
    return () if time is None else (Hint(kind=HintKind.UPLOADED, value=time, by="index"),)
