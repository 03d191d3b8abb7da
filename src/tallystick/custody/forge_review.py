"""What a forge's records make of what git says: approvals come in, claims that it does not bear out go."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tallystick.custody.coverage import standing_of
from tallystick.custody.people import login_of
from tallystick.errors import IndexFailure
from tallystick.forge import Approval, Forge, PullRequest
from tallystick.model import Skip
from tallystick.model.custody import CommitLine, Confidence, ReviewEvidence, Standing, Way

_OF_REQUESTS = frozenset({"pull-request", "queue", "merged"})
"""Kinds of evidence about pull requests, of which the forge knows better than a text or a merge's name."""


def ask(
    forge: Forge, lines: tuple[CommitLine, ...]
) -> tuple[tuple[CommitLine, ...], tuple[Skip, ...]]:
    """The lines with what ``forge`` records of each commit; where it fails, they stay as git has them.

    It is not asked on after a failure: what is limited or out of reach stays so for a while.
    """
    found: list[CommitLine] = []
    skips: list[Skip] = []
    for line in lines:
        if line.standing is Standing.MERGE or skips:
            found.append(line)
            continue
        try:
            found.append(_with(line, forge.pull_request_of(line.commit.id), forge.name))
        except IndexFailure as error:
            left = len(lines) - len(found)
            skips.append(
                Skip(check="forge", reason=f"{left} commits were not asked about: {error}")
            )
            found.append(line)
    return tuple(found), tuple(skips)


def _with(line: CommitLine, request: PullRequest | None, forge: str) -> CommitLine:
    kept = tuple(one for one in line.evidence if one.kind not in _OF_REQUESTS)
    if request is None:
        pushed = line.way in {Way.FORGE, Way.SELF_MERGED}
        return _line(line, kept, Way.DIRECT if pushed else line.way)
    evidence = (*_evidence(line, request, forge), *kept)
    is_merged = any(one.kind == "merged" for one in evidence)
    return _line(line, evidence, Way.MERGED if is_merged else _alone(request, line.way))


def _line(line: CommitLine, evidence: tuple[ReviewEvidence, ...], way: Way) -> CommitLine:
    return replace(line, evidence=evidence, standing=standing_of(evidence), way=way)


def _alone(request: PullRequest, way: Way) -> Way:
    """How a request came in that nobody else is known to have merged."""
    return Way.SELF_MERGED if request.merged_by == request.author else way


def _evidence(line: CommitLine, request: PullRequest, forge: str) -> Iterator[ReviewEvidence]:
    own = request.authors.get(line.commit.id)
    authors = {request.author, login_of(line.commit.author), own}
    # A squashed commit is none of those that the request lists: whoever wrote one of them wrote a part of it.
    partners = set() if own is not None else set(request.authors.values())
    for approval in request.approvals:
        if approval.by not in authors:
            found = _approved(approval, request, forge)
            if approval.by in partners and found.confidence is Confidence.HIGH:
                known = f"{found.known}, by who wrote a part of it"
                found = replace(found, known=known, confidence=Confidence.MEDIUM)
            yield found
    merged_by = request.merged_by
    if merged_by is not None and merged_by not in authors and not merged_by.endswith("[bot]"):
        yield ReviewEvidence(
            kind="merged",
            by=merged_by,
            known=f"{forge}: it records who merged #{request.number}",
            confidence=Confidence.HIGH,
        )


def _approved(approval: Approval, request: PullRequest, forge: str) -> ReviewEvidence:
    number = f"#{request.number}"
    if approval.is_known is False:
        kind, said, sure = (
            "approved-by-stranger",
            "by an account with no part in it",
            Confidence.LOW,
        )
    elif approval.is_last is False:
        kind, said, sure = "approved-before-push", "before the last push", Confidence.LOW
    elif approval.is_last is None:
        kind, said, sure = "approved", "when, it does not say", Confidence.MEDIUM
    else:
        kind, said, sure = "approved", "as it was last pushed", Confidence.HIGH
    return ReviewEvidence(
        kind=kind,
        by=approval.by,
        known=f"{forge}: it records an approval of {number}, {said}",
        confidence=sure,
    )
