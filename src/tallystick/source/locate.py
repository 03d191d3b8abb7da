"""From what a release says of itself to a repository and a tag; pure functions over values.

This is the part of locating that an audit cannot do without. Scoring candidates by their content is
not here yet: what these functions pick is a guess, and stands as evidence on the ledger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.parser import HeaderParser
from urllib.parse import urlsplit

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

SOURCE_LABELS = ("source", "repository", "sourcecode", "github", "code", "gitlab", "codeberg")
"""Well-known labels of a source repository (PEP 753), and the forges that stand in for them."""

FORGES = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "git.sr.ht"})
"""Hosts where a URL of two path components is a repository."""


def repository_candidates(metadata: str) -> list[str]:
    """Repositories that core metadata names, best first: by label, then by home page.

    Args:
        metadata: the text of PKG-INFO or METADATA.

    Returns:
        https URLs, each once, without credentials, query or deeper paths.
    """
    headers = HeaderParser().parsestr(metadata)
    ranked: list[tuple[int, str]] = []
    for value in headers.get_all("Project-URL", []):
        label, _, url = str(value).partition(",")
        normal = re.sub(r"[\W_]", "", label).lower()  # PEP 753, "Label normalization"
        rank = SOURCE_LABELS.index(normal) if normal in SOURCE_LABELS else len(SOURCE_LABELS)
        ranked.append((rank, url.strip()))
    ranked += [(len(SOURCE_LABELS), str(u).strip()) for u in headers.get_all("Home-page", [])]
    found = (
        repository_url(url, any_host=rank < len(SOURCE_LABELS)) for rank, url in sorted(ranked)
    )
    return list(dict.fromkeys(url for url in found if url))


def repository_url(url: str, *, any_host: bool = False) -> str | None:
    """``url`` cut down to the repository it points into; None if it does not look like one."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in {"https", "http"} or not host or set(url) & set("\r\n\t \\"):
        return None
    components = [part for part in parts.path.split("/") if part]
    if host in FORGES and len(components) >= 2:
        owner, name = components[0], components[1].removesuffix(".git")
        if owner in {"sponsors", "orgs", "users"}:
            return None
        return f"https://{host}/{owner}/{name}"
    if any_host and components and host not in FORGES:
        return f"https://{host}/{'/'.join(components)}"
    return None


_PREFIXES = re.compile(
    r"^(?:(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*?)[-_/@])?(?:releases?|rel|version|ver|v|r)?[-_/.]?(?=\d)",
    re.IGNORECASE,
)


def tag_version(tag: str, project: str) -> Version | None:
    """The version that ``tag`` names for ``project``; None if it names none, or another project's.

    ``v1.0``, ``release-1.0``, ``name-1.0``, ``name/v1.0``, ``1_0_0`` are read; versions compare
    normalised (PEP 440), so ``2026.04.22`` is ``2026.4.22``.
    """
    found = _PREFIXES.match(tag)
    if found is None:
        return None
    name = found.group("name")
    plain = {"release", "releases", "rel", "version", "ver", "v", "r"}
    if name and name.lower() not in plain:
        stem = re.sub(r"[-_.](releases?|rel|version|ver|v|r)$", "", name, flags=re.IGNORECASE)
        if canonicalize_name(stem) != canonicalize_name(project):
            return None
    rest = tag[found.end() :]
    for spelled in (rest, rest.replace("_", ".")):
        try:
            return Version(spelled)
        except InvalidVersion:
            continue
    return None


def matching_tags(tags: Iterable[str], project: str, version: str) -> list[str]:
    """The tags that name ``version`` of ``project``: those with its name first, then the shortest."""
    try:
        wanted = Version(version)
    except InvalidVersion:
        return []

    def matches() -> Iterator[tuple[bool, int, str]]:
        for tag in tags:
            found = tag_version(tag, project)
            if found is not None and found == wanted:
                yield canonicalize_name(project) not in canonicalize_name(tag), len(tag), tag

    return [tag for _, _, tag in sorted(matches())]
