"""Signed statements: DSSE envelopes, and signatures with SSH keys (``docs/quorum.md``)."""

from __future__ import annotations

from tallystick.signing.dsse import PAYLOAD_TYPE, Envelope, encode, parse_envelopes, signed_bytes
from tallystick.signing.ssh import NAMESPACE, NotVerified, Signer, SshKeygen

__all__ = [
    "NAMESPACE",
    "PAYLOAD_TYPE",
    "Envelope",
    "NotVerified",
    "Signer",
    "SshKeygen",
    "encode",
    "parse_envelopes",
    "signed_bytes",
]
