"""Was the source itself reviewed, and who holds it: one check a file, and the one list of them.

Evidence, not accusation: each remark says how it is known and how sure it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from msgspec import Struct, field

from tallystick.custody.context import Context
from tallystick.custody.coverage import assess, with_lines, with_shipped
from tallystick.custody.people import People
from tallystick.custody.rights import FORGE, INDEX, Rights
from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError, UsageError
from tallystick.limits import Limits
from tallystick.model import Skip, Tree
from tallystick.model.custody import CommitLine, Custody, Range, Remark, Standing
from tallystick.model.history import Log, LoggedCommit, Span

if TYPE_CHECKING:
    from tallystick.custody.build_reads import BuildReads
    from tallystick.custody.signatures import Verify
    from tallystick.model.past import Past


class Check(Struct, frozen=True, kw_only=True):
    """One thing that is looked at.

    Attributes:
        id: on the report's line, and the heading in ``docs/custody.md``; the module is named the same.
        looks_at: ``range`` (the commits that the release brought), ``history`` (all commits), or ``tree``
            (files).
        needs: ``forge`` or ``index`` where it says nothing unless that was asked.
    """

    id: str
    looks_at: str
    needs: str | None = None

    @property
    def module(self) -> str:
        """The module that holds it."""
        return f"{__name__}.{self.id.replace('-', '_')}"


CHECKS = (
    Check(id="review", looks_at="range"),
    Check(id="self-merge", looks_at="range"),
    Check(id="merge-content", looks_at="range"),
    Check(id="backport", looks_at="range"),
    Check(id="other-branch", looks_at="range"),
    Check(id="first-tag", looks_at="range"),
    Check(id="first-publish", looks_at="range", needs=INDEX),
    Check(id="new-key", looks_at="range"),
    Check(id="unsigned", looks_at="range"),
    Check(id="branch-protection", looks_at="range", needs=FORGE),
    Check(id="opaque-file", looks_at="tree"),
    Check(id="ignored-build-file", looks_at="tree"),
    Check(id="generated-file", looks_at="tree"),
    Check(id="autotools", looks_at="tree"),
    Check(id="submodule-branch", looks_at="tree"),
    Check(id="workflow", looks_at="tree"),
    Check(id="new-hand", looks_at="history"),
    Check(id="dormant", looks_at="history"),
    Check(id="sole-owner", looks_at="history"),
)
"""Every check, in the order of the report."""

IN_AUDITS = frozenset({"review", "self-merge", "merge-content", "first-tag"})
"""Checks whose material an audit has at hand, or gets with one ``git log`` of the release's own commits."""

_DOUBTFUL = frozenset({Standing.CLAIMED, Standing.UNREVIEWED})

_IDS = tuple(check.id for check in CHECKS)


class _Module(Protocol):
    """What each module named in :data:`CHECKS` provides."""

    def check(self, context: Context) -> Iterator[Remark]: ...


Review = Callable[[tuple[CommitLine, ...]], tuple[tuple[CommitLine, ...], tuple[Skip, ...]]]
"""What a forge adds to the lines of a range, and what it could not be asked."""


class Question(Struct, frozen=True, kw_only=True):
    """What is to be looked at.

    Attributes:
        log: the history up to the release.
        range: which commits of it.
        tree: what the release's commit holds.
        checks: ids of :data:`CHECKS`.
        count_lines: trace the release's lines to their commits.
        shipped: paths of the source that the artifact holds as they are; None without a ledger.
        unlisted: paths of the artifact that a build reads and the source has nothing for; likewise.
        reaches: when each path of the source can run.
        reads: what a watched build read of it; None without a record of one.
        most: commits of the range that are read; None: as many as there are.
        review: what a forge knows of the lines; None if none is asked.
        verify: checks signatures with keys that the user gave; None without any.
        rights: what forge and index tell of who may write and publish; checks that need what was not
            asked are left out.
    """

    log: Log
    range: Range
    tree: Tree
    checks: Collection[str] = _IDS
    count_lines: bool = True
    shipped: frozenset[str] | None = None
    unlisted: frozenset[str] | None = None
    reaches: Mapping[str, str] | None = None
    reads: BuildReads | None = None
    most: int | None = None
    review: Review | None = None
    rights: Rights = field(default_factory=Rights)
    verify: Verify | None = None


