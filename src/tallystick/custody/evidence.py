"""What git alone says of whether somebody other than a commit's author has seen it.

Metadata (who merged, who committed) is ``medium``: whoever may push can write any name. Text in a message
is ``low``: anybody whose commit is taken can type it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.custody.arrival import Arrival
from tallystick.custody.people import People, is_bot, is_forge, shown
from tallystick.model.custody import Confidence, ReviewEvidence, Way
from tallystick.model.history import LoggedCommit, Person

_TRAILER = re.compile(
    r"^(?P<word>(?:Reviewed|Approved)[ -]by|Acked-by|Tested-by|Reviewers?):[ \t]*(?P<who>\S[^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
"""Trailers (git-interpret-trailers(1)) by which Linux, Gerrit, Phabricator and Node.js name reviewers."""

_GERRIT = re.compile(
    r"^(?:Reviewed-on: \S+|Change-Id: I[0-9a-f]{40}|Differential Revision: \S+)", re.MULTILINE
)
_PULL_REQUEST = re.compile(
    r"\((?:GH-|gh-|#|!)(?P<number>[0-9]{1,9})\)|^Merge (?:pull request|PR) #(?P<merged>[0-9]{1,9})\b"
    r"|^PR-URL: \S+/(?P<url>[0-9]{1,9})\b|^See merge request \S*!(?P<request>[0-9]{1,9})\b",
    re.MULTILINE,
)
_QUEUE = re.compile(
    r"^(?:Auto merge of #(?P<bors>[0-9]{1,9}) |Merge #(?P<ng>[0-9]{1,9})(?: |$)"
    r"|Rollup merge of #(?P<rollup>[0-9]{1,9}) )"
    r"|\br=(?P<by>[A-Za-z0-9_-]+)",
    re.MULTILINE,
)
"""Merges by bors, homu and bors-ng, which say whose word they took: ``r=somebody``."""

_ADDRESS = re.compile(r"(?P<name>[^<]*)(?:<(?P<email>[^>]*)>)?")

_MOST = 20
"""Trailers of one commit that are listed: a merge of a large series has under ten."""


def hand_of(commit: LoggedCommit) -> Person:
    """Who put the commit there: its committer, or its author where a forge committed for somebody.

    Of a merge that a forge made, the author is who asked it to.
    """
    return commit.author if is_forge(commit.committer) else commit.committer


def way_of(commit: LoggedCommit, arrival: Arrival, people: People) -> Way:
    """How ``commit`` came to the main line."""
    if commit.is_merge:
        return Way.MERGE
    if arrival.merges:
        hands = [hand_of(merge) for merge in arrival.merges]
        if any(_is_another(hand, commit, people) for hand in hands):
            return Way.MERGED
        return Way.BOT_MERGED if is_bot(hands[0]) else Way.SELF_MERGED
    if is_forge(commit.committer):
        return Way.FORGE
    return Way.APPLIED if _is_another(commit.committer, commit, people) else Way.DIRECT


def evidence_of(
    commit: LoggedCommit, arrival: Arrival, people: People
) -> tuple[ReviewEvidence, ...]:
    """All reasons to think that somebody else saw ``commit``, surest first."""
    return (*_handled(commit, arrival, people), *_said(commit, arrival, people))


def pull_request_of(commit: LoggedCommit, arrival: Arrival) -> int | None:
    """The number of the pull request that the messages name, the outermost merge's first."""
    for message in (*(merge.message for merge in arrival.merges), commit.message):
        for pattern in (_PULL_REQUEST, _QUEUE):
            for found in pattern.finditer(message):
                number = next((n for n in found.groups() if n and n.isdigit()), None)
                if number is not None:
                    return int(number)
    return None


def _is_another(hand: Person, commit: LoggedCommit, people: People) -> bool:
    return not (is_bot(hand) or is_forge(hand) or people.same(hand, commit.author))


def _handled(commit: LoggedCommit, arrival: Arrival, people: People) -> Iterator[ReviewEvidence]:
    for merge in reversed(arrival.merges):
        hand = hand_of(merge)
        if _is_another(hand, commit, people):
            yield ReviewEvidence(
                kind="merged",
                by=shown(hand),
                known=f"git: {merge.id[:12]} merges its branch",
                confidence=Confidence.MEDIUM,
            )
            break
    if _is_another(commit.committer, commit, people):
        yield ReviewEvidence(
            kind="applied",
            by=shown(commit.committer),
            known="git: its committer is not its author",
            confidence=Confidence.MEDIUM,
        )


def _said(commit: LoggedCommit, arrival: Arrival, people: People) -> Iterator[ReviewEvidence]:
    for found in list(_TRAILER.finditer(commit.message))[:_MOST]:
        who = _ADDRESS.match(found["who"])
        named = Person(name=(who and who["name"]) or "", email=(who and who["email"]) or "")
        if not (people.same(named, commit.author) or is_bot(named)):
            yield _text("trailer", shown(named), f"text: {found['word']}")
    if (change := _GERRIT.search(commit.message)) is not None:
        yield _text("change-id", "", f"text: {change[0].partition(':')[0]}")
    for message in (commit.message, *(merge.message for merge in arrival.merges[:1])):
        if (queued := _QUEUE.search(message)) is not None:
            yield _text("queue", queued["by"] or "", "text: a merge queue's message")
            break
    number = pull_request_of(commit, arrival)
    if number is not None:
        yield _text("pull-request", "", f"text: it names #{number}")


def _text(kind: str, by: str, known: str) -> ReviewEvidence:
    return ReviewEvidence(kind=kind, by=by, known=known, confidence=Confidence.LOW)
