"""A file that git ignores and that hatchling is told to pack all the same, because a build makes it.

https://hatch.pypa.io/latest/config/build/#artifacts : "files that are ignored by your VCS, such as those that
might be created by build hooks". Both say that it is made, and where; what it holds only a build could tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tallystick.explain.context import Context
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.places import own_bytes, places
from tallystick.ignore_patterns import ignore_spec
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project import table
from tallystick.project.declared import strings

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

ID = "hatch-artifact"

_STARTS = (".pth", ".start")
"""What Python runs at its start (module ``site``), wherever it comes from."""

_COMPILED = (
    b"\x7fELF",
    b"MZ",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"!<arch>\n",
    b"PK\x03\x04",
)
"""First bytes of programs, libraries and archives: others know more of them."""

MAX_PATTERNS = 500
"""Patterns of one table; people write a dozen."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if context.project.backend != "hatchling" or difference.source is not None:
        return None
    content = own_bytes(difference, context)
    if content is None or difference.entry.is_executable or difference.path.endswith(_STARTS):
        return None
    spec = None if content.startswith(_COMPILED) else context.once(ID, lambda: _spec(context))
    if spec is None:
        return None
    for place in places(difference, context):
        inside = context.project.inside(place)
        if inside is not None and spec.match_file(inside) and is_git_ignored(place, context):
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim="made by a build before hatchling packs it",
                evidence=f"git ignores {place}, and artifacts of hatch take it; build it to prove it",
            )
    return None


def _spec(context: Context) -> GitIgnoreSpec | None:
    """The patterns of ``artifacts`` for this kind of artifact; None if there are none."""
    patterns = list(_patterns(context))[:MAX_PATTERNS]
    try:
        return ignore_spec(patterns) if patterns else None
    except ValueError:
        return None


def _patterns(context: Context) -> Iterator[str]:
    """Those of all targets, then of the target: ``sdist`` for an sdist, and both for a wheel made of one."""
    build: Mapping[str, object] = context.project.table("tool", "hatch", "build")
    yield from strings(build.get("artifacts"))
    yield from strings(table(build, "targets", "sdist").get("artifacts"))
    if context.artifact.kind is ArtifactKind.WHEEL:
        yield from strings(table(build, "targets", "wheel").get("artifacts"))
