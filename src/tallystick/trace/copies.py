"""Which of the repositories given hold it today, and what they have to do with each other."""

from __future__ import annotations

from collections.abc import Sequence

from tallystick.model import Source
from tallystick.model.incident import Copy, Introduction, Relation, Subject
from tallystick.trace.carriers import is_vendored


def copies(
    subject: Subject, brought: Sequence[Introduction], sources: Sequence[Source]
) -> tuple[Copy, ...]:
    """The repositories whose tree holds the subject's bytes, in the order in which they were given.

    One with the commit that brought it in first is the same repository, or a fork of it: which of both, its
    address says. Else what stands in a folder for what others wrote is a vendored copy.

    Raises:
        SourceError: a repository is damaged.
    """
    wanted = {one.git for one in subject.bytes if one.git is not None}
    first = min(brought, key=lambda one: one.committed, default=None)
    found = []
    for source in sources:
        paths = tuple(
            sorted(path for path, entry in source.tree.entries.items() if entry.blob in wanted)
        )
        if paths and source.log is not None:
            relation = _relation(source, first, paths)
            found.append(
                Copy(repository=source.url, commit=source.log.tip, relation=relation, paths=paths)
            )
    return tuple(found)


def _relation(source: Source, first: Introduction | None, paths: Sequence[str]) -> Relation:
    if first is None or source.url == first.repository:
        return Relation.SAME
    if source.log is not None and source.log.some([first.commit]):
        return Relation.FORK
    return Relation.VENDORED if all(map(is_vendored, paths)) else Relation.OTHER
