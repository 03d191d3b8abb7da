"""``provenance.toml``: where a project says that each of its opaque files comes from.

It is the word of whoever may push. What it names can be checked (a digest at once, a URL or a command by
``custody --check-provenance``), and an entry without an origin accounts for nothing.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.model.custody import OpaqueFile

PROVENANCE = "provenance.toml"
SCHEMA = "tallystick.provenance/1"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEYS = frozenset({"path", "sha256", "url", "command", "kind"})


class Origin(Struct, frozen=True, kw_only=True):
    """Where one file comes from: the URL of the same bytes, or the command that writes it.

    Attributes:
        path: in the source.
        sha256: of the file as it stands there.
        url: ``https`` address of the same bytes; None if a command makes it.
        command: its words; run in a copy of the source, it writes the file to its path.
    """

    path: str
    sha256: str
    url: str | None = None
    command: tuple[str, ...] | None = None

    @property
    def said(self) -> str | None:
        """The origin in words; None where the entry names none."""
        if self.url is not None:
            return self.url
        return None if self.command is None else " ".join(self.command)


class Provenance(Struct, frozen=True, kw_only=True):
    """All entries, by path."""

    origins: Mapping[str, Origin] = field(default_factory=dict)

    def origin_of(self, path: str, sha256: str | None) -> str | None:
        """What accounts for a file: an entry with an origin, and with this very digest."""
        entry = self.origins.get(path)
        return entry.said if entry is not None and entry.sha256 == sha256 else None


def read_provenance(content: bytes) -> Provenance:
    """The entries of a ``provenance.toml``.

    Raises:
        UsageError: it is not TOML, or not of this schema, or names a file twice or outside of the source.
    """
    if len(content) > DEFAULT.metadata:
        raise UsageError(f"{PROVENANCE}: more than {DEFAULT.metadata} bytes (cap: metadata)")
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{PROVENANCE}: not TOML: {error}") from None
    if document.get("schema") != SCHEMA:
        raise UsageError(f'{PROVENANCE}: no schema = "{SCHEMA}"')
    entries = document.get("file", [])
    if not isinstance(entries, list):
        raise UsageError(f"{PROVENANCE}: [[file]] is no list of tables")
    origins: dict[str, Origin] = {}
    for entry in entries:
        origin = _origin(entry)
        if origin.path in origins:
            raise UsageError(f"{PROVENANCE}: {origin.path!r} is there twice")
        origins[origin.path] = origin
    return Provenance(origins=origins)


def _origin(entry: object) -> Origin:
    if not isinstance(entry, dict):
        raise UsageError(f"{PROVENANCE}: [[file]] is no list of tables")
    if unknown := sorted(set(entry) - _KEYS):
        raise UsageError(f"{PROVENANCE}: unknown key: {', '.join(unknown)}")
    path, digest, url, command = (entry.get(key) for key in ("path", "sha256", "url", "command"))
    if not isinstance(path, str) or {"", ".", ".."} & set(path.split("/")):
        raise UsageError(f"{PROVENANCE}: {path!r} is no path in the source")
    if not isinstance(digest, str) or not _SHA256.fullmatch(digest):
        raise UsageError(f"{PROVENANCE}: {path!r} has no sha256 of 64 hex digits")
    if not (url is None or (isinstance(url, str) and url.startswith("https://"))):
        raise UsageError(f"{PROVENANCE}: the url of {path!r} is none with https")
    words = _words(command, path)
    if url is not None and words:
        raise UsageError(f"{PROVENANCE}: {path!r} has a url and a command")
    return Origin(path=path, sha256=digest, url=url, command=words or None)


def _words(command: object, path: str) -> tuple[str, ...]:
    if command is None:
        return ()
    words = tuple(command) if isinstance(command, list) else ()
    if not words or not all(isinstance(word, str) and word for word in words):
        raise UsageError(f"{PROVENANCE}: the command of {path!r} is no list of words")
    return words


def first_provenance(files: Iterable[OpaqueFile]) -> str:
    """A ``provenance.toml`` with an entry for each file whose bytes were read, and no origin yet."""
    blocks = [
        "# Where each file that nobody can read comes from. Give each a url (the same bytes at\n"
        "# an https address) or a command (words that write it, run at the root of the source).\n"
        f'schema = "{SCHEMA}"\n'
    ]
    for one in files:
        if one.sha256 is not None:
            # A JSON string is a basic string of TOML 1.0, but for DEL and pairs of surrogates.
            path = json.dumps(one.path, ensure_ascii=False).replace("\x7f", "\\u007f")
            blocks.append(
                f'[[file]]\npath = {path}\nkind = "{one.kind}"\nsha256 = "{one.sha256}"\n'
                '# url = "https://…"\n# command = ["…"]\n'
            )
    return "\n".join(blocks)
