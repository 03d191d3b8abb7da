"""What a transparency log was shown, compared with what was signed: the body of an entry. Pure.

The log vouches for its entry's body and no more; that this body is about this very envelope is for whoever
verifies to say (CVE-2022-36056). ``sigstore`` reads ``dsse/0.0.1`` and ``hashedrekord``; ``intoto/0.0.2``,
which npm's bundles have, it does not.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from msgspec import Struct

from tallystick.identity.documents import parsed
from tallystick.index import said

READ = frozenset({("dsse", "0.0.1"), ("intoto", "0.0.2")})
"""Types of entries that are read here (Rekor's ``types/``)."""


class Shown(Struct, frozen=True, kw_only=True):
    """What was signed, as it stands in an attestation.

    Attributes:
        payload: of the envelope.
        payload_type: its media type.
        signature: the only one.
        verifier: the DER of the certificate, or of the public key, that it is checked with.
    """

    payload: bytes
    payload_type: str
    signature: bytes
    verifier: bytes


def mismatch(kind: str, version: str, body: bytes, shown: Shown) -> str | None:
    """Why the entry ``body`` is not about ``shown``; None if it is."""
    try:
        content = parsed(body)
    except (ValueError, RecursionError):
        return "the log entry is no JSON"
    content = said.mapping(content)
    if (content.get("kind"), content.get("apiVersion")) != (kind, version):
        return "the log entry is of another type than it is said to be"
    if (kind, version) not in READ:
        return f"a log entry of type {kind}/{version} is not read"
    spec = said.mapping(content.get("spec"))
    return _dsse(spec, shown) if kind == "dsse" else _intoto(spec, shown)


def _dsse(spec: dict[str, Any], shown: Shown) -> str | None:
    """``types/dsse/v0.0.1``: the payload's digest; each signature with what verifies it."""
    signatures = [said.mapping(one) for one in said.sequence(spec.get("signatures"))]
    found = [(_decoded(one.get("signature")), _pem(one.get("verifier"))) for one in signatures]
    return _differs(said.mapping(spec.get("payloadHash")), found, shown)


def _intoto(spec: dict[str, Any], shown: Shown) -> str | None:
    """``types/intoto/v0.0.2``: the same below ``content``, and the signature in base64 twice."""
    content = said.mapping(spec.get("content"))
    envelope = said.mapping(content.get("envelope"))
    if envelope.get("payloadType") != shown.payload_type:
        return "the log entry is about another type of payload"
    signatures = [said.mapping(one) for one in said.sequence(envelope.get("signatures"))]
    found = [
        (_decoded((_decoded(one.get("sig")) or b"").decode("ascii", "replace")),
         _pem(one.get("publicKey")))
        for one in signatures
    ]  # fmt: skip
    return _differs(said.mapping(content.get("payloadHash")), found, shown)


def _differs(
    digest: dict[str, Any], signatures: list[tuple[bytes | None, bytes | None]], shown: Shown
) -> str | None:
    expected = hashlib.sha256(shown.payload).hexdigest()
    if (digest.get("algorithm"), digest.get("value")) != ("sha256", expected):
        return "the log entry is about another statement"
    if len(signatures) != 1:
        return f"the log entry has {len(signatures)} signatures"
    signature, verifier = signatures[0]
    if signature != shown.signature:
        return "the log entry has another signature"
    if verifier != shown.verifier:
        return "the log entry has another key or certificate"
    return None


def _decoded(value: object) -> bytes | None:
    if not isinstance(value, str) or not value.isascii():
        return None
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        return None


def _pem(value: object) -> bytes | None:
    """The DER of one PEM block (RFC 7468), itself in base64."""
    lines = (_decoded(value) or b"").decode("ascii", "replace").split()
    text = " ".join(lines)
    for label in ("CERTIFICATE", "PUBLIC KEY"):
        begin, end = f"-----BEGIN {label}-----", f"-----END {label}-----"
        if text.startswith(begin) and text.endswith(end) and text.count("-----BEGIN ") == 1:
            return _decoded(text.removeprefix(begin).removesuffix(end).replace(" ", ""))
    return None
