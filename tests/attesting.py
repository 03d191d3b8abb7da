"""A Sigstore of our own: authority, certificate log, transparency log, and a workflow that signs.

Real keys, real signatures, real Merkle proofs, and a trust root that says so: the code under test verifies
as it does for the public instance, and every incident can be made again, inert.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tallystick.identity.trust import TrustRoot

STATEMENT = "application/vnd.in-toto+json"
SIGNED = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
GITHUB = "https://token.actions.githubusercontent.com"
PUBLISH = "https://docs.pypi.org/attestations/publish/v1"
COMMIT = "7" * 40
SCT_LIST = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
EXTENSIONS = {
    "issuer": 8, "signer": 9, "signer_digest": 10, "runner": 11, "repository": 12, "commit": 13,
    "ref": 14, "repository_id": 15, "owner_id": 17, "workflow": 18, "workflow_digest": 19,
    "trigger": 20, "run": 21, "visibility": 22, "environment": 23,
}  # fmt: skip


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def der_text(value: str) -> bytes:
    """A UTF8String (X.690)."""
    return _element(0x0C, value.encode())


def _element(tag: int, content: bytes) -> bytes:
    """An element in the fewest octets, as DER wants it."""
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes(2, "big").lstrip(b"\0")
    return bytes([tag, 0x80 + len(length)]) + length + content


def claims(
    repository: str = "acme/example",
    *,
    ref: str = "refs/tags/v1.0",
    workflow: str = ".github/workflows/release.yml",
    commit: str = COMMIT,
    **other: str | None,
) -> dict[str, str]:
    """What Fulcio would certify of a job of GitHub; None leaves a claim out."""
    uri = f"https://github.com/{repository}/{workflow}@{ref}"
    found: dict[str, str | None] = {
        "issuer": GITHUB,
        "signer": uri,
        "signer_digest": commit,
        "runner": "github-hosted",
        "repository": f"https://github.com/{repository}",
        "commit": commit,
        "ref": ref,
        "repository_id": "1001",
        "owner_id": "2002",
        "workflow": uri,
        "workflow_digest": commit,
        "trigger": "push",
        "run": f"https://github.com/{repository}/actions/runs/1/attempts/1",
        "visibility": "public",
        **other,
    }
    return {name: value for name, value in found.items() if value is not None}


def statement(
    *files: tuple[str, bytes], predicate_type: str = PUBLISH, predicate: object = None
) -> bytes:
    """An in-toto statement on files."""
    subjects = [
        {"name": name, "digest": {"sha256": hashlib.sha256(content).hexdigest()}}
        for name, content in files
    ]
    return json.dumps(
        {
            "_type": "https://in-toto.io/Statement/v1",
            "subject": subjects,
            "predicateType": predicate_type,
            "predicate": predicate,
        }
    ).encode()


def _key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _sign(key: ec.EllipticCurvePrivateKey, content: bytes) -> bytes:
    return key.sign(content, ec.ECDSA(hashes.SHA256()))


def sign_envelope(key: ec.EllipticCurvePrivateKey, payload: bytes) -> bytes:
    """The signature of a DSSE envelope (its protocol, "Signature definition")."""
    head = f"DSSEv1 {len(STATEMENT)} {STATEMENT} {len(payload)} ".encode()
    return _sign(key, head + payload)


@dataclass
class Sigstore:
    """An authority with its two logs; each one made is trusted by its own root alone."""

    signed: datetime = SIGNED
    _root: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    _certificate_log: ec.EllipticCurvePrivateKey = field(default_factory=_key)
    _log: ec.EllipticCurvePrivateKey = field(default_factory=_key)

    def __post_init__(self) -> None:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority of tests")])
        key = x509.SubjectKeyIdentifier.from_public_key(self._root.public_key())
        self._authority = (
            x509.CertificateBuilder(name, name, self._root.public_key(), 7)
            .not_valid_before(self.signed - timedelta(days=1_000))
            .not_valid_after(self.signed + timedelta(days=1_000))
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(key, critical=False)
            .sign(self._root, hashes.SHA256())
        )

    @property
    def trust_root(self) -> TrustRoot:
        """What trusts this authority, of the day before it signs."""
        start = (self.signed - timedelta(days=1_000)).strftime("%Y-%m-%dT%H:%M:%SZ")

        def log(key: ec.EllipticCurvePrivateKey) -> dict[str, Any]:
            return {
                "baseUrl": "https://log.example.org",
                "hashAlgorithm": "SHA2_256",
                "publicKey": {
                    "rawBytes": encoded(_spki(key)),
                    "keyDetails": "PKIX_ECDSA_P256_SHA_256",
                    "validFor": {"start": start},
                },
                "logId": {"keyId": encoded(hashlib.sha256(_spki(key)).digest())},
            }

        authority = {
            "subject": {"organization": "tests", "commonName": "an authority of tests"},
            "uri": "https://authority.example.org",
            "certChain": {
                "certificates": [{"rawBytes": encoded(self._authority.public_bytes(Encoding.DER))}]
            },
            "validFor": {"start": start},
        }
        content = {
            "mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
            "tlogs": [log(self._log)],
            "certificateAuthorities": [authority],
            "ctlogs": [log(self._certificate_log)],
            "timestampAuthorities": [],
        }
        made = (self.signed + timedelta(days=30)).date()
        return TrustRoot(content=json.dumps(content).encode(), name="root of tests", made=made)

    def attestation(
        self,
        payload: bytes,
        said: Mapping[str, str],
        *,
        extra: Sequence[tuple[int, bytes]] = (),
        logged: bytes | None = None,
        as_intoto: bool = False,
    ) -> dict[str, Any]:
        """A PEP 740 attestation: ``payload``, signed by a job of which ``said`` is certified.

        Args:
            payload: the statement.
            said: claims by their names; ``subject`` an e-mail address.
            extra: more extensions: the last number of their identifier, and their content.
            logged: what the log is shown in place of the payload.
            as_intoto: in an entry of the type that npm's clients chose at first.
        """
        key = _key()
        certificate = self._certificate(key, said, extra)
        signature = sign_envelope(key, payload)
        pem = certificate.public_bytes(Encoding.PEM)
        shown = payload if logged is None else logged
        entry = self.logged(*(intoto if as_intoto else dsse)(pem, shown, signature))
        return {
            "version": 1,
            "verification_material": {
                "certificate": encoded(certificate.public_bytes(Encoding.DER)),
                "transparency_entries": [entry],
            },
            "envelope": {"statement": encoded(payload), "signature": encoded(signature)},
        }

    def _certificate(
        self,
        key: ec.EllipticCurvePrivateKey,
        said: Mapping[str, str],
        extra: Sequence[tuple[int, bytes]],
    ) -> x509.Certificate:
        subject: x509.GeneralName = (
            x509.RFC822Name(said["subject"])
            if "subject" in said
            else x509.UniformResourceIdentifier(said.get("workflow", "https://example.org/job"))
        )
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._root.public_key())
        builder = (
            x509.CertificateBuilder(
                self._authority.subject,
                x509.Name([]),
                key.public_key(),
                x509.random_serial_number(),
            )
            .not_valid_before(self.signed)
            .not_valid_after(self.signed + timedelta(minutes=10))
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), critical=False
            )
            .add_extension(issuer, critical=False)
            .add_extension(x509.SubjectAlternativeName([subject]), critical=True)
        )
        numbered = [
            (number, der_text(said[name])) for name, number in EXTENSIONS.items() if name in said
        ]
        for number, content in (*numbered, *extra):
            identifier = x509.ObjectIdentifier(f"1.3.6.1.4.1.57264.1.{number}")
            unknown = x509.UnrecognizedExtension(identifier, content)
            builder = builder.add_extension(unknown, critical=False)
        draft = builder.sign(self._root, hashes.SHA256())
        return builder.add_extension(self._timestamps(draft), critical=False).sign(
            self._root, hashes.SHA256()
        )

    def _timestamps(self, draft: x509.Certificate) -> x509.UnrecognizedExtension:
        """The certificate log's promise, as RFC 6962, 3.2 and 3.3 have it."""
        at = int(self.signed.timestamp() * 1000)
        tbs = draft.tbs_certificate_bytes
        entry = hashlib.sha256(_spki(self._root)).digest() + len(tbs).to_bytes(3, "big") + tbs
        signed = struct.pack("!BBQH", 0, 0, at, 1) + entry + b"\0\0"
        signature = _sign(self._certificate_log, signed)
        log = hashlib.sha256(_spki(self._certificate_log)).digest()
        one = struct.pack("!B32sQHBBH", 0, log, at, 0, 4, 3, len(signature)) + signature
        listed = struct.pack("!HH", len(one) + 2, len(one)) + one
        return x509.UnrecognizedExtension(SCT_LIST, _element(0x04, listed))

    def logged(self, kind: str, version: str, spec: Mapping[str, Any]) -> dict[str, Any]:
        """An entry of the transparency log, alone in its tree, with promise and proof."""
        content = {"apiVersion": version, "kind": kind, "spec": spec}
        body = json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
        log = hashlib.sha256(_spki(self._log)).digest()
        at = int(self.signed.timestamp()) + 5
        promised = json.dumps(
            {"body": encoded(body), "integratedTime": at, "logID": log.hex(), "logIndex": 0},
            separators=(",", ":"),
            sort_keys=True,
        )
        leaf = hashlib.sha256(b"\0" + body).digest()
        note = f"log.example.org - 1\n1\n{encoded(leaf)}\n"
        mark = encoded(log[:4] + _sign(self._log, note.encode()))
        return {
            "logIndex": "0",
            "logId": {"keyId": encoded(log)},
            "kindVersion": {"kind": kind, "version": version},
            "integratedTime": str(at),
            "inclusionPromise": {
                "signedEntryTimestamp": encoded(_sign(self._log, promised.encode()))
            },
            "inclusionProof": {
                "logIndex": "0",
                "rootHash": encoded(leaf),
                "treeSize": "1",
                "hashes": [],
                "checkpoint": {"envelope": f"{note}\n\u2014 log.example.org {mark}\n"},
            },
            "canonicalizedBody": encoded(body),
        }


