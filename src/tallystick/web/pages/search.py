"""Search: by project, by digest, by path, by publisher, whichever a word could be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from packaging.utils import canonicalize_name

from tallystick.report.text import json_name
from tallystick.store import asking
from tallystick.web.asked import Asked, Parameter
from tallystick.web.pages.shown import Brief, briefs

PARAMETERS: Final = (
    Parameter(
        name="q",
        about="the beginning of a project's name, a digest or commit, a file's name or path, a publisher",
    ),
)

MOST: Final = 25
"""Answers of each kind."""

LOOKED_THROUGH: Final = 500
"""Files of a name among which a path is looked for."""

_FORGES: Final = ("https://github.com/", "https://gitlab.com/")
"""Whose workflows can sign for an index (PEP 740, npm)."""

_SLUG: Final = re.compile(r"[\w.-]+/[\w.-]+")

_HEX: Final = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})")


class SearchPage(Struct, frozen=True, kw_only=True):
    """What was found, by what the word could be.

    Attributes:
        blobs: bytes with this digest, SHA-256 or git's.
        audits: ledgers on an artifact with this digest, with it themselves, or whose source is this commit.
    """

    q: str
    projects: tuple[asking.ProjectRow, ...]
    blobs: tuple[asking.Blob, ...]
    audits: tuple[Brief, ...]
    files: tuple[asking.Holder, ...]
    published: tuple[Brief, ...]
    is_commit: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not any(
            (self.projects, self.blobs, self.audits, self.files, self.published, self.is_commit)
        )


def read(asked: Asked) -> SearchPage:
    """The page; empty for an empty word."""
    word = asked.text("q")
    digest = word.lower() if _HEX.fullmatch(word.lower()) else None
    rows = asking.ledgers_about(asked.connection, digest) if digest else ()
    return SearchPage(
        q=word,
        projects=_projects(asked, word) if word and not digest else (),
        blobs=asking.blobs(asked.connection, digest) if digest else (),
        audits=briefs(asked, rows[:MOST]),
        files=_files(asked, word) if word and not digest else (),
        published=_published(asked, word) if word and not digest else (),
        is_commit=digest is not None and _is_commit(asked, rows, digest),
    )


def _projects(asked: Asked, word: str) -> tuple[asking.ProjectRow, ...]:
    """Python's names are normalised (PEP 503), others are as they are written."""
    found = {
        (one.ecosystem, one.project): one
        for beginning in dict.fromkeys((word, canonicalize_name(word)))
        for one in asking.projects(asked.connection, beginning=beginning, size=MOST)
    }
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[1], key[0])))[:MOST]


def _is_commit(asked: Asked, rows: Sequence[asking.LedgerRow], digest: str) -> bool:
    return any(row.commit == digest for row in rows) or asking.is_named(asked.connection, digest)


def _files(asked: Asked, word: str) -> tuple[asking.Holder, ...]:
    """Files of this name; of this path or below a folder of it, if there is a slash in the word."""
    written = json_name(word)
    name = written.rstrip("/").rpartition("/")[2]
    most = LOOKED_THROUGH if "/" in written else MOST
    found = asking.holders_of_name(asked.connection, name, size=most)
    wanted = written.strip("/")
    fitting = (one for one in found if one.path == wanted or one.path.endswith(f"/{wanted}"))
    return tuple(fitting)[:MOST]


def _published(asked: Asked, word: str) -> tuple[Brief, ...]:
    """By a repository's address, too, where only ``owner/name`` was typed."""
    known = [f"{forge}{word}" for forge in _FORGES] if _SLUG.fullmatch(word) else []
    found = {
        row.id: row
        for who in (word, *known)
        for row in asking.releases_of_publisher(asked.connection, who, size=MOST)
    }
    return briefs(asked, list(found.values())[:MOST])
