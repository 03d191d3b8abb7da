"""``…-nspkg.pth``: the line that setuptools writes into a wheel for each declared namespace package.

Each line runs at every start of the interpreter (``site``), so nothing counts but the very text of
setuptools (``setuptools/namespaces.py``, ``Installer._nspkg_tmpl``) for exactly the packages that the
source declares.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.egg_info import declared_words
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade
from tallystick.project.declared_setuptools import Computed
from tallystick.project.reading import NotReadable

ID = "namespace-pth"

_SPEC = (
    "sys.modules.setdefault({pkg!r}, importlib.util.module_from_spec("
    "importlib.machinery.PathFinder.find_spec({pkg!r}, [os.path.dirname(p)])))"
)
_TYPE = "sys.modules.setdefault({pkg!r}, types.ModuleType({pkg!r}))"
_AT = "p = os.path.join(sys._getframe(1).f_locals['sitedir'], *{pth!r})"
_PATH = (
    "mp = (m or []) and m.__dict__.setdefault('__path__',[])",
    "(p not in mp) and mp.append(p)",
)
_OLD_SPEC = (
    "has_mfs = sys.version_info > (3, 5)",
    _AT,
    "importlib = has_mfs and __import__('importlib.util')",
    "has_mfs and __import__('importlib.machinery')",
    f"m = has_mfs and {_SPEC}",
)

TEMPLATES = tuple(
    ";".join(("import sys, types, os", *lines, *_PATH))
    for lines in (
        (
            _AT,
            "importlib = __import__('importlib.util')",
            "__import__('importlib.machinery')",
            f"m = {_SPEC}",
            f"m = m or {_TYPE}",
        ),
        (*_OLD_SPEC, f"m = m or {_TYPE}"),
        (*_OLD_SPEC, f"m = m or not has_mfs and {_TYPE}"),
    )
)
"""The line of setuptools 60 and later, of 34 to 59, and of 31 to 33."""

_CHILD = ";m and setattr(sys.modules[{parent!r}], {child!r}, m)"
_NAME = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if not difference.path.endswith("-nspkg.pth") or "/" in difference.path:
        return None
    content = own_bytes(difference, context) if difference.source is None else None
    if content is None:
        return None
    try:
        declared, certain = declared_words("namespace_packages", context)
    except (Computed, NotReadable) as error:
        return _of_computed(content, str(error))
    every = sorted(name for full in set(declared) for name in _with_parents(full))
    names = sorted(set(every))
    if not names:
        return _explanation(Grade.CONTRADICTED, "the source declares no namespace package")
    if content in _rendered(names) | _rendered(every):
        return _explanation(Grade.DERIVED, f"setuptools' own lines for {', '.join(names)[:300]}")
    evidence = f"not setuptools' own lines for {', '.join(names)[:300]}"
    return _explanation(
        Grade.CONTRADICTED, evidence + ("" if certain else " as setup.py names them")
    )


def _of_computed(content: bytes, why: str) -> Explanation:
    """Which packages is not known: the lines must still be setuptools' own for those that they name."""
    named = re.findall(r"find_spec\('([\w.]{1,200})'", content.decode("ascii", "replace"))
    if named and content in _rendered(named):
        return _explanation(Grade.UNPROVEN, f"setuptools' own lines for {', '.join(named)}; {why}")
    return _explanation(Grade.CONTRADICTED, "not setuptools' own lines")


def _with_parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[: length + 1]) for length in range(len(parts))]


def _rendered(names: list[str]) -> set[bytes]:
    if not all(_NAME.fullmatch(name) for name in names):
        return set()
    return {"".join(_line(template, name) for name in names).encode() for template in TEMPLATES}


def _line(template: str, name: str) -> str:
    parent, _, child = name.rpartition(".")
    more = _CHILD if parent else ""
    return (
        (template + more).format(pkg=name, pth=tuple(name.split(".")), parent=parent, child=child)
    ) + "\n"


def _explanation(grade: Grade, evidence: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="the namespace packages as setuptools announces them at start",
        evidence=evidence,
    )
