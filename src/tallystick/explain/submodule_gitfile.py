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
    if content is None or difference.source is not None or difference.entry.is_executable:
        return None
    said = re.fullmatch(rb"gitdir: ([^\0\n]+)\n", content)
    if said is None:
        return None
    led = join(folder_of(difference.path), said[1].decode("utf-8", "replace"))
    if led.casefold() in context.once("folders", lambda: _folders(context)):
        evidence = f"it leads to {led}, which the sdist brings along"
        return _explanation(Grade.CONTRADICTED, evidence)
    for place in places(difference, context):
        name = _name(folder_of(place).rstrip("/"), context)
        if name is not None and content == _expected(place, name):
            return _explanation(Grade.DERIVED, f"where git keeps the submodule {name}")
    return None


def _folders(context: Context) -> frozenset[str]:
    """Every folder of the sdist, as a file system that does not tell ``.git`` from ``.Git`` sees it."""
    found: set[str] = set()
    for path in context.artifact.tree.entries:
        folder = folder_of(path.casefold()).rstrip("/")
        while folder and folder not in found:
            found.add(folder)
            folder = folder_of(folder).rstrip("/")
    return frozenset(found)


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
