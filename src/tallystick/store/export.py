"""A store as Parquet: one folder a table, partitioned, for DuckDB and whatever else reads it.

Rows go to DuckDB as JSON lines: the one form that it reads without guessing where a text of a stranger
ends, or whether nothing is meant by it. All tables are of one moment.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
from msgspec import Struct
from sqlalchemy import Connection, Select, Table, literal, select
from sqlalchemy.sql.functions import coalesce

from tallystick.errors import StorageError, UsageError
from tallystick.store import schema

_FETCH: Final = 10_000
_OBJECT: Final = 16 * 1024 * 1024
"""Bytes of one row that DuckDB expects by itself; it is told when one is longer."""

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_ledger, _artifact, _release = schema.ledger, schema.artifact, schema.release
_WHOLE: Final = _ledger.join(_artifact).outerjoin(_release)
_NO_ECOSYSTEM: Final = "none"


class Exported(Struct, frozen=True, kw_only=True):
    """A table of the export: its name, what is in it, and by which columns its files are parted."""

    name: str
    rows: Select[*tuple[Any, ...]]
    partition: tuple[str, ...]


def tables() -> tuple[Exported, ...]:
    """All tables; ``docs/store.md`` has their columns."""
    source = schema.path.alias("source")
    entry = schema.entry
    entries = select(
        *_of_release(),
        *(entry.c.position, schema.path.c.path, source.c.path.label("source_path")),
        *(entry.c.mode, entry.c.size, schema.blob.c.sha256, schema.blob.c.git.label("blob")),
        *(entry.c.grade, entry.c.reach, entry.c.explainer, schema.detail.c.detail),
    ).select_from(
        _WHOLE.join(entry, entry.c.ledger_id == _ledger.c.id)
        .join(schema.path, schema.path.c.id == entry.c.path_id)
        .join(schema.blob)
        .outerjoin(source, source.c.id == entry.c.source_path_id)
        .outerjoin(schema.detail)
    )
    ledgers = select(
        *_of_release(),
        *(_ledger.c.is_latest, _ledger.c.recorded, _ledger.c.tool, _ledger.c.verdict),
        *(_artifact.c.kind, _artifact.c.size, _ledger.c.source_kind, _ledger.c.source_url),
        *(_ledger.c.source_ref, _ledger.c.source_subdir, _ledger.c.commit),
        *(_ledger.c.files, _ledger.c.bytes, _ledger.c.residue_files, _ledger.c.residue_bytes),
    ).select_from(_WHOLE)
    return (
        Exported(name="ledgers", rows=ledgers, partition=("ecosystem",)),
        Exported(name="entries", rows=entries, partition=("ecosystem", "grade")),
        _beside("findings", schema.finding, ("ecosystem", "area")),
        _beside("skips", schema.skip, ("ecosystem",)),
        _beside("identities", schema.identity, ("ecosystem",)),
        _beside("attestations", schema.attestation, ("ecosystem",)),
        _beside("custody", schema.custody, ("ecosystem",)),
        _beside("commits", schema.commit, ("ecosystem",)),
    )


def _of_release() -> tuple[Any, ...]:
    """Which release a row is about; without joins, whoever asks may still count by project."""
    ecosystem = coalesce(_release.c.ecosystem, literal(_NO_ECOSYSTEM)).label("ecosystem")
    return (
        *(ecosystem, _release.c.project, _release.c.version),
        *(_artifact.c.name.label("artifact"), _artifact.c.sha256.label("artifact_sha256")),
        _ledger.c.digest.label("ledger"),
    )


def _beside(name: str, table: Table, partition: tuple[str, ...]) -> Exported:
    columns = [column for column in table.c if column.name != "ledger_id"]
    rows = select(*_of_release(), *columns).select_from(
        _WHOLE.join(table, table.c.ledger_id == _ledger.c.id)
    )
    return Exported(name=name, rows=rows, partition=partition)


def export(connection: Connection, folder: Path) -> Mapping[str, int]:
    """Write everything that ``connection`` sees into ``folder``; how many rows each table has.

    Raises:
        UsageError: ``folder`` is there.
        StorageError: the disk or the database failed; ``folder`` is not there then.
    """
    if folder.exists():
        raise UsageError(f"{folder}: is there already; name a new folder")
    try:
        partial = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.absolute().parent))
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror}") from None
    try:
        written = {table.name: _write(connection, table, partial) for table in tables()}
        partial.chmod(0o755)
        partial.rename(folder)
    except OSError as error:
        raise StorageError(f"{folder}: {error.strerror}") from None
    except duckdb.Error as error:
        raise StorageError(f"{folder}: {str(error).partition(chr(10))[0]}") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return written


def _write(connection: Connection, table: Exported, folder: Path) -> int:
    types = {column.name: _type(column.type.python_type) for column in table.rows.selected_columns}
    lines = folder / f"{table.name}.jsonl"
    rows, longest = 0, 0
    with lines.open("w", encoding="utf-8", newline="\n") as file:
        for row in _fetched(connection, table.rows):
            text = _encode(row)
            file.write(text + "\n")
            rows, longest = rows + 1, max(longest, len(text))
    out = folder / table.name
    if rows:
        with duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False}) as writer:
            writer.execute(_copy(table, types, lines, out, longest))
    else:
        out.mkdir()
    lines.unlink()
    return rows


def _fetched(
    connection: Connection, wanted: Select[*tuple[Any, ...]]
) -> Iterator[dict[str, object]]:
    streaming = connection.execution_options(yield_per=_FETCH)
    for row in streaming.execute(wanted).mappings():
        yield {
            key: value.hex() if isinstance(value, bytes) else value for key, value in row.items()
        }


def _type(kind: type) -> str:
    return {int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}.get(kind, "VARCHAR")


def _copy(table: Exported, types: Mapping[str, str], lines: Path, out: Path, longest: int) -> str:
    """The statement; every name in it is ours, and a path is quoted."""
    columns = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in types.items())
    partition = ", ".join(table.partition)
    size = max(_OBJECT, 4 * longest + 2)
    return (
        f"COPY (SELECT * FROM read_json({_quoted(str(lines))}, format = 'newline_delimited', "  # noqa: S608 - ours
        f"columns = {{{columns}}}, maximum_object_size = {size})) TO {_quoted(str(out))} "
        f"(FORMAT parquet, COMPRESSION zstd, PARTITION_BY ({partition}))"
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def ask(folder: Path, statement: str) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """Columns and rows of a question in SQL over an exported folder; nothing else is within its reach.

    Raises:
        UsageError: it is no export, or DuckDB does not understand the question.
    """
    try:
        with duckdb.connect(config={"autoinstall_known_extensions": False}) as reader:
            for table in tables():
                files = sorted(str(path) for path in (folder / table.name).rglob("*.parquet"))
                if not (folder / table.name).is_dir():
                    raise UsageError(f"{folder}: no export of a store: it has no {table.name}")
                if files:
                    listed = ", ".join(map(_quoted, files))
                    reader.execute(
                        f"CREATE VIEW {table.name} AS SELECT * FROM "  # noqa: S608 - ours, and quoted
                        f"read_parquet([{listed}], hive_partitioning = true)"
                    )
            reader.execute(f"SET allowed_directories = [{_quoted(str(folder.absolute()))}]")
            reader.execute("SET enable_external_access = false")
            reader.execute("SET lock_configuration = true")
            answer = reader.execute(statement)
            columns = [column[0] for column in answer.description or ()]
            return columns, answer.fetchall()
    except duckdb.Error as error:
        raise UsageError(f"{str(error).partition(chr(10))[0]}") from None
