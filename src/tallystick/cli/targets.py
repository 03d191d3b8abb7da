"""What the user typed, turned into files on disk: paths, ``NAME==VERSION``, purls and URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from tallystick.cache import Cache
from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.model import Hint

_PURL = re.compile(r"pkg:pypi/(?P<name>[A-Za-z0-9._-]+)(?:@(?P<version>[^?#]+))?$")
"""Package URL of type pypi (package-url/purl-spec); other types come with their index."""

_FILE_SUFFIXES = (".whl", ".zip", ".tgz", ".dsc", ".tar", ".gz", ".xz", ".bz2", ".zst")
"""What is called like this is a file that is not here: no index is asked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One file to audit.

    Attributes:
        path: where it lies.
        name: what it is called (a file in the cache is called by its digest).
        sha256: what was announced for it; None where nobody did.
        hints: what an index says of where it comes from.
    """

    path: Path
    name: str
    sha256: str | None = None
    hints: tuple[Hint, ...] = ()


def resolve(
    target: str, *, index: str, cache: Cache, limits: Limits, offline: bool
) -> Iterator[Target]:
    """The files that ``target`` means, downloaded if need be.

    Raises:
        UsageError: it is neither a file nor the name of a release.
        IndexFailure: the index does not have it.
    """
    path = Path(target)
    if path.is_file():
        yield Target(path=path, name=path.name)
        return
    if path.is_dir():
        raise UsageError(
            f"{target}: a folder is not an artifact; build it first, or name its files"
        )
    if path.exists():
        raise UsageError(f"{target}: neither a file nor a release; save what it gives as a file")
    is_path = "/" in target and not target.startswith("pkg:")
    if is_path or target.endswith(_FILE_SUFFIXES):
        raise UsageError(f"{target}: no such file")
    name, version = _release(target)
    from tallystick.index.pypi import PyPI  # noqa: PLC0415 - httpx costs 0.1 s, a local file needs none

    pypi = PyPI(index, cache, limits, offline=offline)
    for file in pypi.release(name, version).files:
        yield Target(path=pypi.download(file), name=file.name, sha256=file.sha256)


def _release(target: str) -> tuple[str, str | None]:
    """Project and version of ``NAME``, ``NAME==VERSION`` or ``pkg:pypi/NAME@VERSION``."""
    if purl := _PURL.match(target):
        return purl["name"], unquote(purl["version"]) if purl["version"] else None
    from packaging.requirements import (  # noqa: PLC0415 - a file needs no parser of names
        InvalidRequirement,
        Requirement,
    )

    try:
        requirement = Requirement(target)
    except InvalidRequirement:
        raise UsageError(
            f"{target}: neither a file nor NAME==VERSION nor pkg:pypi/NAME@VERSION"
        ) from None
    clauses = list(requirement.specifier)
    if not clauses:
        return requirement.name, None
    if len(clauses) != 1 or clauses[0].operator not in {"==", "==="} or "*" in clauses[0].version:
        raise UsageError(
            f"{target}: one exact version is audited; write {requirement.name}==VERSION"
        )
    return requirement.name, clauses[0].version
