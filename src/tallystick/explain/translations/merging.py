"""What msgmerge makes of the source's ``.po`` and the program's messages.

Each message of the program keeps its translation word for word; what the program no longer has becomes
obsolete, or the guess at a message that is like it; for what is new there is nothing, or a guess that is
marked as fuzzy, which msgfmt leaves out. The header keeps its fields, but for the template's date and
address (GNU gettext manual, "Invoking the msgmerge Program"; "The header entry").
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, folder_of, source_file
from tallystick.explain.translations.catalogue import Key, Message, Texts

DATE = "POT-Creation-Date"
ADDRESS = "Report-Msgid-Bugs-To"
LANGUAGE = "Language"
_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}")
_SETS_IT = ("Makevars", "configure.ac", "configure.in", "Makefile.in.in", "Makefile.am")


def kept(source: Texts, key: Key) -> Message | None:
    """The message as the source has it; one that it no longer uses is taken up again."""
    return source.messages.get(key) or source.obsolete.get(key)


def wrong_message(ours: Texts, source: Texts) -> str | None:
    """The first message that merging would have made otherwise, in one sentence; None if there is none."""
    # msgmerge guesses by copying the translation of a message that is like it, and nothing else.
    messages = (*source.messages.values(), *source.obsolete.values())
    copied = frozenset(text for message in messages for text in message.texts)
    for key, message in ours.messages.items():
        problem = _wrong(message, kept(source, key), copied)
        if problem is not None:
            return f"{problem}: {key[1][:100]!r}"
    if ours.remarks != source.remarks:
        return "the remarks at its beginning are not the source's"
    return wrong_obsolete(ours, source)


def wrong_obsolete(ours: Texts, source: Texts) -> str | None:
    """The first message that is said to be obsolete and never was one, in one sentence."""
    for key, message in ours.obsolete.items():
        before = kept(source, key)
        if before is None or message.texts != before.texts:
            return f"the source has no such obsolete message: {key[1][:100]!r}"
    return None


def _wrong(message: Message, before: Message | None, copied: frozenset[str]) -> str | None:
    if before is None:
        if message.is_compiled:
            return "the source has no translation of it"
        if not copied.issuperset(filter(None, message.texts)):
            return "the guess at it is no translation of the source"
        return None
    if message.texts != before.texts:
        return "the source translates it otherwise"
    if message.is_fuzzy != before.is_fuzzy:
        return "the source says otherwise whether it is a guess"
    return "the source has another remark at it" if message.remarks != before.remarks else None


def wrong_header(
    ours: Mapping[str, str], source: Mapping[str, str], place: str, context: Context
) -> str | None:
    """The first field of a merged header that is neither the source's nor the build's."""
    for name in {**source, **ours}:
        value = ours.get(name)
        if value == source.get(name):
            continue
        if name == DATE and value is not None and _DATE.fullmatch(value):
            continue
        if name == ADDRESS and value is not None and _is_set(value, place, context):
            continue
        if name == LANGUAGE and value == base_name(place).partition(".")[0]:
            continue  # "--lang", by gettext's own rules (po/Makefile.in.in, "update-po")
        return f"its header field {name} is {value!r}, the source has {source.get(name)!r}"
    return None


def _is_set(address: str, place: str, context: Context) -> bool:
    """Whether a file of the source that configures the build of ``place`` names ``address``."""
    folder = folder_of(place)
    while True:
        for name in _SETS_IT:
            path = source_file(folder + name, context)
            if path is not None and address.encode() in context.source_bytes(path):
                return bool(address)
        if not folder:
            return False
        folder = folder_of(folder.rstrip("/"))
