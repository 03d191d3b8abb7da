"""A file below a gitlink of the source whose repository could not be had.

Where it could be had, ``match`` has already compared every blob; what differs there is left to the
source's own contradiction.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.model import Difference, Explanation, Grade

ID = "submodule"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or not context.gitlinks:
        return None
    for candidate in context.layout.candidates(difference.path):
        for gitlink in context.gitlinks:
            if not candidate.path.startswith(f"{gitlink}/"):
                continue
            commit = context.source.tree.entries[gitlink].blob
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim=f"content of the submodule {gitlink} at commit {commit}",
                evidence="the submodule's repository could not be read here",
            )
    return None
