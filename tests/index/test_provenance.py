"""What an index's provenance says of repository and commit, and what a hostile one does not."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallystick.index.certificate import (
    SOURCE_COMMIT,
    SOURCE_REPOSITORY,
    Unreadable,
    extension_text,
)
from tallystick.index.provenance import npm_hints, pep740_hints
from tallystick.limits import DEFAULT, Limits
from tallystick.model import Hint, HintKind

REAL = Path(__file__).parent.parent / "data/index/sampleproject-4.0.0.tar.gz.provenance"
"""As PyPI serves it (PEP 740); signed by GitHub Actions through Fulcio."""

COMMIT = "621e4974ca25ce531773def586ba3ed8e736b3fc"


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    octets = len(content).to_bytes(3, "big").lstrip(b"\0")
    return bytes([tag, 0x80 + len(octets)]) + octets + content


def extension(oid: bytes, text: bytes, *, critical: bool = False) -> bytes:
    flag = [der(0x01, b"\xff")] if critical else []
    return der(0x30, der(0x06, oid), *flag, der(0x04, der(0x0C, text)))


def certificate(*extensions: bytes) -> bytes:
    """Just the levels of RFC 5280, 4.1 that lead to the extensions."""
    signed = der(0x30, der(0xA0, der(0x02, b"\2")), der(0xA3, der(0x30, *extensions)))
    return der(0x30, signed, der(0x30), der(0x03, b"\0"))


def provenance(cert: object, **publisher: object) -> bytes:
    attestation = {"version": 1, "verification_material": {"certificate": cert}}
    bundle = {"publisher": publisher, "attestations": [attestation]}
    return json.dumps({"version": 1, "attestation_bundles": [bundle]}).encode()


def encoded(cert: bytes) -> str:
    return base64.b64encode(cert).decode()


def commit(value: str) -> Hint:
    return Hint(kind=HintKind.COMMIT, value=value, by="provenance")


def repository(value: str, by: str) -> Hint:
    return Hint(kind=HintKind.REPOSITORY, value=value, by=by)


# --- the certificate ------------------------------------------------------------------------------


def test_an_extension_is_found_among_others() -> None:
    cert = certificate(
        extension(SOURCE_COMMIT[:-1] + b"\x0e", b"refs/heads/main"),
        extension(SOURCE_COMMIT, COMMIT.encode(), critical=True),
        extension(SOURCE_REPOSITORY, b"https://github.com/" + b"o" * 300),
    )
    assert extension_text(cert, SOURCE_COMMIT, DEFAULT) == COMMIT
    assert (extension_text(cert, SOURCE_REPOSITORY, DEFAULT) or "").endswith("o" * 300)
    assert extension_text(certificate(), SOURCE_COMMIT, DEFAULT) is None
    assert extension_text(der(0x30, der(0x30)), SOURCE_COMMIT, DEFAULT) is None


@pytest.mark.parametrize(
    "cert",
    [
        b"",
        b"\x30",
        b"\x30\x80\x00\x00",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x03\x1f\x81\x01",
        b"\x30\x05ab",
        der(0x31, b""),
        der(0x30, b"") * 2,
        certificate(extension(SOURCE_COMMIT, b"a"), extension(SOURCE_COMMIT, b"b")),
        certificate(extension(SOURCE_COMMIT, b"\xff")),
        certificate(der(0x30, der(0x06, SOURCE_COMMIT), der(0x04, b"not DER"))),
        certificate(der(0x30, der(0x06, SOURCE_COMMIT), der(0x04, der(0x0C) * 2))),
    ],
)
def test_what_is_no_certificate_is_unreadable(cert: bytes) -> None:
    with pytest.raises(Unreadable):
        extension_text(cert, SOURCE_COMMIT, DEFAULT)


def test_a_certificate_larger_than_its_cap_is_unreadable() -> None:
    cert = certificate(extension(SOURCE_COMMIT, b"a" * 100))
    assert extension_text(cert, SOURCE_COMMIT, Limits(certificate=len(cert))) == "a" * 100
    with pytest.raises(Unreadable, match=f"a certificate of {len(cert)} bytes"):
        extension_text(cert, SOURCE_COMMIT, Limits(certificate=len(cert) - 1))


@given(st.binary(max_size=200), st.integers(0, 10_000))
def test_no_bytes_make_the_reader_fail_otherwise(noise: bytes, at: int) -> None:
    cert = certificate(extension(SOURCE_COMMIT, COMMIT.encode()))
    for hostile in (noise, cert[: at % len(cert)] + noise, noise + cert):
        try:
            found = extension_text(hostile, SOURCE_COMMIT, DEFAULT)
        except Unreadable:
            continue
        assert found is None or isinstance(found, str)


# --- PEP 740 --------------------------------------------------------------------------------------


def test_a_real_provenance_names_commit_and_repository() -> None:
    url = "https://github.com/pypa/sampleproject"
    assert pep740_hints(REAL.read_bytes(), DEFAULT) == (
        (commit(COMMIT), repository(url, "provenance"), repository(url, "publisher")),
        (),
    )


def test_a_publisher_that_differs_from_the_certificate_stays_apart() -> None:
    cert = certificate(
        extension(SOURCE_COMMIT, COMMIT.encode()),
        extension(SOURCE_REPOSITORY, b"https://gitlab.com/a/b"),
    )
    hints, notes = pep740_hints(
        provenance(encoded(cert), kind="GitLab", repository="group/sub/other"), DEFAULT
    )
    assert hints == (
        commit(COMMIT),
        repository("https://gitlab.com/a/b", "provenance"),
        repository("https://gitlab.com/group/sub/other", "publisher"),
    )
    assert notes == ()


@pytest.mark.parametrize(
    "publisher",
    [
        {"kind": "Google", "email": "a@b.c"},
        {"kind": "GitHub", "repository": "--upload-pack=x"},
        {"kind": "GitHub", "repository": "a/b\n"},
        {"kind": "GitHub", "repository": "a/b?x"},
        {"kind": "GitHub", "repository": 7},
        {"kind": ["GitHub"], "repository": "a/b"},
        {"repository": "a/b"},
    ],
)
def test_a_publisher_without_a_plain_repository_gives_no_hint(publisher: dict[str, Any]) -> None:
    hints, notes = pep740_hints(provenance(encoded(certificate()), **publisher), DEFAULT)
    assert (hints, notes) == ((), ("the provenance names no commit",))


@pytest.mark.parametrize("value", ["main", "-x", COMMIT.upper(), COMMIT + "\n", COMMIT[:-1]])
def test_a_commit_is_a_full_id(value: str) -> None:
    cert = certificate(extension(SOURCE_COMMIT, value.encode()))
    assert pep740_hints(provenance(encoded(cert)), DEFAULT)[0] == ()


@pytest.mark.parametrize(
    "value", ["ext::sh -c x", "file:///etc", "https://u:p@h/x", "http://h/x", "https://h/\nx"]
)
def test_a_repository_is_a_plain_https_url(value: str) -> None:
    cert = certificate(extension(SOURCE_REPOSITORY, value.encode()))
    assert pep740_hints(provenance(encoded(cert)), DEFAULT)[0] == ()


@pytest.mark.parametrize("cert", [None, 7, "", "not base64!", "é", "A" * 100_000, "AAAA"])
def test_a_certificate_that_cannot_be_read_is_noted(cert: object) -> None:
    hints, notes = pep740_hints(provenance(cert, kind="GitHub", repository="a/b"), DEFAULT)
    assert hints == (repository("https://github.com/a/b", "publisher"),)
    assert [note.partition(":")[0] for note in notes] == [
        "a certificate in the provenance cannot be read"
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"attestation_bundles": {}}',
        b'{"attestation_bundles": [7]}',
        b'{"attestation_bundles": [{"publisher": 7, "attestations": []}]}',
        b'{"attestation_bundles": [{"publisher": {}, "attestations": [7]}]}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 10_000,
        b"\xff\xfe",
    ],
)
def test_what_is_no_provenance_is_noted(body: bytes) -> None:
    for read in (pep740_hints, npm_hints):
        hints, notes = read(body, DEFAULT)
        assert (hints, len(notes)) == ((), 1)


@pytest.mark.parametrize(
    "body",
    [
        b'{"attestation_bundles": []}',
        b'{"attestation_bundles": [{"publisher": {}, "attestations": []}]}',
    ],
)
def test_an_empty_provenance_is_noted(body: bytes) -> None:
    assert pep740_hints(body, DEFAULT) == ((), ("the provenance names no commit",))


def test_a_thousand_attestations_are_not_all_read() -> None:
    one = {"verification_material": {"certificate": "!"}}
    bundle = {"publisher": {}, "attestations": [one] * 1_000}
    body = json.dumps({"attestation_bundles": [bundle] * 1_000}).encode()
    hints, notes = pep740_hints(body, DEFAULT)
    assert (hints, len(notes)) == ((), 1)


# --- npm ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("old", [True, False])
def test_npms_attestations_name_commit_and_repository(old: bool) -> None:
    cert = certificate(
        extension(SOURCE_COMMIT, COMMIT.encode()),
        extension(SOURCE_REPOSITORY, b"https://github.com/a/b"),
    )
    raw = {"rawBytes": encoded(cert)}
    material = {"x509CertificateChain": {"certificates": [raw]}} if old else {"certificate": raw}
    keyed = {"verificationMaterial": {"publicKey": {"hint": "SHA256:x"}}}
    attestations = [{"bundle": keyed}, {"bundle": {"verificationMaterial": material}}]
    body = json.dumps({"attestations": attestations}).encode()
    assert npm_hints(body, DEFAULT) == (
        (commit(COMMIT), repository("https://github.com/a/b", "provenance")),
        (),
    )
