"""Folders that only one active person knows, or nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from msgspec import Struct, field

from tallystick.custody.context import Context
from tallystick.custody.custodians import YEAR
from tallystick.custody.people import is_bot
from tallystick.model.custody import Confidence, Remark

_DEPTH = 2
_SHARE = 0.1
"""Of the commits to a folder, or of its lines: whoever wrote less has been there, and does not know it."""

_LEAST = 10
"""Commits to a folder below which shares say nothing."""


class _Known(Struct):
    """Who wrote how much: commits to each folder, all and of the last year, by person."""

    ever: dict[str, Counter[str]] = field(default_factory=dict)
    recent: dict[str, Counter[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    active: set[str] = field(default_factory=set)
    authors: dict[str, str] = field(default_factory=dict)

    def sharers(self, counts: Mapping[str, int]) -> set[str]:
        """The active people who have a tenth of what is counted."""
        total = sum(counts.values())
        return {
            who for who, count in counts.items() if count >= _SHARE * total and who in self.active
        }


def check(context: Context) -> Iterator[Remark]:
    """A remark for each person who alone knows folders of the release, and one for those nobody knows.

    To know a folder is to have made a tenth of the commits to it, of all or of the last year's, or to have
    written a tenth of the lines that are left in it; to be active, to have written in the last year. Lines
    are traced only where commits leave one person or none.
    """
    known = _knowledge(context)
    few = {
        folder: people
        for folder, counts in sorted(known.ever.items())
        if counts.total() >= _LEAST
        and len(people := known.sharers(counts) | known.sharers(known.recent.get(folder, {}))) <= 1
    }
    lines = _surviving(context, few, known)
    alone: dict[str, list[str]] = {}
    for folder, people in few.items():
        left = sorted(people | known.sharers(lines.get(folder, {})))
        if len(left) <= 1:
            alone.setdefault(left[0] if left else "", []).append(folder)
    for who, folders in sorted(alone.items(), key=lambda pair: -len(pair[1])):
        person = known.names.get(who, "")
        count = f"{len(folders)} {'folder' if len(folders) == 1 else 'folders'}"
        traced = sum(folder in lines for folder in folders)
        yield Remark(
            check="sole-owner",
            message=f"only {person} knows {count}" if who else f"nobody active knows {count}",
            known="git: who wrote in the last year, and a tenth of the commits to it or of the lines left in"
            f" it (which were traced in {traced} of {len(folders)})",
            confidence=Confidence.MEDIUM,
            paths=tuple(folders),
            people=(person,) if who else (),
        )


def _knowledge(context: Context) -> _Known:
    folders = {folder for path in context.tree.entries for folder in _folders(path)}
    known = _Known()
    for line in context.history:
        commit = line.commit
        if commit.is_merge or is_bot(commit.author):
            continue
        who = context.people.who(commit.author)
        known.names.setdefault(who, commit.author.name)
        known.authors[commit.id] = who
        counters = [known.ever]
        if commit.committed > context.now - YEAR:
            known.active.add(who)
            counters.append(known.recent)
        for folder in {one for change in commit.changes for one in _folders(change.path)}:
            if folder in folders:
                for counter in counters:
                    counter.setdefault(folder, Counter())[who] += 1
    return known


def _surviving(
    context: Context, folders: Collection[str], known: _Known
) -> Mapping[str, Mapping[str, int]]:
    """By folder and person, the lines that are left; of small folders first, as far as the caps go."""
    if not context.may_trace:
        return {}
    inside = _inside(context, folders)
    wanted: dict[str, None] = {}
    for folder in sorted(inside, key=lambda folder: (len(inside[folder]), folder)):
        if len(wanted) + len(inside[folder]) <= context.limits.surviving_files:
            wanted |= dict.fromkeys(inside[folder])
    traced = context.log.lines(None, list(wanted), seconds=context.limits.surviving_seconds)
    found: dict[str, Counter[str]] = {}
    for folder, paths in inside.items():
        if paths and all(path in traced for path in paths):
            counts = found.setdefault(folder, Counter())
            for span in (span for path in paths for span in traced[path]):
                # A merge's own lines, and a machine's, are nobody's knowledge.
                counts[known.authors.get(span.commit, "")] += span.count
    return found


def _inside(context: Context, folders: Collection[str]) -> Mapping[str, list[str]]:
    """The files of each of ``folders``."""
    inside: dict[str, list[str]] = {folder: [] for folder in folders}
    for path, entry in context.tree.entries.items():
        for folder in _folders(path):
            if folder in inside and not (entry.is_link or entry.is_gitlink):
                inside[folder].append(path)
    return inside


def _folders(path: str) -> list[str]:
    """The folders above ``path``, down to ``_DEPTH``."""
    parts = path.split("/")[:-1][:_DEPTH]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
