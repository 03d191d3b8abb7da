"""What the result of a release depends on, as far as it can be known before the audit."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import asdict

from tallystick import __version__
from tallystick.artifact import debian_files
from tallystick.errors import SourceError, UsageError
from tallystick.source import git, looks_like_url
from tallystick.source.repository import find_git_dir
from tallystick.survey import Asked

_VALUES: Final = (
    "all_files",
    "allow_host",
    "bytes",
    "custody",
    "debian_lists",
    "depth",
    "forge",
    "index",
    "npm_index",
    "offline",
    "other_index",
    "ref",
    "source",
    "source_keys",
    "subdir",
    "unsafe_no_sandbox",
    "watch",
)
"""Options that change what a ledger says, by their value."""

_FILES: Final = (
    "policy",
    "identities",
    "trust_root",
    "registry_keys",
    "keyring",
    "allowed_signers",
    "revoked_signers",
    "archive_keyring",
)
"""Options that change it by what is in the file."""

UNSEEN: Final = ("mirror", "toolchains", "upstreams")
"""Options that name folders, whose contents are not read before: what is in them should be what it claims."""

_PIECE: Final = 1 << 20
"""Bytes of a file that are read at once."""

_REFS_SECONDS: Final = 60


def known_options() -> frozenset[str]:
    """The options of an audit that somebody has thought about here."""
    return frozenset({*_VALUES, *_FILES, *UNSEEN})


def of_options(options: argparse.Namespace) -> dict[str, Any]:
    """What the options say that a ledger depends on; files by their digest.

    Raises:
        UsageError: such a file cannot be read.
    """
    values: dict[str, Any] = {name: getattr(options, name) for name in _VALUES}
    values["allow_host"] = sorted(options.allow_host)
    for name in _FILES:
        given = getattr(options, name)
        paths = given if isinstance(given, list) else [] if given is None else [given]
        values[name] = [_digest(Path(path), f"--{name.replace('_', '-')}") for path in paths]
    return values


class Inputs(Struct, frozen=True, kw_only=True):
    """The inputs of each release.

    Attributes:
        options: as :func:`of_options` has them.
    """

    options: Mapping[str, Any]
    _sources: dict[str, str | None] = field(default_factory=dict)

    def of(self, asked: Asked) -> dict[str, Any]:
        """What the result of ``asked`` depends on.

        A file that is not there is an input, too: once it is, the result is another one.

        Raises:
            UsageError: a file of this disk cannot be read.
        """
        source = asked.source or self.options["source"]
        return {
            "tool": {"name": "tallystick", "version": __version__},
            "options": self.options,
            "target": asked.target,
            "target_sha256": _target(asked.target),
            "pins": [_pin(asdict(pin)) for pin in asked.pins],
            "source": asked.source,
            "source_state": None if source is None else self._source(source),
            "ref": asked.ref,
            "subdir": asked.subdir,
        }

    def _source(self, source: str) -> str | None:
        """What a source on this disk is at the moment; None for a URL, and for a folder without git."""
        if source not in self._sources:
            self._sources[source] = _state(source)
        return self._sources[source]


def _target(target: str) -> str | None:
    path = Path(target) if target else None
    if path is not None and path.is_dir():
        path = debian_files(path)  # names the other files with their digests
    return _digest(path, target) if path is not None and path.is_file() else None


def _state(source: str) -> str | None:
    path = Path(source)
    if looks_like_url(source) and not path.exists():
        return None
    if path.is_file():
        return _digest(path, source)
    folder = find_git_dir(path) if path.is_dir() else None
    if folder is None:
        return None
    try:
        refs = git.reading(folder, ["for-each-ref"], seconds=_REFS_SECONDS)
    except SourceError:  # the audit will say so
        return None
    return hashlib.sha256(refs.output).hexdigest()


def _digest(path: Path, shown: str) -> str:
    try:
        # hashlib.file_digest() clears a quarter of a megabyte first, and most files are far smaller.
        digest = hashlib.sha256()
        with path.open("rb", buffering=0) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        return digest.hexdigest()
    except OSError as error:
        raise UsageError(f"{shown}: {path}: {error.strerror}") from None


def _pin(values: dict[str, Any]) -> dict[str, Any]:
    """A pin in values of JSON, the same in each run."""
    return {
        name: sorted(map(str, value)) if isinstance(value, set | frozenset) else value
        for name, value in values.items()
    }
