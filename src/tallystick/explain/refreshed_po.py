"""A message catalogue in text (``.po``) that extraction has refreshed: the same messages at new places.

Babel and msgmerge write the references to the source, their own name and the date of the template anew
and reorder what is obsolete. Everything that a reader of translations sees must be the source's.
"""

from __future__ import annotations

import polib

from tallystick.explain.context import Context
from tallystick.explain.formats.mo_catalogue import BadCatalogue
from tallystick.explain.gettext_mo import parse_po
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "refreshed-po"

_STAMPS = frozenset({"POT-Creation-Date", "PO-Revision-Date", "Generated-By", "X-Generator"})


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    if held is None or held.is_link or held.is_gitlink:
        return None
    content = own_bytes(difference, context)
    theirs = context.source_bytes(held.path)
    if content is None or max(len(content), len(theirs)) > context.limits.metadata:
        return None
    try:
        ours, source = parse_po(content), parse_po(theirs)
    except BadCatalogue:
        return None
    if _seen(ours) != _seen(source) or _metadata(ours) != _metadata(source):
        return None
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim="the source's catalogue, refreshed",
        evidence=f"the same {len(ours)} messages, translations, flags and header fields",
        source_path=held.path,
        normalisations=("references, dates, generator, comments, wrapping and order not compared",),
    )


def _seen(catalogue: polib.POFile) -> list[tuple[object, ...]]:
    """Each message as a compiler and a translator see it; obsolete ones reach no catalogue."""
    return sorted(
        (
            entry.msgctxt or "",
            entry.msgid,
            entry.msgid_plural or "",
            entry.msgstr,
            tuple(sorted((int(form), text) for form, text in entry.msgstr_plural.items())),
            tuple(sorted(set(entry.flags))),
        )
        for entry in catalogue
        if not entry.obsolete
    )


def _metadata(catalogue: polib.POFile) -> dict[str, str]:
    return {name: value for name, value in catalogue.metadata.items() if name not in _STAMPS}
