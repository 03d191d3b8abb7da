"""What a tool or an editor left behind in the folder that was packed: said as junk, and never clean.

Nothing here lowers what the policy makes of it: the entry stays ``unexplained``, and one that something
could run by its name is not spoken for at all.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.model import Difference, Explanation, Grade, Reach
from tallystick.reach.paths import reach

ID = "stray-file"

_JUNK = (
    (r"(?:.*/)?\.(pytest|mypy|ruff|hypothesis)(?:_cache)?/.+", "the cache of {0}"),
    (r"(?:.*/)?\.(tox|nox|eggs|idea|vscode|ipynb_checkpoints)/.+", "the working folder .{0}"),
    (r"(?:.*/)?(\.DS_Store|Thumbs\.db|desktop\.ini)", "the folder settings {0} of a desktop"),
    (r"(?:.*/)?(\.coverage(?:\.[\w.-]+)?|coverage\.xml)", "the measurement {0} of a test run"),
    (r".*[^/]\.(orig|rej|bak|swp|swo)", "the .{0} file of a merge or an editor"),
    (r".*[^/](~)", "the backup{0} of an editor"),
    (r".*[^/]\.(log)", "the {0} of a run"),
)
_KNOWN = tuple((re.compile(pattern, re.DOTALL), claim) for pattern, claim in _JUNK)

_HARMLESS = frozenset({Reach.DATA, Reach.DOCS})


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or difference.entry.is_link:
        return None
    if reach(difference.entry, context.artifact.kind) not in _HARMLESS:
        return None
    for pattern, claim in _KNOWN:
        found = pattern.fullmatch(difference.path)
        if found is not None:
            return Explanation(
                grade=Grade.UNEXPLAINED,
                explainer=ID,
                claim=f"junk: {claim.format(found[1])}",
                evidence="by its name left behind where the release was packed; nothing proves what is in it",
            )
    return None
