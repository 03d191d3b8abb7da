"""``--store``: the ledgers of a survey, put into a store as they come, and those that were there before.

A file beside the results notes which of them the store has, with the digest of the last ledger that was put.
A store that does not hold that one is another one, and gets them all: putting a ledger twice changes nothing,
so what is noted too little costs time alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tallystick.cache import storing
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.survey import Listener, Results, read_ledgers

if TYPE_CHECKING:
    from tallystick.store import Store


class Keeping:
    """Puts the ledgers of each result, then tells ``after``; a :class:`tallystick.survey.Listener`."""

    def __init__(self, store: Store, results: Results, after: Listener) -> None:
        self._store = store
        self._results = results
        self._after = after
        name = hashlib.sha256(store.where.encode()).hexdigest()[:16]
        self._note = results.root / f"stored-{name}"
        self._had = _noted(self._note, store)

    def recorded(self, key: str, head: Mapping[str, Any], *, known: bool) -> None:
        """Put what is not there yet.

        Raises:
            StorageError: the store failed; the result stays, and the next run puts it.
        """
        if key not in self._had:
            texts = read_ledgers(self._results.path(key), DEFAULT.ledger)
            digests = [put.digest for put in self._store.put_all(map(msgspec.json.decode, texts))]
            with storing("write", self._note), self._note.open("a", encoding="ascii") as file:
                file.write(f"{key} {digests[-1] if digests else '-'}\n")
        self._after.recorded(key, head, known=known)

    def left_open(self) -> None:
        """There is nothing to put."""
        self._after.left_open()


def _noted(note: Path, store: Store) -> frozenset[str]:
    """The results that ``store`` has by the note, if it is the store that the note is of."""
    if not note.exists():
        return frozenset()
    with storing("read", note):
        lines = [line.split(" ") for line in note.read_text(encoding="ascii").splitlines()]
    pairs = [(line[0], line[1]) for line in lines if len(line) == 2]
    last = next((digest for _, digest in reversed(pairs) if len(digest) == 64), None)
    if last is None or not store.holds(last):
        with storing("remove", note):
            note.unlink()
        return frozenset()
    return frozenset(key for key, _ in pairs)


@contextmanager
def keeping(address: str | None, results: Results, after: Listener) -> Iterator[Listener]:
    """``after``, and before it the store at ``address`` if one is given.

    Raises:
        UsageError: no such address, or the extra is not installed.
        StorageError: the store cannot be opened.
    """
    if address is None:
        yield after
        return
    try:
        from tallystick.store import open_store  # noqa: PLC0415 - an extra
    except ImportError:
        raise UsageError("--store: pip install 'tallystick[store]' brings SQLAlchemy") from None
    with open_store(address) as store:
        yield Keeping(store, results, after)
