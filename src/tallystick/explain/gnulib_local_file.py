"""A file that gnulib-tool took from the project's own folder beside gnulib (``--local-dir``).

``gl/lib/heap.c`` of the source becomes ``lib/heap.c`` of the release, with the licence reworded like gnulib's
own files (gnulib manual, "Extending Gnulib"). A script of the source names the folder. Where the folder holds
a patch (``heap.c.diff``) of gnulib's file instead, nothing is proven here.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, own_bytes, places, source_file
from tallystick.explain.toolchain.bootstrap import bootstrap_texts
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join
from tallystick.upstreams import reworded
from tallystick.upstreams.wording import NORMALISATION

ID = "gnulib-local-file"

_NAMED = re.compile(r"(?:local_gl_dir|--local-dir)[= \t][\"']?([\w.+-][\w./+-]{0,100})")
_KINDS = ("lib", "m4", "tests", "build-aux", "doc", "top")
"""gnulib's folders, which such a folder mirrors."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folders = context.once("gnulib local folders", lambda: _folders(context))
    if difference.source is not None or not folders:
        return None
    content = own_bytes(difference, context)
    if content is None:
        return None
    for place in places(difference, context):
        for path, script in _candidates(place, folders):
            if source_file(path, context) is None:
                continue
            theirs = context.source_bytes(source_file(path, context) or path)
            if reworded(content) == reworded(theirs):
                return Explanation(
                    grade=Grade.DERIVED,
                    explainer=ID,
                    claim=f"copied by gnulib-tool from {path}",
                    evidence=f"the same text; {script} names the folder",
                    source_path=path,
                    normalisations=() if content == theirs else (NORMALISATION,),
                )
    return None


def _folders(context: Context) -> dict[str, str]:
    """The folders that scripts of the source name, each with the script."""
    return {
        folder: path
        for path, text in bootstrap_texts(context).items()
        for folder in _NAMED.findall(text)
    }


def _candidates(place: str, folders: dict[str, str]) -> list[tuple[str, str]]:
    """Where ``place`` may come from: its name, or the last folder and its name, in a folder of gnulib's."""
    name = base_name(place)
    parts = place.rsplit("/", 2)
    tails = [name, "/".join(parts[-2:])] if len(parts) > 1 else [name]
    return [
        (join(folder, f"{kind}/{tail}"), script)
        for folder, script in folders.items()
        for kind in _KINDS
        for tail in tails
    ]
