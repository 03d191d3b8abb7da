"""An identity for a person at a prompt: the rung, each attestation with its claims, and what rules say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tallystick.model.ladder import Attestation, Claims, Identity
from tallystick.report.identity import reached, said
from tallystick.report.text import name, prose

_HOLDS = {True: "yes", False: "NO", None: "?"}


def as_text(file: str, identity: Identity) -> str:
    """Everything that is known of who published ``file``; what others chose is made visible."""
    lines = [f"{name(file)}", f"  {prose(reached(identity))}"]
    if identity.trust_root:
        lines.append(f"  checked offline against the {prose(identity.trust_root)}")
    for one in identity.attestations:
        lines += _attestation(one)
    if identity.findings:
        width = max(len(one.rule) for one in identity.findings)
        lines.append("  rules")
        lines += [
            f"    {_HOLDS[one.holds]:<4} {one.rule:<{width}}  "
            f"{prose(said(one) if one.holds is False else one.message)}"
            for one in identity.findings
        ]
    return "\n".join(lines)


def _attestation(one: Attestation) -> Iterator[str]:
    about = f": {prose(one.reason)}" if one.reason else ""
    yield f"  {one.state} {prose(one.predicate or one.form)}{about}"
    if one.claims is not None:
        for label, value in _claims(one.claims):
            yield f"    {label:<12}{prose(value)}"
    if one.signed_at is not None:
        yield f"    {'signed':<12}{datetime.fromtimestamp(one.signed_at, UTC):%Y-%m-%d %H:%M} UTC"
    if one.publisher is not None:
        yield f"    {'index says':<12}{prose(one.publisher.who)}"


def _claims(claims: Claims) -> Iterator[tuple[str, str]]:
    if claims.repository is None:
        yield "subject", f"{claims.subject} (of {claims.issuer})"
        return
    numbers = [("id", claims.repository_id), ("owner", claims.owner_id)]
    said = ", ".join(f"{label} {value}" for label, value in numbers if value)
    yield "repository", claims.repository + (f" ({said})" if said else "")
    yield "commit", claims.commit or "not attested"
    for label, value in (
        ("ref", claims.ref),
        ("workflow", claims.workflow_path or claims.workflow),
        ("signer", claims.signer if claims.is_foreign_signer else None),
        ("trigger", claims.trigger),
        ("runner", claims.runner),
        ("environment", claims.environment),
        ("run", claims.run),
    ):
        if value is not None:
            yield label, value
