"""Ledgers kept, and asked: one schema on SQLite and PostgreSQL (``docs/store.md``).

Needs the extra ``store`` (``pip install 'tallystick[store]'``); nothing else of tallystick does.
"""

from __future__ import annotations

from tallystick.store.store import Put, Store, open_store, upgrade_store

__all__ = ["Put", "Store", "open_store", "upgrade_store"]
