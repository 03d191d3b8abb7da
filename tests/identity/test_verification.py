"""Attestations: real ones verify offline; each that is not one is refused for its own reason."""

from __future__ import annotations

import base64
import copy
import hashlib
import json
import time
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from attesting import (
    SIGNED,
    Sigstore,
    claims,
    der_text,
    encoded,
    provenance,
    statement,
)
from tallystick.errors import UsageError
from tallystick.identity.documents import read_document
from tallystick.identity.registry import pinned_keys
from tallystick.identity.trust import PINNED, TrustRoot, pinned, read_trust_root
from tallystick.identity.verification import About, Verification
from tallystick.limits import DEFAULT, Limits
from tallystick.model.ladder import Attestation, State
from workshop import FILE, Workshop

VECTORS = Path(__file__).parent.parent / "data/identity/vectors"
FILES: dict[str, str] = tomllib.loads((VECTORS / "files.toml").read_text())
STAGING = (
    "rfc8785-0.1.2-py3-none-any.whl",
    "spt3g-1.0-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
)
PRIVATE = "github_provenance_demo-0.0.12-py3-none-any.whl"


def vectors(*, staging: bool) -> list[tuple[str, str]]:
    """File name and attestation of each vector."""
    found = [
        (max((n for n in FILES if path.name.startswith(n)), key=len), path.name)
        for path in sorted(VECTORS.iterdir())
        if any(path.name.startswith(f"{name}.") for name in FILES)
    ]
    return [one for one in found if one[0] != PRIVATE and (one[0] in STAGING) is staging]


@pytest.fixture(scope="module")
def production() -> Verification:
    return Verification(pinned(), DEFAULT, pinned_keys(DEFAULT))


def real(production: Verification, name: str, document: str, sha256: str) -> list[Attestation]:
    about = About(name=name, digest=lambda _: sha256, now=time.time())
    offers = read_document((VECTORS / document).read_bytes(), DEFAULT)
    return [production.attestation(offer, about) for offer in offers]


# --- what is public ------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "document"), vectors(staging=False))
def test_a_public_attestation_verifies_with_no_network(
    name: str, document: str, production: Verification, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr("socket.socket.connect", refuse)
    begun = time.process_time()
    found = real(production, name, document, FILES[name])
    spent = time.process_time() - begun
    assert [(one.state, one.reason) for one in found] == [(State.VERIFIED, "")] * len(found)
    assert found
    assert spent < 0.05 * len(found)


@pytest.mark.parametrize(("name", "document"), vectors(staging=True))
def test_the_staging_instance_is_not_trusted(
    name: str, document: str, production: Verification
) -> None:
    (found,) = real(production, name, document, FILES[name])
    assert found.state is State.REFUSED
    assert found.reason == "its certificate is of no authority in the trust root"


@pytest.mark.parametrize(("name", "document"), vectors(staging=False))
def test_a_public_attestation_is_of_no_other_file(
    name: str, document: str, production: Verification
) -> None:
    for found in real(production, name, document, "0" * 64):
        called = f"pkg:npm/{name.removesuffix('.tgz').replace('-', '@')}"
        about = called if name.startswith("sigstore-") else ""
        assert found.state is State.REFUSED
        assert found.reason.startswith(f"it is about another file: {about}")


def test_an_attestation_of_a_private_project_is_unsupported_and_not_false(
    production: Verification,
) -> None:
    """GitHub's own instance keeps no log of them; npm's and PyPI's without an entry are false."""
    (found,) = real(production, PRIVATE, f"{PRIVATE}.sigstore", FILES[PRIVATE])
    assert found.state is State.UNSUPPORTED
    assert "no transparency log entry" in found.reason
    bundle = json.loads((VECTORS / f"{PRIVATE}.sigstore").read_text())
    document = {"attestations": [{"predicateType": "x", "bundle": bundle}]}
    for body in (document, {**bundle, "verificationMaterial": {}}):
        (offer,) = read_document(json.dumps(body).encode(), DEFAULT)
        about = About(name=PRIVATE, digest=lambda _: FILES[PRIVATE], now=time.time())
        assert production.attestation(offer, about).state is State.REFUSED


@pytest.mark.parametrize(
    ("name", "repository", "signer"),
    [
        ("reusable-workflow-artifact", "malancas/attest-demo", "https://github.com/github/"),
        ("custom-issuer-artifact", "too-legit/attest", "https://github.com/too-legit/attest/"),
    ],
)
def test_githubs_artifact_attestations_say_whose_workflow_signed(
    name: str, repository: str, signer: str, production: Verification
) -> None:
    (found,) = real(production, name, f"{name}.sigstore.json", FILES[name])
    assert found.claims is not None
    assert found.claims.repository == f"https://github.com/{repository}"
    assert (found.claims.signer or "").startswith(signer)
    assert found.claims.is_foreign_signer is (repository not in (found.claims.signer or ""))


def test_the_certificate_says_who_signed(production: Verification) -> None:
    name = "pypi_attestations-0.0.19.tar.gz"
    (found,) = real(production, name, f"{name}.provenance", FILES[name])
    said = found.claims
    assert said is not None
    assert said.commit == "08802efe1f8e5fec4ad842d6b8ce97656092ee72"
    assert said.repository == "https://github.com/trailofbits/pypi-attestations"
    assert said.workflow_path == ".github/workflows/release.yml"
    assert (said.repository_id, said.owner_id) == ("772247423", "2314423")
    assert not said.is_foreign_signer


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("gcb_attestation_test-0.0.0.tar.gz", "919436158236-compute@developer.gserviceaccount.com"),
        (
            "circleci_sign_publish_example-0.0.1.dev137-py3-none-any.whl",
            "https://github.com/CircleCI-Public/sign-and-publish-examples",
        ),
    ],
)
def test_some_publishers_attest_no_commit(name: str, who: str, production: Verification) -> None:
    (found,) = real(production, name, f"{name}.provenance", FILES[name])
    assert found.claims is not None
    assert (found.claims.who, found.claims.commit) == (who, None)


