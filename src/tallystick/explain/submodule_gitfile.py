"""The ``.git`` file that a checked-out submodule has, swept into an sdist.

gitsubmodules(7): it says ``gitdir:`` and the way to ``modules/<name>`` in the superproject's ``.git``.
Every byte follows from the place and ``.gitmodules``. It must lead to nothing that the sdist itself
brings along: git runs what the configuration there tells it to.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.places import folder_of, own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join

ID = "submodule-gitfile"

_SECTION = re.compile(r'^[ \t]*\[submodule "([^"\\\n]+)"\]([^\[]*)', re.MULTILINE)
_PATH = re.compile(r"^[ \t]*path[ \t]*=[ \t]*(\S+)[ \t]*$", re.MULTILINE)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if content is None or difference.source is not None:
        return None
    said = re.fullmatch(rb"gitdir: ([^\0\n]+)\n", content)
    if said is None:
        return None
    led = join(folder_of(difference.path), said[1].decode("utf-8", "replace"))
    if any(path.startswith(f"{led}/") for path in context.artifact.tree.entries):
        evidence = f"it leads to {led}, which the sdist brings along"
        return _explanation(Grade.CONTRADICTED, evidence)
    for place in places(difference, context):
        name = _name(folder_of(place).rstrip("/"), context)
        if name is not None and content == _expected(place, name):
            return _explanation(Grade.DERIVED, f"where git keeps the submodule {name}")
    return None


def _explanation(grade: Grade, evidence: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="tells git where the repository of a submodule is",
        evidence=evidence,
        source_path=".gitmodules",
    )


def _name(folder: str, context: Context) -> str | None:
    """The name of the submodule that is checked out at ``folder``, in the source's ``.gitmodules``."""
    modules = source_file(".gitmodules", context)
    if folder not in context.source.submodules or modules is None:
        return None
    text = context.source_bytes(modules)[: context.limits.metadata].decode("utf-8", "replace")
    for name, body in _SECTION.findall(text):
        path = _PATH.search(body)
        if path is not None and path[1] == folder:
            return str(name)
    return None


def _expected(place: str, name: str) -> bytes:
    return f"gitdir: {'../' * place.count('/')}.git/modules/{name}\n".encode()
