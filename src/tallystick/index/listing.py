"""What an index shows of a whole project at one moment: for whoever follows it. Values; nothing here asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from packaging.version import Version

from tallystick.errors import IndexFailure
from tallystick.index import npm_manifest, said
from tallystick.index.release import ListedFile, ReleaseFile
from tallystick.index.simple import Listed


def serial_of(page: Mapping[str, Any]) -> int | None:
    """``_last-serial`` of a page's ``meta`` (PyPI's documentation, "Index API"); None for no number."""
    found = said.mapping(page.get("meta")).get("_last-serial")
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else None


def of_versions(found: Mapping[Version, Iterable[Listed]]) -> tuple[ListedFile, ...]:
    """The files of a page of the Simple API, by version."""
    return tuple(
        _file(str(version), listed.file) for version, files in found.items() for listed in files
    )


def of_packument(packument: Mapping[str, Any], base: str) -> tuple[ListedFile, ...]:
    """The tarballs of an npm package; versions without a digest that is checked are left out."""
    found = []
    for version, manifest in said.mapping(packument.get("versions")).items():
        dist = said.mapping(said.mapping(manifest).get("dist"))
        if not said.text(dist.get("tarball")):
            continue
        try:
            file = npm_manifest.released_file(dict(manifest), base)
        except IndexFailure:
            continue
        uploaded = npm_manifest.uploaded(dict(packument), version)
        listed = _file(version, file)
        found.append(
            ListedFile(version=version, name=listed.name, digest=listed.digest, uploaded=uploaded)
        )
    return tuple(found)


def _file(version: str, file: ReleaseFile) -> ListedFile:
    digest = f"sha256:{file.sha256}" if file.sha256 is not None else f"sha512:{file.sha512}"
    return ListedFile(version=version, name=file.name, digest=digest, uploaded=file.upload_time)


def of_release(version: str, files: Iterable[ReleaseFile]) -> tuple[ListedFile, ...]:
    """The files of one release."""
    return tuple(_file(version, file) for file in files)