# --- what is not one -----------------------------------------------------------------------------


def test_an_attestation_made_here_is_verified(workshop: Workshop) -> None:
    found = workshop.only(workshop.attest())
    assert (found.state, found.reason) == (State.VERIFIED, "")
    assert found.signed_at == int(SIGNED.timestamp())


@pytest.mark.parametrize(
    "body",
    [
        {"version": 1, "attestation_bundles": []},
        {"version": 1, "attestation_bundles": [{"publisher": {}, "attestations": []}]},
        {"attestations": []},
    ],
)
def test_no_attestation_is_none_and_no_pass(body: dict[str, Any], workshop: Workshop) -> None:
    assert workshop.look(body) == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "it cannot be read"),
        (b"<html>", "it cannot be read"),
        (b"[" * 100_000, "it cannot be read"),
        (b"\xff", "it cannot be read"),
        (b"[]", "not an object"),
        (b"{}", "no known form"),
        (b'{"version": 2, "attestation_bundles": []}', "version 2"),
        (b'{"version": 1, "version": 1, "attestation_bundles": []}', "a name stands twice"),
        (b'{"attestations": [7]}', "not an object"),
    ],
)
def test_what_cannot_be_read_is_not_checked(body: bytes, reason: str, workshop: Workshop) -> None:
    (found,) = workshop.look(body)
    assert found.state is State.UNSUPPORTED
    assert reason in found.reason


def changed(attestation: dict[str, Any], *path: str | int, value: object) -> dict[str, Any]:
    """A copy of it with one value changed."""
    copied = copy.deepcopy(attestation)
    at: Any = copied
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return copied


MATERIAL = "verification_material"
ENTRIES = (MATERIAL, "transparency_entries")


def test_a_tampered_statement_is_refused(workshop: Workshop) -> None:
    other = encoded(statement(("example-1.0.tar.gz", b"other")))
    found = workshop.only(changed(workshop.attest(), "envelope", "statement", value=other))
    assert found.state is State.REFUSED
    assert "invalid signature" in found.reason.lower()


def test_a_log_entry_about_another_statement_is_refused(workshop: Workshop) -> None:
    """CVE-2022-36056: an entry that exists, and is of something else."""
    signed = workshop.sigstore.attestation(statement(FILE), claims(), logged=b"{}")
    found = workshop.only(signed)
    assert (found.state, found.reason) == (
        State.REFUSED,
        "log entry payload hash does not match bundle",
    )


@pytest.mark.parametrize("entries", [[], None, {}])
def test_a_missing_log_entry_is_refused(entries: object, workshop: Workshop) -> None:
    found = workshop.only(changed(workshop.attest(), *ENTRIES, value=entries))
    assert (found.state, found.reason) == (State.REFUSED, "it has no transparency log entry")


def test_a_second_log_entry_that_is_false_is_seen(workshop: Workshop) -> None:
    """pypi-attestations 0.0.30 reads the first alone."""
    good, other = workshop.attest(), workshop.attest()
    both = [good[MATERIAL]["transparency_entries"][0], other[MATERIAL]["transparency_entries"][0]]
    found = workshop.only(changed(good, *ENTRIES, value=both))
    assert found.state is State.REFUSED
    assert found.reason.startswith("transparency log entry 2: ")
    twice = workshop.only(changed(good, *ENTRIES, value=both[:1] * 2))
    assert twice.state is State.VERIFIED


