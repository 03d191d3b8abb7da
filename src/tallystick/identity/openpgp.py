"""OpenPGP signatures (RFC 9580), by ``pysequoia``: the only file that imports it, where a key is given.

Revoked keys, keys that had expired when they signed, and weak algorithms make no valid signature; that is
Sequoia's policy, and the reason why it is used.
"""

from __future__ import annotations

import importlib.util
import itertools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.identity.case import Signature
from tallystick.identity.signed import Signed
from tallystick.limits import Limits
from tallystick.model.ladder import State

if TYPE_CHECKING:
    import pysequoia

MISSING = "pysequoia is not installed: pip install 'tallystick[openpgp]'"


class ClearSigned(Struct, frozen=True, kw_only=True):
    """A text that was signed with it in one file (RFC 9580, 7), and by whom."""

    text: bytes
    key: str
    signer: str | None


class Keyring(Struct, frozen=True):
    """Certificates whose signatures count, and every key of them by fingerprint and key id.

    Attributes:
        certificates: each once.
        keys: fingerprints and ids of the keys in them.
        lacks: what a message says of a key that is not in it.
    """

    certificates: Sequence[pysequoia.Cert]
    keys: frozenset[str]
    lacks: str = "in no keyring of yours"

    def check(self, signed: Signed) -> Signature:
        """What becomes of a signature; never an error."""
        import pysequoia  # noqa: PLC0415 - heavy for who has no keyring

        found = Signature(on=signed.on, kind=signed.kind, state=State.REFUSED)
        try:
            signature = pysequoia.Sig.from_bytes(signed.signature)
            issuers = {signature.issuer_fingerprint, signature.issuer_key_id} - {None}
        except Exception as error:  # noqa: BLE001 - a parser of others, on a stranger's bytes
            return replace(found, reason=f"no OpenPGP signature: {_first_line(error)}")
        name = str(signature.issuer_fingerprint or signature.issuer_key_id or "nobody").upper()
        if issuers.isdisjoint(self.keys):
            reason = f"signed by the key {name}, which is {self.lacks}"
            return replace(found, state=State.UNCHECKED, reason=reason)
        try:
            verified = pysequoia.verify(
                bytes=None if isinstance(signed.payload, Path) else signed.payload,
                file=signed.payload if isinstance(signed.payload, Path) else None,
                store=lambda _: list(self.certificates),
                signature=signature,
            )
            good = [one.certificate for one in verified.valid_sigs]
        except Exception as error:  # noqa: BLE001 - as above
            return replace(
                found, reason=f"not valid by {name}: {_first_line(error)}{self._of(name)}"
            )
        if not good:
            return replace(found, reason=f"not valid by {name}")
        owner = next((c for c in self.certificates if c.fingerprint == good[0]), None)
        people = [str(user) for user in owner.user_ids] if owner is not None else []
        return replace(
            found, state=State.VERIFIED, key=good[0].upper(), signer=people[0] if people else None
        )

    def clear_signed(self, content: bytes) -> ClearSigned | str:
        """The text in ``content`` that a key of this ring signed; why there is none."""
        import pysequoia  # noqa: PLC0415 - heavy for who has no keyring

        if not content.startswith(b"-----BEGIN PGP SIGNED MESSAGE-----"):
            return "it is not signed in clear text"
        try:
            found = pysequoia.verify(bytes=content, store=lambda _: list(self.certificates))
            text, good = found.bytes, [one.certificate for one in found.valid_sigs]
        except Exception as error:  # noqa: BLE001 - a parser of others, on a stranger's bytes
            return f"no valid signature by a key of the archive: {_first_line(error)}"
        if not good or text is None:
            return "no valid signature by a key of the archive"
        owner = next((c for c in self.certificates if c.fingerprint == good[0]), None)
        people = [str(user) for user in owner.user_ids] if owner is not None else []
        return ClearSigned(text=text, key=good[0].upper(), signer=people[0] if people else None)

    def _of(self, name: str) -> str:
        """Why a signature of a known key may not be valid."""
        for certificate in self.certificates:
            if name.endswith(certificate.fingerprint.upper()[-16:]):
                if certificate.is_revoked:
                    return " (the key is revoked)"
                if certificate.expiration is not None:
                    return f" (the key expires on {certificate.expiration.date()})"
        return ""


