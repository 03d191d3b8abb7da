"""Attestations by a registry's own key, as npm's on publishing: they have no certificate, and name nobody.

Checked are the log's entry, that it is about this envelope, the signature, and that the registry signed with
the key at the time that the log says. What that proves is that the registry took this file under this name.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from msgspec import Struct
from msgspec.structs import replace
from sigstore.dsse import Envelope, _verify

from tallystick.identity.logged import READ, Shown, mismatch
from tallystick.identity.promised import PromisedEntry, read_raw
from tallystick.identity.registry import RegistryKeys
from tallystick.model.ladder import Attestation, State

if TYPE_CHECKING:
    from sigstore._internal.trust import RekorKeyring


class Signed(Struct, frozen=True, kw_only=True):
    """What was signed with a registry's key, verified; or the attestation that says why nothing was.

    Attributes:
        attestation: with its state, and all that is known without reading what was signed.
        payload: what was signed; None where it is not verified.
        payload_type: its media type.
    """

    attestation: Attestation
    payload: bytes | None = None
    payload_type: str = ""


def verify_keyed(
    found: Attestation, content: dict[str, Any], keys: RegistryKeys, log: RekorKeyring
) -> Signed:
    """What becomes of the bundle ``content``; errors are those of the library."""
    raw = read_raw(content)
    material, envelope = raw.verification_material, raw.dsse_envelope
    if material.public_key is None or envelope is None:
        return _not(found, State.UNSUPPORTED, "it signs a file with a bare key")
    name = (material.public_key.hint or "a key without a name")[:100]
    if len(envelope.signatures) == 1 and envelope.signatures[0].keyid not in {None, "", name}:
        return _not(found, State.REFUSED, f"it names two keys: {name} and another")
    key = keys.keys.get(name)
    if key is None:
        age = f" of {keys.made}" if keys.made is not None else ""
        return _not(found, State.UNCHECKED, f"signed with {name}, no key of the registry{age}")
    entry = PromisedEntry(material.tlog_entries[0])
    entry._verify(log)  # noqa: SLF001 - the library has no other way to check one entry
    kind = entry._inner.kind_version  # noqa: SLF001 - likewise
    if (kind.kind, kind.version) not in READ:
        return _not(
            found, State.UNSUPPORTED, f"its log entry is of type {kind.kind}/{kind.version}"
        )
    public = load_der_public_key(key.spki)
    if not isinstance(public, EllipticCurvePublicKey):
        return _not(found, State.UNSUPPORTED, f"{name} is no key on an elliptic curve")
    payload = _verify(public, Envelope(envelope))
    shown = Shown(
        payload=payload,
        payload_type=envelope.payload_type,
        signature=envelope.signatures[0].sig,
        verifier=key.spki,
    )
    why = mismatch(kind.kind, kind.version, entry._inner.canonicalized_body, shown)  # noqa: SLF001
    if why is not None:
        return _not(found, State.REFUSED, why)
    signed_at = int(entry._inner.integrated_time or 0)  # noqa: SLF001
    if not key.was_valid(signed_at):
        day = datetime.fromtimestamp(signed_at, UTC).date()
        return _not(found, State.REFUSED, f"the registry did not sign with {name} on {day}")
    good = replace(found, state=State.VERIFIED, key=name, signed_at=signed_at)
    return Signed(attestation=good, payload=payload, payload_type=envelope.payload_type)


def _not(found: Attestation, state: State, reason: str) -> Signed:
    return Signed(attestation=replace(found, state=state, reason=reason))
