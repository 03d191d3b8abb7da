"""Variables by which a project's own build leaves out its compiled code: who builds a pure wheel sets one.

A wheel for any platform, of a project that has extension modules, was built with one of them set. What they
are called is read from the build's own files; what comes out is compared like everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.project import join
from tallystick.rebuild.building import backend_of
from tallystick.rebuild.regenerator import Subject

MOST = 8
"""Variables that are set."""

_NAMED = re.compile(
    r"""["']((?:[A-Z0-9]+_)*(?:(?:NO|DISABLE|SKIP|WITHOUT)_(?:[A-Z0-9]+_)*"""
    r"""(?:C?EXTS?|EXTENSIONS?|SPEEDUPS?|NATIVE|CYTHON)|PURE_?PYTHON))["']"""
)
"""``MULTIDICT_NO_EXTENSIONS``, ``DISABLE_SPEEDUPS``, ``MSGPACK_PUREPYTHON``: set, they say no."""

_REFUSED = re.compile(
    r"""(?:environ\.get\(|getenv\(|environ\[)\s*["']((?:[A-Z0-9]+_)*(?:EXTS?|EXTENSIONS?|CYTHON|SPEEDUPS?))["']"""
    r"""[^\n=]{0,20}\)?\]?\s*==\s*["'](no|0|false|off)["']"""
)
"""``os.environ.get("BUILD_EXTENSION") == "no"``: one that has to say no."""


def switches(subject: Subject) -> Mapping[str, str]:
    """The variables that the build's own files speak of, each as it leaves compiled code out."""
    found: dict[str, str] = {}
    for text in _build_files(subject):
        for name in _NAMED.findall(text):
            found.setdefault(name, "1")
        for name, value in _REFUSED.findall(text):
            found.setdefault(name, value)
    return dict(list(found.items())[:MOST])


def _build_files(subject: Subject) -> Iterator[str]:
    """``setup.py``, and the modules of a backend that is part of the source."""
    folders = [join(subject.project.subdir, path) for path in backend_of(subject).path]
    for path, entry in subject.source.tree.entries.items():
        inside = any(not folder or path.startswith(f"{folder}/") for folder in folders)
        of_backend = inside and path.endswith(".py")
        if (
            entry.is_link
            or entry.is_gitlink
            or not (path == subject.project.path("setup.py") or of_backend)
        ):
            continue
        try:
            content = subject.source.tree.read(path)
        except (ContentUnavailable, LimitExceeded):
            continue
        yield content[: subject.limits.metadata].decode("utf-8", "replace")
