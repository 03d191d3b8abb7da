"""The section of every audit: how far the commits of the release were seen by others.

By default it costs one ``git log`` of the release's own commits and a list of tags. It never keeps an
audit from
ending: what cannot be looked at is said in the section, and decides nothing unless a policy asks.
"""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from tallystick.custody import CHECKS, IN_AUDITS, Question, Review, examine
from tallystick.custody.build_reads import BuildReads
from tallystick.custody.since import since_last_release
from tallystick.errors import LimitExceeded, SourceError
from tallystick.limits import Limits
from tallystick.model import Grade, Ledger, Reach, Skip, Source, Tree
from tallystick.model.custody import Custody, Range
from tallystick.model.history import Log

_BUILDS = frozenset({Reach.INSTALL, Reach.BUILD, Reach.STARTUP})

_ALL = frozenset(check.id for check in CHECKS)


def custody_of(
    source: Source,
    ledger: Ledger,
    limits: Limits,
    *,
    needed: Collection[str],
    whole: bool,
    review: Review | None = None,
) -> Custody | None:
    """What is known of the commits that ``source`` has since the release before.

    Args:
        source: what was audited.
        ledger: what became of each entry: lines and files that do not ship do not count.
        limits: the caps.
        needed: ids of checks that the policy asks for, besides those of every audit.
        whole: look at everything, and trace the lines that ship to their commits.
        review: what asks a forge of each commit; only where ``whole``.

    Returns:
        None where the source has no history.
    """
    log = source.log
    if log is None:
        return None
    within = Range(after=None, after_commit=None, until=log.tip, chosen="none could be chosen")
    try:
        within = since_last_release(log, _tag(source), ledger.artifact.version)
        if within.after_commit is None and not whole:
            return _unlooked(within, Skip(check="range", reason=within.chosen))
        question = _question(source, log, within, ledger, needed, whole=whole)
        return examine(replace(question, review=review if whole else None), limits)
    except (SourceError, LimitExceeded) as error:
        return _unlooked(within, Skip(check="history", reason=str(error)))


def _question(
    source: Source,
    log: Log,
    within: Range,
    ledger: Ledger,
    needed: Collection[str],
    *,
    whole: bool,
) -> Question:
    question = Question(
        log=log,
        range=within,
        tree=source.tree,
        checks=_ALL if whole else IN_AUDITS | frozenset(needed),
        count_lines=whole,
        most=None if whole else MOST,
    )
    return joined(question, ledger)


MOST = 20_000
"""Commits of one release that an audit looks at unasked: a year of CPython has 10,000, and they
take a second."""


def _tag(source: Source) -> str | None:
    """The tag that the source was found by."""
    name = (source.ref or "").removeprefix("refs/tags/")
    return name if name in source.tags else None


def _unlooked(within: Range, skip: Skip) -> Custody:
    return Custody(range=within, lines=(), skips=(skip,), is_lower_bound=True)


def joined(question: Question, ledger: Ledger) -> Question:
    """The question, with what a ledger says of each path: what ships, when it runs, what the source lacks."""
    reaches = {line.source_path: line.reach.value for line in ledger.lines if line.source_path}
    return replace(
        question,
        shipped=frozenset(reaches),
        unlisted=frozenset(
            line.path
            for line in ledger.lines
            if line.source_path is None
            and line.grade is not Grade.DERIVED
            and line.reach in _BUILDS
        ),
        reaches=reaches,
        reads=_reads(question.tree, ledger),
    )


def _reads(tree: Tree, ledger: Ledger) -> BuildReads | None:
    """What the watched builds of the wheel read; None where there was none, or it was not seen whole."""
    builds = [one for one in ledger.watched if one.product == "wheel" and one.succeeded]
    if not builds:
        return None
    programs: dict[str, tuple[str, ...]] = {}
    for one in builds:
        for path, names in one.reads.items():
            programs[path] = tuple(dict.fromkeys((*programs.get(path, ()), *names)))
    contents = {path: tree.entries[path].blob for path in programs if path in tree.entries}
    return BuildReads(
        contents=contents, programs=programs, is_whole=not any(one.lost for one in builds)
    )
