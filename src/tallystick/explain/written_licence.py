"""A ``LICENSE`` that the source does not have, because a plugin of its build writes it.

``coherent.licensed`` (a build requirement of the project) looks up the text of the licence that
``[project] license`` states (SPDX, "license list data") and puts it beside ``pyproject.toml``. It is fetched
while the release is built, so running that build is what would prove it.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.places import own_bytes
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, text
from tallystick.project.declared_pep621 import WRITTEN_LICENCE, writes_licence

ID = "written-licence"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    licence = writes_licence(context.project)
    if licence is None or difference.source is not None or difference.entry.is_executable:
        return None
    in_wheel = context.artifact.kind is ArtifactKind.WHEEL
    folder = f"{context.dist_info}/licenses/" if in_wheel else ""
    content = (
        own_bytes(difference, context) if difference.path == folder + WRITTEN_LICENCE else None
    )
    if content is None or content.startswith(b"#!"):
        return None
    try:
        text(content, context.limits)
    except Malformed:
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"the text of {licence}, written by coherent.licensed, which pyproject.toml asks for",
        evidence="it is fetched while the release is built; build it to prove it",
    )
