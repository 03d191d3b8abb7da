"""Submodules that follow a branch: the next update takes whatever stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model.custody import Confidence, Remark

_SECTION = re.compile(r'^\s*\[submodule "((?:[^"\\]|\\.)*)"\]', re.MULTILINE)
_KEY = re.compile(r"^\s*(path|branch)\s*=\s*(.*?)\s*$", re.MULTILINE)


def check(context: Context) -> Iterator[Remark]:
    """A remark for each submodule with a ``branch`` in .gitmodules (gitmodules(5))."""
    if ".gitmodules" not in context.tree.entries:
        return
    try:
        text = context.tree.read(".gitmodules").decode("utf-8", "surrogateescape")
    except (ContentUnavailable, LimitExceeded):
        return
    starts = list(_SECTION.finditer(text))
    for found, following in zip(starts, [*starts[1:], None], strict=True):
        keys: dict[str, str] = dict(
            _KEY.findall(text, found.end(), following.start() if following else len(text))
        )
        if "branch" in keys:
            path = keys.get("path", found[1])
            yield Remark(
                check="submodule-branch",
                message=f"the submodule {path} follows the branch {keys['branch']}, which can be moved",
                known="tree: .gitmodules",
                confidence=Confidence.HIGH,
                paths=(path,),
            )