def dsse(verifier: bytes, payload: bytes, signature: bytes) -> tuple[str, str, dict[str, Any]]:
    """What the log keeps of an envelope; ``verifier`` is a certificate or a key, as PEM."""
    spec = {
        "envelopeHash": {"algorithm": "sha256", "value": "0" * 64},
        "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()},
        "signatures": [{"signature": encoded(signature), "verifier": encoded(verifier)}],
    }
    return "dsse", "0.0.1", spec


def intoto(verifier: bytes, payload: bytes, signature: bytes) -> tuple[str, str, dict[str, Any]]:
    """The same by the type that npm's clients chose at first: the signature is in base64 twice."""
    twice = encoded(encoded(signature).encode())
    content = {
        "envelope": {
            "payloadType": STATEMENT,
            "signatures": [{"publicKey": encoded(verifier), "sig": twice}],
        },
        "hash": {"algorithm": "sha256", "value": "0" * 64},
        "payloadHash": {"algorithm": "sha256", "value": hashlib.sha256(payload).hexdigest()},
    }
    return "intoto", "0.0.2", {"content": content}


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def provenance(*attestations: object, **publisher: object) -> bytes:
    """PEP 740's provenance object: one bundle, by the publisher that the index names."""
    said = publisher or {"kind": "GitHub", "repository": "acme/example", "workflow": "release.yml"}
    bundle = {"publisher": said, "attestations": list(attestations)}
    return json.dumps({"version": 1, "attestation_bundles": [bundle]}).encode()