def test_ten_thousand_entries_are_refused_without_a_look(workshop: Workshop) -> None:
    good = workshop.attest()
    many = good[MATERIAL]["transparency_entries"] * 10_000
    begun = time.process_time()
    small = replace(DEFAULT, provenance=1 << 30)
    (found,) = workshop.look(provenance(changed(good, *ENTRIES, value=many)), small)
    assert found.reason == "10000 transparency log entries (cap: log_entries)"
    (found,) = workshop.look(provenance(*[{"version": 1}] * 10_000))
    assert (found.state, found.reason) == (
        State.REFUSED,
        "10000 attestations of one file (cap: attestations)",
    )
    assert time.process_time() - begun < 5


def test_a_document_over_its_cap_is_not_read(workshop: Workshop) -> None:
    body = provenance(workshop.attest())
    assert workshop.look(body, Limits(provenance=len(body)))[0].state is State.VERIFIED
    (found,) = workshop.look(body, Limits(provenance=len(body) - 1))
    assert found.state is State.UNSUPPORTED
    assert "cap: provenance" in found.reason


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (statement(("example-1.0.tar.gz", b"other")), "about another file: example-1.0.tar.gz"),
        (statement(("example-2.0.tar.gz", FILE[1])), "about a file called example-2.0.tar.gz"),
        (statement(FILE, ("b-1.0.tar.gz", b"")), "has 2 subjects, where one is allowed"),
        (statement(), "has 0 subjects"),
        (statement(FILE, predicate_type="https://example.org/x"), "no attestation of PyPI has"),
        (b"[]", "no in-toto statement"),
        (b"{", "no statement"),
        (b'{"_type": "https://in-toto.io/Statement/v1"}', "no predicate type"),
        (statement(FILE).replace(b'"subject"', b'"subject": [], "subject"'), "a name stands twice"),
    ],
)
def test_what_is_signed_and_not_about_the_file_is_refused(
    payload: bytes, reason: str, workshop: Workshop
) -> None:
    found = workshop.only(workshop.sigstore.attestation(payload, claims()))
    assert found.state is State.REFUSED
    assert reason in found.reason


def test_a_subject_may_be_normalised_otherwise() -> None:
    """PEP 740 compares names of distributions, not their spelling."""
    workshop = Workshop(file=("Example_Pkg-1.0.tar.gz", b""))
    attest = workshop.sigstore.attestation
    good = attest(statement(("example_pkg-1.0.0.tar.gz", b"")), claims())
    assert workshop.only(good).state is State.VERIFIED


def test_a_digest_that_is_wrong_beside_one_that_is_right_is_refused(workshop: Workshop) -> None:
    content = json.loads(statement(FILE))
    content["subject"][0]["digest"]["sha512"] = "0" * 128
    payload = json.dumps(content).encode()
    found = workshop.only(workshop.sigstore.attestation(payload, claims()))
    assert found.reason == "it is about another file: example-1.0.tar.gz"


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ([(13, der_text("8" * 40))], "DuplicateExtension"),
        ([(23, b"\x0c\x05ab")], "a certificate that breaks off"),
        ([(23, b"\x0c\x02\xff\xfe")], "not UTF-8"),
        ([(23, b"\x16\x01a")], "not the DER of a certificate"),
        ([(23, der_text("a\x1b[2J"))], "not one printable line"),
        ([(23, der_text("a" * 3_000))], "not one printable line"),
    ],
)
def test_a_certificate_with_odd_extensions_is_refused(
    extra: list[tuple[int, bytes]], reason: str, workshop: Workshop
) -> None:
    if reason == "DuplicateExtension":
        # The builder refuses to make one, so the number of another is written over.
        made = workshop.attest(environment="8" * 40)
        der = bytearray(base64.b64decode(made[MATERIAL]["certificate"]))
        at = bytes(der).index(bytes.fromhex("2b0601040183bf300117"))
        der[at + 9] = 13
        found = workshop.only(changed(made, MATERIAL, "certificate", value=encoded(bytes(der))))
    else:
        made = workshop.sigstore.attestation(statement(FILE), claims(), extra=extra)
        found = workshop.only(made)
    assert found.state is State.REFUSED
    assert reason in found.reason


def test_what_another_authority_signs_is_refused(workshop: Workshop) -> None:
    found = workshop.only(Sigstore().attestation(statement(FILE), claims()))
    assert (found.state, found.reason) == (
        State.REFUSED,
        "its certificate is of no authority in the trust root",
    )


