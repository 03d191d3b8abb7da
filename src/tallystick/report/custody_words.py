"""Custody in words, the same for every format: facts, then sections of items and tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from tallystick.custody.coverage import Totals, author_of, commits_of, lines_of
from tallystick.custody.people import shown
from tallystick.model.custody import (
    CommitLine,
    Confidence,
    Custodian,
    Custody,
    OpaqueFile,
    Remark,
    Standing,
)
from tallystick.model.past import Past
from tallystick.report.text import counted, share

_DOUBTFUL: Final = (Standing.UNREVIEWED, Standing.CLAIMED)
_NAMED: Final = 5
_LATEST: Final = 253_402_300_799
"""The last second that a date can be made of; clocks of commits may say anything."""


class Item(Struct, frozen=True, kw_only=True):
    """Something said about a subject, and the paths or commits that it is about (not escaped)."""

    subject: str
    sentence: str
    names: tuple[str, ...] = ()


class Section(Struct, frozen=True, kw_only=True):
    """A heading over items, or over a table (not escaped)."""

    title: str
    items: tuple[Item, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def headline(custody: Custody) -> str:
    """The coverage as the rest of a sentence that begins with the repository's name."""
    totals = commits_of(custody.lines)
    left = totals.total - totals.reviewed
    since = f" since {custody.range.after}" if custody.range.after else ""
    if not totals.total:
        return f"has no commit{since} but merges."
    if not left:
        every = counted(totals.total, "commit")
        return f"was reviewed{since}: all {every} were seen by another than the author."
    said = "commit is" if left == 1 else "commits are"
    known = "not known to have been seen by another than the author"
    return f"was not all reviewed{since}: {left:,} of {totals.total:,} {said} {known}."


def facts(custody: Custody) -> tuple[tuple[str, str], ...]:
    """Label and text of what stands at the top."""
    found = [("range", f"{range_in_words(custody)} ({custody.range.chosen})")]
    merges = sum(line.standing is Standing.MERGE for line in custody.lines)
    besides = f", and {counted(merges, 'merge')}" if merges else ""
    found.append(("commits", f"{in_words(commits_of(custody.lines))}{besides}"))
    lines = lines_of(custody.lines)
    if lines is not None:
        found.append(("lines", in_words(lines)))
    if custody.past is not None:
        found.append(("keepers", _keepers(custody.past)))
    if custody.is_lower_bound:
        found.append(("but", "commits are missing here: all counts are lower bounds"))
    return tuple(found)


def _keepers(past: Past) -> str:
    """``3 merged or tagged and were seen in the last year: 0.12 for each 1,000 of 25,301 lines``."""
    said = f"{past.keepers:,} merged or tagged and were seen in the last year"
    if not past.lines:
        return said
    return f"{said}: {past.keepers * 1000 / past.lines:.2f} for each 1,000 of {past.lines:,} lines"


def range_in_words(custody: Custody) -> str:
    """``v1..0123456789ab``; only the end, where there is no beginning."""
    until = custody.ref or custody.range.until[:12]
    return f"{custody.range.after}..{until}" if custody.range.after else f"all up to {until}"


def in_words(totals: Totals) -> str:
    """``31 of 42 reviewed (73.8 %), 7 only claimed, 4 not``."""
    said = (
        f"{totals.reviewed:,} of {totals.total:,} reviewed ({share(totals.reviewed, totals.total)})"
    )
    return (
        f"{said}, {totals.claimed:,} only claimed, {totals.unreviewed:,} not"
        if totals.total
        else "none"
    )


def sections(custody: Custody) -> tuple[Section, ...]:
    """Everything that was found; sections with nothing in them are left out."""
    made = (
        _doubtful(custody),
        _evidence(custody),
        _remarks(custody),
        _opaque(custody),
        _custodians(custody),
    )
    return tuple(section for section in made if section.items or section.rows)


def brief(custody: Custody) -> tuple[Item, ...]:
    """What an audit says of custody: the coverage, who stands alone, then what the few checks found."""
    unlooked_at = tuple(
        Item(subject=skip.check, sentence=f"not looked at: {skip.reason}") for skip in custody.skips
    )
    if _BEFORE_ALL.intersection(skip.check for skip in custody.skips) and not custody.lines:
        return unlooked_at  # counts of nothing would say that there was nothing
    doubtful = [line for line in custody.lines if line.standing in _DOUBTFUL]
    alone = (Item(subject="alone", sentence=_alone(doubtful)),) if doubtful else ()
    return (
        *(Item(subject=label, sentence=text) for label, text in facts(custody)),
        *alone,
        *_read_by_builds(custody),
        *(
            Item(
                subject=remark.check,
                sentence=f"{remark.message} [{remark.confidence}; {remark.known}]",
            )
            for remark in custody.remarks
            if remark.check != "review"
        ),
        *unlooked_at,
    )


_BEFORE_ALL = frozenset({"range", "history"})
"""Skips without whose subject no commit was looked at."""


def _read_by_builds(custody: Custody) -> tuple[Item, ...]:
    """Which files that nobody can read a watched build read, and by which programs."""
    known = [one for one in custody.opaque or () if one.readers is not None]
    if not known:
        return ()
    read = [one for one in known if one.readers]
    named = ", ".join(f"{one.path} ({', '.join(one.readers or ())})" for one in read[:_NAMED])
    more = f" and {len(read) - _NAMED:,} more" if len(read) > _NAMED else ""
    said = f"the build read {len(read):,} of {counted(len(known), 'file')} that nobody can read"
    return (Item(subject="read", sentence=f"{said}: {named}{more}" if read else said),)


