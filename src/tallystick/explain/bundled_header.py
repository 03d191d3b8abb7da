"""A header of a library that the wheel was compiled against, shipped beside the modules that need it.

Such headers come from the build machine, as grafted libraries do. The source must expect them: git ignores
their folder (or an sdist without any ``.gitignore`` stands in, which cannot say), and a build file that
speaks of ``include_dirs`` and ``package_data`` (setuptools, "Building Extension Modules" and "Data Files
Support") names it; or a script downloads the library, which it names, and installs it where an
``include`` folder of the package is. With them goes the empty ``__init__.py`` that makes a folder a package.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts, says
from tallystick.explain.evidence.git_ignored import may_be_git_ignored
from tallystick.explain.evidence.scripts import ADDRESS, DOWNLOADS, naming_scripts
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade

ID = "bundled-header"

NEEDED = ("include_dirs", "package_data")

INCLUDE = "include"
"""Where build systems install headers (GNU Coding Standards, "Directory Variables": ``includedir``)."""

SHORTEST = 4
"""Letters of a library's name from which on it is not in every other address."""

_INSTALLS = re.compile(r"\bmake install\b|--install\b|--target install\b|\bninja install\b")

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
        build_file = _build_file(base_name(folder_of(place).rstrip("/")), context) or _downloading(
            place, context
        )
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


def _downloading(place: str, context: Context) -> str | None:
    """The script that downloads the library whose header would stand at ``place``, and installs it there.

    ``pkg/include/spatialindex/x.h``: it says ``include``, and the library's name stands in the address.
    """
    _, found, inner = place.rpartition(f"/{INCLUDE}/")
    library, below, _ = inner.partition("/")
    if not found or not below or len(library) < SHORTEST:
        return None
    for path, text in naming_scripts(INCLUDE, context):
        if DOWNLOADS.search(text) is None or _INSTALLS.search(text) is None:
            continue
        if any(library.lower() in address.lower() for address in ADDRESS.findall(text)):
            return path
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