def test_what_is_younger_than_the_root_and_unknown_to_it_is_not_checked(
    workshop: Workshop,
) -> None:
    """Keys are rotated: an honest attestation of tomorrow must not look like a forged one."""
    later = Sigstore(signed=SIGNED + timedelta(days=60)).attestation(statement(FILE), claims())
    found = workshop.only(later)
    assert found.state is State.UNCHECKED
    assert "older than it" in found.reason


def test_an_attestation_from_the_future_is_not_checked() -> None:
    """The log's clock is signed, so that it is this machine's that is wrong; still no pass."""
    workshop = Workshop(now=SIGNED.timestamp() - 2 * 86_400)
    found = workshop.only(workshop.attest())
    assert found.state is State.UNCHECKED
    assert "in the future by this machine's clock" in found.reason


def test_an_hour_of_clock_skew_is_no_future() -> None:
    workshop = Workshop(now=SIGNED.timestamp() - 3_600)
    assert workshop.only(workshop.attest()).state is State.VERIFIED


def test_npms_subject_is_a_purl_with_sha512(workshop: Workshop) -> None:
    """npm's provenance names no file; the digest is what binds it."""
    digest = hashlib.sha512(FILE[1]).hexdigest()
    said = {
        "_type": "https://in-toto.io/Statement/v0.1",
        "subject": [{"name": "pkg:npm/example@1.0.0", "digest": {"sha512": digest}}],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {},
    }
    for hexadecimal, state in ((digest, State.VERIFIED), ("0" * 128, State.REFUSED)):
        said["subject"] = [{"name": "pkg:npm/example@1.0.0", "digest": {"sha512": hexadecimal}}]
        signed = workshop.sigstore.attestation(json.dumps(said).encode(), claims())
        document = {"attestations": [{"predicateType": "x", "bundle": bundle_of(signed)}]}
        (found,) = workshop.look(document)
        assert (found.form, found.state) == ("npm", state)


def bundle_of(attestation: dict[str, Any]) -> dict[str, Any]:
    """The same attestation as a Sigstore bundle."""
    (offer,) = read_document(provenance(attestation), DEFAULT)
    return offer.bundles[0]


def test_bundles_of_npm_github_and_of_a_file_a_line_are_read(workshop: Workshop) -> None:
    bundle = bundle_of(workshop.attest())
    github = {"attestations": [{"bundle": bundle, "repository_id": 1}]}
    lines = "\n".join([json.dumps(bundle)] * 2).encode()
    for body, count in ((bundle, 1), (github, 1), (lines, 2)):
        found = workshop.look(body)
        assert [one.state for one in found] == [State.VERIFIED] * count


# --- roots, and noise ----------------------------------------------------------------------------


def test_the_pinned_root_says_its_age() -> None:
    root = pinned()
    noon = 86_400 * (PINNED.toordinal() - 719_163) + 43_200
    assert root.in_words(noon + 86_400) == f"pinned trust root of {PINNED}, 1 day old"


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 100_000, b"\xff"])
def test_what_is_no_trust_root_is_a_usage_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "root.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="not a trust root"):
        Verification(read_trust_root(path, DEFAULT), DEFAULT)
    with pytest.raises(UsageError, match="larger than"):
        read_trust_root(path, Limits(trust_root=len(content) - 1))


def test_a_trust_root_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_trust_root(tmp_path / "none", DEFAULT)


def test_a_root_of_the_users_own_is_used(workshop: Workshop) -> None:
    root = TrustRoot(content=workshop.sigstore.trust_root.content, name="given")
    about = About(name=FILE[0], digest=lambda _: "0" * 64, now=workshop.now)
    (offer,) = read_document(provenance(workshop.attest()), DEFAULT)
    found = Verification(root, DEFAULT).attestation(offer, about)
    assert found.reason == "it is about another file: example-1.0.tar.gz"


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_change_of_a_byte_is_verified_otherwise(data: st.DataObject) -> None:
    """Whatever is changed: refused, not supported, or the very same claims."""
    workshop, body = SHARED
    at = data.draw(st.integers(0, len(body) - 1))
    byte = data.draw(st.integers(0, 255))
    noisy = body[:at] + bytes([byte]) + body[at + 1 :]
    (honest,) = workshop.look(body)
    for found in workshop.look(noisy):
        if found.state is State.VERIFIED:
            assert (found.claims, found.predicate) == (honest.claims, honest.predicate)
        else:
            assert found.claims is None
            assert found.reason


def _shared() -> tuple[Workshop, bytes]:
    workshop = Workshop()
    return workshop, provenance(workshop.attest())


SHARED = _shared()
