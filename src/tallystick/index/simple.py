"""A project page of the Simple repository API in JSON (PEP 691, 700, 740), read: pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from tallystick.index import said
from tallystick.index.address import joined
from tallystick.index.release import ReleaseFile
from tallystick.model import Hint, HintKind, Sha256

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]*")
"""What a project, a version and tags can spell (binary distribution format, "File name convention")."""

SPOKEN = "1"
"""The major version of the API that is understood (PEP 691, "Versioning")."""

NEAR = 3
"""Versions that are named in place of one that is not there."""


class Listed(Struct, frozen=True, kw_only=True):
    """One file of a project page, and where its provenance is served (PEP 740)."""

    file: ReleaseFile
    provenance: str | None


def api_version(page: dict[str, Any]) -> str:
    """The version of the API that ``page`` says it is of; "1.0" if it does not say."""
    return said.text(said.mapping(page.get("meta")).get("api-version")) or "1.0"


def listed_files(page: dict[str, Any], base: str) -> Iterator[Listed]:
    """The files that ``page`` lists with a plain name, a URL and a SHA-256.

    Args:
        page: a document whose ``files`` is an array.
        base: its URL, which relative ones are relative to.
    """
    for item in page["files"]:
        if not isinstance(item, dict):
            continue
        name, digest = item.get("filename"), said.mapping(item.get("hashes")).get("sha256")
        url = joined(base, item["url"]) if isinstance(item.get("url"), str) else None
        if not (isinstance(name, str) and _FILE_NAME.fullmatch(name) and url):
            continue
        if not (isinstance(digest, str) and re.fullmatch(r"[0-9a-f]{64}", digest)):
            continue
        uploaded = said.text(item.get("upload-time"))
        provenance = item.get("provenance")
        yield Listed(
            file=ReleaseFile(
                name=name,
                url=url,
                sha256=Sha256(digest),
                size=said.size(item.get("size")),
                upload_time=uploaded,
                yanked=bool(item.get("yanked")),
                yanked_reason=said.text(item.get("yanked")),
                hints=_uploaded(uploaded),
                is_attested=isinstance(provenance, str),
            ),
            provenance=joined(base, provenance) if isinstance(provenance, str) else None,
        )


def by_version(files: Iterable[Listed], project: str) -> dict[Version, list[Listed]]:
    """``files`` of ``project`` by their version; eggs, installers and strangers are left out."""
    found: dict[Version, list[Listed]] = {}
    for listed in files:
        version = version_of(listed.file.name, project)
        if version is not None:
            found.setdefault(version, []).append(listed)
    return found


def newest(found: dict[Version, list[Listed]]) -> Version | None:
    """The newest final version that is not yanked; failing that, the newest."""
    finals = [
        version
        for version, files in found.items()
        if not version.is_prerelease and not all(listed.file.yanked for listed in files)
    ]
    return max(finals or found, default=None)


def attested_before(found: dict[Version, list[Listed]], version: Version) -> str | None:
    """The nearest version before ``version`` of which a file is attested.

    By the order of versions, so that a maintained line that never was is not held against a newer one.
    """
    earlier = [
        other
        for other, files in found.items()
        if other < version and any(listed.provenance for listed in files)
    ]
    return str(max(earlier)) if earlier else None


def without(found: Iterable[Version], wanted: Version | None, page: dict[str, Any]) -> str:
    """What to say in place of a version that has no files: deleted, or which ones are near.

    Returns:
        The rest of a sentence, beginning with its punctuation; "" if there is nothing to say.
    """
    versions = sorted(found)
    spelled = [v for v in said.sequence(page.get("versions")) if isinstance(v, str)]
    if wanted is not None and wanted in {parse_version(version) for version in spelled}:
        return "; it is listed there without a file: deleted, or not uploaded yet"
    if not versions:
        return ""
    if wanted is None:
        return f"; the newest is {versions[-1]}"
    at = sum(version < wanted for version in versions)
    near = versions[max(0, at - NEAR + 1) : at + NEAR - 1]
    named = dict.fromkeys([*near, versions[-1]])
    return f"; near it are {', '.join(map(str, named))}"


def parse_version(version: str) -> Version | None:
    """PEP 440; None for what is no version."""
    try:
        return Version(version)
    except InvalidVersion:
        return None


def version_of(name: str, project: str) -> Version | None:
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
            return parse_version(stem[hyphen + 1 :])
    return None


def _uploaded(time: str | None) -> tuple[Hint, ...]:
    return () if time is None else (Hint(kind=HintKind.UPLOADED, value=time, by="index"),)
