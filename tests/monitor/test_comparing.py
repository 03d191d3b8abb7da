"""A release beside the one before it, as far as ledgers tell."""

from __future__ import annotations

from msgspec.structs import replace

import ledgers
from tallystick.model import Ledger
from tallystick.model.ladder import Claims, Identity, Rung
from tallystick.monitor.comparing import events
from tallystick.monitor.event import Event, Kind


def released(ledger: Ledger, version: str, digest: str, name: str = "x-{}.tar.gz") -> Ledger:
    artifact = replace(
        ledger.artifact,
        name=name.format(version),
        project="x",
        version=version,
        sha256=type(ledger.artifact.sha256)(digest * 64),
    )
    return replace(ledger, artifact=artifact)


def told(now: Ledger, before: Ledger | None) -> list[Event]:
    old = [] if before is None else [before]
    return list(events("pypi", "x", "2.0", [now], old))


def test_a_release_like_the_one_before_is_no_news() -> None:
    before = released(ledgers.accepted(), "1.0", "1")
    assert told(released(ledgers.accepted(), "2.0", "2"), before) == []


def test_a_new_kind_of_residue_and_a_rejection_are_told_with_their_paths() -> None:
    now = ledgers.rejected()
    proven = tuple(line for line in now.lines if line.grade.is_proof)
    source = ledgers.git_source("https://example.org/x.git", "v1")
    before = released(replace(now, lines=proven, source=source), "1.0", "1")
    now = released(replace(now, source=source), "2.0", "2")
    found = told(now, before)
    kinds = {event.kind for event in found}
    assert {Kind.REJECTED, Kind.NEW_RESIDUE} <= kinds
    assert all(event.paths for event in found if event.kind is Kind.NEW_RESIDUE)
    assert len({event.id for event in found}) == len(found)
    assert [event.id for event in found] == [event.id for event in told(now, before)]


def test_without_a_release_before_only_the_rejection_is_told() -> None:
    found = told(released(ledgers.rejected(), "2.0", "2"), None)
    assert {event.kind for event in found} == {Kind.REJECTED}


def test_where_a_source_could_not_be_had_the_residue_is_no_news() -> None:
    before = released(ledgers.accepted(), "1.0", "1")
    found = told(released(ledgers.without_source(), "2.0", "2"), before)
    assert not {event.kind for event in found} & {Kind.NEW_RESIDUE, Kind.SOURCE_CHANGED}


def unattested(ledger: Ledger) -> Ledger:
    return replace(ledger, identity=Identity(rung=Rung.ABSENT, why_not="the index offers none"))


def published_by(ledger: Ledger, claims: Claims) -> Ledger:
    assert ledger.identity is not None
    attestations = tuple(replace(one, claims=claims) for one in ledger.identity.verified)
    return replace(ledger, identity=replace(ledger.identity, attestations=attestations))


def test_an_identity_that_is_lost_gained_or_changed_is_told() -> None:
    signed = replace(
        ledgers.SIGNED, signer=ledgers.SIGNED.workflow
    )  # as every real certificate has it
    before = published_by(released(ledgers.attested(), "1.0", "1"), signed)
    now = published_by(released(ledgers.attested(), "2.0", "2"), signed)
    assert not [e for e in told(now, before) if e.kind.startswith("identity")]
    kinds = [event.kind for event in told(unattested(now), before)]
    assert Kind.IDENTITY_LOST in kinds
    kinds = [event.kind for event in told(now, unattested(before))]
    assert Kind.IDENTITY_GAINED in kinds
    stolen = replace(signed, owner_id="666", repository_id="667")
    found = [
        event
        for event in told(published_by(now, stolen), before)
        if event.kind.startswith("identity")
    ]
    assert {event.kind for event in found} == {Kind.IDENTITY_CHANGED}
    assert any("666" in event.message for event in found)


def test_where_nobody_was_asked_for_an_identity_none_is_lost() -> None:
    before = released(ledgers.attested(), "1.0", "1")
    now = replace(released(ledgers.attested(), "2.0", "2"), identity=None)
    assert not [event for event in told(now, before) if event.kind.startswith("identity")]
