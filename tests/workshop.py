"""Attestations made here, and how they are looked at."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from attesting import SIGNED, Sigstore, claims, provenance, statement
from tallystick.identity.documents import read_document
from tallystick.identity.verification import About, Verification
from tallystick.limits import DEFAULT, Limits
from tallystick.model.ladder import Attestation

FILE = ("example-1.0.tar.gz", b"what was released")


@dataclass
class Workshop:
    """An authority, and the audit of one file whose attestations it signs."""

    sigstore: Sigstore = field(default_factory=Sigstore)
    file: tuple[str, bytes] = FILE
    now: float = SIGNED.timestamp() + 40 * 86_400

    @cached_property
    def verification(self) -> Verification:
        return Verification(self.sigstore.trust_root, DEFAULT)

    def attest(self, **said: Any) -> dict[str, Any]:  # noqa: ANN401
        return self.sigstore.attestation(statement(self.file), claims(**said))

    def look(self, body: bytes | Mapping[str, Any], limits: Limits = DEFAULT) -> list[Attestation]:
        """What becomes of a document."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        name, file = self.file
        about = About(
            name=name, digest=lambda kind: hashlib.new(kind, file).hexdigest(), now=self.now
        )
        offers = read_document(content, limits)
        return [self.verification.attestation(offer, about) for offer in offers]

    def only(self, attestation: object) -> Attestation:
        """What becomes of the one attestation of a provenance object."""
        (found,) = self.look(provenance(attestation))
        return found
