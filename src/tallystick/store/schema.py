"""The tables of a store, the same on SQLite and PostgreSQL; ``docs/store.md`` explains each.

What repeats is a row once, and referred to by number: blobs, paths, and what is said of an entry. What a
stranger chose is only ever a value, and is in an index only where its length is bounded (PostgreSQL's
B-tree takes 2,704 bytes a row): long names by their digest.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects import postgresql

from tallystick.model import RESIDUE

VERSION: Final = 2
"""Of these tables; ``migrations`` brings an older store here, and a newer one is refused."""

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Number: Final = BigInteger().with_variant(Integer, "sqlite")
"""64 bits on both; SQLite numbers rows by itself only where the type is called INTEGER."""


_Text: Final = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that both compare by code point, so that rows come in one order everywhere."""


def _key() -> Column[int]:
    return Column("id", _Number, primary_key=True, autoincrement=True)


def _of(
    table: str, *, name: str = "", nullable: bool = False, primary: bool = False
) -> Column[int]:
    return Column(
        name or f"{table}_id",
        _Number,
        ForeignKey(f"{table}.id"),
        nullable=nullable,
        primary_key=primary,
        autoincrement=False,
    )


def _position() -> Column[int]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


def _text(name: str, *, nullable: bool = False, primary: bool = False) -> Column[str]:
    return Column(name, _Text, nullable=nullable, primary_key=primary)


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, _Number, nullable=nullable)


store: Final = Table(
    "tallystick_store",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    _text("tool"),
)
"""One row: the version of these tables, and of the tool that made or upgraded them."""

release: Final = Table(
    "release",
    metadata,
    _key(),
    _text("ecosystem"),
    _text("project"),
    _text("version"),
    UniqueConstraint("ecosystem", "project", "version"),
    Index(None, "project", "ecosystem"),
)
"""One version of a project; the project's name normalised as its ecosystem does it."""

artifact: Final = Table(
    "artifact",
    metadata,
    _key(),
    _of("release", nullable=True),
    _bytes("sha256"),
    _text("name"),
    _text("kind"),
    _number("size"),
    UniqueConstraint("sha256", "name"),
    Index(None, "release_id"),
)
"""One released file under its name; without a release where it names none."""

ledger: Final = Table(
    "ledger",
    metadata,
    _key(),
    _of("artifact"),
    _bytes("digest"),
    Column("is_latest", Boolean, nullable=False),
    Column("recorded", Float(53), nullable=False),
    _text("tool"),
    _text("verdict"),
    _text("source_kind", nullable=True),
    _text("source_url", nullable=True),
    _text("source_ref", nullable=True),
    _text("source_subdir", nullable=True),
    _bytes("commit", nullable=True),
    _number("files"),
    _number("bytes"),
    _number("residue_files"),
    _number("residue_bytes"),
    _bytes("document"),
    UniqueConstraint("digest"),
    Index(None, "artifact_id", "is_latest"),
    Index(None, "is_latest", "verdict"),
    Index(None, "commit"),
    Index(None, "recorded"),
)
"""One audit. ``digest`` is of all that it says but how long it took; ``document`` (zlib) is all of it but the
entries."""

blob: Final = Table(
    "blob",
    metadata,
    _key(),
    _bytes("sha256"),
    _bytes("git"),
    UniqueConstraint("sha256", "git"),
    Index(None, "git"),
)
"""Some bytes, once: both digests, as two of one kind may be made to collide; empty where it is not known."""

path: Final = Table(
    "path",
    metadata,
    _key(),
    _bytes("digest"),
    _text("path"),
    _text("name"),
    UniqueConstraint("digest"),
    Index(None, "name"),
)
"""A path as ``docs/ledger.md`` writes names, its SHA-256, and the beginning of its last component."""

detail: Final = Table(
    "detail", metadata, _key(), _bytes("digest"), _text("detail"), UniqueConstraint("digest")
)
"""What a ledger line says besides its columns, as JSON, and the SHA-256 of that."""

