"""Provenance that an index serves (PEP 740; npm's attestations): hints of repository and commit.

The publisher block of PEP 740 is the index's own word, the rest is a certificate that nobody verified
yet (see :mod:`tallystick.index.certificate`). Both only say where to look.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tallystick.index.certificate import (
    SOURCE_COMMIT,
    SOURCE_REPOSITORY,
    Unreadable,
    extension_text,
)
from tallystick.limits import Limits
from tallystick.model import Hint, HintKind

PUBLISHER = "publisher"
PROVENANCE = "provenance"

_FORGES = {"GitHub": "https://github.com/", "GitLab": "https://gitlab.com/"}
"""Kinds of trusted publishers that name a repository (PyPI's documentation, "Trusted publishers")."""

_REPOSITORY = re.compile(r"[A-Za-z0-9_.-]{1,100}(?:/[A-Za-z0-9_.-]{1,100}){1,20}")
_URL = re.compile(r"https://[A-Za-z0-9.-]{1,253}/[A-Za-z0-9_./~-]{1,1000}")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

EACH = 16
"""Bundles, and attestations of one bundle, that are looked at; a file of PyPI has two in one."""


def pep740_hints(body: bytes, limits: Limits) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
    """Hints of a provenance object (PEP 740), and in a sentence each what kept from reading more."""
    try:
        found = pep740_attestations(_object(json.loads(body)), most=EACH)
        return _gathered((_hinted_by_pep740(*one) for one in found), limits)
    except (ValueError, RecursionError):
        return (), ("the provenance that the index serves is not that of PEP 740",)


def npm_hints(body: bytes, limits: Limits) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
    """Hints of npm's answer on ``attestations``, and what kept from reading more."""
    try:
        found = npm_bundles(_object(json.loads(body)))[:EACH]
        return _gathered((hint for _, bundle in found for hint in _hinted_by_npm(bundle)), limits)
    except (ValueError, RecursionError):
        return (), ("the attestations that the registry serves cannot be read",)


Found = list[tuple[dict[str, Any], dict[str, Any]]]


def pep740_attestations(document: dict[str, Any], *, most: int | None = None) -> Found:
    """Publisher block and attestation object of each attestation in a provenance object (PEP 740).

    Args:
        document: the object, as JSON has it.
        most: bundles, and attestations of one bundle, that are looked at; None: all.

    Raises:
        ValueError: it is none.
    """
    return [
        (_object(_object(bundle).get("publisher")), _object(attestation))
        for bundle in _list(document.get("attestation_bundles"))[:most]
        for attestation in _list(_object(bundle).get("attestations"))[:most]
    ]


def npm_bundles(document: dict[str, Any]) -> list[tuple[str | None, dict[str, Any]]]:
    """Predicate type (GitHub says none) and Sigstore bundle of each attestation in an answer of npm.

    Raises:
        ValueError: it is no such answer.
    """
    answers = [_object(one) for one in _list(document.get("attestations"))]
    kinds = [one.get("predicateType") for one in answers]
    return [
        (kind if isinstance(kind, str) else None, _object(one.get("bundle")))
        for kind, one in zip(kinds, answers, strict=True)
    ]


def _hinted_by_pep740(
    publisher: dict[str, Any], attestation: dict[str, Any]
) -> tuple[str | None, Any]:
    """Repository of the publisher, and the certificate (base64)."""
    name, forge = publisher.get("repository"), _FORGES.get(str(publisher.get("kind")))
    plain = isinstance(name, str) and _REPOSITORY.fullmatch(name)
    material = _object(attestation.get("verification_material"))
    return f"{forge}{name}" if forge and plain else None, material.get("certificate")


def _hinted_by_npm(bundle: dict[str, Any]) -> Iterator[tuple[str | None, Any]]:
    """Likewise; npm's own publish attestation is signed with a key and has no certificate."""
    material = _object(bundle.get("verificationMaterial"))
    chain = _object(material.get("x509CertificateChain", {})).get("certificates", [])
    for certificate in (material.get("certificate"), *_list(chain)[:1]):
        if isinstance(certificate, dict):
            yield None, certificate.get("rawBytes")


def _gathered(
    said: Iterable[tuple[str | None, Any]], limits: Limits
) -> tuple[tuple[Hint, ...], tuple[str, ...]]:
    attested: dict[Hint, None] = {}
    published: dict[Hint, None] = {}
    notes: dict[str, None] = {}
    for repository, certificate in said:
        if repository is not None:
            published[Hint(kind=HintKind.REPOSITORY, value=repository, by=PUBLISHER)] = None
        try:
            attested.update(dict.fromkeys(_certified(certificate, limits)))
        except (Unreadable, binascii.Error) as error:
            notes[f"a certificate in the provenance cannot be read: {error}"] = None
    if not attested and not notes:
        notes["the provenance names no commit"] = None
    return (*attested, *published), tuple(notes)


def _certified(encoded: Any, limits: Limits) -> Iterator[Hint]:  # noqa: ANN401 - JSON from a stranger
    """What a certificate names: the commit first."""
    if not isinstance(encoded, str) or len(encoded) > 2 * limits.certificate:
        raise Unreadable("not one in base64")
    if not encoded.isascii():
        raise Unreadable("not one in base64")
    der = base64.b64decode(encoded, validate=True)
    commit = extension_text(der, SOURCE_COMMIT, limits)
    if commit is not None and _COMMIT.fullmatch(commit):
        yield Hint(kind=HintKind.COMMIT, value=commit, by=PROVENANCE)
    repository = extension_text(der, SOURCE_REPOSITORY, limits)
    if repository is not None and _URL.fullmatch(repository):
        yield Hint(kind=HintKind.REPOSITORY, value=repository, by=PROVENANCE)


def _object(value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON from a stranger
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004 - of the document, not of the program
    return value


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON from a stranger
    if not isinstance(value, list):
        raise ValueError("not an array")  # noqa: TRY004 - of the document, not of the program
    return value
