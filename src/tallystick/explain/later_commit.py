"""Bytes that the same path has in a later commit of the same repository.

Maintainers tag, then fix the packaging, then upload. Such a file is in the source's history, but not
in the source that was audited, so it is never proven: a person decides whether the release should be
audited against that commit instead. An *earlier* commit is no claim at all: an old blob brings old
holes back.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.model import Difference, Explanation, Grade

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
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"the source's content at commit {sighting.commit[:12]}, not at the audited one",
        evidence=(
            f"that commit is {sighting.days_later:.1f} days later on a branch or tag; "
            f"audit against it with --ref {sighting.commit[:12]}"
        ),
        source_path=path,
    )
