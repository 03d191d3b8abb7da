"""The template of a program's translations (``.pot``), which xgettext or po4a extracts.

All that is in it stands again in each ``.po`` beside it, which was merged with it, so it is held against
them. Extracting it anew is what would prove it. Where git holds an older one, only those catalogues and a
later date of extraction make it a claim.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.formats.mo_catalogue import BadCatalogue
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.explain.toolchain.bootstrap import speaking_of
from tallystick.explain.translations.at_its_place import is_older, misplaced
from tallystick.explain.translations.catalogue import Texts, parse_po
from tallystick.explain.translations.extraction import deviates, extraction_of, texts_of
from tallystick.model import Difference, Entry, Explanation, Grade

ID = "message-template"

_LISTS = ("POTFILES.in", "POTFILES", "po4a.conf", "po4a.cfg")


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if own_bytes(difference, context) is None:
        return None
    listed = next(
        (by for place in places(difference, context) if (by := _listed(place, context))), None
    )
    if listed is None and difference.source is not None:
        listed = difference.source.path  # however it is extracted, it has been before
    texts = texts_of(difference.path, context)
    if listed is None or texts is None:
        return None
    extraction = extraction_of(difference.path, context)
    if difference.source is not None and (
        extraction is None or not _is_later(texts, difference.source, context)
    ):
        return None
    odd = deviates(texts, extraction) if extraction is not None else None
    translated = any(any(message.texts) for message in texts.messages.values())
    if translated:
        odd = "a template has no translations"
    others = f"; the {extraction.agreeing} catalogues here agree on them" if extraction else ""
    if extraction is not None and extraction.is_template:
        odd = odd or misplaced(texts, folder_of(difference.path), context)
        others = "; each stands at its place in the source, and no catalogue was merged with them"
        if is_older(texts, context):
            others = (
                "; each stands at its place in the source, or elsewhere in that file, or in a catalogue: "
                f"it was extracted before the source's commit, on {texts.header[_EXTRACTED]}"
            )
    tool = "po4a" if base_name(listed).startswith("po4a") else "xgettext"
    return Explanation(
        grade=Grade.UNPROVEN if odd is None else Grade.CONTRADICTED,
        explainer=ID,
        claim=f"the program's messages, extracted by {tool}",
        evidence=odd or f"{len(texts.messages)} messages{others}; run {tool} anew ({listed})",
        source_path=listed,
    )


def _is_later(ours: Texts, held: Entry, context: Context) -> bool:
    """Whether it was extracted after the source's: ``2022-08-22 14:54+0100``, to the minute."""
    if held.is_link or held.is_gitlink:
        return False
    try:
        before = parse_po(context.source_bytes(held.path)).header.get(_EXTRACTED, "")
    except BadCatalogue:
        return False
    dates = [_DATE.match(said) for said in (before, ours.header.get(_EXTRACTED, ""))]
    return dates[0] is not None and dates[1] is not None and dates[0][0] < dates[1][0]


_EXTRACTED = "POT-Creation-Date"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")


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
