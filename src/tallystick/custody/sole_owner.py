"""Folders that only one active person knows, or nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.custodians import YEAR
from tallystick.custody.people import is_bot
from tallystick.model.custody import Confidence, Remark

_DEPTH = 2
_SHARE = 0.1
"""Of the commits to a folder: whoever made fewer has been there, and does not know it."""

_LEAST = 10
"""Commits to a folder below which shares say nothing."""


def check(context: Context) -> Iterator[Remark]:
    """A remark for each person who alone knows folders of the release, and one for those nobody knows.

    To know a folder is to have made a tenth of all commits to it; to be active, to have written in the
    last year.
    """
    known, names, active = _knowledge(context)
    alone: dict[str, list[str]] = {}
    for folder, counts in sorted(known.items()):
        total = counts.total()
        left = [who for who, count in counts.items() if count >= _SHARE * total and who in active]
        if total >= _LEAST and len(left) <= 1:
            alone.setdefault(left[0] if left else "", []).append(folder)
    for who, folders in sorted(alone.items(), key=lambda pair: -len(pair[1])):
        person = names.get(who, "")
        count = f"{len(folders)} {'folder' if len(folders) == 1 else 'folders'}"
        yield Remark(
            check="sole-owner",
            message=f"only {person} knows {count}" if who else f"nobody active knows {count}",
            known="git: who wrote a tenth of the commits to it, and one in the last year",
            confidence=Confidence.MEDIUM,
            paths=tuple(folders),
            people=(person,) if who else (),
        )


def _knowledge(context: Context) -> tuple[dict[str, Counter[str]], dict[str, str], set[str]]:
    """Commits to each folder by person, the names of these, and who wrote in the last year."""
    folders = {folder for path in context.tree.entries for folder in _folders(path)}
    known: dict[str, Counter[str]] = {}
    names: dict[str, str] = {}
    active = set()
    for line in context.history:
        commit = line.commit
        if commit.is_merge or is_bot(commit.author):
            continue
        who = context.people.who(commit.author)
        names.setdefault(who, commit.author.name)
        if commit.committed > context.now - YEAR:
            active.add(who)
        for folder in {one for change in commit.changes for one in _folders(change.path)}:
            if folder in folders:
                known.setdefault(folder, Counter())[who] += 1
    return known, names, active


def _folders(path: str) -> list[str]:
    """The folders above ``path``, down to ``_DEPTH``."""
    parts = path.split("/")[:-1][:_DEPTH]
    return ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
