"""The template of a program's translations (``.pot``), which xgettext or po4a extracts and git does not hold.

All that is in it stands again in each ``.po`` beside it, which was merged with it, so it is held against
them. Extracting it anew is what would prove it.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.explain.toolchain.bootstrap import speaking_of
from tallystick.explain.translations.extraction import deviates, extraction_of, texts_of
from tallystick.model import Difference, Explanation, Grade

ID = "message-template"

_LISTS = ("POTFILES.in", "POTFILES", "po4a.conf", "po4a.cfg")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or own_bytes(difference, context) is None:
        return None
    listed = next(
        (by for place in places(difference, context) if (by := _listed(place, context))), None
    )
    texts = texts_of(difference.path, context)
    if listed is None or texts is None:
        return None
    extraction = extraction_of(difference.path, context)
    odd = deviates(texts, extraction) if extraction is not None else None
    translated = any(any(message.texts) for message in texts.messages.values())
    if translated:
        odd = "a template has no translations"
    others = f"; the {extraction.agreeing} catalogues here agree on them" if extraction else ""
    tool = "po4a" if base_name(listed).startswith("po4a") else "xgettext"
    return Explanation(
        grade=Grade.UNPROVEN if odd is None else Grade.CONTRADICTED,
        explainer=ID,
        claim=f"the program's messages, extracted by {tool}",
        evidence=odd
        or f"{len(texts.messages)} messages{others}; run {tool} on what {listed} lists",
        source_path=listed,
    )


def _listed(place: str, context: Context) -> str | None:
    """The file of the source that lists what is extracted into ``place``, or a script that sets it up."""
    folder = folder_of(place)
    for name in _LISTS:
        path = source_file(folder + name, context)
        if path is not None and (
            name.startswith("POTFILES") or says(base_name(place), _text(path, context))
        ):
            return path
    shared = base_name(folder.rstrip("/"))
    if not shared or not is_git_ignored(place, context):
        return None
    return speaking_of(shared, context)


def _text(path: str, context: Context) -> str:
    return context.source_bytes(path)[: context.limits.syntax].decode("utf-8", "replace")
