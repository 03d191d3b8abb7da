"""Wheels that another build system packs than the one that the source declares.

Bazel's ``py_wheel`` writes ``METADATA`` from its own build files (rules_python's reference, "packaging"),
so that what ``setup.py`` says of a summary or a licence may stand otherwise in an honest wheel. Which of
both ran is the wheel's word alone: it takes nothing from what installers obey, and nothing is proven by it.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.explain.context import Context
from tallystick.explain.metadata.field_values import canonical
from tallystick.explain.places import base_name
from tallystick.model import ArtifactKind
from tallystick.project.declared import Declared, Known
from tallystick.project.headers import Headers

ELSEWHERE = {
    "bazel-wheelmaker": ("Bazel's py_wheel", frozenset({"BUILD", "BUILD.bazel", "MODULE.bazel"})),
}
"""``Generator`` of build systems that read no declaration of Python's: what they are called, and by which
files a source is known that is built so (https://bazel.build/concepts/build-files)."""

PASSED_BY = "as setup.py says, but pyproject.toml names {} to build it"
"""What is said of metadata that is not what the named backend reads, but what ``setup.py`` has."""

_GENERATOR = re.compile(rb"^Generator: ([A-Za-z0-9._-]{1,60})(?:[ \t(].{0,100})?\r?$", re.MULTILINE)


def other_generator(context: Context) -> str | None:
    """The one build system that ``WHEEL`` names, if it reads no declaration and the source has its files."""
    named = _generator(context)
    if named not in ELSEWHERE:
        return None
    called, files = ELSEWHERE[named]
    return called if any(base_name(path) in files for path in context.source.tree.entries) else None


def as_setuptools_reads(context: Context) -> Context | None:
    """``context`` with the declarations of ``setup.py``, where setuptools packed it past the named backend.

    A project that keeps a ``setup.py`` beside ``[tool.poetry]`` can be built by either: ``python setup.py
    sdist`` asks for no ``[build-system]``, and reads nothing of ``pyproject.toml`` without ``[project]``
    (https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html). The source declares both, and
    which one is meant is the artifact's word alone: whoever asks this grants no proof by it.
    """
    project = context.project
    if project.backend == "setuptools" or "project" in project.pyproject:
        return None
    if project.setup_py is None or not _packed_by_setuptools(context):
        return None
    return replace(context, project=replace(project, backend="setuptools", kept={}), kept={})


def _packed_by_setuptools(context: Context) -> bool:
    """Whether the wheel names setuptools or its former ``bdist_wheel``, or the sdist holds ``.egg-info``."""
    if context.artifact.kind is ArtifactKind.WHEEL:
        return _generator(context) in {"setuptools", "bdist_wheel"}
    return any(path.endswith(".egg-info/PKG-INFO") for path in context.artifact.tree.entries)


def _generator(context: Context) -> str | None:
    """The one ``Generator`` that ``WHEEL`` names, without its version."""
    if context.artifact.kind is not ArtifactKind.WHEEL or not context.dist_info:
        return None
    path = f"{context.dist_info}/WHEEL"
    entry = context.artifact.tree.entries.get(path)
    if entry is None or entry.is_link:
        return None
    try:
        content = context.artifact.tree.read(path)[: context.limits.metadata]
    except (ContentUnavailable, LimitExceeded):
        return None
    named = [found.decode() for found in _GENERATOR.findall(content)]
    return named[0] if len(named) == 1 else None


def may_differ(name: str, headers: Headers, declared: Declared) -> bool:
    """Whether the field ``name`` may be other words of another build file.

    Not a requirement that the declaration does not have, in these very words: installers would obey it.
    """
    if name != "requires-dist":
        return True
    known = declared.field(name)
    if not isinstance(known, Known):
        return True
    return canonical(name, headers.fields.get(name, ())) <= canonical(
        name, (*known.values, *known.optional)
    )