def _alone(lines: Sequence[CommitLine]) -> str:
    """``6 commits that nobody else is known to have seen, by A (4), B (2); 3 of them change what ships``."""
    people = Counter(author_of(line) for line in lines)
    named = ", ".join(f"{name} ({count:,})" for name, count in people.most_common(_NAMED))
    more = f" and {len(people) - _NAMED:,} more" if len(people) > _NAMED else ""
    said = (
        f"{counted(len(lines), 'commit')} that nobody else is known to have seen, by {named}{more}"
    )
    if all(line.shipped is not None for line in lines):
        shipping = sum(bool(line.shipped) for line in lines)
        said += f"; {shipping:,} of them {'changes' if shipping == 1 else 'change'} what ships"
    return said


def _doubtful(custody: Custody) -> Section:
    """By person: which commits nobody else is known to have seen."""
    by_person: dict[str, list[CommitLine]] = {}
    for line in custody.lines:
        if line.standing in _DOUBTFUL:
            by_person.setdefault(author_of(line), []).append(line)
    people = sorted(by_person.items(), key=lambda pair: -len(pair[1]))
    count = sum(len(lines) for lines in by_person.values())
    who = counted(len(people), "person", "people")
    return Section(
        title=f"Not known to be reviewed: {counted(count, 'commit')} by {who}",
        items=tuple(_person(name, lines) for name, lines in people),
    )


def _person(name: str, lines: Sequence[CommitLine]) -> Item:
    ways = Counter(
        f"{line.way}{', claimed' if line.standing is Standing.CLAIMED else ''}" for line in lines
    )
    said = [counted(len(lines), "commit")]
    if all(line.lines is not None for line in lines):
        said.append(f"{counted(sum(line.lines or 0 for line in lines), 'line')} of the release")
    listed = "; ".join(f"{count:,} {way}" for way, count in ways.most_common())
    return Item(
        subject=name,
        sentence=f"{', '.join(said)} ({listed})",
        names=tuple(f"{line.commit.id[:12]} {line.commit.subject}" for line in lines),
    )


def _evidence(custody: Custody) -> Section:
    """How what is known is known: each commit counts once, by its surest evidence."""
    kinds: Counter[tuple[str, str]] = Counter()
    ranks = list(Confidence)
    for line in custody.lines:
        if line.evidence:
            first = min(line.evidence, key=lambda one: ranks.index(one.confidence))
            kinds[first.kind, first.confidence.value] += 1
    return Section(
        title="How it is known",
        head=("evidence", "confidence", "commits"),
        rows=tuple((kind, sure, f"{count:,}") for (kind, sure), count in kinds.most_common()),
    )


def _remarks(custody: Custody) -> Section:
    """But for the unreviewed commits, which have a section of their own."""
    remarks = [remark for remark in custody.remarks if remark.check != "review"]
    return Section(
        title=f"Remarks: {len(remarks):,}",
        items=tuple(
            Item(
                subject=remark.check,
                sentence=f"{remark.message} [{remark.confidence}; {remark.known}]",
                names=_names(remark),
            )
            for remark in remarks
        ),
    )


def _names(remark: Remark) -> tuple[str, ...]:
    """The lines that a remark is about, else the paths, else the commits."""
    places = tuple(f"{one.path}:{one.line}" for one in remark.places)
    return places or remark.paths or tuple(commit[:12] for commit in remark.commits)


def _opaque(custody: Custody) -> Section:
    """The latest changed first: they are what is new to this release."""
    files = sorted(custody.opaque or (), key=lambda one: -(one.changed.time if one.changed else 0))
    return Section(
        title=f"Files that nobody can read: {len(files):,}, the last changed first",
        items=tuple(Item(subject=one.path, sentence=_opaque_said(one)) for one in files),
    )


def _opaque_said(one: OpaqueFile) -> str:
    said = [one.kind]
    if one.size is not None:
        said.append(counted(one.size, "byte"))
    if one.entropy is not None:
        said.append(f"{one.entropy:.1f} bits a byte")
    if one.reach is not None:
        said.append(f"reach: {one.reach}")
    if one.readers is not None:
        said.append(
            f"the build read it: {', '.join(one.readers)}" if one.readers else "no build read it"
        )
    parts = [", ".join(said)]
    if one.added is not None:
        parts.append(f"added by {one.added.by}, {day(one.added.time)}")
    if one.changed is not None and one.changed != one.added:
        parts.append(f"last changed by {one.changed.by}, {day(one.changed.time)}")
    if one.changed is not None:
        parts.append(f"{one.changed.standing} ({one.changed.commit[:12]})")
    parts.append(f"accounted for by {one.origin}" if one.origin else "nobody accounts for it")
    return "; ".join(parts)


def _custodians(custody: Custody) -> Section:
    keepers = [one for one in custody.custodians or () if one.merges or one.tags or one.listed]
    return Section(
        title=f"Who merged or tagged: {counted(len(keepers), 'person', 'people')}",
        head=(
            "person",
            "commits",
            "merges",
            "tags",
            "first commit",
            "first merge",
            "first tag",
            "last seen",
            "last year",
        ),
        rows=tuple(_custodian_row(one) for one in keepers),
    )


def _custodian_row(one: Custodian) -> tuple[str, ...]:
    dates = (one.first_commit, one.first_merge, one.first_tag, one.last)
    return (
        shown(one.person),
        f"{one.commits:,}",
        f"{one.merges:,}",
        f"{one.tags:,}",
        *("-" if time is None else day(time) for time in dates),
        f"{one.recent:.1%}",
    )


def day(seconds: int) -> str:
    """A date; what a commit's clock says need not be one."""
    return (
        f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}" if 0 <= seconds <= _LATEST else "no date"
    )


def unlooked(custody: Custody) -> Iterator[Item]:
    """What could not be looked at."""
    return (Item(subject=skip.check, sentence=skip.reason) for skip in custody.skips)
