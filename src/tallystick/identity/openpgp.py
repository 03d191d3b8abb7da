"""OpenPGP signatures (RFC 9580), by ``pysequoia``: the only file that imports it, where a key is given.

Revoked keys, keys that had expired when they signed, and weak algorithms make no valid signature; that is
Sequoia's policy, and the reason why it is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tallystick.errors import UsageError
from tallystick.identity.case import Signature
from tallystick.identity.signed import Signed
from tallystick.limits import Limits
from tallystick.model.ladder import State

if TYPE_CHECKING:
    import pysequoia

MISSING = "pysequoia is not installed: pip install 'tallystick[openpgp]'"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Certificates whose signatures count, and every key of them by fingerprint and key id."""

    certificates: Sequence[pysequoia.Cert]
    keys: frozenset[str]

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
            reason = f"signed by the key {name}, which is in no keyring of yours"
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

    def _of(self, name: str) -> str:
        """Why a signature of a known key may not be valid."""
        for certificate in self.certificates:
            if name.endswith(certificate.fingerprint.upper()[-16:]):
                if certificate.is_revoked:
                    return " (the key is revoked)"
                if certificate.expiration is not None:
                    return f" (the key expires on {certificate.expiration.date()})"
        return ""


def read_keyring(paths: Sequence[Path], limits: Limits) -> Keyring:
    """The certificates in files, armoured or not.

    Raises:
        UsageError: pysequoia is not installed, or a file has no certificate.
    """
    try:
        import pysequoia  # noqa: PLC0415 - an extra
        from pysequoia.packet import PacketPile  # noqa: PLC0415
    except ImportError:
        raise UsageError(f"--keyring: {MISSING}") from None
    certificates: list[pysequoia.Cert] = []
    keys: set[str] = set()
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UsageError(f"--keyring {path}: {error.strerror}") from None
        if len(content) > limits.keyring:
            raise UsageError(f"--keyring {path}: larger than {limits.keyring} bytes")
        try:
            found = pysequoia.Cert.split_bytes(content)
            for certificate in found:
                for packet in PacketPile.from_bytes(bytes(certificate)):
                    keys |= {packet.fingerprint or "", packet.key_id or ""} - {""}
        except Exception as error:  # noqa: BLE001 - a parser of others
            raise UsageError(f"--keyring {path}: {_first_line(error)}") from None
        if not found:
            raise UsageError(f"--keyring {path}: no certificate in it")
        certificates += found
    return Keyring(certificates=tuple(certificates), keys=frozenset(keys))


def _first_line(error: Exception) -> str:
    """The library's own words; a trace of its stack follows them."""
    return str(error).partition("\n")[0][:200] or type(error).__name__
