"""Data of a library that a wheel for one platform was compiled against, copied from the build machine.

As grafted libraries and headers do, such files come from elsewhere (coordinate systems, time zones). The
source must expect them: its ``setup.py`` copies a whole folder, names the folder of the package that it
goes to, and has nothing there itself. A claim, and none for anything that Python or a loader would run.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade

ID = "bundled-data"

_COPIES = re.compile(r"\b(?:copytree|copy_tree)\s*\(")
_FOLDER = re.compile(r"""["']([\w.-]{1,100}(?:/[\w.-]{1,100}){1,8})/?["']""")

DATA = frozenset({
    "", ".aux", ".cmake", ".csv", ".dat", ".db", ".dtd", ".geojson", ".gfs", ".gml", ".gsb", ".gtx", ".ini",
    ".json", ".lla", ".md", ".pol", ".png", ".ppm", ".proto", ".prj", ".sql", ".sqlite", ".svg", ".tab",
    ".tif", ".tsv", ".txt", ".vrt", ".wkt", ".xml", ".xsd", ".xslt", ".yaml", ".yml", ".zone",
})  # fmt: skip
"""Endings of what no interpreter and no loader takes for a program by its name."""

_PROGRAMS = (
    b"#!",
    b"\x7fELF",
    b"MZ",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xfe\xed\xfa\xcf",
)
"""What programs of each platform, and scripts, begin with."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    platform = context.artifact.name.removesuffix(".whl").rsplit("-", 1)[-1]
    name = base_name(difference.path)
    suffix = name[name.rfind(".") :].lower() if "." in name.lstrip(".") else ""
    if difference.source is not None or difference.entry.is_executable or platform == "any":
        return None
    if suffix not in DATA or name.startswith("."):
        return None
    folders = context.once("copied folders", lambda: _folders(context))
    place = next(iter(places(difference, context)), difference.path)
    for folder, build_file in folders.items():
        if not folder_of(place).startswith(f"{folder}/"):
            continue
        content = own_bytes(difference, context)
        if content is None or content.startswith(_PROGRAMS):
            return None
        return Explanation(
            grade=Grade.UNPROVEN,
            explainer=ID,
            claim="data of a library that the wheel was compiled against",
            evidence=f"{build_file} copies a folder and names {folder}, of which the source has nothing: "
            "rebuild the wheel, or find the package it came from",
        )
    return None


def _folders(context: Context) -> dict[str, str]:
    """Folders of packages that a ``setup.py`` which copies folders names, and the source has not."""
    found: dict[str, str] = {}
    entries = context.source.tree.entries
    for path, text in build_texts(context).items():
        if base_name(path) != "setup.py" or _COPIES.search(text) is None:
            continue
        for named in _FOLDER.findall(text):
            folder = folder_of(path) + named
            above, _, _ = folder.rpartition("/")
            is_of_package = any(entry.startswith(f"{above}/") for entry in entries)
            if is_of_package and not any(entry.startswith(f"{folder}/") for entry in entries):
                found.setdefault(folder, path)
    return found
