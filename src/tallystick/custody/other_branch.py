"""A release that does not build on the release before it: a branch apart, or a history that was rewritten."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.model.custody import Confidence, Remark


def check(context: Context) -> Iterator[Remark]:
    """A remark if the commit of the release before is not among those that this one holds."""
    after, commit = context.range.after, context.range.after_commit
    if after is None or commit is None or context.log.holds(commit):
        return
    yield Remark(
        check="other-branch",
        message=f"{after} is not in the history of this release: it was released from a branch apart, or the"
        " history was rewritten since; what both hold under other ids counts as new",
        known="git: the ancestors of the release's commit",
        confidence=Confidence.MEDIUM,
        commits=(commit,),
    )
