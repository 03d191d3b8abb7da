"""Attestations as they are published, turned into one shape: a Sigstore bundle and what was said beside it.

PEP 740's provenance objects and single attestations, npm's and GitHub's answers, Sigstore bundles, and
files with one bundle a line. Nothing is verified here. What cannot be read is an offer with a problem, so
that it is counted and never mistaken for nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from tallystick.index import said
from tallystick.index.provenance import npm_bundles, pep740_attestations
from tallystick.limits import Limits
from tallystick.model.ladder import Publisher, State

BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json"
STATEMENT_TYPE = "application/vnd.in-toto+json"

PEP740 = "pep740"
NPM = "npm"
BUNDLE = "bundle"


class Offer(Struct, frozen=True, kw_only=True):
    """One attestation that somebody offers, not verified yet.

    Attributes:
        form: ``pep740``, ``npm`` or ``bundle``.
        bundles: the same attestation as Sigstore bundles, one for each of its log entries: all have to
            verify. Empty where there is a problem.
        publisher: the index's word on who published.
        problem: why there is nothing to verify, and whether that is a fault of it or of ours.
    """

    form: str
    bundles: tuple[dict[str, Any], ...] = ()
    publisher: Publisher | None = None
    problem: tuple[State, str] | None = field(default=None)


def read_document(body: bytes, limits: Limits) -> tuple[Offer, ...]:
    """The attestations in a document of any known form; none if it is whole and has none.

    ``pypi-attestations`` takes an empty list for a pass; here it is nothing, and nothing is *absent*.
    """
    if len(body) > limits.provenance:
        return (_unreadable(BUNDLE, f"{len(body)} bytes (cap: provenance)"),)
    try:
        documents = _documents(body)
        found = [offer for document in documents for offer in _offers(document, limits)]
    except (ValueError, RecursionError) as error:
        return (_unreadable(BUNDLE, str(error) or "nested too deeply"),)
    if len(found) > limits.attestations:
        message = f"{len(found)} attestations of one file (cap: attestations)"
        return (Offer(form=found[0].form, problem=(State.REFUSED, message)),)
    return tuple(found)


def _unreadable(form: str, why: str) -> Offer:
    return Offer(form=form, problem=(State.UNSUPPORTED, f"it cannot be read: {why[:200]}"))


def _documents(body: bytes) -> list[Any]:
    """One JSON document, or one a line (as ``gh attestation download`` writes them)."""
    text = body.decode("utf-8")
    try:
        return [parsed(text)]
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not all(line.startswith("{") for line in lines):
            raise
        return [parsed(line) for line in lines]


def parsed(text: str | bytes) -> Any:  # noqa: ANN401 - JSON from a stranger
    """JSON in which no object has a name twice: readers would choose differently (RFC 8259, 4).

    Raises:
        ValueError: it is no JSON, or a name is there twice.
        RecursionError: it is nested too deeply.
    """

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("a name stands twice in one object")
        return found

    return json.loads(text, object_pairs_hook=once)


def _offers(document: Any, limits: Limits) -> Iterator[Offer]:  # noqa: ANN401
    if not isinstance(document, dict):
        raise ValueError("not an object")  # noqa: TRY004 - of the document, not of the program
    if "attestation_bundles" in document:
        if document.get("version") != 1:
            yield _unreadable(
                PEP740, f"version {document.get('version')!r} of PEP 740's provenance"
            )
            return
        for publisher, attestation in pep740_attestations(document):
            yield _of_pep740(attestation, _publisher(publisher), limits)
    elif "attestations" in document:
        for kind, bundle in npm_bundles(document):
            yield _of_bundle(bundle, BUNDLE if kind is None else NPM, limits)
    elif "verification_material" in document:
        yield _of_pep740(document, None, limits)
    elif "mediaType" in document:
        yield _of_bundle(document, BUNDLE, limits)
    else:
        yield _unreadable(BUNDLE, "no known form of attestations")


def _of_pep740(attestation: dict[str, Any], publisher: Publisher | None, limits: Limits) -> Offer:
    """PEP 740, "Attestation objects": a bundle in other words."""
    if attestation.get("version") != 1:
        return _unreadable(PEP740, f"version {attestation.get('version')!r} of its attestations")
    material = said.mapping(attestation.get("verification_material"))
    envelope = said.mapping(attestation.get("envelope"))
    bundle = {
        "mediaType": BUNDLE_TYPE,
        "verificationMaterial": {
            "certificate": {"rawBytes": material.get("certificate")},
            "tlogEntries": material.get("transparency_entries"),
        },
        "dsseEnvelope": {
            "payload": envelope.get("statement"),
            "payloadType": STATEMENT_TYPE,
            "signatures": [{"sig": envelope.get("signature")}],
        },
    }
    offer = _of_bundle(bundle, PEP740, limits)
    return Offer(form=offer.form, bundles=offer.bundles, publisher=publisher, problem=offer.problem)


def _of_bundle(bundle: dict[str, Any], form: str, limits: Limits) -> Offer:
    """One Sigstore bundle, taken apart by its log entries."""
    material = said.mapping(bundle.get("verificationMaterial"))
    if "publicKey" in material and "messageSignature" in bundle:
        why = "it signs a file with a bare key, which is not checked here"
        return Offer(form=form, problem=(State.UNSUPPORTED, why))
    entries = said.sequence(material.get("tlogEntries"))
    if not entries:
        return Offer(form=form, problem=_unlogged(material, form))
    if len(entries) > limits.log_entries:
        why = f"{len(entries)} transparency log entries (cap: log_entries)"
        return Offer(form=form, problem=(State.REFUSED, why))
    kinds = {_kind(said.mapping(said.mapping(e).get("kindVersion"))) for e in entries}
    if odd := sorted(kind for kind in kinds if not kind.startswith(_READ)):
        why = f"its transparency log entry is of type {odd[0][:40]}"
        return Offer(form=form, problem=(State.UNSUPPORTED, why))
    return Offer(
        form=form,
        bundles=tuple(
            {**bundle, "verificationMaterial": {**material, "tlogEntries": [entry]}}
            for entry in entries
        ),
    )


def _unlogged(material: dict[str, Any], form: str) -> tuple[State, str]:
    """What an attestation without a log entry is: GitHub's of private projects have none, all others do."""
    stamps = said.mapping(material.get("timestampVerificationData")).get("rfc3161Timestamps")
    if form == BUNDLE and said.sequence(stamps):
        why = "it has a timestamp and no transparency log entry, as GitHub's for private projects"
        return State.UNSUPPORTED, f"{why}, which is not checked here"
    return State.REFUSED, "it has no transparency log entry"


_READ = ("dsse/", "hashedrekord/", "intoto/0.0.2")


def _kind(said_kind: dict[str, Any]) -> str:
    return f"{said.text(said_kind.get('kind'))}/{said.text(said_kind.get('version'))}"


def _publisher(block: dict[str, Any]) -> Publisher:
    """PEP 740's publisher block, as PyPI fills it for each kind of trusted publisher."""
    workflow = said.text(block.get("workflow")) or said.text(block.get("workflow_filepath"))
    return Publisher(
        kind=said.text(block.get("kind")) or "unnamed",
        repository=said.text(block.get("repository")),
        workflow=workflow,
        environment=said.text(block.get("environment")),
        email=said.text(block.get("email")),
    )
