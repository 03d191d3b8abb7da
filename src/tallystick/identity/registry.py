"""The keys that a registry signs publish attestations with: the pinned ones of npm, or a list of the user's.

Two forms are read: the one that the registry serves (``/-/npm/v1/keys``), and the one that npm's clients
have from Sigstore's TUF repository.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.identity.documents import parsed
from tallystick.index import said
from tallystick.limits import Limits

PINNED = date(2026, 5, 26)
"""The day of ``npm_keys.json``: npm's keys as Sigstore's TUF repository had them for npm's own client."""

_USAGE = ("npm:attestations", None)
"""What a key is for; where the registry serves it, it does not say."""

MOST = 64


class RegistryKey(Struct, frozen=True, kw_only=True):
    """One key of a registry.

    Attributes:
        name: as attestations hint at it: ``SHA256:…``.
        spki: the public key (SubjectPublicKeyInfo, DER).
        start: from when it signs, in seconds since the epoch; None where nobody says.
        end: until when; None while it does.
    """

    name: str
    spki: bytes
    start: float | None = None
    end: float | None = None

    def was_valid(self, moment: float) -> bool:
        """Whether the registry signed with it at ``moment``."""
        return (self.start is None or self.start <= moment) and (
            self.end is None or moment <= self.end
        )


class RegistryKeys(Struct, frozen=True, kw_only=True):
    """The keys of a registry, by name.

    Attributes:
        keys: each of a name once.
        made: the day that the list is from; None for a user's, which is as new as the user says.
    """

    keys: dict[str, RegistryKey]
    made: date | None = None


def pinned_keys(limits: Limits) -> RegistryKeys:
    """Those of npm that come with the package."""
    content = resources.files(__package__).joinpath("npm_keys.json").read_bytes()
    return RegistryKeys(keys=_keys(content, "npm's keys", limits), made=PINNED)


def read_registry_keys(path: Path, limits: Limits) -> RegistryKeys:
    """A list that the user gives.

    Raises:
        UsageError: it cannot be read, or has no key in it, or one twice.
    """
    where = f"--registry-keys {path}"
    try:
        with path.open("rb") as file:
            content = file.read(limits.trust_root + 1)
    except OSError as error:
        raise UsageError(f"{where}: {error.strerror}") from None
    return RegistryKeys(keys=_keys(content, where, limits))


def _keys(content: bytes, where: str, limits: Limits) -> dict[str, RegistryKey]:
    if len(content) > limits.trust_root:
        raise UsageError(f"{where}: larger than {limits.trust_root} bytes")
    try:
        listed = said.sequence(said.mapping(parsed(content)).get("keys"))
        found = list(_read(listed[:MOST]))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{where}: not a list of a registry's keys: {error}") from None
    keys = {one.name: one for one in found}
    if len(listed) > MOST or not found or len(keys) != len(found):
        raise UsageError(f"{where}: it has no key, too many, or one twice")
    return keys


def _read(listed: list[Any]) -> Iterator[RegistryKey]:
    for one in map(said.mapping, listed):
        if one.get("keyUsage") not in _USAGE:
            continue
        inner = said.mapping(one.get("publicKey"))
        period = said.mapping(inner.get("validFor"))
        name = said.text(one.get("keyId")) or said.text(one.get("keyid"))
        encoded = said.text(inner.get("rawBytes")) or said.text(one.get("key"))
        if name is None or encoded is None:
            raise ValueError("a key without its name or its bytes")
        yield RegistryKey(
            name=name,
            spki=_decoded(encoded),
            start=_time(period.get("start")),
            end=_time(period.get("end") or one.get("expires")),
        )


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("a key that is not in base64") from None


def _time(value: object) -> float | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError("a time that is none")  # noqa: TRY004 - of the document
    moment = datetime.fromisoformat(value)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
