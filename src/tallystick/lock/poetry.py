"""``poetry.lock``, format 1.0 to 2.1 (https://github.com/python-poetry/poetry, ``packages/locker.py``).

Until format 2.0 the files of all packages stood in ``[metadata.files]``, since then in each package.
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


def read(document: Mapping[str, object]) -> Iterator[Pinned]:
    """The files of each package.

    Raises:
        Malformed: not a poetry.lock of a version that is known.
    """
    metadata = table_of(document, "metadata")
    version = text_of(metadata, "lock-version")
    if version is None or version.partition(".")[0] not in {"1", "2"}:
        raise Malformed("not a poetry.lock of lock-version 1 or 2")
    files = table_of(metadata, "files")
    for package in tables_of(document, "package"):
        yield from _package(package, files)


def _package(package: Mapping[str, object], by_name: Mapping[str, object]) -> Iterator[Pinned]:
    name, version = named(package)
    source = table_of(package, "source")
    kind, where = text_of(source, "type"), text_of(source, "url") or ""
    if kind == "directory":
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.LOCAL, "a folder of this project")
        return
    if kind == "git":
        reason = "installed from a git commit; there is no released file"
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.NO_RELEASE, reason)
        return
    if kind == "file":
        reason = "a file on the disk of whoever locked it; audit it by its path"
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.NO_RELEASE, reason)
        return
    if kind not in {None, "legacy", "url"}:
        raise Malformed(f"{name}: a source of an unknown kind")
    files = tables_of(package, "files") or tables_of(by_name, name)
    if not files or version is None:
        yield left_out(
            Ecosystem.PYPI, name, version, WhyNot.UNPINNED, "the lock lists no file of it"
        )
        return
    for file in files:
        yield _file(file, name, version, address(where), is_direct=kind == "url")


def _file(
    file: Mapping[str, object], name: str, version: str, where: str | None, *, is_direct: bool
) -> Pinned:
    announced = text_of(file, "hash") or ""
    known = digest(*announced.split(":", 1)) if ":" in announced else None
    called = plain_file_name(file.get("file"))
    if is_direct and where is not None:
        called = called or file_name(where)
    if known is None or called is None:
        reason = "a file without a name, or without a sha256, sha384 or sha512"
        return left_out(Ecosystem.PYPI, name, version, WhyNot.UNPINNED, reason)
    if is_direct and where is None:
        reason = "a URL that is not asked (https only)"
        return left_out(Ecosystem.PYPI, name, version, WhyNot.NO_RELEASE, reason)
    return Pinned(
        ecosystem=Ecosystem.PYPI,
        name=name,
        version=version,
        digests=frozenset({known}),
        url=where if is_direct else None,
        filename=called,
        index=None if is_direct else where,
        is_direct=is_direct,
    )
