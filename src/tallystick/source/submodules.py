"""Submodules: the trees of other repositories that a tree names by commit (gitmodules(5)).

The commit id in the tree says what is to be there; the URL in ``.gitmodules`` only says where it may
be had, and was written by whoever wrote the tree. So it passes the same rules as a user's URL, and
reaches this disk only if the repository that names it is itself on this disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.errors import (
    ContentUnavailable,
    LimitExceeded,
    SourceError,
    UsageError,
)
from tallystick.limits import Limits
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, Entry, Skip
from tallystick.source.origin import Origins
from tallystick.source.repository import Blobs, Commit, Repository, common_dir
from tallystick.source.trees import Listing
from tallystick.source.url import looks_like_url, parse_url

GITMODULES = ".gitmodules"


class Checkout(Struct, frozen=True, kw_only=True):
    """One commit of one repository, as it lies in a larger tree.

    Attributes:
        base: the URL or folder that relative URLs in its ``.gitmodules`` are relative to.
        is_local: whether it was read from a folder that the user named (or from inside of one).
    """

    repository: Repository
    listing: Listing
    blobs: Blobs
    base: str
    is_local: bool

    @classmethod
    def of(cls, repository: Repository, commit: Commit, *, base: str, is_local: bool) -> Checkout:
        """The checkout of ``commit``; errors as in trees.read_tree."""
        listing, blobs = repository.snapshot(commit)
        return cls(
            repository=repository, listing=listing, blobs=blobs, base=base, is_local=is_local
        )


class Gathered(Struct, kw_only=True):
    """What the submodules of a checkout, and theirs, add to its tree.

    Attributes:
        entries: by path in the whole tree.
        blobs: where the contents below a path come from.
        commits: of each path whose tree was read.
        urls: where that was.
        skips: the others, with the reason.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    blobs: dict[str, Blobs] = field(default_factory=dict)
    commits: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    skips: list[Skip] = field(default_factory=list)


def gather(checkout: Checkout, origins: Origins) -> Gathered:
    """Read the tree of every gitlink that can be had, nested up to ``limits.submodule_depth``.

    Raises:
        LimitExceeded: more files or submodules than ``limits`` allows.
        StorageError: the cache failed.
    """
    gathered = Gathered()
    _descend(checkout, "", 0, origins, gathered)
    return gathered


def _descend(
    parent: Checkout, prefix: str, depth: int, origins: Origins, gathered: Gathered
) -> None:
    if not parent.listing.gitlinks:
        return
    limits = origins.limits
    modules = _modules(parent, limits)
    for path in parent.listing.gitlinks:
        place = prefix + path
        name, url = modules.get(path, (None, None))
        if depth >= limits.submodule_depth:
            reason = f"more than {limits.submodule_depth} submodules deep"
            gathered.skips.append(_skip(place, url, reason))
            continue
        if len(gathered.commits) >= limits.submodules:
            raise LimitExceeded("submodules", f"{place}: more than {limits.submodules} submodules")
        commit = parent.listing.entries[path].blob
        try:
            child = _open(parent, name, url, commit, origins)
        except (SourceError, UsageError) as error:
            gathered.skips.append(_skip(place, url, str(error)))
            continue
        _add(child, place, commit, gathered)
        if len(gathered.entries) > limits.members:
            raise LimitExceeded("members", f"{place}: more than {limits.members} files")
        _descend(child, f"{place}/", depth + 1, origins, gathered)


def _skip(place: str, url: str | None, reason: str) -> Skip:
    try:
        shown = parse_url(url).public if url and looks_like_url(url) else url
    except UsageError:
        # The reason shows it, without what may be a password.
        shown = None
    where = f" ({shown})" if shown and shown not in reason else ""
    return Skip(check="submodule", reason=f"{place}{where}: {reason}")


def _add(child: Checkout, place: str, commit: str, gathered: Gathered) -> None:
    for path, entry in child.listing.entries.items():
        full = f"{place}/{path}"
        gathered.entries[full] = replace(entry, path=full)
    gathered.blobs[place] = child.blobs
    gathered.commits[place] = commit
    gathered.urls[place] = child.base


