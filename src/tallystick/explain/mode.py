"""The same bytes with an executable bit that the source does not set.

The bit alone brings no new code, and file systems without modes set it on everything; so it is a
proof only where the whole artifact has it, and otherwise a question for a person.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.model import ArtifactKind, Difference, Explanation, Grade

ID = "mode"

NOT_COMPARED = "executable bit not compared"
FOR_INSTALLERS = "executable bit set for installers"
SAID = frozenset({NOT_COMPARED, FOR_INSTALLERS})
"""How a proof says that it looked at the bit; by these words exactly, since others may quote a stranger."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if not difference.mode_only or difference.source is None:
        return None
    everywhere = is_everywhere(context)
    scripts = context.artifact.kind is ArtifactKind.WHEEL and ".data/scripts/" in difference.path
    if everywhere or scripts:
        why = (
            "every file of the artifact is executable"
            if everywhere
            else "installers set it on scripts"
        )
        return Explanation(
            grade=Grade.DERIVED,
            explainer=ID,
            claim="the source's bytes; only the executable bit was added",
            evidence=f"same blob; {why}",
            source_path=difference.source.path,
            normalisations=(NOT_COMPARED,),
        )
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim="the source's bytes; only the executable bit was added",
        evidence="same blob; nothing here says who set the bit",
        source_path=difference.source.path,
    )


def is_everywhere(context: Context) -> bool:
    """Whether every file of the artifact has the bit: its file system had no modes.

    But for ``RECORD``, which is never on a disk: ``wheel.wheelfile.WheelFile.close`` writes it as 0664.
    """
    own = f"{context.dist_info}/RECORD" if context.artifact.kind is ArtifactKind.WHEEL else ""
    entries = context.artifact.tree.entries.values()
    return context.once(
        "all executable",
        lambda: all(
            entry.is_executable for entry in entries if not entry.is_link and entry.path != own
        ),
    )
