"""A licence in ``.dist-info`` that the source keeps at a place no declaration names.

PEP 639 and its forerunners put licences below ``licenses/`` or beside ``METADATA``; where they are
looked for differs by backend and version, up to the root of a repository with several projects.
"""

from __future__ import annotations

import fnmatch

from tallystick.explain.context import Context
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.layout import LICENCE_PATTERNS

ID = "licence-file"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folder, _, inner = difference.path.partition(".dist-info/")
    if not inner or "/" in folder or difference.entry.is_link or difference.source is not None:
        return None
    name = inner.rpartition("/")[2]
    named = any(fnmatch.fnmatchcase(name.upper(), p.upper()) for p in LICENCE_PATTERNS)
    if not named or (inner != name and not inner.startswith(("licenses/", "license_files/"))):
        return None
    held = _same(difference, name, context)
    if held is None:
        return None
    return Explanation(
        grade=Grade.MOVED,
        explainer=ID,
        claim="a licence of the source, copied into the wheel's metadata",
        evidence=f"the same blob, under the same name, at {held}",
        source_path=held,
    )


def _same(difference: Difference, name: str, context: Context) -> str | None:
    """A file of the source with this very name and content."""
    return next(
        (
            path
            for path, entry in context.source.tree.entries.items()
            if entry.blob == difference.entry.blob
            and path.rpartition("/")[2] == name
            and not entry.is_link
        ),
        None,
    )
