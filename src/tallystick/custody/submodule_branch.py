"""Submodules that follow a branch: the next update takes whatever stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from tallystick.custody.context import Context
from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model import Tree
from tallystick.model.custody import Confidence, Remark

_SECTION = re.compile(r'^\s*\[submodule "((?:[^"\\]|\\.)*)"\]', re.MULTILINE)
_KEY = re.compile(r"^\s*(path|branch|url)\s*=\s*(.*?)\s*$", re.MULTILINE)


class Followed(Struct, frozen=True, kw_only=True):
    """A submodule with a ``branch`` in .gitmodules (gitmodules(5)), and its address as it stands there."""

    path: str
    branch: str
    url: str


def check(context: Context) -> Iterator[Remark]:
    """A remark for each submodule that follows a branch; whether that is protected, its forge may tell."""
    for one in followed(context.tree):
        protection = context.rights.submodules.get(one.path)
        said = f"the submodule {one.path} follows the branch {one.branch}, which can be moved"
        if protection is not None:
            said += ", and is protected" if protection.is_protected else ", and is not protected"
        yield Remark(
            check="submodule-branch",
            message=said,
            known="tree: .gitmodules"
            if protection is None
            else "tree: .gitmodules; forge: the branch",
            confidence=Confidence.HIGH,
            paths=(one.path,),
        )


def followed(tree: Tree) -> Iterator[Followed]:
    """The submodules of ``tree`` that follow a branch."""
    if ".gitmodules" not in tree.entries:
        return
    try:
        text = tree.read(".gitmodules").decode("utf-8", "surrogateescape")
    except (ContentUnavailable, LimitExceeded):
        return
    starts = list(_SECTION.finditer(text))
    for found, following in zip(starts, [*starts, None][1:], strict=True):
        keys: dict[str, str] = dict(
            _KEY.findall(text, found.end(), following.start() if following else len(text))
        )
        if "branch" in keys:
            path = keys.get("path", found[1])
            yield Followed(path=path, branch=keys["branch"], url=keys.get("url", ""))
