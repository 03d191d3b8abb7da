"""npm's attestations: entries of type ``intoto``, promises without proofs, the registry's own signature."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from attesting import SIGNED, claims, dsse, encoded, intoto, sign_envelope, statement
from tallystick.errors import UsageError
from tallystick.identity.case import Case
from tallystick.identity.climbing import identify
from tallystick.identity.documents import read_document
from tallystick.identity.registry import (
    RegistryKeys,
    pinned_keys,
    read_registry_keys,
)
from tallystick.identity.terms import Terms
from tallystick.identity.verification import About, Verification
from tallystick.limits import DEFAULT, Limits
from tallystick.model.ladder import Attestation, Rung, State
from workshop import FILE, Workshop

FIRST = "application/vnd.dev.sigstore.bundle+json;version=0.1"
SECOND = "application/vnd.dev.sigstore.bundle+json;version=0.2"
PUBLISHED = "https://github.com/npm/attestation/tree/main/specs/publish/v0.1"
NAME = "SHA256:a key of tests"

Bundle = dict[str, Any]
Attack = Callable[["Registry", Bundle], None]


def spki(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def published(content: bytes = FILE[1]) -> bytes:
    digest = {"sha512": hashlib.sha512(content).hexdigest()}
    said = {
        "_type": "https://in-toto.io/Statement/v0.1",
        "subject": [{"name": "pkg:npm/example@1.0.0", "digest": digest}],
        "predicateType": PUBLISHED,
        "predicate": {"name": "example", "version": "1.0.0"},
    }
    return json.dumps(said).encode()


@dataclass
class Registry:
    """A registry with a key, which signs what is published there."""

    workshop: Workshop
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def listed(self, folder: Path, **other: object) -> RegistryKeys:
        """As the registry serves its keys."""
        path = folder / "keys.json"
        one = {"keyid": NAME, "expires": None, "key": encoded(spki(self.key)), **other}
        path.write_text(json.dumps({"keys": [one]}))
        return read_registry_keys(path, DEFAULT)

    def bundle(self, payload: bytes | None = None, *, as_intoto: bool = True) -> Bundle:
        payload = published() if payload is None else payload
        signature = sign_envelope(self.key, payload)
        pem = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        shown = (intoto if as_intoto else dsse)(pem, payload, signature)
        return {
            "mediaType": SECOND,
            "verificationMaterial": {
                "publicKey": {"hint": NAME},
                "tlogEntries": [self.workshop.sigstore.logged(*shown)],
                "timestampVerificationData": {"rfc3161Timestamps": []},
            },
            "dsseEnvelope": {
                "payload": encoded(payload),
                "payloadType": "application/vnd.in-toto+json",
                "signatures": [{"sig": encoded(signature), "keyid": NAME}],
            },
        }

    def look(self, bundle: Bundle, keys: RegistryKeys) -> Attestation:
        document = {"attestations": [{"predicateType": PUBLISHED, "bundle": bundle}]}
        verification = Verification(self.workshop.sigstore.trust_root, DEFAULT, keys)
        name, file = FILE
        about = About(
            name=name,
            digest=lambda kind: hashlib.new(kind, file).hexdigest(),
            now=self.workshop.now,
        )
        (offer,) = read_document(json.dumps(document).encode(), DEFAULT)
        return verification.attestation(offer, about)


@pytest.fixture
def registry(workshop: Workshop) -> Registry:
    return Registry(workshop)


@pytest.mark.parametrize("as_intoto", [True, False])
def test_what_a_registry_signs_is_verified_and_names_nobody(
    as_intoto: bool, registry: Registry, tmp_path: Path
) -> None:
    found = registry.look(registry.bundle(as_intoto=as_intoto), registry.listed(tmp_path))
    assert (found.state, found.reason, found.key) == (State.VERIFIED, "", NAME)
    assert (found.claims, found.predicate) == (None, PUBLISHED)


def test_that_a_registry_took_a_file_is_no_publisher(registry: Registry, tmp_path: Path) -> None:
    found = registry.look(registry.bundle(), registry.listed(tmp_path))
    identity = identify(Case(name=FILE[0], attestations=(found,)), Terms())
    assert identity.rung is Rung.SIGNATURE
    rules = {one.rule: (one.holds, one.message) for one in identity.findings}
    assert rules["verified"] == (None, f"only the registry's own key ({NAME}) signed for it")


def test_the_log_may_have_promised_without_a_proof(registry: Registry, tmp_path: Path) -> None:
    """npm until 2023: bundles of version 0.1."""
    bundle = {**registry.bundle(), "mediaType": FIRST}
    bundle["verificationMaterial"]["tlogEntries"][0]["inclusionProof"] = None
    assert registry.look(bundle, registry.listed(tmp_path)).state is State.VERIFIED


def another_signature(registry: Registry, bundle: Bundle) -> None:
    signature = sign_envelope(ec.generate_private_key(ec.SECP256R1()), published())
    bundle["dsseEnvelope"]["signatures"][0]["sig"] = encoded(signature)


def another_statement(registry: Registry, bundle: Bundle) -> None:
    """Of the same key, and logged as something else (CVE-2022-36056)."""
    other = registry.bundle(published(b"another"))
    bundle["verificationMaterial"]["tlogEntries"] = other["verificationMaterial"]["tlogEntries"]


def signed_again(registry: Registry, bundle: Bundle) -> None:
    """Another valid signature over the same statement, which the log has not seen."""
    signature = sign_envelope(registry.key, published())
    bundle["dsseEnvelope"]["signatures"][0]["sig"] = encoded(signature)


def another_log(registry: Registry, bundle: Bundle) -> None:
    other = Registry(Workshop(), registry.key).bundle()
    bundle["verificationMaterial"]["tlogEntries"] = other["verificationMaterial"]["tlogEntries"]


def logged_with_another_key(registry: Registry, bundle: Bundle) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signature = base64.b64decode(bundle["dsseEnvelope"]["signatures"][0]["sig"])
    entry = registry.workshop.sigstore.logged(*intoto(pem, published(), signature))
    bundle["verificationMaterial"]["tlogEntries"] = [entry]


def about_another_file(registry: Registry, bundle: Bundle) -> None:
    bundle.update(registry.bundle(published(b"another")))


def two_names(registry: Registry, bundle: Bundle) -> None:
    bundle["dsseEnvelope"]["signatures"][0]["keyid"] = "SHA256:another"


def no_promise(registry: Registry, bundle: Bundle) -> None:
    bundle["verificationMaterial"]["tlogEntries"][0]["inclusionPromise"] = None


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (another_signature, "DSSE: invalid signature"),
        (another_statement, "the log entry is about another statement"),
        (signed_again, "the log entry has another signature"),
        (another_log, "invalid signature"),
        (logged_with_another_key, "the log entry has another key or certificate"),
        (about_another_file, "it is about another file"),
        (two_names, "it names two keys"),
        (no_promise, "entry must contain an inclusion promise"),
    ],
)
def test_what_a_registry_did_not_sign_so_is_refused(
    attack: Attack, reason: str, registry: Registry, tmp_path: Path
) -> None:
    bundle = copy.deepcopy(registry.bundle())
    attack(registry, bundle)
    found = registry.look(bundle, registry.listed(tmp_path))
    assert found.state is State.REFUSED
    assert reason in found.reason


def test_a_key_that_is_not_known_is_not_checked(registry: Registry) -> None:
    """Keys are rotated: what is signed with tomorrow's must not look forged."""
    found = registry.look(registry.bundle(), pinned_keys(DEFAULT))
    assert found.state is State.UNCHECKED
    assert found.reason.startswith(f"signed with {NAME}, no key of the registry of 2026")


