"""Which repositories a release may come from, best first: pure functions over what is said of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from msgspec import Struct
from packaging.utils import canonicalize_name

from tallystick.model import Hint, HintKind

SOURCE_LABELS = frozenset({"source", "repository", "sourcecode", "github", "code", "gitlab", "git"})
"""Labels of a source repository: PEP 753, "Well-known labels", and the forges that stand in for them."""

FORGES = frozenset(
    {
        "bitbucket.org",
        "codeberg.org",
        "framagit.org",
        "git.kernel.org",
        "git.savannah.gnu.org",
        "git.sr.ht",
        "gitea.com",
        "github.com",
        "gitlab.com",
        "gitlab.freedesktop.org",
        "gitlab.gnome.org",
        "invent.kde.org",
        "opendev.org",
        "pagure.io",
    }
)
"""Hosts that are asked for a repository because an artifact names it; others only if the user says so:
an artifact could name a host inside the network of whoever audits it."""

_VOUCHED = frozenset({"publisher", "provenance"})

ATTESTATION = "attestation"
"""Who names a repository that a verified attestation beside the file names: its own publisher, whom no
index vouches for."""

_SHORTHAND = re.compile(r"(?:(github|gitlab|bitbucket):)?([\w.-]+)/([\w.-]+)")
"""npm documentation, "package.json", repository: ``owner/name`` and ``gitlab:owner/name``."""

_SCP = re.compile(r"(?:ssh://)?git@([A-Za-z0-9.-]+)[:/](.+)")

_NO_OWNERS = frozenset({"sponsors", "orgs", "users", "apps", "marketplace", "features", "about"})
_INSIDE = frozenset(
    {"tree", "blob", "raw", "issues", "wiki", "wikis", "releases", "commit", "-", "src"}
)
"""Components of a path at a forge that lead into a repository."""

_FEW = 2
"""Components that name a repository where there are no groups in groups: owner and name."""


class Repository(Struct, frozen=True, kw_only=True):
    """A repository that a release may come from.

    Attributes:
        url: without credentials, query, or a path into it.
        by: who names it, the most trusted first.
        rank: lower is tried first.
        vouched: the index vouches for who published from it.
    """

    url: str
    by: tuple[str, ...]
    rank: int
    vouched: bool


def repositories(
    hints: Iterable[Hint], project: str | None, is_allowed: Callable[[str], bool]
) -> tuple[tuple[Repository, ...], tuple[str, ...]]:
    """The repositories that ``hints`` name, best first, and why others are not asked.

    A trusted publisher's comes before declared ones, those before a home page, and links of the
    description come last, where only one that is called like the project counts.

    Args:
        hints: what is said of the release; those of other kinds are passed over.
        project: its name.
        is_allowed: whether the user lets a URL be asked whose host is none of :data:`FORGES`.

    Returns:
        the repositories, and a sentence for each host that was named and is not asked.
    """
    found: dict[str, tuple[int, list[str]]] = {}
    refused: dict[str, None] = {}
    for hint in hints:
        rank = _rank(hint, project) if hint.kind is HintKind.REPOSITORY else None
        url = repository_url(hint.value) if rank is not None else None
        if rank is None or url is None:
            continue
        host = urlsplit(url).netloc
        if host not in FORGES and not is_allowed(url):
            if rank < _HOME_PAGE:
                refused[
                    f"{url} ({hint.by}): {host} is no known forge; --allow-host {host} asks it"
                ] = None
            continue
        best, by = found.setdefault(url, (rank, []))
        found[url] = (min(best, rank), sorted({*by, hint.by}, key=_trust))
    for _, by in found.values():
        if len(by) > 1 and MIRROR in by:
            by.remove(MIRROR)
    ranked = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
    return tuple(
        Repository(url=url, by=tuple(by), rank=rank, vouched=not _VOUCHED.isdisjoint(by))
        for url, (rank, by) in ranked
    ), tuple(refused)


MIRROR = "--mirror"
"""Who names a repository that the user has a clone of and nothing else of the release names."""

_HOME_PAGE = 3
"""The rank from which on a link may be something else than a repository."""


def _rank(hint: Hint, project: str | None) -> int | None:
    """How soon to try what ``hint`` names; None: never."""
    if hint.by in _VOUCHED or hint.by == ATTESTATION:
        return 0
    source, _, label = hint.by.partition(": ")
    normal = re.sub(r"[\W_]", "", label).lower()  # PEP 753, "Label normalization"
    if source == "description":
        # A description links to its dependencies and its sponsors too.
        url = repository_url(hint.value)
        named = canonicalize_name(url.rpartition("/")[2]) if url else ""
        return 5 if project is not None and named == canonicalize_name(project) else None
    if hint.by == MIRROR:
        return 6
    if normal in SOURCE_LABELS:
        return 1
    return 2 if "repo" in normal or "source" in normal else _HOME_PAGE


def _trust(by: str) -> tuple[bool, str]:
    return by not in _VOUCHED, by


def repository_url(url: str) -> str | None:
    """``url`` cut down to the repository it points into; None if it does not look like one.

    ``git+https://``, ``git://``, ``git@host:path`` and npm's ``owner/name`` become https, which is
    what the forges serve.
    """
    plain = _https(url.strip())
    try:
        parts = urlsplit(plain)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if not host or parts.scheme not in {"https", "http"} or set(url) & set("\r\n\t\\ "):
        return None
    host = host.removeprefix("www.")
    components = [part for part in parts.path.split("/") if part]
    if host in {"github.com", "bitbucket.org", "codeberg.org", "gitea.com"}:
        components = components[:_FEW]
    inside = (at for at, part in enumerate(components) if part in _INSIDE and at >= _FEW)
    components = components[: next(inside, len(components))]
    if not components or components[0] in _NO_OWNERS or "@" in parts.path:
        return None
    if host in FORGES and len(components) < _FEW and host != "pagure.io":
        return None
    components[-1] = components[-1].removesuffix(".git")
    if not components[-1]:
        return None
    scheme = "http" if parts.scheme == "http" and _is_loopback(host) else "https"
    place = host if port is None else f"{host}:{port}"
    return f"{scheme}://{place}/{'/'.join(components)}"


def _is_loopback(host: str) -> bool:
    return host in {"127.0.0.1", "::1", "localhost"}


def _https(url: str) -> str:
    """``url`` as https, where it is another way of naming a repository."""
    url = url.removeprefix("git+").removeprefix("scm:git:")
    if (scp := _SCP.fullmatch(url)) is not None:
        return f"https://{scp[1]}/{scp[2]}"
    if url.startswith("git://"):
        return f"https://{url.removeprefix('git://')}"
    if (short := _SHORTHAND.fullmatch(url)) is not None:
        host = {"gitlab": "gitlab.com", "bitbucket": "bitbucket.org"}.get(short[1], "github.com")
        return f"https://{host}/{short[2]}/{short[3]}"
    return url
