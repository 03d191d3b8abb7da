"""The source as far as it is to be had: some clones lack contents, which no build may need.

What the artifact holds under the same git blob id is the source's own file, wherever it is read from. The
rest is left out, and the ledger says how many that were.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import Entry, Tree
from tallystick.rebuild.regenerator import Subject
from tallystick.rebuild.trees import only, relocated, together
from tallystick.sandbox import Outcome

KEPT = "contents that are not to be had"


class Part(Struct, frozen=True, kw_only=True):
    """A tree whose contents can all be read, and the entries that it lacks."""

    tree: Tree
    absent: Mapping[str, Entry]


@contextmanager
def on_what_is_there(
    tree: Tree,
    subject: Subject,
    run: Callable[[Tree, Mapping[str, Entry]], AbstractContextManager[Outcome]],
) -> Iterator[Outcome]:
    """``run`` on ``tree``; if contents of it are not to be had, on the rest, with what that lacks."""
    with ExitStack() as running:
        try:
            outcome = running.enter_context(run(tree, {}))
        except ContentUnavailable:
            part = readable_part(tree, subject)
            outcome = running.enter_context(run(part.tree, part.absent))
        yield outcome


def readable_part(tree: Tree, subject: Subject) -> Part:
    """``tree`` as far as it can be read; what it lacks is kept for :func:`left_out`."""
    tree.reader.prefetch(frozenset(tree.entries))
    lost = {path: tree.entries[path] for path in _unreadable(tree)}
    published = {
        entry.blob: path
        for path, entry in subject.artifact.tree.entries.items()
        if not entry.is_link and not entry.is_gitlink
    }
    found = {
        path: published[entry.blob]
        for path, entry in lost.items()
        if entry.blob in published and not entry.is_link
    }
    absent = {path: entry for path, entry in lost.items() if path not in found}
    copies = relocated(subject.artifact.tree, found)
    completed = {p: replace(e, mode=lost[p].mode) for p, e in copies.entries.items()}
    replaced = Tree(entries=completed, reader=copies.reader)
    subject.kept[KEPT] = len(absent)
    readable = only(tree, frozenset(tree.entries.keys() - lost.keys()))
    return Part(tree=together(readable, replaced), absent=absent)


def left_out(subject: Subject) -> tuple[str, ...]:
    """In words for a ledger line what builds of this audit went without."""
    number = subject.kept.get(KEPT, 0)
    said = f"{number} files of the source were left out, whose contents are not to be had"
    return (said,) if number else ()


def _unreadable(tree: Tree) -> Iterator[str]:
    for path, entry in tree.entries.items():
        if not entry.is_gitlink:
            try:
                tree.read(path)
            except LimitExceeded:
                continue
            except ContentUnavailable:
                yield path