def test_a_key_that_had_expired_is_refused(registry: Registry, tmp_path: Path) -> None:
    before, after = "2026-04-30T00:00:00Z", "2026-05-02T00:00:00.000Z"
    assert SIGNED.isoformat() < after
    gone = registry.look(registry.bundle(), registry.listed(tmp_path, expires=before))
    assert (gone.state, gone.reason) == (
        State.REFUSED,
        f"the registry did not sign with {NAME} on 2026-05-01",
    )
    still = registry.look(registry.bundle(), registry.listed(tmp_path, expires=after))
    assert still.state is State.VERIFIED


def test_what_cannot_be_checked_with_a_key_is_unsupported(
    registry: Registry, tmp_path: Path
) -> None:
    of_file = registry.bundle()
    of_file["messageSignature"] = {"signature": ""}
    del of_file["dsseEnvelope"]
    older = copy.deepcopy(registry.bundle())
    older["verificationMaterial"]["tlogEntries"][0]["kindVersion"]["version"] = "0.0.1"
    keys = registry.listed(tmp_path)
    for bundle in (of_file, older):
        assert registry.look(bundle, keys).state is State.UNSUPPORTED
    rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    odd = registry.listed(tmp_path, key=encoded(spki(rsa_key)))
    assert registry.look(registry.bundle(), odd).state is State.UNSUPPORTED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"keys": []}',
        b'{"keys": [{}]}',
        b'{"keys": [{"keyid": "a", "key": "%"}]}',
        b'{"keys": [{"keyid": "a", "key": "", "expires": 7}]}',
        b'{"keys": [{"keyid": "a", "key": "AA=="}, {"keyid": "a", "key": "AA=="}]}',
        b'{"keys": [{"keyid": "a", "key": "AA==", "keyUsage": "npm:signatures"}]}',
        b'{"keys": [{"keyid": "a", "key": "AA==", "keyUsage": {}}]}',
        b'{"keys": %s}'
        % json.dumps([{"keyid": str(n), "key": "AA=="} for n in range(65)]).encode(),
        b"[" * 100_000,
    ],
)
def test_what_is_no_list_of_keys_is_an_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="--registry-keys"):
        read_registry_keys(path, DEFAULT)


