"""The tree that an artifact claims to come from: a repository, an archive, a folder or a listing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from tallystick.cache import Cache
from tallystick.errors import SourceError, UsageError
from tallystick.limits import Limits
from tallystick.model import Source
from tallystick.source.attributes import Attributes, PathAttributes
from tallystick.source.checkout import open_local, open_remote
from tallystick.source.folder import open_folder
from tallystick.source.lfs import lfs_pointer
from tallystick.source.listing import looks_like_listing, open_listing
from tallystick.source.origin import Origins
from tallystick.source.repository import find_git_dir
from tallystick.source.unpacked import open_archive
from tallystick.source.url import (
    by_normal_url,
    looks_like_url,
    mirror_key,
    normal_url,
    parse_url,
)
from tallystick.source.view import Views

__all__ = [
    "Attributes",
    "PathAttributes",
    "Views",
    "lfs_pointer",
    "looks_like_url",
    "mirror_key",
    "normal_url",
    "open_in",
    "open_source",
    "views",
]

_NO_MIRRORS: Mapping[str, str] = MappingProxyType({})

LINE = 8192
"""Bytes of a file that tell a listing from an archive: its first line."""


def open_source(
    where: str,
    *,
    cache: Cache,
    limits: Limits,
    ref: str | None = None,
    subdir: str = "",
    offline: bool = False,
    mirrors: Mapping[str, str] = _NO_MIRRORS,
    submodules: bool = True,
) -> Source:
    """The source at ``where``: a URL, a repository, a folder, an archive or a listing.

    Args:
        where: what to read; something on this disk, or else a URL (https, ssh, file, or scp-like).
        cache: where clones are kept.
        limits: the caps.
        ref: the tag, branch or commit; None: what HEAD is. Only for git.
        subdir: the project's folder in a repository with several.
        offline: use what is on this disk, and ask nobody.
        mirrors: folders to read instead of URLs.
        submodules: whether to read the trees of submodules into the same tree.

    Raises:
        UsageError: ``where`` is none of these, or asks for what it does not have.
        SourceError: it cannot be read, or has no such ref or folder.
        LimitExceeded: reading it would pass a cap.
        StorageError: the disk or the cache failed.
    """
    origins = _origins(cache, limits, mirrors, offline=offline)
    return _open(where, ref, subdir, origins, submodules=submodules)


def open_in(views: Views, where: str, *, ref: str | None, subdir: str) -> Source:
    """As :func:`open_source`, with the repositories that ``views`` has open already."""
    return _open(where, ref, subdir, views.origins, submodules=True)


def _open(
    where: str, ref: str | None, subdir: str, origins: Origins, *, submodules: bool
) -> Source:
    path = Path(where)
    if where.startswith("-") or "\0" in where:
        raise UsageError(f"{where!r}: neither a URL nor a path")
    if _is_on_disk(where):
        source = _on_disk(path.absolute(), ref, origins, submodules=submodules)
    elif looks_like_url(where):
        source = open_remote(
            parse_url(where, mirrors=origins.mirrors), ref, origins, submodules=submodules
        )
    else:
        raise SourceError(f"{where}: there is no such file or folder")
    return replace(source, subdir=_subdir(subdir, source))


def views(
    *,
    cache: Cache,
    limits: Limits,
    offline: bool = False,
    mirrors: Mapping[str, str] = _NO_MIRRORS,
) -> Views:
    """Looks at repositories for locating, each opened once; arguments as in :func:`open_source`."""
    return Views(origins=_origins(cache, limits, mirrors, offline=offline))


def _origins(cache: Cache, limits: Limits, mirrors: Mapping[str, str], *, offline: bool) -> Origins:
    return Origins(cache=cache, limits=limits, offline=offline, mirrors=by_normal_url(mirrors))


def _is_on_disk(where: str) -> bool:
    """Whether ``where`` is a path of something; a folder may be called like ``host:path``."""
    try:
        return "://" not in where and Path(where).exists()
    except OSError as error:
        raise SourceError(f"{where}: cannot be read: {error.strerror}") from error


def _on_disk(path: Path, ref: str | None, origins: Origins, *, submodules: bool) -> Source:
    if path.is_dir():
        try:
            is_git, has_git = find_git_dir(path) is not None, os.path.lexists(path / ".git")
        except OSError as error:
            raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
        if is_git:
            return open_local(path, ref, origins, submodules=submodules)
        if has_git:
            # As a folder it would be read as if nothing had been left out.
            raise SourceError(f"{path}: its .git is not a git repository")
    if ref is not None:
        raise UsageError(f"{path}: not a git repository, so it has no {ref}")
    if path.is_dir():
        return open_folder(path, limits=origins.limits)
    if not path.is_file():
        raise SourceError(f"{path}: neither a file nor a folder")
    try:
        with path.open("rb") as file:
            beginning = file.read(LINE)
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from error
    if looks_like_listing(beginning):
        return open_listing(path, limits=origins.limits)
    return open_archive(path, limits=origins.limits)


def _subdir(subdir: str, source: Source) -> str:
    """``subdir`` as it stands in paths: no slash at either end."""
    plain = "/".join(part for part in subdir.split("/") if part not in {"", "."})
    if ".." in plain.split("/"):
        raise UsageError(f"{subdir!r}: a folder of the source does not lead out of it")
    if plain and not any(path.startswith(f"{plain}/") for path in source.tree.entries):
        raise SourceError(f"{source.url}: there is no folder {plain}")
    return plain
