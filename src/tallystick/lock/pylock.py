"""``pylock.toml`` (PEP 751, https://packaging.python.org/en/latest/specifications/pylock-toml/)."""

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
    """The files of each package, sdist first; markers are not evaluated, so every platform's.

    Raises:
        Malformed: not a lock file of version 1.
    """
    version = text_of(document, "lock-version")
    # "Tools MUST … error on a major version they do not support", and warn about a minor one.
    if version is None or version.partition(".")[0] != "1":
        raise Malformed("not a lock file of lock-version 1.0")
    for package in tables_of(document, "packages"):
        yield from _package(package)


def _package(package: Mapping[str, object]) -> Iterator[Pinned]:
    name, version = named(package)
    if "vcs" in package:
        reason = "installed from a commit; there is no released file"
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.NO_RELEASE, reason)
        return
    if "directory" in package:
        yield left_out(Ecosystem.PYPI, name, version, WhyNot.LOCAL, "a folder of this project")
        return
    if "archive" in package:
        yield _file(table_of(package, "archive"), name, version, None, is_direct=True)
        return
    index = text_of(package, "index")
    files = [table_of(package, "sdist")] if "sdist" in package else []
    files += tables_of(package, "wheels")
    if not files:
        yield left_out(
            Ecosystem.PYPI, name, version, WhyNot.UNPINNED, "the lock lists no file of it"
        )
    for file in files:
        yield _file(file, name, version, address(index) if index else None, is_direct=False)


def _file(
    file: Mapping[str, object],
    name: str,
    version: str | None,
    index: str | None,
    *,
    is_direct: bool,
) -> Pinned:
    written = text_of(file, "url")
    where = address(written) if written is not None else None
    # "If the file name is not given, it is the last component of url or path."
    path = text_of(file, "path") or ""
    called = plain_file_name(file.get("name")) or plain_file_name(path.rpartition("/")[2])
    called = called or (file_name(where) if where else None)
    hashes = table_of(file, "hashes")
    known = {found for item in hashes.items() if _is_known(item) and (found := digest(*item))}
    if not known:
        reason = "a file without a sha256, sha384 or sha512"
        return left_out(Ecosystem.PYPI, name, version, WhyNot.UNPINNED, reason)
    if where is None and (is_direct or version is None or (written is None and index is None)):
        reason = "a file on the disk of whoever locked it, or a URL that is not asked (https only)"
        return left_out(Ecosystem.PYPI, name, version, WhyNot.NO_RELEASE, reason)
    if called is None:
        reason = "a file without a name"
        return left_out(Ecosystem.PYPI, name, version, WhyNot.UNPINNED, reason)
    return Pinned(
        ecosystem=Ecosystem.PYPI,
        name=name,
        version=version,
        digests=frozenset(known),
        url=where,
        filename=called,
        index=index,
        # "version … MUST NOT be included when it cannot be guaranteed to be consistent with the code".
        is_direct=is_direct or version is None,
    )


def _is_known(item: tuple[str, object]) -> bool:
    """The specification lets tools write any algorithm of hashlib; blake2 and SHA-3 are passed over."""
    return not item[0].startswith(("blake", "sha3", "shake"))