def examine(question: Question, limits: Limits) -> Custody:
    """Look at all that was asked for.

    Raises:
        UsageError: there is no such check, or none was asked for.
        SourceError: the repository is damaged.
        LimitExceeded: it has more commits than ``limits.commits``.
    """
    if unknown := sorted(set(question.checks) - set(_IDS)):
        raise UsageError(f"no such check: {', '.join(unknown)} (known: {', '.join(_IDS)})")
    asked = {None, *question.rights.asked}
    wanted = [one for one in CHECKS if one.id in question.checks and one.needs in asked]
    if not wanted:
        raise UsageError("custody: it looks at nothing")
    log, skips = question.log, list(question.log.gaps)
    people = People(_mailmap(question.tree))
    after = [question.range.after_commit] if question.range.after_commit else []
    lines = assess(_read(question, after), log.tip, people)
    if question.review is not None:
        lines, unasked = question.review(lines)
        skips += unasked
    spans: tuple[Span, ...] = ()
    if question.shipped is not None:
        lines = with_shipped(lines, question.shipped)
    if question.count_lines:
        lines, spans, uncounted = _counted(lines, question, limits)
        skips += uncounted
    doubtful = {line.commit.id for line in lines if line.standing in _DOUBTFUL}
    needs_history = any(check.looks_at != "range" for check in wanted)
    reads = question.reads
    if reads is not None and (misfit := reads.misfit(question.tree)) is not None:
        reads = None
        skips.append(misfit)
    context = Context(
        log=log,
        range=question.range,
        lines=lines,
        people=people,
        tree=question.tree,
        read_history=lambda: assess(list(log.commits(merges=False)), log.tip, people),
        shipped=question.shipped,
        unlisted=question.unlisted,
        reaches=question.reaches or {},
        reads=reads,
        rights=question.rights,
        verify=question.verify,
        review=question.review,
        limits=limits,
        may_trace=question.count_lines,
    )
    remarks = [remark for check in wanted for remark in _module(check).check(context)]
    skips += context.skips
    if needs_history and (skip := _clock(context)) is not None:
        skips.append(skip)
    ids = {check.id for check in wanted}
    opaque = context.opaque if "opaque-file" in ids else None
    if opaque is not None and (unread := sum(one.sha256 is None for one in opaque)):
        reason = f"{unread} files were judged by their names alone: their bytes are not here"
        skips.append(Skip(check="opaque-file", reason=reason))
    return Custody(
        range=question.range,
        lines=lines,
        spans=tuple(span for span in spans if span.commit in doubtful),
        remarks=tuple(remarks),
        opaque=opaque,
        custodians=context.custodians if needs_history else None,
        past=_past(context, ids) if needs_history else None,
        checks=tuple(check.id for check in wanted),
        skips=tuple(skips),
        is_lower_bound=any(skip.check == "history" for skip in skips),
    )


def _clock(context: Context) -> Skip | None:
    """Why ages cannot be told: all are counted back from the clock of the release's own commit."""
    today = int(time.time())
    times = (line.commit.committed for line in context.history)
    newest = max((one for one in times if one <= today), default=context.now)
    if newest - _SKEW <= context.now <= today + _SKEW:
        return None
    reason = "the release's commit is dated long before those that it holds"
    if context.now > today:
        reason = "the release's commit is dated in the future"
    return Skip(check="clock", reason=f"{reason}: who is new or dormant cannot be told")


_SKEW = 30 * 86_400
"""Seconds by which honest clocks may differ: a commit that waited for weeks in a branch is rebased with a new
date, but a machine's clock may stand still."""


def _past(context: Context, ids: Collection[str]) -> Past:
    from tallystick.custody.past import past_of  # noqa: PLC0415 - audits never ask

    return past_of(context, context.contents.lines if "opaque-file" in ids else {})


def _read(question: Question, after: list[str]) -> list[LoggedCommit]:
    commits: list[LoggedCommit] = []
    for commit in question.log.commits(after, merges=bool(after)):
        if len(commits) == question.most:
            raise LimitExceeded("commits", f"more than {question.most} commits in the release")
        commits.append(commit)
    return commits


def _module(check: Check) -> _Module:
    # By name, so that an audit never pays for what it does not look at.
    return cast("_Module", import_module(check.module))


def _mailmap(tree: Tree) -> str:
    """The source's .mailmap; without it people are at most counted apart who are one."""
    if ".mailmap" not in tree.entries:
        return ""
    try:
        return tree.reader.read(".mailmap").decode("utf-8", "surrogateescape")
    except (ContentUnavailable, LimitExceeded, SourceError):
        return ""


def _counted(
    lines: tuple[CommitLine, ...], question: Question, limits: Limits
) -> tuple[tuple[CommitLine, ...], tuple[Span, ...], list[Skip]]:
    """The lines with how many of the release's lines come from each commit, if that can be known."""
    after = question.range.after_commit
    if after is None:
        said = "lines are counted since an earlier release, and none was found or named"
        return lines, (), [Skip(check="lines", reason=said)]
    changed = {
        change.path
        for line in lines
        for change in line.commit.changes
        if change.path in question.tree.entries
        and not question.tree.entries[change.path].is_gitlink
    }
    wanted = sorted(changed if question.shipped is None else changed & question.shipped)
    if len(wanted) > limits.blamed:
        said = f"{len(wanted)} files changed, more than are traced (cap: blamed)"
        return lines, (), [Skip(check="lines", reason=said)]
    counted = question.log.lines(after, wanted)
    if wanted and not counted:
        return lines, (), [Skip(check="lines", reason="the contents of the files are not here")]
    skips = []
    if missing := len(wanted) - len(counted):
        skips.append(
            Skip(check="lines", reason=f"{missing} of {len(wanted)} files were not traced")
        )
    spans = tuple(span for path in sorted(counted) for span in counted[path])
    return with_lines(lines, counted), spans, skips
