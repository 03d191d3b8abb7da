"""A licence that the source does not have, because a plugin of its build writes it.

``coherent.licensed`` (a build requirement of the project) looks up the text of the licence that
``[project] license`` states (SPDX, "license list data") and puts it beside ``pyproject.toml``; pbr names the
authors of all commits in ``AUTHORS``. Both while the release is built, so running that build is what would
prove it.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of, own_bytes
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, text
from tallystick.project.declared_pep621 import written_licences

ID = "written-licence"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or difference.entry.is_executable:
        return None
    name = base_name(difference.path)
    what = written_licences(context.project).get(name)
    in_wheel = context.artifact.kind is ArtifactKind.WHEEL
    folders = (f"{context.dist_info}/licenses/", f"{context.dist_info}/") if in_wheel else ("",)
    if what is None or folder_of(difference.path) not in folders:
        return None
    content = own_bytes(difference, context)
    if content is None or content.startswith(b"#!"):
        return None
    try:
        text(content, context.limits)
    except Malformed:
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{what}, which the build asks for",
        evidence="it is made while the release is built; build it to prove it",
    )
