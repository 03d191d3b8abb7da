"""The folder of a survey: one file a release, named by the digest of what it depends on.

Each is written once: to a file of another name, synced, and then linked to its own, which fails where it is
there already. So whoever is killed leaves a whole result or none, and no result is ever replaced. One survey
at a time writes to a folder; the kernel lets go of its lock when it dies.

A result is gzip of lines of JSON: the first says what was asked, by what, and what became of it; each
further one is a ledger (docs/survey.md, "Results").
"""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from tallystick.cache import storing
from tallystick.errors import StorageError, UsageError
from tallystick.survey.report import Report, State, packed

SCHEMA: Final = "tallystick.survey/1"
SUFFIX: Final = ".jsonl.gz"

PARTIAL: Final = ".partial-"
"""How the name of a result that is being written begins."""

HEAD: Final = 4 * 1024 * 1024
"""Bytes of a first line: a release with 10,000 files, at 400 bytes each."""


def key_of(inputs: Mapping[str, Any]) -> str:
    """The digest of what a result depends on."""
    text = json.dumps(inputs, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Results(Struct, frozen=True):
    """The results in one folder."""

    root: Path

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only survey that writes here; what one that died left half done is removed.

        Raises:
            UsageError: another one is at work here.
            StorageError: the disk failed.
        """
        with storing("make a folder", self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / "results").mkdir(exist_ok=True)
            descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UsageError(f"{self.root}: another survey is at work here") from None
            for left in self.root.glob(f"results/*/{PARTIAL}*"):
                left.unlink(missing_ok=True)
            yield
        finally:
            os.close(descriptor)

    def path(self, key: str) -> Path:
        """Where the result of ``key`` is, or would be."""
        return self.root / "results" / key[:2] / f"{key}{SUFFIX}"

    def head(self, key: str) -> dict[str, Any] | None:
        """The first line of a result; None if there is none.

        Raises:
            StorageError: what is there cannot be read, or is no result.
        """
        try:
            return read_head(self.path(key))
        except FileNotFoundError:
            return None

    def write(
        self, key: str, inputs: Mapping[str, Any], name: str, report: Report, tries: int
    ) -> bool:
        """Keep ``report``; whether it was not there yet.

        Raises:
            StorageError: the disk failed; there is no result then.
        """
        if report.state is State.OPEN:
            raise ValueError("what is open is no result")
        first = {"schema": SCHEMA, "key": key, "release": name, "tries": tries, "inputs": inputs}
        head = packed(json.dumps({**first, **report.head()}).encode())
        content = head + b"".join(report.ledgers)
        final = self.path(key)
        with storing("keep", final):
            return _write_once(final, content)

    def take_back(self, key: str) -> None:
        """Remove the result of ``key``, so that it is done again.

        Raises:
            StorageError: the disk failed.
        """
        with storing("remove", self.path(key)):
            self.path(key).unlink(missing_ok=True)

    def __iter__(self) -> Iterator[Path]:
        """Every result that is here, in the order of the keys."""
        return iter(sorted(self.root.glob(f"results/??/*{SUFFIX}")))


def read_head(path: Path) -> dict[str, Any]:
    """The first line of the result at ``path``.

    Raises:
        FileNotFoundError: there is none.
        StorageError: it cannot be read, or is no result.
    """
    try:
        with gzip.open(path) as file:
            head = json.loads(file.readline(HEAD))
    except FileNotFoundError:
        raise
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise StorageError(f"{path}: no result of a survey: {error}") from None
    if not isinstance(head, dict) or head.get("schema") != SCHEMA:
        raise StorageError(f"{path}: no result of a survey of this version")
    return head


def read_ledgers(path: Path, cap: int) -> Iterator[bytes]:
    """The ledgers of the result at ``path``, each as JSON of at most ``cap`` bytes.

    Raises:
        StorageError: it cannot be read, or one is larger.
    """
    with storing("read", path), gzip.open(path) as file:
        file.readline(HEAD)
        while line := file.readline(cap + 1):
            if len(line) > cap:
                raise StorageError(f"{path}: a ledger of more than {cap} bytes (cap: ledger)")
            yield line


def _write_once(final: Path, content: bytes) -> bool:
    folder = final.parent
    try:
        folder.mkdir()
        is_new_folder = True
    except FileExistsError:
        is_new_folder = False
    # Nobody else writes here (Results.alone), and what one that died had left was removed.
    partial = folder / f"{PARTIAL}{final.name.removesuffix(SUFFIX)}"  # no name of a result
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with os.fdopen(os.open(partial, flags, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            try:
                os.link(partial, final)
            except FileExistsError:
                return False
        finally:
            partial.unlink()
    _sync(folder)
    if is_new_folder:
        _sync(folder.parent)
    return True


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
