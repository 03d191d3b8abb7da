"""``uv.lock`` (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile), schema version 1.

The revision within a version only adds fields; uv refuses a lock of another version, and so do we.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tallystick.lock.pinned import (
    Ecosystem,
    Malformed,
    Pinned,
    WhyNot,
    address,
    digest,
    file_name,
    left_out,
    named,
    plain_file_name,
    table_of,
    tables_of,
    text_of,
)

VERSION = 1
LOCAL = ("virtual", "editable", "directory")


def read(document: Mapping[str, object]) -> Iterator[Pinned]:
    """The files of each package, sdist first.

    Raises:
        Malformed: not a uv.lock of a version that is known.
    """
    if document.get("version") != VERSION or isinstance(document.get("version"), bool):
        raise Malformed(f"not a uv.lock of version {VERSION}")
    for package in tables_of(document, "package"):
        yield from _package(package)


def _package(package: Mapping[str, object]) -> Iterator[Pinned]:
    name, version = named(package)
    source = table_of(package, "source")
    if any(kind in source for kind in LOCAL):
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.LOCAL, "a folder of this project")
        return
    if "git" in source:
        reason = "installed from a git commit; there is no released file"
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.NO_RELEASE, reason)
        return
    if "path" in source:
        reason = "a file or folder on the disk of whoever locked it; audit it by its path"
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.NO_RELEASE, reason)
        return
    url, registry = text_of(source, "url"), text_of(source, "registry")
    if url is None and registry is None:
        raise Malformed(f"{name}: a source of an unknown kind")
    index = address(registry) if registry is not None else None
    if registry is not None and index is None:
        reason = "its registry is a folder, or not asked over https"
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.NO_RELEASE, reason)
        return
    files = [table_of(package, "sdist")] if "sdist" in package else []
    files += tables_of(package, "wheels")
    if not files:
        yield left_out(
            Ecosystem.PYPI, name, version, WhyNot.UNPINNED, "the lock lists no file of it"
        )
    for file in files:
        yield _file(file, name, version, index, url)


def _file(
    file: Mapping[str, object], name: str, version: str | None, index: str | None, url: str | None
) -> Pinned:
    written = text_of(file, "url") or url or ""
    where = address(written) if written else None
    called = plain_file_name(file.get("filename")) or (file_name(where) if where else None)
    announced = text_of(file, "hash")
    known = digest(*announced.split(":", 1)) if announced and ":" in announced else None
    if known is None:
        reason = "a file without a sha256, sha384 or sha512"
        return left_out(Ecosystem.PYPI, name, version, WhyNot.UNPINNED, reason)
    if called is None or (index is None and where is None):
        reason = "a file without a name, or with a URL that is not asked (https only)"
        return left_out(Ecosystem.PYPI, name, version, WhyNot.UNPINNED, reason)
    return Pinned(
        ecosystem=Ecosystem.PYPI,
        name=name,
        version=version,
        digests=frozenset({known}),
        url=where,
        filename=called,
        index=index,
        is_direct=index is None,
    )
