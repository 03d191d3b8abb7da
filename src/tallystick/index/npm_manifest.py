"""What npm's registry says of one version, read: pure functions over its JSON.

https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from tallystick.errors import IndexFailure
from tallystick.index import said
from tallystick.index.address import joined
from tallystick.index.integrity import strongest
from tallystick.index.release import ReleaseFile
from tallystick.model import Hint, HintKind

_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+~-]{0,250}\.t(?:ar\.)?gz")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHORTHAND = re.compile(
    r"(?:(?P<forge>github|gitlab|bitbucket):)?(?P<name>[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)"
)
"""``repository`` as one word (docs.npmjs.com, package.json, "repository")."""

_FORGES = {
    None: "https://github.com/",
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "bitbucket": "https://bitbucket.org/",
}
_GIT_URL = re.compile(
    r"(?:git\+)?(?:https?|git|ssh|git\+ssh)://(?:[^/@\s]*@)?(?P<host>[A-Za-z0-9.-]+)(?::\d+)?[/:](?P<path>[^?#\s]+)"
    r"|git@(?P<scp_host>[A-Za-z0-9.-]+):(?P<scp_path>[^?#\s]+)"
)


def released_file(manifest: dict[str, Any], base: str) -> ReleaseFile:
    """The tarball of the version that ``manifest`` describes.

    Args:
        manifest: the document of one version.
        base: its URL, which a relative one is relative to.

    Raises:
        IndexFailure: it has no tarball, or none with a digest that is checked.
    """
    dist = said.mapping(manifest.get("dist"))
    tarball = said.text(dist.get("tarball"))
    url = joined(base, tarball) if tarball else None
    name = unquote(urlsplit(url).path.rpartition("/")[2]) if url else ""
    called = f"{_one_line(manifest.get('name'))}@{_one_line(manifest.get('version'))}"
    if url is None or not _FILE_NAME.fullmatch(name):
        raise IndexFailure(f"{called}: the registry names no tarball")
    announced = strongest(said.text(dist.get("integrity")) or "")
    if announced is None:
        raise IndexFailure(
            f"{called}: the registry announces no one SHA-512 (or SHA-256); shasum alone proves nothing"
        )
    deprecated = said.text(manifest.get("deprecated"))
    return ReleaseFile(
        name=name,
        url=url,
        sha256=announced.sha256,
        sha512=announced.sha512,
        hints=tuple(_hints(manifest)),
        notes=(f"deprecated: {deprecated}",) if deprecated else (),
    )


def attestations_url(manifest: dict[str, Any], base: str) -> str | None:
    """Where the attestations of a version are served; None if none are offered."""
    offered = said.mapping(said.mapping(manifest.get("dist")).get("attestations"))
    url = said.text(offered.get("url"))
    return joined(base, url) if url else None


def attested_before(packument: dict[str, Any], version: str) -> str | None:
    """The nearest final version before ``version`` that offers attestations, by the order of versions."""
    asked = _precedence(version)
    earlier = []
    for other, manifest in said.mapping(packument.get("versions")).items():
        order = _precedence(other)
        offered = said.mapping(said.mapping(manifest).get("dist")).get("attestations")
        if order is None or asked is None or order >= asked or "-" in other or not offered:
            continue
        earlier.append((order, other))
    return max(earlier)[1] if earlier else None


def _precedence(version: str) -> tuple[int, int, int, int] | None:
    """What final versions are ordered by (semver.org 2.0.0, 11); one before its release is less than that."""
    found = re.fullmatch(
        r"(\d{1,20})\.(\d{1,20})\.(\d{1,20})(-[0-9A-Za-z.-]{1,200})?(?:\+.*)?", version
    )
    if found is None:
        return None
    return int(found[1]), int(found[2]), int(found[3]), 0 if found[4] else 1


def uploaded(packument: dict[str, Any], version: str) -> str | None:
    """When ``version`` was published."""
    return said.text(said.mapping(packument.get("time")).get(version))


def publisher(packument: dict[str, Any], version: str) -> str | None:
    """The account that published ``version`` (``_npmUser``, which the registry writes itself)."""
    manifest = said.mapping(said.mapping(packument.get("versions")).get(version))
    return said.text(said.mapping(manifest.get("_npmUser")).get("name"))


def published_before(packument: dict[str, Any], version: str) -> tuple[str, ...]:
    """The accounts that published versions before ``version``, by the registry's clock."""
    when = uploaded(packument, version)
    if when is None:
        return ()
    earlier = (
        other
        for other in said.mapping(packument.get("versions"))
        # RFC 3339 in UTC, so that an order of texts is one of times.
        if (time := uploaded(packument, other)) is not None and time < when
    )
    names = (publisher(packument, other) for other in earlier)
    return tuple(dict.fromkeys(name for name in names if name))


def latest(packument: dict[str, Any]) -> str | None:
    """The version of the dist-tag ``latest``."""
    return said.text(said.mapping(packument.get("dist-tags")).get("latest"))


def without(packument: dict[str, Any], version: str) -> str:
    """What to say in place of a version that is not there, beginning with its punctuation."""
    times = said.mapping(packument.get("time"))
    if "unpublished" in times or version in times:
        return "; it was published and is deleted (unpublished)"
    newest = latest(packument)
    same = [v for v in said.mapping(packument.get("versions")) if _major(v) == _major(version)]
    near = [v for v in dict.fromkeys([*same[-3:], newest]) if v]
    return f"; near it are {', '.join(near)}" if near else ""


def repository_link(value: Any) -> str | None:  # noqa: ANN401 - JSON from a stranger
    """The web address of a ``repository`` field, however it is written; None if it has none.

    ``git+ssh://git@host/o/n.git``, ``git@host:o/n.git``, ``github:o/n`` and ``o/n`` all mean what
    ``https://host/o/n.git`` means: https is the transport that needs no key.
    """
    written = said.text(value)
    if written is None:
        return None
    if short := _SHORTHAND.fullmatch(written):
        return _FORGES[short["forge"]] + short["name"]
    found = _GIT_URL.fullmatch(written.partition("#")[0])
    if found is None:
        return None
    host, path = found["host"] or found["scp_host"], found["path"] or found["scp_path"]
    return f"https://{host}/{path}"


def _hints(manifest: dict[str, Any]) -> list[Hint]:
    found = []
    head = manifest.get("gitHead")
    if isinstance(head, str) and _COMMIT.fullmatch(head):
        found.append(Hint(kind=HintKind.COMMIT, value=head, by="gitHead"))
    repository = manifest.get("repository")
    fields = repository if isinstance(repository, dict) else {"url": repository}
    link = repository_link(fields.get("url"))
    if link:
        found.append(Hint(kind=HintKind.REPOSITORY, value=link, by="package.json"))
    folder = (said.text(fields.get("directory")) or "").removeprefix("./").strip("/")
    if folder and not set(folder.split("/")) & {"", ".", ".."}:
        found.append(Hint(kind=HintKind.SUBDIR, value=folder, by="package.json"))
    return found


def _major(version: str) -> str:
    return version.partition(".")[0]


def _one_line(value: Any) -> str:  # noqa: ANN401 - JSON from a stranger
    return said.text(value) or "?"