def _modules(parent: Checkout, limits: Limits) -> dict[str, tuple[str, str | None]]:
    """Name and URL of each path in the ``.gitmodules`` of the same commit; {} if it has none."""
    entry = parent.listing.entries.get(GITMODULES)
    # A symbolic link there was a way to write into .git (CVE-2018-11235); git ignores it since.
    if entry is None or entry.mode not in {MODE_FILE, MODE_EXECUTABLE}:
        return {}
    parent.blobs.prefetch({entry.blob})
    try:
        content = parent.blobs.read(entry.blob, cap=limits.metadata)
    except (ContentUnavailable, LimitExceeded):
        return {}
    found = parent.repository.run(
        ["config", "-z", "--no-includes", "--file", "-", "--list"], given=content
    )
    if found.status != 0:
        return {}
    sections: dict[str, dict[str, str]] = {}
    for item in found.output.decode("utf-8", "surrogateescape").split("\0"):
        key, _, value = item.partition("\n")
        section, _, rest = key.partition(".")
        name, _, variable = rest.rpartition(".")
        if section == "submodule" and name:
            sections.setdefault(name, {})[variable] = value
    return {
        values["path"]: (name, values.get("url"))
        for name, values in sections.items()
        if "path" in values
    }


def _open(
    parent: Checkout, name: str | None, url: str | None, commit: str, origins: Origins
) -> Checkout:
    """The checkout of ``commit`` from the first place that has it.

    Raises:
        SourceError: no place has it; the line is of the last place that was tried.
        UsageError: the URL is one that is not used.
    """
    base = resolve(parent.base, url) if url else parent.base
    for folder in _local_places(parent, name):
        try:
            repository, found = origins.local(folder, commit)
        except SourceError:
            continue
        return Checkout.of(repository, found, base=base, is_local=True)
    if not url:
        raise SourceError("no .gitmodules of the same commit says where it is")
    if not looks_like_url(base):
        if not parent.is_local:
            raise UsageError(f"{base}: a folder, named by a repository that is not on this disk")
        repository, found = origins.local(Path(base), commit)
        return Checkout.of(repository, found, base=base, is_local=True)
    parsed = parse_url(base, mirrors=origins.mirrors)
    if parsed.scheme == "file" and not _may_name_files(parent):
        raise UsageError(
            f"{parsed.public}: a folder, named by a repository that is not on this disk"
        )
    if parsed.scheme == "http" and not (_may_name_files(parent) or _is_http(parent)):
        raise UsageError(f"{parsed.public}: this machine, named by a repository that is not on it")
    repository, found = origins.remote(parsed, commit)
    return Checkout.of(
        repository, found, base=parsed.public, is_local=parsed.key in origins.mirrors
    )


def _may_name_files(parent: Checkout) -> bool:
    return parent.is_local or parent.base.startswith("file://")


def _is_http(parent: Checkout) -> bool:
    """Whether it came over plain http: from this machine, then (url.py)."""
    return parent.base.startswith("http://")


def _local_places(parent: Checkout, name: str | None) -> Iterator[Path]:
    """Where ``git submodule update`` keeps a submodule of a repository on this disk."""
    if not parent.is_local or name is None:
        return
    # The name is the tree's word; one that climbs out is an old attack (CVE-2018-11235).
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name:
        return
    yield common_dir(parent.repository.git_dir) / "modules" / name


def resolve(base: str, url: str) -> str:
    """``url`` as it stands in ``.gitmodules`` of the repository at ``base``.

    As in git-submodule(1): only ``./`` and ``../`` are relative, and to the repository's own URL.

    Raises:
        UsageError: it climbs above the host of ``base``.
    """
    if not url.startswith(("./", "../")):
        return url
    start = base.rstrip("/")
    if "://" in start:
        parts = urlsplit(start)
        root = start[: len(start) - len(parts.path)] if parts.path else start
        separator = "/"
    elif looks_like_url(start):
        host, _, path = start.partition(":")
        root, separator = host, ":" + ("/" if path.startswith("/") else "")
    else:
        root, separator = "", "/"
    below = start[len(root) :].lstrip(":/").split("/")
    steps = url.rstrip("/").split("/")
    while steps and steps[0] in {".", ".."}:
        if steps.pop(0) == ".." and not (below and below.pop()):
            raise UsageError(f"{url}: climbs above the host of {base}")
    return root + separator + "/".join([*below, *steps])
