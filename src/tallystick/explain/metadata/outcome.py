"""What is found of one field of the core metadata."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class State(Enum):
    """What is known of one field."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    FALSE = "false"


class Outcome(Struct, frozen=True, kw_only=True):
    """One field: what is known of it, and why."""

    field: str
    state: State
    why: str


def as_written(name: str) -> str:
    """A field's name, in lower case, with the capitals that writers give it."""
    return "-".join(part.upper() if part == "url" else part.title() for part in name.split("-"))


def untrue(name: str, why: str) -> Outcome:
    """A field that is not what it should be."""
    return Outcome(field=as_written(name), state=State.FALSE, why=why)