def read_keyring(paths: Sequence[Path], limits: Limits, *, option: str = "--keyring") -> Keyring:
    """The certificates in files, armoured or not; ``option`` named them.

    Raises:
        UsageError: pysequoia is not installed, or a file has no certificate.
    """
    if importlib.util.find_spec("pysequoia") is None:
        raise UsageError(f"{option}: {MISSING}")
    certificates: list[pysequoia.Cert] = []
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UsageError(f"{option} {path}: {error.strerror}") from None
        if len(content) > limits.keyring:
            raise UsageError(f"{option} {path}: larger than {limits.keyring} bytes")
        try:
            found = _certificates(content)
        except ValueError as error:
            raise UsageError(f"{option} {path}: {error}") from None
        if not found:
            raise UsageError(f"{option} {path}: no certificate in it")
        certificates += found
    return _keyring(certificates)


def earlier_keyring(before: bytes, now: bytes | None, where: str) -> Keyring | None:
    """The keys in a project's own file at an earlier release; None where none can be read.

    Args:
        before: the file as it was: whose signatures count is decided by what was there before the release.
        now: as it is at the release; a revocation or an expiry in it counts, and a key that is new does not.
        where: what messages call it.
    """
    try:
        known = _certificates(before)
        newer = [] if now is None else _certificates(now)
    except (ImportError, ValueError):
        return None
    by_name = {certificate.fingerprint: certificate for certificate in known}
    for certificate in newer:
        old = by_name.get(certificate.fingerprint)
        if old is not None:
            by_name[certificate.fingerprint] = old.merge(certificate)
    if not by_name:
        return None
    return replace(_keyring(list(by_name.values())), lacks=f"not in {where}")


_BLOCK = re.compile(
    rb"^-----BEGIN PGP PUBLIC KEY BLOCK-----[^\n]*\n.*?^-----END PGP PUBLIC KEY BLOCK-----[^\n]*$",
    re.DOTALL | re.MULTILINE,
)

MOST_BLOCKS = 2_000
"""Blocks of one file: the largest ``KEYS`` of a foundation's project has some 300."""


def _certificates(content: bytes) -> list[pysequoia.Cert]:
    """All in a file: binary, or blocks of armour one after another, with any text around them.

    Raises:
        ImportError: pysequoia is not installed.
        ValueError: one cannot be read.
    """
    import pysequoia  # noqa: PLC0415 - an extra

    blocks = [found[0] for found in itertools.islice(_BLOCK.finditer(content), MOST_BLOCKS + 1)]
    if len(blocks) > MOST_BLOCKS:
        raise ValueError(f"more than {MOST_BLOCKS} blocks of keys")
    try:
        return [
            certificate
            for block in blocks or [content]
            for certificate in pysequoia.Cert.split_bytes(block)
        ]
    except Exception as error:  # noqa: BLE001 - a parser of others
        raise ValueError(_first_line(error)) from None


def _keyring(certificates: Sequence[pysequoia.Cert]) -> Keyring:
    from pysequoia.packet import PacketPile  # noqa: PLC0415 - an extra

    keys: set[str] = set()
    for certificate in certificates:
        for packet in PacketPile.from_bytes(bytes(certificate)):
            keys |= {packet.fingerprint or "", packet.key_id or ""} - {""}
    return Keyring(certificates=tuple(certificates), keys=frozenset(keys))


def _first_line(error: Exception) -> str:
    """The library's own words; a trace of its stack follows them."""
    return str(error).partition("\n")[0][:200] or type(error).__name__
