"""Files that a script of the source edits where they lie: ``sed -i … project/*.txt``."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import MAX_FILES, texts
from tallystick.explain.places import folder_of
from tallystick.project import join

_EDITS = re.compile(r"^[ \t]*(?:sed|perl)\b[^\n]*?[ \t]-\w*i\b[^\n]*", re.MULTILINE)
_PATTERN = re.compile(r"(?<=\s)[\w./-]+/[\w.-]*\*[\w.*-]*(?=\s|$)")


def editing(place: str, context: Context) -> str | None:
    """The script at or above the folder of ``place`` that edits files of a pattern that it fits."""
    folder = folder_of(place)
    above = {folder, folder_of(folder.rstrip("/"))}
    scripts = [
        path
        for path in context.source.tree.entries
        if path.endswith(".sh") and folder_of(path) in above
    ]
    for path, text in texts(scripts[:MAX_FILES], context).items():
        for line in _EDITS.findall(text.replace("\\\n", " ")):
            patterns = (join(folder_of(path), word) for word in _PATTERN.findall(line))
            if any(fnmatchcase(place, pattern) for pattern in patterns):
                return path
    return None
