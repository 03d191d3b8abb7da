"""A header of a library that the wheel was compiled against, shipped beside the modules that need it.

Such headers come from the build machine, as grafted libraries do. The source must expect them: git ignores
their folder (or an sdist without any ``.gitignore`` stands in, which cannot say), and a build file that
speaks of ``include_dirs`` and ``package_data`` (setuptools, "Building Extension Modules" and "Data Files
Support") names it. With them goes the empty ``__init__.py`` that makes the folder a package.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, says
from tallystick.explain.evidence.git_ignored import may_be_git_ignored
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade

ID = "bundled-header"

NEEDED = ("include_dirs", "package_data")

_DIRECTIVE = re.compile(rb"^[ \t]*#[ \t]*(?:ifndef|define|include|pragma)\b", re.MULTILINE)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    platform = context.artifact.name.removesuffix(".whl").rsplit("-", 1)[-1]
    if difference.source is not None or difference.entry.is_executable or platform == "any":
        return None
    content = own_bytes(difference, context)
    if content is None or not _is_header(base_name(difference.path), content):
        return None
    ignores = "may ignore" if context.source.stands_in else "ignores"
    for place in places(difference, context):
        build_file = _build_file(base_name(folder_of(place).rstrip("/")), context)
        if build_file is not None and may_be_git_ignored(place, context):
            return Explanation(
                grade=Grade.UNPROVEN,
                explainer=ID,
                claim="a header of a library that the wheel was compiled against",
                evidence=(
                    f"git {ignores} {folder_of(place)}, and {build_file} names it: not from this source; "
                    "rebuild the wheel, or find the package it came from"
                ),
            )
    return None


def _is_header(name: str, content: bytes) -> bool:
    if name == "__init__.py":
        return content == b""
    return b"\0" not in content and _DIRECTIVE.search(content) is not None


def _build_file(folder: str, context: Context) -> str | None:
    for path, text in build_texts(context).items():
        if folder and says(folder, text) and all(says(word, text) for word in NEEDED):
            return path
    return None
