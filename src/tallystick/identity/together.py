"""The identities of several artifacts of one release beside each other: pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace
from packaging.utils import canonicalize_name

from tallystick.identity.rules import BY_ID
from tallystick.identity.terms import Terms
from tallystick.model import Ledger
from tallystick.model.ladder import Identity, IdentityFinding

RULE = "one-publisher"


def beside(ledgers: Sequence[Ledger], terms: Terms) -> Mapping[str, Identity]:
    """The identities, by SHA-256, of artifacts whose release has more than one publisher.

    Only those that change are there. Publishers are told apart by repository (or account) and workflow.
    """
    releases: dict[tuple[str, str], dict[str, Ledger]] = {}
    for ledger in ledgers:
        artifact, identity = ledger.artifact, ledger.identity
        if identity is None or not identity.verified or artifact.project is None:
            continue
        release = canonicalize_name(artifact.project), artifact.version or ""
        releases.setdefault(release, {})[artifact.sha256] = ledger
    found: dict[str, Identity] = {}
    for members in releases.values():
        who = {sha256: _publishers(ledger) for sha256, ledger in members.items()}
        if len({frozenset(names) for names in who.values()}) < 2:
            continue
        for sha256, ledger in members.items():
            other = next(one for one in members if who[one] != who[sha256])
            message = (
                f"published by {_said(who[sha256])}, and {members[other].artifact.name} of the same "
                f"release by {_said(who[other])}"
            )
            found[sha256] = _with(ledger, message, terms)
    return found


def _publishers(ledger: Ledger) -> dict[tuple[str, str | None], None]:
    verified = ledger.identity.verified if ledger.identity is not None else ()
    claims = [one.claims for one in verified if one.claims is not None]
    return dict.fromkeys((one.who, one.workflow_path) for one in claims)


def _said(who: Mapping[tuple[str, str | None], None]) -> str:
    return " and ".join(" ".join(filter(None, one)) for one in who)


def _with(ledger: Ledger, message: str, terms: Terms) -> Identity:
    identity = ledger.identity
    if identity is None:
        raise ValueError("not a ledger with an identity")
    finding = IdentityFinding(
        rule=RULE, holds=False, message=message, weight=terms.weight(BY_ID[RULE])
    )
    others = tuple(one for one in identity.findings if one.rule != RULE)
    return replace(identity, findings=(*others, finding))
