"""The monitor's configuration: TOML in, values out (docs/monitor.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field

from tallystick.errors import UsageError
from tallystick.monitor.sinks import KINDS, Sink

INDEXES: Final = ("pypi", "npm", "debian")

_SECONDS: Final = {"interval": 300, "settle": 600, "late": 86_400, "tags": 86_400}
"""Between two rounds; from a release's first sight to its audit, since files are uploaded one by one; after
which a further file is late; between two looks at a repository's tags."""

_LONGEST: Final = 86_400
"""A day: what is due later than two days from now is taken for a clock that was set back (state.py)."""


class Watch(Struct, frozen=True, kw_only=True):
    """Projects of one index.

    Attributes:
        index: ``pypi``, ``npm`` or ``debian``.
        projects: by their names.
        lock: a lock file whose projects of this index are meant, too.
        organization: all packages of ``@NAME``, on npm.
    """

    index: str
    projects: tuple[str, ...] = ()
    lock: Path | None = None
    organization: str | None = None


class Config(Struct, frozen=True, kw_only=True):
    """What one monitor does; seconds as :data:`_SECONDS` has them.

    Attributes:
        state: the file that it remembers in.
        watches: what it follows.
        sinks: whom it tells, by their names.
        indexes: URLs of indexes that are not the default ones, by kind.
        options: of ``tallystick audit``, for each audit.
        tries: of an audit, until somebody is told that it cannot be made.
    """

    state: Path
    watches: tuple[Watch, ...]
    sinks: Mapping[str, Sink]
    indexes: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    interval: float
    settle: float
    late: float
    tags: float
    tries: int = 5


def read_config(path: Path) -> Config:
    """The configuration in the file at ``path``; paths in it are relative to its folder.

    Raises:
        UsageError: it cannot be read, or meant; nothing in it is passed over.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
        return _config(values, path.parent.absolute())
    except (
        OSError,
        ValueError,
        RecursionError,
    ) as error:  # TOML's and UTF-8's errors are ValueErrors
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _config(values: dict[str, Any], folder: Path) -> Config:
    seconds = {name: _number(values, name, default) for name, default in _SECONDS.items()}
    state = folder / _text(values, "state", "the configuration")
    tries = int(_number(values, "tries", 5))
    audit = _table(values, "audit")
    options = tuple(_texts(audit, "options"))
    _nothing_left(audit, "[audit]")
    indexes = _table(values, "index")
    if strange := set(indexes) - {"pypi", "npm"}:
        raise UsageError(f"[index]: {min(strange)!r} is none that has a URL (pypi, npm)")
    urls = {kind: _text(indexes, kind, "[index]") for kind in tuple(indexes)}
    watches = tuple(_watch(dict(one), folder) for one in _tables(values, "watch"))
    sinks = {name: _sink(name, dict(one), folder) for name, one in _table(values, "sink").items()}
    if not watches:
        raise UsageError("it watches nothing: write a [[watch]]")
    if not sinks:
        raise UsageError("it tells nobody: write a [sink.NAME]")
    _nothing_left(values, "the configuration")
    return Config(
        state=state,
        watches=watches,
        sinks=sinks,
        indexes=urls,
        options=options,
        tries=max(1, tries),
        interval=seconds["interval"],
        settle=seconds["settle"],
        late=seconds["late"],
        tags=seconds["tags"],
    )


def _watch(values: dict[str, Any], folder: Path) -> Watch:
    index = _text(values, "index", "[[watch]]")
    if index not in INDEXES:
        raise UsageError(f"[[watch]]: index = {index!r} is none of {', '.join(INDEXES)}")
    projects = tuple(_texts(values, "projects"))
    lock, organization = values.pop("lock", None), values.pop("organization", None)
    _nothing_left(values, "[[watch]]")
    if not (projects or lock or organization):
        raise UsageError("[[watch]]: it names neither projects, nor a lock, nor an organization")
    if organization is not None and index != "npm":
        raise UsageError(
            f"[[watch]]: {index} does not list the projects of an organization; name them as projects"
        )
    if lock is not None and (not isinstance(lock, str) or index == "debian"):
        raise UsageError("[[watch]]: lock is a lock file of pypi or npm")
    if organization is not None and not isinstance(organization, str):
        raise UsageError("[[watch]]: organization is @NAME")
    path = None if lock is None else folder / lock
    return Watch(index=index, projects=projects, lock=path, organization=organization)


def _sink(name: str, values: dict[str, Any], folder: Path) -> Sink:
    where = f"[sink.{name}]"
    kind = _text(values, "kind", where)
    make = KINDS.get(kind)
    if make is None:
        raise UsageError(f"{where}: kind = {kind!r} is none of {', '.join(KINDS)}")
    try:
        sink: Sink = make(values, folder)
    except UsageError as error:
        raise UsageError(f"{where}: {error}") from None
    _nothing_left(values, where)
    return sink


def _nothing_left(values: Mapping[str, Any], where: str) -> None:
    if values:
        raise UsageError(f"{where}: {next(iter(values))!r} is not understood")


def _text(values: dict[str, Any], name: str, where: str) -> str:
    value = values.pop(name, None)
    if not isinstance(value, str) or not value:
        raise UsageError(f"{where}: it has no {name}, or not as a text")
    return value


def _texts(values: dict[str, Any], name: str) -> list[str]:
    found = values.pop(name, [])
    if not isinstance(found, list) or not all(isinstance(one, str) and one for one in found):
        raise UsageError(f"{name} is not a list of texts")
    return found


def _table(values: dict[str, Any], name: str) -> dict[str, Any]:
    found = values.pop(name, {})
    if not isinstance(found, dict):
        raise UsageError(f"[{name}] is not a table")
    return found


def _tables(values: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = values.pop(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise UsageError(f"[[{name}]] is not a list of tables")
    return found


def _number(values: dict[str, Any], name: str, default: float) -> float:
    found = values.pop(name, default)
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found <= _LONGEST:
        raise UsageError(f"{name} is not a number from 0 to {_LONGEST}")
    return found
