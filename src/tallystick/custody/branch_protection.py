"""A default branch that anybody with rights can change alone."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.model.custody import Confidence, Remark


def check(context: Context) -> Iterator[Remark]:
    """A remark if the forge asks nothing of whoever pushes to its default branch, or no approval."""
    found = context.rights.protection
    if found is None:
        return
    if not found.is_protected:
        said = f"the branch {found.branch} is not protected: whoever may write changes it alone"
    elif found.approvals == 0:
        said = f"the branch {found.branch} is protected, and asks for no approval by another"
    else:
        return
    yield Remark(
        check="branch-protection",
        message=said,
        known="forge: the branch, today, and not when the commits came",
        confidence=Confidence.HIGH,
    )