def test_a_list_of_keys_over_its_cap_is_not_read(registry: Registry, tmp_path: Path) -> None:
    registry.listed(tmp_path)
    path = tmp_path / "keys.json"
    size = path.stat().st_size
    assert read_registry_keys(path, Limits(trust_root=size)).keys
    with pytest.raises(UsageError, match="larger than"):
        read_registry_keys(path, Limits(trust_root=size - 1))
    with pytest.raises(UsageError, match="No such file"):
        read_registry_keys(tmp_path / "none", DEFAULT)


# --- entries of type intoto, by a certificate -----------------------------------------------------


def by_certificate(
    workshop: Workshop, *, media: str = SECOND, logged: bytes | None = None
) -> Bundle:
    """npm's provenance: the chain in a list, and the entry of type ``intoto``."""
    made = workshop.sigstore.attestation(statement(FILE), claims(), as_intoto=True, logged=logged)
    material = made["verification_material"]
    return {
        "mediaType": media,
        "verificationMaterial": {
            "x509CertificateChain": {"certificates": [{"rawBytes": material["certificate"]}]},
            "tlogEntries": material["transparency_entries"],
        },
        "dsseEnvelope": {
            "payload": made["envelope"]["statement"],
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [{"sig": made["envelope"]["signature"]}],
        },
    }


def test_an_entry_of_type_intoto_is_verified(workshop: Workshop) -> None:
    (found,) = workshop.look(by_certificate(workshop))
    assert (found.state, found.reason) == (State.VERIFIED, "")
    assert found.claims is not None
    assert found.claims.repository == "https://github.com/acme/example"


def test_a_promise_is_enough_in_the_first_version_alone(workshop: Workshop) -> None:
    for media, state in ((FIRST, State.VERIFIED), (SECOND, State.REFUSED)):
        bundle = by_certificate(workshop, media=media)
        bundle["verificationMaterial"]["tlogEntries"][0]["inclusionProof"] = None
        (found,) = workshop.look(bundle)
        assert found.state is state


def test_a_promise_of_another_log_is_none(workshop: Workshop) -> None:
    bundle, other = by_certificate(workshop, media=FIRST), by_certificate(Workshop(), media=FIRST)
    entry, foreign = (one["verificationMaterial"]["tlogEntries"][0] for one in (bundle, other))
    entry["inclusionProof"] = None
    entry["inclusionPromise"] = foreign["inclusionPromise"]
    (found,) = workshop.look(bundle)
    assert found.state is State.REFUSED
    assert "inclusion promise" in found.reason


def test_an_intoto_entry_about_another_statement_is_refused(workshop: Workshop) -> None:
    (found,) = workshop.look(by_certificate(workshop, logged=b"{}"))
    assert (found.state, found.reason) == (
        State.REFUSED,
        "the log entry is about another statement",
    )


def test_an_intoto_entry_for_another_certificate_is_refused(workshop: Workshop) -> None:
    bundle, other = by_certificate(workshop), by_certificate(workshop)
    bundle["verificationMaterial"]["tlogEntries"] = other["verificationMaterial"]["tlogEntries"]
    (found,) = workshop.look(bundle)
    assert found.state is State.REFUSED


def test_a_tampered_envelope_with_an_intoto_entry_is_refused(workshop: Workshop) -> None:
    bundle = by_certificate(workshop)
    bundle["dsseEnvelope"]["payload"] = encoded(statement((FILE[0], b"another")))
    (found,) = workshop.look(bundle)
    assert (found.state, "invalid signature" in found.reason) == (State.REFUSED, True)


@pytest.mark.parametrize(
    ("kind", "version"), [("intoto", "0.0.1"), ("rekord", "0.0.1"), ("cose", "")]
)
def test_an_entry_of_another_type_is_unsupported(
    kind: str, version: str, workshop: Workshop
) -> None:
    bundle = by_certificate(workshop)
    said = {"kind": kind, "version": version}
    bundle["verificationMaterial"]["tlogEntries"][0]["kindVersion"] = said
    (found,) = workshop.look(bundle)
    assert found.state is State.UNSUPPORTED
    assert kind in found.reason
