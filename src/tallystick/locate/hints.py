"""What an artifact says of where it comes from: read from its own files, and only ever tested.

Everything here is text that its maker chose. A hint names a candidate; the content decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.parser import HeaderParser

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import Limits
from tallystick.model import Artifact, ArtifactKind, Hint, HintKind
from tallystick.project.bounded import Malformed, json_object, text

FILES = 20
"""Files of one artifact that are looked into for the id of a commit; real ones have two or three."""

SIZE = 64 * 1024
"""Bytes of such a file: versioneer's ``_version.py``, the longest, has 25,000."""

LINKS = 50
"""Links of one description that are looked at; a long change log has thousands."""

_HOLDS_AN_ID = re.compile(
    r"_?version[^/]*\.(?:py|txt)|__version__\.py|__config__\.py|\.git_archival\.(?:txt|json)"
    r"|(?:.*[_.-])?git[_-]?(?:version|revision|info)[^/]*",
    re.IGNORECASE,
)
_ID = re.compile(
    r"(?i:node|commit|revision(?:id)?|sha1?|githash|hash|git)[\w\s\"'\]]{0,20}[:=]\s*"
    r"['\"]?g?([0-9a-f]{40}|[0-9a-f]{7,12})['\"]?(?![0-9a-zA-Z])"
)
_LOCAL = re.compile(r"\+(?:[0-9A-Za-z.]*\.)?g([0-9a-f]{7,40})(?:\.|$)")
"""``1.0.dev3+gabc1234``: the local version that setuptools-scm and versioneer write."""

_LINK = re.compile(r"https?://[A-Za-z0-9.-]{1,100}/[A-Za-z0-9._~/-]{1,200}")


def artifact_hints(artifact: Artifact, limits: Limits) -> tuple[Hint, ...]:
    """What ``artifact`` says of its repository, commit and folder, in no order."""
    return tuple(dict.fromkeys(_hints(artifact, limits)))


def _hints(artifact: Artifact, limits: Limits) -> Iterator[Hint]:
    if artifact.commit is not None:
        # git-get-tar-commit-id(1)
        yield Hint(kind=HintKind.COMMIT, value=artifact.commit, by="PAX header")
    if artifact.kind is ArtifactKind.NPM:
        yield from _package_json(artifact, limits)
    else:
        yield from _core_metadata(artifact, limits)
    yield from _cargo(artifact, limits)
    yield from _embedded(artifact, limits)
    if artifact.version is not None and (found := _LOCAL.search(artifact.version)):
        yield Hint(kind=HintKind.COMMIT, value=found[1], by="local version")


def _core_metadata(artifact: Artifact, limits: Limits) -> Iterator[Hint]:
    """Links of PKG-INFO or METADATA (core metadata specifications), then those of the description."""
    path = _metadata_path(artifact)
    headers = HeaderParser().parsestr(_text(artifact, path, limits) if path else "")
    for value in headers.get_all("Project-URL", []):
        label, _, url = str(value).partition(",")
        yield Hint(kind=HintKind.REPOSITORY, value=url.strip(), by=f"metadata: {label.strip()}")
    for name in ("Home-page", "Download-URL"):
        for value in headers.get_all(name, []):
            yield Hint(kind=HintKind.REPOSITORY, value=str(value).strip(), by=f"metadata: {name}")
    described = "\n".join(map(str, headers.get_all("Description", []))) + str(headers.get_payload())
    for link in list(dict.fromkeys(_LINK.findall(described)))[:LINKS]:
        yield Hint(kind=HintKind.REPOSITORY, value=link, by="description")


def _metadata_path(artifact: Artifact) -> str | None:
    return next(
        (
            path
            for path in artifact.tree.entries
            if path == "PKG-INFO" or (path.endswith(".dist-info/METADATA") and path.count("/") == 1)
        ),
        None,
    )


def _package_json(artifact: Artifact, limits: Limits) -> Iterator[Hint]:
    """``repository`` and ``gitHead`` of package.json (npm documentation, "package.json")."""
    said = _object(artifact, limits, "package.json")
    repository = said.get("repository")
    if isinstance(repository, str):
        repository = {"url": repository}
    if isinstance(repository, dict):
        if isinstance(url := repository.get("url"), str):
            yield Hint(kind=HintKind.REPOSITORY, value=url, by="package.json: repository")
        if isinstance(folder := repository.get("directory"), str):
            yield Hint(kind=HintKind.SUBDIR, value=folder, by="package.json: repository.directory")
    if isinstance(url := said.get("homepage"), str):
        yield Hint(kind=HintKind.REPOSITORY, value=url, by="package.json: homepage")
    yield from _commit(said.get("gitHead"), "gitHead")


def _cargo(artifact: Artifact, limits: Limits) -> Iterator[Hint]:
    """``.cargo_vcs_info.json`` (The Cargo Book, "cargo package")."""
    said = _object(artifact, limits, ".cargo_vcs_info.json")
    git, folder = said.get("git"), said.get("path_in_vcs")
    if isinstance(git, dict):
        yield from _commit(git.get("sha1"), ".cargo_vcs_info.json")
    if isinstance(folder, str) and folder:
        yield Hint(kind=HintKind.SUBDIR, value=folder, by=".cargo_vcs_info.json")


def _embedded(artifact: Artifact, limits: Limits) -> Iterator[Hint]:
    """Ids in version files and ``.git_archival.txt``."""
    entries = artifact.tree.entries
    named = [path for path in entries if _HOLDS_AN_ID.fullmatch(path.rpartition("/")[2])]
    for path in sorted(named, key=lambda path: (path.count("/"), path))[:FILES]:
        for identity in dict.fromkeys(_ID.findall(_text(artifact, path, limits, cap=SIZE))):
            yield from _commit(identity, path)


def _commit(value: object, by: str) -> Iterator[Hint]:
    if isinstance(value, str) and re.fullmatch("[0-9a-f]{7,64}", value):
        yield Hint(kind=HintKind.COMMIT, value=value, by=by)


def _object(artifact: Artifact, limits: Limits, path: str) -> Mapping[str, object]:
    try:
        return json_object(_text(artifact, path, limits).encode("utf-8", "replace"), limits)
    except Malformed:
        return {}


def _text(artifact: Artifact, path: str, limits: Limits, *, cap: int | None = None) -> str:
    """What the entry at ``path`` says; "" if there is none, or it is no text of a likely size."""
    entry = artifact.tree.entries.get(path)
    if entry is None or entry.is_link or (cap is not None and (entry.size or 0) > cap):
        return ""
    try:
        return text(artifact.tree.read(path), limits)
    except (LimitExceeded, ContentUnavailable, Malformed):
        return ""
