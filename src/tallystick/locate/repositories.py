"""Which repositories a release may come from: pure functions over what is said of it."""

from __future__ import annotations

import re
from email.parser import HeaderParser
from urllib.parse import urlsplit

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
