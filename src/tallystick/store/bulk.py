"""Many rows at once, as each database takes them quickest.

Statements are put together from our own names and from marks; a value is never part of one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final

from sqlalchemy import Connection, LargeBinary, Table
from sqlalchemy.exc import DBAPIError

CHUNK: Final = 10_000
"""Rows of one statement of PostgreSQL: some 2 MB as arrays."""

SIZES: Final = (1024, 256, 64, 16, 4, 1)
"""Rows of one statement of SQLite that returns some: few sizes, so that each is compiled once, and never
more than the 32,766 values that it takes (limits.html, "SQLITE_MAX_VARIABLE_NUMBER")."""

Row = tuple[Any, ...]


def insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Put ``rows``, each with all columns of ``table`` in their order."""
    names = ", ".join(column.name for column in table.c)
    if connection.dialect.name == "postgresql":
        _copy(connection, f"COPY {table.name} ({names}) FROM STDIN", rows)
        return
    if rows:
        marks = ", ".join("?" * len(table.c))
        statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608
        connection.exec_driver_sql(statement, list(rows))


def once_each(connection: Connection, table: Table, rows: Sequence[Row]) -> dict[Any, int]:
    """The numbers of ``rows`` by their digests, made where they are not there yet, in the order of ``rows``.

    Args:
        connection: in a transaction.
        table: with a number that it gives by itself, and no two rows with the same digests.
        rows: all columns but the number; digests (bytes) come first.

    Returns:
        numbers by the digest, or by a tuple of them where there are several.
    """
    columns = [column for column in table.c if column.name != "id"]
    names = ", ".join(column.name for column in columns)
    keys = [column.name for column in columns if isinstance(column.type, LargeBinary)]
    width, returned = len(keys), f"id, {', '.join(keys)}"
    made = f"ON CONFLICT DO NOTHING RETURNING {returned}"
    is_server = connection.dialect.name == "postgresql"
    numbers: dict[Any, int] = {}
    for some in _chunks(rows, CHUNK) if is_server else _pieces(rows):
        put = _arrays(columns) if is_server else f"VALUES {_marks(some)}"
        _ask(connection, f"INSERT INTO {table.name} ({names}) {put} {made}", some, numbers)  # noqa: S608
    # Those that were there before, or that another transaction has made just now.
    there = [row[:width] for row in rows if _key(row[:width]) not in numbers]
    for some in _chunks(there, CHUNK) if is_server else _pieces(there):
        wanted = _arrays(columns[:width]) if is_server else f"VALUES {_marks(some)}"
        found = f"SELECT {returned} FROM {table.name} WHERE ({', '.join(keys)}) IN ({wanted})"  # noqa: S608
        _ask(connection, found, some, numbers)
    return numbers


def _ask(
    connection: Connection, statement: str, rows: Sequence[Row], numbers: dict[Any, int]
) -> None:
    """Add the numbers that a statement over ``rows`` returns to ``numbers``."""
    values: tuple[Any, ...]
    if connection.dialect.name == "postgresql":
        values = tuple(list(column) for column in zip(*rows, strict=True))
    else:
        values = tuple(chain.from_iterable(rows))
    for number, *key in connection.exec_driver_sql(statement, values):
        numbers[_key(tuple(key))] = number


def _key(digests: Row) -> Any:  # noqa: ANN401 - bytes, or a tuple of them
    return digests[0] if len(digests) == 1 else digests


def _arrays(columns: Sequence[Any]) -> str:
    """A SELECT of rows that come as one array for each column (PostgreSQL, "unnest")."""
    marks = (
        "%s::bytea[]" if isinstance(one.type, LargeBinary) else "%s::text[]" for one in columns
    )
    return f"SELECT * FROM unnest({', '.join(marks)})"  # noqa: S608


def _marks(rows: Sequence[Row]) -> str:
    one = f"({', '.join('?' * len(rows[0]))})"
    return ", ".join([one] * len(rows))


def _pieces(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """``rows``, cut into lengths of ``SIZES``."""
    start = 0
    for size in SIZES:
        while len(rows) - start >= size:
            yield rows[start : start + size]
            start += size


def _chunks(rows: Sequence[Row], size: int) -> Iterator[Sequence[Row]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))


def _copy(connection: Connection, statement: str, rows: Sequence[Row]) -> None:
    with _errors(connection, statement):
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def _errors(connection: Connection, statement: str) -> Iterator[None]:
    """Raise the driver's errors as SQLAlchemy does for its own statements, so that a lost server is seen."""
    dialect = connection.dialect
    driver: Any = dialect.loaded_dbapi
    try:
        yield
    except driver.Error as error:
        raw: Any = connection.connection.driver_connection
        is_lost = dialect.is_disconnect(error, raw, None)
        if is_lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            statement,
            None,
            error,
            driver.Error,
            hide_parameters=True,
            connection_invalidated=is_lost,
            dialect=dialect,
        ) from error
