"""Which upstreams a database is built from: a TOML file, the shipped one beside this module.

``[[repository]]`` has ``upstream``, ``url`` and ``paths`` (patterns of :mod:`fnmatch`, whose ``*`` passes
slashes), ``reworded`` for those whose licence gnulib-tool rewrites, and ``modules`` for descriptions of
modules, from which it writes makefiles. ``[[package]]`` is a file: a release
tarball, or a package of a distribution that holds the tool: ``upstream``, ``file``, ``sha256``, ``paths``,
``composed`` for what gnulib-tool wrote in it, and the ``day`` of the upstream release. ``[[patches]]`` is
what somebody changes in files of an ``upstream``: ``by`` whom, and either ``file``, ``sha256`` and ``day`` of
a Debian package's ``debian.tar``, or ``clone``, ``url``, ``commit`` and ``path`` of a patch in a history.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase

from msgspec import Struct

from tallystick.errors import UsageError

EPOCH = date(1970, 1, 1).toordinal()


class Repository(Struct, frozen=True, kw_only=True):
    """A git history, and which of its files are known by it."""

    upstream: str
    url: str
    paths: tuple[str, ...]
    reworded: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()


class Package(Struct, frozen=True, kw_only=True):
    """A tarball or a distribution's package, which of its files are known by it, and since which day."""

    upstream: str
    file: str
    sha256: str
    day: int
    paths: tuple[str, ...] = ()
    composed: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


class Series(Struct, frozen=True, kw_only=True):
    """The patches of a Debian package, in the order of its series."""

    upstream: str
    by: str
    file: str
    sha256: str
    day: int


class Change(Struct, frozen=True, kw_only=True):
    """A patch in a history: the file ``path`` at a commit."""

    upstream: str
    by: str
    clone: str
    url: str
    commit: str
    path: str


class Catalogue(Struct, frozen=True, kw_only=True):
    """All that a database is built from."""

    repositories: tuple[Repository, ...]
    packages: tuple[Package, ...]
    series: tuple[Series, ...] = ()
    changes: tuple[Change, ...] = ()


def parse_catalogue(text: str, where: str) -> Catalogue:
    """The catalogue that ``text`` writes down; ``where`` is what errors call it.

    Raises:
        UsageError: it is none.
    """
    try:
        document = tomllib.loads(text)
        repositories = tuple(_repository(table) for table in document.get("repository", []))
        packages = tuple(_package(table) for table in document.get("package", []))
        patches = document.get("patches", [])
        series = tuple(_series(table) for table in patches if "file" in table)
        changes = tuple(_change(table) for table in patches if "file" not in table)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{where}: no catalogue of upstreams: {error}") from None
    if not repositories and not packages:
        raise UsageError(f"{where}: no catalogue of upstreams: it names none")
    return Catalogue(repositories=repositories, packages=packages, series=series, changes=changes)


def _repository(table: Mapping[str, object]) -> Repository:
    return Repository(
        upstream=_text(table, "upstream"),
        url=_text(table, "url"),
        paths=_texts(table, "paths"),
        reworded=_texts(table, "reworded") if "reworded" in table else (),
        modules=_texts(table, "modules") if "modules" in table else (),
    )


def _package(table: Mapping[str, object]) -> Package:
    return Package(
        upstream=_text(table, "upstream"),
        file=_text(table, "file"),
        sha256=_text(table, "sha256"),
        day=_day(table),
        paths=_texts(table, "paths") if "paths" in table else (),
        composed=_texts(table, "composed") if "composed" in table else (),
        lines=_texts(table, "lines") if "lines" in table else (),
    )


def _series(table: Mapping[str, object]) -> Series:
    return Series(
        upstream=_text(table, "upstream"),
        by=_text(table, "by"),
        file=_text(table, "file"),
        sha256=_text(table, "sha256"),
        day=_day(table),
    )


def _change(table: Mapping[str, object]) -> Change:
    return Change(
        upstream=_text(table, "upstream"),
        by=_text(table, "by"),
        clone=_text(table, "clone"),
        url=_text(table, "url"),
        commit=_text(table, "commit"),
        path=_text(table, "path"),
    )


def _text(table: Mapping[str, object], key: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value:
        raise TypeError(f"{key} is no text")
    return value


def _day(table: Mapping[str, object]) -> int:
    """``day``, a date in TOML, as days since 1970-01-01."""
    value = table["day"]
    if type(value) is not date:
        raise TypeError("day is no date")
    return value.toordinal() - EPOCH


def _texts(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError(f"{key} is no list of texts")
    return tuple(value)


def is_among(path: str, patterns: tuple[str, ...]) -> bool:
    """Whether ``path`` is one that ``patterns`` name."""
    return any(fnmatchcase(path, pattern) for pattern in patterns)
