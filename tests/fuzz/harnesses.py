"""The one list of all harnesses."""

from __future__ import annotations

from fuzz import compiled, containers, gits, kept, served, signed, traced, written
from fuzz.harness import Harness

HARNESSES: tuple[Harness, ...] = (
    *containers.HARNESSES,
    *compiled.HARNESSES,
    *written.HARNESSES,
    *gits.HARNESSES,
    *kept.HARNESSES,
    *served.HARNESSES,
    *signed.HARNESSES,
    *traced.HARNESSES,
)
