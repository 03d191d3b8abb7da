"""What every format says about an identity: the rung in words, who, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from tallystick.model.ladder import (
    Attestation,
    Claims,
    Identity,
    IdentityFinding,
    Publisher,
    Rung,
    Weight,
)
from tallystick.report.text import json_prose

IN_WORDS: Final = {
    Rung.ABSENT: "absent",
    Rung.SIGNATURE: "signature valid",
    Rung.IDENTITY: "identity matches",
    Rung.COMMIT: "commit bound",
    Rung.TAGGED: "commit reachable and tagged",
    Rung.CONTENT: "content equals commit",
    Rung.REPRODUCED: "reproduced",
}
_RUNGS: Final = list(Rung)


def reached(identity: Identity) -> str:
    """The rung, and why the next was not reached (not escaped)."""
    rung = IN_WORDS[identity.rung]
    if identity.rung is Rung.ABSENT:
        return f"{rung}: {identity.why_not}"
    at = f"{rung} ({_RUNGS.index(identity.rung)} of {len(_RUNGS) - 1})"
    if identity.rung is Rung.REPRODUCED:
        return at
    return f"{at}; not {IN_WORDS[_RUNGS[_RUNGS.index(identity.rung) + 1]]}: {identity.why_not}"


def who(identity: Identity) -> Iterator[str]:
    """Who signed, each once, and what it was checked against (not escaped)."""
    is_bound = _RUNGS.index(identity.rung) >= _RUNGS.index(Rung.COMMIT)
    said = dict.fromkeys(
        _signed(one.claims, one.signed_at, is_bound=is_bound)
        for one in identity.verified
        if one.claims is not None
    )
    for one in said:
        yield f"{one} ({identity.trust_root})"


def _signed(claims: Claims, signed_at: int | None, *, is_bound: bool) -> str:
    """Who, by which workflow, for what; the commit where it is not the audited one, which is shown."""
    parts = [claims.who]
    parts += [claims.workflow_path] if claims.workflow_path else []
    if claims.commit is None:
        parts.append("no commit attested")
    elif not is_bound:
        parts.append(f"commit {claims.commit[:12]}")
    parts += [claims.ref.removeprefix("refs/")] if claims.ref else []
    parts += [claims.trigger] if claims.trigger else []
    parts += [claims.runner] if claims.runner else []
    if signed_at is not None:
        parts.append(f"signed {datetime.fromtimestamp(signed_at, UTC).date()}")
    return ", ".join(parts)


def against(identity: Identity) -> tuple[IdentityFinding, ...]:
    """The rules that do not hold; a person must see them beside the rung."""
    return tuple(one for one in identity.findings if one.holds is False)


def label(finding: IdentityFinding) -> str:
    """What stands before a finding: what is only said is no doubt."""
    return "note" if finding.weight is Weight.ALLOW else "but"


def said(finding: IdentityFinding) -> str:
    """What a finding that does not hold says, and what its rule would have caught (not escaped)."""
    from tallystick.identity.incidents import CAUGHT  # noqa: PLC0415 - most ledgers have no finding

    caught = CAUGHT.get(finding.rule)
    return finding.message if caught is None else f"{finding.message} (would have caught: {caught})"


def document(identity: Identity) -> dict[str, Any]:
    """The identity in values that JSON knows, as ``docs/ledger.md`` says."""
    return {
        "rung": identity.rung.value,
        "why_not": json_prose(identity.why_not),
        "trust_root": json_prose(identity.trust_root),
        "attestations": [_attestation(one) for one in identity.attestations],
        "findings": [
            {
                "rule": json_prose(one.rule),
                "holds": one.holds,
                "message": json_prose(one.message),
                "weight": one.weight.value,
                "delta": _prose_or_null(one.delta),
            }
            for one in identity.findings
        ],
    }


CLAIMS: Final = tuple(Claims.__struct_fields__)
PUBLISHER: Final = tuple(Publisher.__struct_fields__)


def _attestation(one: Attestation) -> dict[str, Any]:
    return {
        "form": json_prose(one.form),
        "state": one.state.value,
        "reason": json_prose(one.reason),
        "predicate": _prose_or_null(one.predicate),
        "signed_at": one.signed_at,
        "key": _prose_or_null(one.key),
        "claims": _values(one.claims, CLAIMS),
        "publisher": _values(one.publisher, PUBLISHER),
    }


def _values(value: Claims | Publisher | None, names: tuple[str, ...]) -> dict[str, Any] | None:
    if value is None:
        return None
    return {name: _prose_or_null(getattr(value, name)) for name in names}


def _prose_or_null(text: str | None) -> str | None:
    return None if text is None else json_prose(text)
