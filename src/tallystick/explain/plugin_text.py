"""A text that the source does not have, because a plugin of its build writes it: a licence, the authors.

Which plugins do so, and where the source asks for them, :func:`texts_to_write` knows. What they write comes
from elsewhere (SPDX' list of licences, the whole history), so running the build is what would prove it.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, text
from tallystick.project.declared_pep621 import texts_to_write

ID = "plugin-text"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    entry = difference.entry
    if difference.source is not None or entry.is_executable:
        return None
    what = texts_to_write(context.project).get(_name(difference.path, context))
    content = own_bytes(difference, context) if what is not None else None
    if content is None or content.startswith(b"#!"):
        return None
    try:
        text(content, context.limits)
    except Malformed:
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{what} when the release is made",
        evidence="the build asks for that plugin, and the source has no such file: build it to prove it",
    )


def _name(path: str, context: Context) -> str:
    """The name that the file has in the project's folder; "" for one that no plugin would write there."""
    if context.artifact.kind is ArtifactKind.WHEEL:
        folder, _, path = path.partition(".dist-info/")
        if f"{folder}.dist-info" != context.dist_info:
            return ""
        path = path.removeprefix("licenses/")
    return "" if "/" in path else path
