"""What a ledger tells besides its tables, from its document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec import Struct
from sqlalchemy import Connection

from tallystick.errors import UsageError
from tallystick.model import Ledger
from tallystick.report import identity, summary
from tallystick.report.json_fields import Fields
from tallystick.report.json_reader import ledger_of
from tallystick.store.asking import SaidRows, said_rows
from tallystick.store.asking.document import document

Value = TypeVar("Value")

MOST_OMITTED = 100
"""Files that are missing by name; the ledger as JSON has all."""


class Fact(Struct, frozen=True, kw_only=True):
    """A label and a sentence."""

    label: str
    text: str


class Opaque(Struct, frozen=True, kw_only=True):
    """What custody says of a file that nobody can read."""

    kind: str
    known: str
    origin: str | None


class Told(Struct, frozen=True, kw_only=True):
    """What is shown of a document.

    Attributes:
        source: why this source, what speaks against it, what is not decided.
        who: who signed, in words.
        rebuilds: each way of building it again, and what came of it.
        build: what in its build system an attacker would use.
        omitted: the first of what the source holds and the artifact does not.
        omitted_files: how many there are.
    """

    source: tuple[Fact, ...]
    who: tuple[str, ...]
    rebuilds: tuple[Fact, ...]
    build: tuple[Fact, ...]
    omitted: tuple[Fact, ...]
    omitted_files: int


class Document(Struct, frozen=True, kw_only=True):
    """A document, as far as it is shown; paths are exact.

    Attributes:
        said: what the store's tables say of it, too.
        touched: for each path, the positions of the commits that changed it.
        opaque: for each path that nobody can read, what is known.
    """

    told: Told
    said: SaidRows
    touched: Mapping[str, tuple[int, ...]]
    opaque: Mapping[str, Opaque]

    @property
    def weight(self) -> int:
        """How many rows it is, for :class:`tallystick.web.kept.Kept`."""
        rows = (self.touched, self.opaque, self.told.omitted, self.told.build)
        said = (self.said.findings, self.said.skips, self.said.attestations, self.said.commits)
        return sum(map(len, (*rows, *said)))


def read_document(connection: Connection, ledger_id: int) -> Document:
    """What the document of a ledger tells."""
    said = document(connection, ledger_id)
    ledger = ledger_of({**said, "entries": []})
    custody = Fields(said, "the ledger").maybe_object("custody")
    return Document(
        told=_told(ledger),
        said=said_rows(ledger, said),
        touched=_or_nothing(lambda: _touched(custody)),
        opaque=_or_nothing(lambda: _opaque(custody)),
    )


def _told(ledger: Ledger) -> Told:
    return Told(
        source=_source(ledger),
        who=tuple(identity.who(ledger.identity)) if ledger.identity else (),
        rebuilds=tuple(
            Fact(label=one.route, text=summary.rebuild_in_words(one)) for one in ledger.rebuilds
        ),
        build=tuple(
            Fact(label=f"{one.path}:{one.line}", text=f"{one.id}: {one.message}")
            for one in ledger.build
        ),
        omitted=tuple(
            Fact(label=one.path, text=one.reason) for one in ledger.omitted[:MOST_OMITTED]
        ),
        omitted_files=len(ledger.omitted),
    )


def _source(ledger: Ledger) -> tuple[Fact, ...]:
    if ledger.source is None:
        return ()
    found = summary.found_by(ledger.source)
    return (
        *((Fact(label="found", text=found),) if found else ()),
        *(
            Fact(label="but", text=f"{one.kind}: {one.value}")
            for one in summary.disagreeing(ledger.source)
        ),
        *(
            Fact(label="note", text=f"{one.kind}: {one.value}")
            for one in summary.undecided(ledger.source)
        ),
    )


def _touched(custody: Fields | None) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for position, commit in enumerate(custody.objects("commits") if custody else ()):
        for path in commit.names("shipped"):
            found.setdefault(path, []).append(position)
    return {path: tuple(positions) for path, positions in found.items()}


def _opaque(custody: Fields | None) -> dict[str, Opaque]:
    return {
        one.name("path"): Opaque(
            kind=one.text("kind"), known=one.text("known"), origin=one.maybe_text("origin")
        )
        for one in (custody.maybe_objects("opaque") if custody else ())
    }


def _or_nothing(read: Callable[[], dict[str, Value]]) -> dict[str, Value]:
    """What a part of the document says; nothing where it does not (null), or is not as the schema says."""
    try:
        return read()
    except UsageError:
        return {}
