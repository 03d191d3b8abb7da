"""Parsers that are wrong on purpose, each in one way: what the fuzzer has to see."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from fuzz.harness import Harness

_HELD: list[bytes] = []


def _raises(content: bytes) -> int:
    return content[len(content)] if content else 0


def _hangs(content: bytes) -> None:
    while content:
        pass


def _grows(content: bytes) -> None:
    while content:
        if not _HELD:
            _HELD.append(b"x" * 2**30)


def _writes(content: bytes) -> None:
    if content:
        Path(__file__).with_name("written").write_bytes(content)


def _runs(content: bytes) -> None:
    if content:
        subprocess.run([sys.executable, "-c", ""], check=True)


UNSOUND = tuple(
    Harness(id=one.__name__.removeprefix("_"), read=one, rooms=())
    for one in (_raises, _hangs, _grows, _writes, _runs)
)
