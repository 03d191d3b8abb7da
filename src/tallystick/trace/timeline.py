"""What happened when, by whose clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tallystick.model.incident import Carrier, Happening, Introduction, Vouched

_AUTHOR = "the author's clock"
_COMMITTER = "the committer's clock"
_LOG = "a transparency log or timestamp authority"
_STORE = "this store's clock"


def timeline(
    brought: Iterable[Introduction], carriers: Iterable[Carrier], vouched: Iterable[Vouched]
) -> tuple[Happening, ...]:
    """Everything that has a time, earliest first; whoever commits can set his clock to anything."""
    happened = [*_commits(brought), *_signed(vouched), *_recorded(list(carriers))]
    return tuple(sorted(happened, key=lambda one: one.time))


def _commits(brought: Iterable[Introduction]) -> Iterator[Happening]:
    for one in brought:
        what = f"commit {one.commit[:12]} ({one.standing.value})"
        yield Happening(time=one.authored, what=f"{what} is written", who=one.author, clock=_AUTHOR)
        if (one.committed, one.committer) != (one.authored, one.author):
            yield Happening(
                time=one.committed, what=f"{what} is committed", who=one.committer, clock=_COMMITTER
            )
        for commit, who, when in one.merges:
            said = f"merge {commit[:12]} brings {one.commit[:12]} in"
            yield Happening(time=when, what=said, who=who, clock=_COMMITTER)


def _signed(vouched: Iterable[Vouched]) -> Iterator[Happening]:
    for one in vouched:
        if one.signed_at is not None:
            what, who = f"{one.artifact} is attested", one.signer or "nobody"
            yield Happening(time=one.signed_at, what=what, who=who, clock=_LOG)


def _recorded(carriers: Sequence[Carrier]) -> Iterator[Happening]:
    for one in {carrier.ledger: carrier for carrier in carriers}.values():
        what = f"{one.release}: {one.artifact} is kept here, {one.verdict}"
        yield Happening(time=one.recorded, what=what, who="tallystick", clock=_STORE)
