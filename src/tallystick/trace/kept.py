"""What the store's ledgers recorded of commits when their custody was looked at: a forge's word above all.

A forge may have forgotten a pull request, or may be the one that is not believed any more; what it said at
the time of an audit is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from tallystick.custody.coverage import standing_of
from tallystick.model.custody import Confidence, ReviewEvidence, Way
from tallystick.model.incident import Introduction
from tallystick.store import Store, asking
from tallystick.trace.history import with_mergers

_CONFIDENCES: Final = {one.value: one for one in Confidence}


def with_kept(brought: Sequence[Introduction], store: Store | None) -> list[Introduction]:
    """The commits, each with the evidence that ledgers have of it besides.

    Raises:
        StorageError: the store failed.
    """
    if store is None:
        return list(brought)
    with store.reading() as connection:
        return [
            _with(one, [said for _, said in asking.ranges_with(connection, one.commit)])
            for one in brought
        ]


def _with(one: Introduction, kept: Sequence[asking.CommitRow]) -> Introduction:
    evidence = tuple(dict.fromkeys([*one.evidence, *_evidence(kept)]))
    merged_himself = any(said.way == Way.SELF_MERGED.value for said in kept)
    if evidence == one.evidence and not merged_himself:
        return one
    way = Way.SELF_MERGED if merged_himself else one.way
    return with_mergers(replace(one, evidence=evidence, standing=standing_of(evidence), way=way))


def _evidence(kept: Sequence[asking.CommitRow]) -> Iterator[ReviewEvidence]:
    for said in kept:
        for one in said.evidence:
            # A later version may know other words; a surer one than ours is not made up.
            confidence = _CONFIDENCES.get(one["confidence"], Confidence.LOW)
            yield ReviewEvidence(
                kind=one["kind"], by=one["by"], known=one["known"], confidence=confidence
            )