entry: Final = Table(
    "entry",
    metadata,
    _of("ledger", primary=True),
    _position(),
    _of("path"),
    _of("blob"),
    _of("path", name="source_path_id", nullable=True),
    _of("detail", nullable=True),
    Column("mode", Integer, nullable=False),
    _number("size", nullable=True),
    _text("grade"),
    _text("reach"),
    _text("explainer", nullable=True),
    # With the rest of the key, so that a page of many holders is read without sorting all of them.
    Index(None, "blob_id", "ledger_id", "position"),
    Index(None, "path_id", "ledger_id", "position"),
    sqlite_with_rowid=False,
)
"""One line of a ledger; ``position`` is its place there."""

for _reference in entry.foreign_key_constraints:
    # Known here, for joins, and not to the database. There are five in each of millions of rows, PostgreSQL
    # runs a query for each, and that was two thirds of its work. Numbers come from that very transaction or
    # from earlier ones, rows are never deleted, and `store check` reads each ledger whole.
    _reference.ddl_if(callable_=lambda *_, **__: False)

_IS_RESIDUE: Final = entry.c.grade.in_(sorted(RESIDUE))
Index("ix_entry_residue", entry.c.blob_id, sqlite_where=_IS_RESIDUE, postgresql_where=_IS_RESIDUE)

total: Final = Table(
    "total",
    metadata,
    _of("ledger", primary=True),
    _text("grade", primary=True),
    _number("files"),
    _number("bytes"),
)
"""Files and bytes of one grade in one ledger; only grades that it has."""

finding: Final = Table(
    "finding",
    metadata,
    _of("ledger", primary=True),
    _position(),
    _text("area"),
    _text("rule"),
    Column("holds", Boolean, nullable=True),
    _text("weight", nullable=True),
    _text("message"),
    _text("paths"),
    Index(None, "area", "rule"),
)
"""What a rule found; its area is ``policy``, ``container``, ``build``, ``identity``, ``custody`` or
``baseline``."""

skip: Final = Table(
    "skip",
    metadata,
    _of("ledger", primary=True),
    _position(),
    _text("area"),
    _text("check"),
    _text("reason"),
    Index(None, "check"),
)
"""A check that could not run, in the ``audit`` or in its ``custody``."""

identity: Final = Table(
    "identity",
    metadata,
    _of("ledger", primary=True),
    _text("rung"),
    _text("why_not"),
    _text("trust_root"),
)
"""How far it is proven who published an artifact."""

attestation: Final = Table(
    "attestation",
    metadata,
    _of("ledger", primary=True),
    _position(),
    _text("form"),
    _text("state"),
    _text("reason"),
    _text("predicate", nullable=True),
    _number("signed_at", nullable=True),
    _text("signer", nullable=True),
    _text("publisher", nullable=True),
    _text("workflow", nullable=True),
    _bytes("commit", nullable=True),
    Index(None, "signer"),
    Index(None, "publisher"),
    Index(None, "commit"),
)
"""One attestation; ``signer`` as the verified certificate says it, ``publisher`` as the index does."""

custody: Final = Table(
    "custody",
    metadata,
    _of("ledger", primary=True),
    _text("after", nullable=True),
    _bytes("after_commit", nullable=True),
    _bytes("until"),
    Column("is_lower_bound", Boolean, nullable=False),
    _number("commits_reviewed"),
    _number("commits_claimed"),
    _number("commits_unreviewed"),
    _number("lines_reviewed", nullable=True),
    _number("lines_claimed", nullable=True),
    _number("lines_unreviewed", nullable=True),
)
"""How far the commits since the release before were reviewed."""

commit: Final = Table(
    "custody_commit",
    metadata,
    _of("ledger", primary=True),
    _position(),
    _bytes("commit"),
    _text("author"),
    _text("committer"),
    _number("time"),
    _text("subject"),
    _text("standing"),
    _text("way"),
    _number("lines", nullable=True),
    _text("evidence"),
    Index(None, "commit"),
)
"""One commit of that range: who wrote it, how it came in, and what says that others saw it (JSON)."""
