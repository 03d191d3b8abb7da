"""The store of ``--store``, opened: where it is, and what is said if its libraries are not here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.errors import UsageError
from tallystick.model import Ledger

if TYPE_CHECKING:
    from tallystick.store import Put, Store

HELP = "an SQLite file or postgresql://USER@HOST/NAME"


def open_store_at(address: str | None, *, read_only: bool = False, make: bool = True) -> Store:
    """The store at ``address``, else the user's own.

    Raises:
        UsageError: the address cannot be meant, or the extra ``store`` is not installed.
        StorageError: it cannot be opened.
    """
    import_store()
    from tallystick.store import open_store  # noqa: PLC0415 - costs no import where nobody asks

    return open_store(_named(address), read_only=read_only, make=make)


def _named(address: str | None) -> str:
    from tallystick.store.engine import default_url  # noqa: PLC0415

    return default_url() if address is None else address


def import_store() -> None:
    """Import the store's libraries.

    Raises:
        UsageError: the extra ``store`` is not installed.
    """
    _import("tallystick.store", "store")


def _import(module: str, extra: str) -> None:
    try:
        import_module(module)
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not here: pip install 'tallystick[{extra}]'") from None


def put_ledgers(address: str, ledgers: Iterable[Ledger]) -> list[Put]:
    """Put ledgers as their JSON says them.

    Raises:
        UsageError: as :func:`open_store_at`.
        StorageError: the store failed.
    """
    from tallystick.report import render  # noqa: PLC0415

    with open_store_at(address) as store:
        documents = (json.loads(render([ledger], format="json")) for ledger in ledgers)
        return list(store.put_all(documents))


def upgrade_at(address: str | None) -> tuple[str, int, int]:
    """Bring a store to this version: where it is, the version it had, and the one it has.

    Raises:
        UsageError: as :func:`open_store_at`.
        StorageError: there is none, it is of a newer version, or the database failed.
    """
    import_store()
    from tallystick.store import upgrade_store  # noqa: PLC0415

    return upgrade_store(_named(address))


def export_to(address: str | None, folder: Path) -> Mapping[str, int]:
    """Write a store as Parquet; how many rows each table has.

    Raises:
        UsageError: as :func:`open_store_at`; or ``folder`` is there.
        StorageError: the store or the disk failed.
    """
    import_store()
    _import("tallystick.store.export", "parquet")
    from tallystick.store.export import export  # noqa: PLC0415

    with (
        open_store_at(address, read_only=True, make=False) as store,
        store.reading() as connection,
    ):
        return export(connection, folder)


def ask_parquet(folder: Path, statement: str) -> tuple[Sequence[str], list[tuple[object, ...]]]:
    """Columns and rows of a question in SQL over an exported folder.

    Raises:
        UsageError: it is no export, the question is not understood, or the extra is not installed.
    """
    import_store()
    _import("tallystick.store.export", "parquet")
    from tallystick.store.export import ask  # noqa: PLC0415

    return ask(folder, statement)
