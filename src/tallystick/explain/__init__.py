"""The explainers, in the order in which they are asked; each is a file of its own."""

from __future__ import annotations

from tallystick.explain.context import Context, Explainer, Unreadable, strongest
from tallystick.explain.core_metadata import CORE_METADATA
from tallystick.explain.egg_info import EGG_INFO
from tallystick.explain.entry_points import ENTRY_POINTS
from tallystick.explain.licence_file import LICENCE_FILE
from tallystick.explain.line_endings import LINE_ENDINGS
from tallystick.explain.mode import MODE
from tallystick.explain.setup_cfg_egg_info import SETUP_CFG_EGG_INFO
from tallystick.explain.submodule import SUBMODULE
from tallystick.explain.symlink_dereferenced import SYMLINK_DEREFERENCED
from tallystick.explain.top_level import TOP_LEVEL
from tallystick.explain.wheel_file import WHEEL_FILE
from tallystick.explain.wheel_record import WHEEL_RECORD
from tallystick.model import Difference, Explanation, Grade

EXPLAINERS: tuple[Explainer, ...] = (
    SYMLINK_DEREFERENCED,
    SUBMODULE,
    LINE_ENDINGS,
    MODE,
    SETUP_CFG_EGG_INFO,
    CORE_METADATA,
    ENTRY_POINTS,
    EGG_INFO,
    TOP_LEVEL,
    LICENCE_FILE,
    WHEEL_RECORD,
    WHEEL_FILE,
)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """What the explainers say of ``difference``: the strongest of them, None if none has a claim."""
    found: list[Explanation] = []
    for explainer in EXPLAINERS:
        if not explainer.concerns(difference, context.artifact.kind):
            continue
        try:
            explanation = explainer.explain(difference, context)
        except Unreadable as error:
            explanation = Explanation(
                grade=Grade.UNPROVEN,
                explainer=explainer.id,
                claim="not looked at",
                evidence=str(error),
            )
        if explanation is None:
            continue
        if explanation.grade.is_proof:
            return explanation
        found.append(explanation)
    return strongest(found)


__all__ = ["EXPLAINERS", "Context", "Explainer", "explain"]
