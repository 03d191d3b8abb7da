"""Bundles of Sigstore: one that PyPI serves is real, and every way in which it is not what it should be.

Signing itself cannot be tried here: it needs the identity of a CI workflow, and Sigstore's services. What is
tried is a workflow whose own token service answers wrongly.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from index_server import serving
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


def token(claims: dict[str, object]) -> str:
    """A JSON Web Token that nobody signed."""
    parts = [json.dumps(part).encode() for part in ({"alg": "none"}, claims)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + ".AA"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"no JSON", "no identity could be had"),
        (b'{"count": 1}', "no identity could be had"),
        (b'{"value": "no token"}', "no identity could be had: Malformed"),
        (json.dumps({"value": token({"aud": "sigstore", "exp": 1})}).encode(), "could not sign"),
        (json.dumps({"value": token({"aud": "somebody else"})}).encode(), "audience"),
    ],
    ids=["garbage", "no-token", "no-jwt", "expired", "for-somebody-else"],
)
def test_a_workflow_whose_token_is_none_signs_nothing_and_says_so(
    answer: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        server.send("/token", answer)
        monkeypatch.setenv("GITHUB_ACTIONS", "true")
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "x")
        place = urljoin(server.url, "/token")
        monkeypatch.setenv("ACTIONS_ID_TOKEN_REQUEST_URL", place)
        with pytest.raises(UsageError, match=said):
            keyless.sign(b"{}")


def test_a_workflow_without_the_right_to_a_token_is_told_before_anything_is_signed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.delenv("ACTIONS_ID_TOKEN_REQUEST_TOKEN", raising=False)
    monkeypatch.delenv("ACTIONS_ID_TOKEN_REQUEST_URL", raising=False)
    with pytest.raises(UsageError, match="no identity"):
        keyless.check()
