"""The list of hostile archives: each is named for what it tries, and for the finding it must make."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Build = Callable[[], bytes]


@dataclass(frozen=True)
class Attack:
    """One hostile archive."""

    finding: str
    name: str
    build: Build


ATTACKS: list[Attack] = []


def attack(finding: str) -> Callable[[Build], Build]:
    """Add the archive that a function builds to :data:`ATTACKS`."""

    def add(build: Build) -> Build:
        ATTACKS.append(Attack(finding, build.__name__, build))
        return build

    return add
