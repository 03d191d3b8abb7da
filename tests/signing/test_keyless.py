"""Bundles of Sigstore: one that PyPI serves is real, and every way in which it is not what it should be.

Signing itself cannot be tried here: it needs the identity of a CI workflow, and Sigstore's services.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tallystick.errors import UsageError
from tallystick.identity.trust import pinned
from tallystick.limits import DEFAULT
from tallystick.quorum import read_statement
from tallystick.signing import NotVerified, keyless, parse_envelopes
from tallystick.signing.keyless import Identity, parse_identities

PROVENANCE = Path(__file__).parents[1] / "data" / "index" / "sampleproject-4.0.0.tar.gz.provenance"
WORKFLOW = Identity(
    issuer="https://token.actions.githubusercontent.com",
    subject="https://github.com/pypa/sampleproject/.github/workflows/release.yml@refs/heads/main",
)


ROOT = pinned().content


def bundle() -> dict[str, Any]:
    """The attestation of that file (PEP 740), in the form that Sigstore's own tools write."""
    document = json.loads(PROVENANCE.read_text(encoding="utf-8"))
    attestation = document["attestation_bundles"][0]["attestations"][0]
    material, envelope = attestation["verification_material"], attestation["envelope"]
    return {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {
            "certificate": {"rawBytes": material["certificate"]},
            "tlogEntries": material["transparency_entries"],
        },
        "dsseEnvelope": {
            "payload": envelope["statement"],
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [{"sig": envelope["signature"]}],
        },
    }


def test_a_real_bundle_is_verified_and_names_its_identity() -> None:
    (read,) = parse_envelopes(json.dumps(bundle()).encode(), DEFAULT)
    assert not isinstance(read, UsageError)
    assert read.bundle is not None
    envelope, signer = keyless.verify(read.bundle, (WORKFLOW,), ROOT)
    assert envelope.payload == read.payload
    assert signer.names == (WORKFLOW.subject,)
    # It is PyPI's statement on an upload, and no rebuilder's word.
    with pytest.raises(UsageError, match="schema"):
        read_statement(envelope, DEFAULT)


@pytest.mark.parametrize(
    "other",
    [
        Identity(issuer="https://accounts.example.org", subject=WORKFLOW.subject),
        Identity(issuer=WORKFLOW.issuer, subject=WORKFLOW.subject.replace("pypa", "mallory")),
        Identity(issuer=WORKFLOW.issuer, subject="https://github.com/pypa/sampleproject"),
    ],
)
def test_another_identity_is_not_allowed_however_alike(other: Identity) -> None:
    with pytest.raises(NotVerified, match="none of the allowed"):
        keyless.verify(json.dumps(bundle()), (other,), ROOT)


def test_another_payload_signature_or_log_entry_is_not_verified() -> None:
    payload, signature, logged = bundle(), bundle(), bundle()
    inner = payload["dsseEnvelope"]
    inner["payload"] = base64.b64encode(base64.b64decode(inner["payload"]) + b" ").decode()
    signature["dsseEnvelope"]["signatures"][0]["sig"] = base64.b64encode(b"x" * 70).decode()
    logged["verificationMaterial"]["tlogEntries"] = []
    for changed in (payload, signature, logged):
        with pytest.raises(NotVerified):
            keyless.verify(json.dumps(changed), (WORKFLOW,), ROOT)


@pytest.mark.parametrize("text", ["{}", "[]", "null", "nonsense", '{"dsseEnvelope": 5}'])
def test_what_is_no_bundle_is_not_verified(text: str) -> None:
    with pytest.raises(NotVerified):
        keyless.verify(text, (WORKFLOW,), ROOT)


@pytest.mark.parametrize(
    "document",
    ['{"dsseEnvelope": 5}', '{"dsseEnvelope": null}', '{"dsseEnvelope": {"dsseEnvelope": {}}}'],
)
def test_a_bundle_around_nothing_is_no_envelope(document: str) -> None:
    (read,) = parse_envelopes(document.encode(), DEFAULT)
    assert isinstance(read, UsageError)


def test_nobody_is_allowed_unless_named() -> None:
    with pytest.raises(NotVerified, match="no identities are allowed"):
        keyless.verify(json.dumps(bundle()), (), ROOT)


def test_another_authority_than_that_of_the_root_is_not_believed(tmp_path: Path) -> None:
    document = json.loads(ROOT)
    document["certificateAuthorities"] = document["certificateAuthorities"][
        :1
    ]  # of before this bundle
    with pytest.raises(NotVerified):
        keyless.verify(json.dumps(bundle()), (WORKFLOW,), json.dumps(document).encode())
    for nonsense in (b"", b"{}", b"[]", b'{"tlogs": 5}'):
        with pytest.raises(UsageError, match="not a trust root"):
            keyless.verify(json.dumps(bundle()), (WORKFLOW,), nonsense)


def test_the_root_is_read_from_the_package_and_nothing_is_kept_or_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    keyless.verify(json.dumps(bundle()), (WORKFLOW,), ROOT)
    assert list(tmp_path.iterdir()) == []


def test_identities_are_pairs_of_words() -> None:
    text = f"# who\n\n{WORKFLOW.issuer}  {WORKFLOW.subject}\n"
    assert parse_identities(text) == (WORKFLOW,)
    for bad in ("one", "http://a b", "https://a b c"):
        with pytest.raises(UsageError, match="write the issuer"):
            parse_identities(bad)


def test_without_an_identity_there_is_nothing_to_sign_with(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "GITHUB_ACTIONS",
        "GITLAB_CI",
        "CIRCLECI",
        "BUILDKITE",
        "GOOGLE_SERVICE_ACCOUNT_NAME",
    ):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UsageError, match="no identity"):
        keyless.sign(b"{}")
