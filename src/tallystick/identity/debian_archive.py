"""Debian's chain: the archive signs InRelease, which names Sources by digest, and that each file.

As in apt-secure(8). Only what is signed is read (the clear text that the signature is over, never the rest of
the file), the digest binds each next step, and how old the list may be is said by the list itself.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import lzma
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import LimitExceeded
from tallystick.identity.case import ARCHIVE, Signature
from tallystick.identity.openpgp import Keyring
from tallystick.limits import Limits
from tallystick.model.ladder import State

_INDEX = re.compile(
    r" (?P<digest>[0-9a-f]{64}) +(?P<size>[0-9]{1,12}) "
    r"(?P<path>(?:[A-Za-z0-9][A-Za-z0-9+._-]{0,80}/){1,6}source/Sources)(?P<packed>\.gz|\.xz)?"
)
_FIELD = re.compile(r"(?P<name>[A-Za-z0-9-]{1,80}):(?P<value>[^\n]*(?:\n[ \t][^\n]*)*)\n")
_FILE = re.compile(r" (?P<digest>[0-9a-f]{64}) (?P<size>[0-9]{1,18}) (?P<name>[^\s/]{1,250})")


class Lists(Protocol):
    """Where the lists of one suite lie."""

    def read(self, path: str, digest: str, cap: int) -> bytes | None:
        """The bytes of the list at ``path`` of the suite, or by its digest; None where it is not there."""
        ...


class File(Struct, frozen=True, kw_only=True):
    """The file that has to be announced: its name in the archive, and its SHA-256."""

    name: str
    sha256: str


class _Index(Struct, frozen=True, kw_only=True):
    """One list of sources that the suite names."""

    path: str
    packed: str
    digest: str
    size: int


def verify(
    in_release: bytes, lists: Lists, file: File, keyring: Keyring, now: float, limits: Limits
) -> Signature:
    """What becomes of the archive's word on ``file``; never an error.

    Args:
        in_release: the signed list of lists.
        lists: where those lie.
        file: what is audited.
        keyring: the archive's keys.
        now: seconds since the epoch.
        limits: the caps.
    """
    found = Signature(on=file.name, kind=ARCHIVE, state=State.REFUSED)
    signed = keyring.clear_signed(in_release)
    if isinstance(signed, str):
        return replace(found, state=State.UNCHECKED, reason=f"InRelease: {signed}")
    text = signed.text.decode("utf-8", "replace")
    fields = _fields(text)
    suite = _line(fields.get("codename") or fields.get("suite") or "a suite without a name")
    try:
        listed, missing = _announced(_indexes(fields), lists, file, limits)
    except LimitExceeded as error:
        return replace(found, state=State.UNCHECKED, reason=str(error))
    except _Differs as error:
        return replace(found, reason=f"{error}, as InRelease of {suite} has it")
    if listed is None:
        if missing:
            why = f"{missing[0]} of {suite} is not there"
            return replace(found, state=State.UNCHECKED, reason=why)
        return replace(found, state=State.UNCHECKED, reason=f"no list of {suite} names it")
    if listed != file.sha256:
        return replace(found, reason=f"Sources of {suite} names other bytes of it ({listed[:12]})")
    until, made = _time(fields.get("valid-until")), _line(fields.get("date") or "no day")
    if until is not None and until < now:
        day = datetime.fromtimestamp(until, UTC).date()
        why = f"announced by {suite} of {made}, whose lists were valid until {day}"
        return replace(found, state=State.UNCHECKED, reason=why)
    age = "" if until is not None else ", which says of no day until when it is valid"
    signer = f"{signed.signer or 'the archive'}, in Sources of {suite} of {made}{age}"
    return replace(found, state=State.VERIFIED, key=signed.key, signer=signer)


class _Differs(Exception):  # noqa: N818 - what was found, caught above
    """A list is not the one that is signed."""


def _indexes(fields: Mapping[str, str]) -> Iterator[_Index]:
    for line in fields.get("sha256", "").split("\n"):
        match = _INDEX.fullmatch(line)
        if match is not None and ".." not in match["path"]:
            yield _Index(
                path=match["path"],
                packed=match["packed"] or "",
                digest=match["digest"],
                size=int(match["size"]),
            )


def _announced(
    indexes: Iterator[_Index], lists: Lists, file: File, limits: Limits
) -> tuple[str | None, list[str]]:
    """The SHA-256 that a list has of the file, and the lists that are not there."""
    missing, read = [], set[str]()
    others: list[str] = []
    for index in sorted(indexes, key=lambda one: one.size):  # packed ones first
        if index.path in read:
            continue
        content = lists.read(f"{index.path}{index.packed}", index.digest, limits.download)
        if content is None:
            missing.append(index.path)
            continue
        if len(content) != index.size or hashlib.sha256(content).hexdigest() != index.digest:
            raise _Differs(f"{index.path}{index.packed} is not the one that is signed")
        read.add(index.path)
        found = list(_digests(_unpacked(content, index.packed, limits), file.name))
        if file.sha256 in found:
            return file.sha256, []
        others += found
    return (others[0] if others else None), [path for path in missing if path not in read]


def _unpacked(content: bytes, packed: str, limits: Limits) -> bytes:
    """The list, of at most ``limits.debian_sources`` bytes."""
    most = limits.debian_sources + 1
    try:
        if packed == ".gz":
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as unpacked:
                plain = unpacked.read(most)
        elif packed == ".xz":
            with lzma.LZMAFile(io.BytesIO(content)) as unpacked:
                plain = unpacked.read(most)
        else:
            plain = content
    except (OSError, EOFError, lzma.LZMAError):
        raise _Differs("a list that cannot be unpacked is signed") from None
    if len(plain) > limits.debian_sources:
        raise LimitExceeded("debian_sources", f"a list of more than {limits.debian_sources} bytes")
    return plain


def _digests(sources: bytes, name: str) -> Iterator[str]:
    """What ``Checksums-Sha256`` of each source package has of the file ``name`` (Debian Policy, 5.6.24)."""
    wanted = f" {name}\n".encode()
    at = sources.find(wanted)
    while at >= 0:
        start = sources.rfind(b"\n\n", 0, at) + 1
        end = sources.find(b"\n\n", at)
        paragraph = sources[start : len(sources) if end < 0 else end + 1]
        fields = _fields(paragraph.decode("utf-8", "replace").lstrip("\n"))
        for line in fields.get("checksums-sha256", "").split("\n"):
            match = _FILE.fullmatch(line)
            if match is not None and match["name"] == name:
                yield match["digest"]
        at = -1 if end < 0 else sources.find(wanted, end)


def _fields(paragraph: str) -> dict[str, str]:
    """The fields of a paragraph (Debian Policy, 5.1), each by its first mention."""
    found: dict[str, str] = {}
    for match in _FIELD.finditer(paragraph if paragraph.endswith("\n") else f"{paragraph}\n"):
        found.setdefault(match["name"].lower(), match["value"])
    return found


def _time(text: str | None) -> float | None:
    try:
        moment = parsedate_to_datetime((text or "").strip())
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else "?" for c in text).split())[:80]
