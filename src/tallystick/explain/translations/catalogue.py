"""A ``.po`` or ``.pot`` as its readers see it (GNU gettext manual, "The Format of PO Files")."""

from __future__ import annotations

from collections.abc import Mapping

import polib
from msgspec import Struct

from tallystick.explain.formats.mo_catalogue import BadCatalogue, charset_of

Key = tuple[str, str, str]
"""A message's context, text and plural; "" for those that it has not."""


class Message(Struct, frozen=True, kw_only=True):
    """One message.

    Attributes:
        texts: its translations: one, or one for each plural form.
        is_fuzzy: a guess that no compiler takes.
        remarks: what the translator noted.
        extracted: what comes from the program: references, comments and flags.
        previous: what the message was when a guess at it was made.
    """

    texts: tuple[str, ...]
    is_fuzzy: bool
    remarks: str
    extracted: tuple[object, ...]
    previous: tuple[str, ...] = ()

    @property
    def is_compiled(self) -> bool:
        """Whether msgfmt takes it: every form has a text, and it is no guess."""
        return not self.is_fuzzy and all(self.texts)


class Texts(Struct, frozen=True, kw_only=True):
    """A catalogue: its header's fields and remarks, its messages, and those that it no longer uses."""

    header: Mapping[str, str]
    remarks: str
    messages: Mapping[Key, Message]
    obsolete: Mapping[Key, Message]

    @property
    def extraction(self) -> frozenset[tuple[object, ...]]:
        """All that extraction wrote, whatever the language."""
        return frozenset((key, *message.extracted) for key, message in self.messages.items())


def decoded(content: bytes) -> str:
    """The text of a catalogue, in the charset that it names.

    Raises:
        BadCatalogue: there is no such charset, or the text is in another.
    """
    charset = charset_of(content)
    try:
        # Old translators' names in another charset than the header's are comments, and no messages.
        broken = "surrogateescape" if charset.lower().replace("-", "") == "utf8" else "strict"
        return content.decode(charset, broken).removeprefix("\ufeff")
    except (ValueError, LookupError) as error:
        raise BadCatalogue(f"the .po cannot be read: {type(error).__name__}") from None


def parse_po(content: bytes) -> Texts:
    """The catalogue; the line break before it keeps polib from taking a short text for a file's name.

    Raises:
        BadCatalogue: it cannot be parsed, or has a message twice.
    """
    text = decoded(content)
    try:
        parsed = polib.pofile("\n" + text)
    except (OSError, ValueError, LookupError, IndexError, AttributeError, SyntaxError) as error:
        raise BadCatalogue(f"the .po cannot be parsed: {type(error).__name__}") from None
    messages: dict[Key, Message] = {}
    obsolete: dict[Key, Message] = {}
    for entry in parsed:
        key = entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""
        held = obsolete if entry.obsolete else messages
        if key in held and not entry.obsolete:
            raise BadCatalogue(f"the .po has {entry.msgid[:100]!r} twice")
        message = _message(entry)
        while (
            key in held and held[key].texts != message.texts
        ):  # only what is obsolete may stand twice
            key = (*key[:2], f"{key[2]}\0")
        held[key] = message
    return Texts(
        header=dict(parsed.metadata), remarks=parsed.header, messages=messages, obsolete=obsolete
    )


def _message(entry: polib.POEntry) -> Message:
    forms = entry.msgstr_plural
    flags = set(entry.flags)
    return Message(
        texts=tuple(forms[number] for number in sorted(forms)) if forms else (entry.msgstr,),
        is_fuzzy="fuzzy" in flags,
        remarks=entry.tcomment,
        previous=tuple(
            text
            for text in (entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural)
            if text
        ),
        extracted=(
            tuple(sorted(set(entry.occurrences))),
            entry.comment,
            tuple(sorted(flags - {"fuzzy"})),
        ),
    )
