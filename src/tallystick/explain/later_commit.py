"""Bytes that the same path has in a later commit of the same repository, or that a tool makes of them.

Maintainers tag, then fix the packaging, then upload. Such a file is in the source's history, but not
in the source that was audited, so it is never proven: a person decides whether the release should be
audited against that commit instead. An *earlier* commit is no claim at all: an old blob brings old
holes back.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from tallystick.explain import data_script
from tallystick.explain.context import Check, Context, Unreadable
from tallystick.model import Difference, Explanation, Grade, Sighting
from tallystick.project import read_project

ID = "later-commit"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    history = context.source.history
    if history is None or difference.mode_only or difference.entry.is_link:
        return None
    path = difference.source.path if difference.source else None
    if path is None:
        path = next((c.path for c in context.layout.candidates(difference.path)), None)
    if path is None or any(path.startswith(f"{inner}/") for inner in context.source.submodules):
        return None
    sighting = history.later(path, difference.entry.blob)
    if sighting is None:
        is_script = ".data/scripts/" in difference.path
        return declared_later(data_script.explain, difference, context) if is_script else None
    return _explanation("the source's content", sighting, path)


def declared_later(check: Check, difference: Difference, context: Context) -> Explanation | None:
    """The claim that ``check`` would prove ``difference`` against one of the next commits; None if not.

    What a backend writes of a configuration that was put right after the tag is contradicted by the tag's.
    """
    for sighting, other in context.once("later configurations", lambda: tuple(_later(context))):
        path = difference.source.path if difference.source is not None else None
        source = other.source.tree.entries.get(path) if path is not None else None
        try:
            found = check(replace(difference, source=source), other)
        except Unreadable:
            continue
        if found is not None and found.grade.is_proof:
            return _explanation(f"{found.claim}, made of the source", sighting, path)
    return None


def _later(context: Context) -> Iterator[tuple[Sighting, Context]]:
    """What is audited, against each of the next commits that changed a file beside the configuration."""
    source = context.source
    if source.history is None:
        return
    for sighting, tree in source.history.later_trees(source.subdir):
        project = read_project(tree, source.subdir, context.limits)
        yield (
            sighting,
            replace(
                context, source=replace(source, tree=tree), project=project, by_blob={}, kept={}
            ),
        )


def _explanation(what: str, sighting: Sighting, path: str | None) -> Explanation:
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{what} at commit {sighting.commit[:12]}, not at the audited one",
        evidence=(
            f"that commit is {sighting.days_later:.1f} days later on a branch or tag; "
            f"audit against it with --ref {sighting.commit[:12]}"
        ),
        source_path=path,
    )
