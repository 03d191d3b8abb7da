"""Bundles of the first version (0.1), as npm published them until 2023: the log's promise, and no proof.

Their specification asks for the promise alone (protobuf-specs, ``sigstore_bundle.proto``); ``sigstore`` asks
for a proof of inclusion in each. The promise is the log's signature over the entry and its time: what is
missing is that anybody could have seen it, and the log would have to break its word. Where there is a proof,
it is checked, too.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cryptography.x509 import load_der_x509_certificate
from sigstore._internal.timestamp import TimestampSource, TimestampVerificationResult
from sigstore.errors import VerificationError
from sigstore.models import Bundle, InvalidBundle, TransparencyLogEntry
from sigstore.verify import Verifier
from sigstore_models.bundle.v1 import Bundle as RawBundle

from tallystick.index import said

if TYPE_CHECKING:
    from sigstore._internal.trust import RekorKeyring

FIRST = "application/vnd.dev.sigstore.bundle+json;version=0.1"


class PromisedEntry(TransparencyLogEntry):
    """An entry with the log's promise, and a proof where there is one."""

    def _validate(self) -> None:
        if not self._inner.inclusion_promise or not self._inner.integrated_time:
            raise InvalidBundle("entry must contain an inclusion promise and its time")

    def _verify(self, keyring: RekorKeyring) -> None:
        """Check the promise, which the library passes over where it is not there, and the proof."""
        if self._inner.inclusion_proof.checkpoint:
            super()._verify(keyring)
        if not self._inner.inclusion_promise:
            raise VerificationError("SET: invalid inclusion promise: missing")
        self._verify_set(keyring)


class PromisedBundle(Bundle):
    """A bundle of version 0.1, in which a promise is enough."""

    def _verify(self) -> None:
        material = self._inner.verification_material
        chain = material.x509_certificate_chain
        if chain is None or not chain.certificates:
            raise InvalidBundle("expected certificate chain in bundle")
        if len(material.tlog_entries) != 1:
            raise InvalidBundle("expected exactly one log entry in bundle")
        # What it has to be (a leaf, for signing code) is checked with its chain.
        self._signing_certificate = load_der_x509_certificate(chain.certificates[0].raw_bytes)
        self._log_entry = PromisedEntry(material.tlog_entries[0])


class LogTime(Verifier):
    """A verifier that takes the log's time for an entry of type ``intoto/0.0.2``, too.

    The promise binds the time of each entry of Rekor's first version; the library lists two of its types.
    """

    def _establish_time(self, bundle: Bundle) -> list[TimestampVerificationResult]:
        entry = bundle.log_entry._inner  # noqa: SLF001 - the library has no other way to ask
        if (entry.kind_version.kind, entry.kind_version.version) != ("intoto", "0.0.2"):
            return super()._establish_time(bundle)
        stamps = bundle.verification_material.timestamp_verification_data
        found = self._verify_timestamp_authority(bundle) if stamps is not None else []
        if entry.integrated_time and entry.inclusion_promise:
            time = datetime.fromtimestamp(entry.integrated_time, tz=UTC)
            source = TimestampSource.TRANSPARENCY_SERVICE
            found.append(TimestampVerificationResult(source=source, time=time))
        return found


def read_bundle(content: dict[str, Any]) -> Bundle:
    """The bundle in ``content``, as JSON has it; errors are those of the library."""
    material = content["verificationMaterial"]
    if content.get("mediaType") == FIRST and "x509CertificateChain" in material:
        (entry,) = material["tlogEntries"]
        if not entry.get("inclusionProof"):
            return PromisedBundle(read_raw(content))
    return Bundle.from_json(json.dumps(content))


def read_raw(content: dict[str, Any]) -> RawBundle:
    """The bundle as the library's values, which cannot be without a proof: one without checkpoint is none."""
    material = content["verificationMaterial"]
    entries = [
        entry if entry.get("inclusionProof") else {**entry, "inclusionProof": _NO_PROOF}
        for entry in material["tlogEntries"]
    ]
    stamps = material.get("timestampVerificationData")
    if not said.sequence(said.mapping(stamps).get("rfc3161Timestamps")):
        stamps = None  # npm writes an empty list, which is no timestamp
    material = {**material, "tlogEntries": entries, "timestampVerificationData": stamps}
    return RawBundle.from_json(json.dumps({**content, "verificationMaterial": material}))


_NO_PROOF = {"logIndex": "0", "rootHash": "", "treeSize": "1", "hashes": []}
