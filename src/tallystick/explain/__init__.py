"""The explainers, in the order in which they are asked; each is a file of its own."""

from __future__ import annotations

from tallystick.explain.build_output import BUILD_OUTPUT
from tallystick.explain.bundled_asset import BUNDLED_ASSET
from tallystick.explain.cargo_toml import CARGO_TOML
from tallystick.explain.compiled_binary import COMPILED_BINARY
from tallystick.explain.configure_file import CONFIGURE_FILE
from tallystick.explain.context import Context, Explainer, Unreadable, strongest
from tallystick.explain.core_metadata import CORE_METADATA
from tallystick.explain.cython import CYTHON
from tallystick.explain.digest_file import DIGEST_FILE
from tallystick.explain.egg_info import EGG_INFO
from tallystick.explain.entry_points import ENTRY_POINTS
from tallystick.explain.export_subst import EXPORT_SUBST
from tallystick.explain.generated_pyproject import GENERATED_PYPROJECT
from tallystick.explain.generator_script import GENERATOR_SCRIPT
from tallystick.explain.gettext_mo import GETTEXT_MO
from tallystick.explain.later_commit import LATER_COMMIT
from tallystick.explain.licence_file import LICENCE_FILE
from tallystick.explain.line_endings import LINE_ENDINGS
from tallystick.explain.maturin_module import MATURIN_MODULE
from tallystick.explain.mode import MODE
from tallystick.explain.ply_tables import PLY_TABLES
from tallystick.explain.pth_from_build_script import PTH_FROM_BUILD_SCRIPT
from tallystick.explain.pyc import PYC
from tallystick.explain.setup_cfg_egg_info import SETUP_CFG_EGG_INFO
from tallystick.explain.submodule import SUBMODULE
from tallystick.explain.symlink_dereferenced import SYMLINK_DEREFERENCED
from tallystick.explain.top_level import TOP_LEVEL
from tallystick.explain.version_file import VERSION_FILE
from tallystick.explain.wheel_file import WHEEL_FILE
from tallystick.explain.wheel_record import WHEEL_RECORD
from tallystick.model import Difference, Explanation, Grade

EXPLAINERS: tuple[Explainer, ...] = (
    # the source's bytes, changed by git, tar or a file system
    SUBMODULE,
    SYMLINK_DEREFERENCED,
    LINE_ENDINGS,
    MODE,
    EXPORT_SUBST,
    # Python metadata, recomputed
    CORE_METADATA,
    ENTRY_POINTS,
    EGG_INFO,
    TOP_LEVEL,
    LICENCE_FILE,
    WHEEL_RECORD,
    WHEEL_FILE,
    # generated files that are recomputed
    SETUP_CFG_EGG_INFO,
    VERSION_FILE,
    GENERATED_PYPROJECT,
    CARGO_TOML,
    MATURIN_MODULE,
    DIGEST_FILE,
    GETTEXT_MO,
    # claims that only running a generator could prove
    CONFIGURE_FILE,
    BUILD_OUTPUT,
    CYTHON,
    PLY_TABLES,
    GENERATOR_SCRIPT,
    PTH_FROM_BUILD_SCRIPT,
    PYC,
    COMPILED_BINARY,
    BUNDLED_ASSET,
    # nobody else has anything to say
    LATER_COMMIT,
)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """What the explainers say of ``difference``: the strongest of them, None if none has a claim."""
    found: list[Explanation] = []
    for explainer in EXPLAINERS:
        if not explainer.concerns(difference, context.artifact.kind):
            continue
        if explainer.last_resort and found:
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
        if explanation.grade.is_proof or explainer.is_final:
            return explanation
        found.append(explanation)
    return strongest(found)


__all__ = ["EXPLAINERS", "Context", "Explainer", "explain"]
