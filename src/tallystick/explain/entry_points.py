"""``entry_points.txt``: the commands that an installer writes and the plugins that others load.

https://packaging.python.org/en/latest/specifications/entry-points/ . One added line runs code in
programs that never import the project, so nothing but the declared ones is accepted.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.metadata.called import is_own_egg_info
from tallystick.explain.metadata.pdm_hook import SCRIPTS, pdm_hook, stands_there
from tallystick.model import ArtifactKind, Difference, Explanation, Grade
from tallystick.project.bounded import Malformed, entry_points
from tallystick.project.declare import declare
from tallystick.project.declared import EntryPoints, KnownEntryPoints, Unknown

ID = "entry-points"

WRITTEN = frozenset({"console_scripts", "gui_scripts"})
"""Groups that pdm-backend writes for a project that declares nothing in them, too (``pdm.backend.wheel``)."""

MAX_NOTES = 100
"""Entry points that the ledger names one by one; projects have up to a few dozen."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folder = difference.path.rpartition("/")[0]
    if context.artifact.kind is ArtifactKind.WHEEL:
        if not folder.endswith(".dist-info") or "/" in folder:
            return None
    elif not is_own_egg_info(folder, context):
        return None
    content = context.artifact_bytes(difference.path)
    try:
        ours = _flat(entry_points(content, context.limits))
    except Malformed as error:
        return _explanation(Grade.CONTRADICTED, str(error))
    group = _foreign_group(content, context)
    if group is not None:
        return _explanation(Grade.CONTRADICTED, f"nobody declares the group {group[:150]!r}")
    comment = _foreign_comment(content.decode("utf-8", "replace"), context)
    if comment is not None:
        return _explanation(Grade.CONTRADICTED, f"nobody writes the comment {comment[:150]!r}")
    declared = declare(context.project, context.limits).entry_points
    if isinstance(declared, Unknown):
        notes = tuple(sorted(ours)[:MAX_NOTES])
        return _explanation(Grade.UNPROVEN, declared.why, notes)
    return _compared(ours, declared, context)


def _foreign_comment(text: str, context: Context) -> str | None:
    """The first comment that no build file holds: setuptools keeps those of a text in ``setup.py``."""
    comments = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    texts = build_texts(context).values() if comments else ()
    return next((one for one in comments if not any(one in text for text in texts)), None)


def _foreign_group(content: bytes, context: Context) -> str | None:
    """The first group without an entry point that no build file names: nothing else of it is compared."""
    groups = entry_points(content, context.limits)
    texts = build_texts(context).values() if not all(groups.values()) else ()
    empty = (group for group, points in groups.items() if not points and group not in WRITTEN)
    return next((one for one in empty if not any(one.strip() in text for text in texts)), None)


def _compared(ours: frozenset[str], declared: KnownEntryPoints, context: Context) -> Explanation:
    wanted = _flat(declared.groups)
    if ours == wanted:
        return _explanation(Grade.DERIVED, f"exactly those of {declared.where}")
    parts = [f"{line} is not declared" for line in sorted(ours - wanted)]
    parts += [f"{line} is missing" for line in sorted(wanted - ours)]
    grade = Grade.CONTRADICTED if declared.certain else Grade.UNPROVEN
    hook = pdm_hook(context)
    if hook is not None and all(
        stands_there(_words(line), SCRIPTS, context) for line in ours - wanted
    ):
        grade, parts[0] = Grade.UNPROVEN, f"{parts[0]}, and {hook} may have changed it"
    return _explanation(grade, f"{parts[0]} ({declared.where})", tuple(parts[1:MAX_NOTES]))


def _words(line: str) -> tuple[str, str]:
    """Name and reference of an entry point, as :func:`_flat` spells it."""
    name, _, reference = line.partition("] ")[2].partition(" = ")
    return name, reference


def _flat(groups: EntryPoints) -> frozenset[str]:
    """One line an entry point, without blanks: ``module:attr [extra]`` may be spaced anyhow."""
    return frozenset(
        f"[{group.strip()}] {name.strip()} = {''.join(reference.split())}"
        for group, points in groups.items()
        for name, reference in points.items()
    )


def _explanation(grade: Grade, evidence: str, notes: tuple[str, ...] = ()) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="the project's entry points",
        evidence=evidence,
        normalisations=("order and spacing of entry points not compared",),
        notes=notes,
    )
