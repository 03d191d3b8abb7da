"""``tallystick store``: make a store, put ledgers into it, get them out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from tallystick.cli.output import write_whole
from tallystick.cli.storing import HELP, export_to, open_store_at, upgrade_at
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.report.json import SCHEMA_OF_SEVERAL
from tallystick.report.text import counted, name

if TYPE_CHECKING:
    from tallystick.store import Store

DESCRIPTION = """\
  init             make a store
  upgrade          bring one that an earlier tallystick made to this version
  check            say what it holds, and whether all of it can be read
  add LEDGER…      put ledgers (audit --format json) into it; - reads standard input
  get DIGEST…      write the ledgers with these digests as JSON
  export DIR       write all of it as Parquet into a new folder

docs/store.md says what is kept. Without --store: TALLYSTICK_STORE, else a file of your own.

Exit codes: 0 done, 1 check found something wrong, 2 usage error or crash."""

_STDIN: Final = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The actions and their options."""
    parser.add_argument("action", choices=tuple(ACTIONS), help="see above")
    parser.add_argument("words", metavar="LEDGER|DIGEST|DIR", nargs="*")
    parser.add_argument("--store", metavar="URL", help=HELP)
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="of get: where to write")


def run(options: argparse.Namespace) -> int:
    """Do what was asked for; the exit code."""
    takes_words = options.action in {"add", "get", "export"}
    if takes_words != bool(options.words):
        needs = "needs something to work on" if takes_words else "takes nothing else"
        raise UsageError(f"store {options.action} {needs} (tallystick store --help says more)")
    return ACTIONS[options.action](options)


def _init(options: argparse.Namespace) -> int:
    with open_store_at(options.store) as store:
        sys.stdout.write(f"{store.where}: a store\n")
    return 0


def _upgrade(options: argparse.Namespace) -> int:
    where, before, now = upgrade_at(options.store)
    had = "" if before == now else f"had version {before}, "
    sys.stdout.write(f"{where}: {had}has version {now}\n")
    return 0


def _check(options: argparse.Namespace) -> int:
    with open_store_at(options.store, read_only=True, make=False) as store:
        found = store.check()
        sys.stdout.write(f"{store.where}: version {found.version}\n")
        for table, rows in found.rows.items():
            sys.stdout.write(f"{rows:>14,}  {table}\n")
        for wrong in found.wrong:
            sys.stdout.write(f"wrong: {wrong}\n")
    return 1 if found.wrong else 0


def _add(options: argparse.Namespace) -> int:
    new = known = 0
    given = _Given(words=options.words)
    with open_store_at(options.store) as store:
        try:
            for put in store.put_all(given):
                new, known = new + put.is_new, known + (not put.is_new)
                sys.stdout.write(f"{put.digest}  {name(put.artifact)}\n")
        except UsageError as error:
            raise UsageError(f"{given.word}: {error}") from None
        there = f", {counted(known, 'ledger')} known before" if known else ""
        sys.stdout.write(f"{store.where}: {counted(new, 'new ledger')}{there}\n")
    return 0


class _Given(msgspec.Struct, kw_only=True):
    """The ledgers of all reports, in the values of JSON; ``word`` says where the last one came from."""

    words: list[str]
    word: str = ""

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for word in self.words:
            self.word = word
            yield from _documents(word)


def _documents(word: str) -> list[Mapping[str, Any]]:
    """The ledgers in a report of ours."""
    content = sys.stdin.buffer.read(DEFAULT.ledger + 1) if word == _STDIN else _read(Path(word))
    if len(content) > DEFAULT.ledger:
        raise UsageError(f"larger than a ledger ({DEFAULT.ledger} bytes)")
    try:
        report = msgspec.json.decode(content)
    except (ValueError, RecursionError):
        raise UsageError("not JSON") from None
    if not isinstance(report, dict):
        raise UsageError("not a ledger")
    ledgers = report.get("ledgers") if report.get("schema") == SCHEMA_OF_SEVERAL else [report]
    if not isinstance(ledgers, list) or not all(isinstance(one, dict) for one in ledgers):
        raise UsageError("not a ledger")
    return ledgers


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(DEFAULT.ledger + 1)
    except OSError as error:
        raise UsageError(error.strerror or type(error).__name__) from None


def _get(options: argparse.Namespace) -> int:
    with open_store_at(options.store, read_only=True, make=False) as store:
        documents = [_got(store, digest) for digest in options.words]
    whole: object = documents[0]
    if len(documents) > 1:
        rest: dict[str, object] = {"failures": [], "not_audited": [], "releases": []}
        whole = {"schema": SCHEMA_OF_SEVERAL, "ledgers": documents, **rest}
    text = json.dumps(whole, indent=1) + "\n"
    if options.output is None:
        sys.stdout.write(text)
    else:
        write_whole(options.output, text.encode("ascii"))
    return 0


def _got(store: Store, digest: str) -> dict[str, Any]:
    return store.get(digest.lower())


def _export(options: argparse.Namespace) -> int:
    if len(options.words) != 1:
        raise UsageError("store export takes one folder")
    written = export_to(options.store, Path(options.words[0]))
    for table, rows in written.items():
        sys.stdout.write(f"{rows:>14,}  {table}\n")
    return 0


ACTIONS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "init": _init,
    "upgrade": _upgrade,
    "check": _check,
    "add": _add,
    "get": _get,
    "export": _export,
}
