"""A ``.po`` or ``.pot`` as its readers see it (GNU gettext manual, "The Format of PO Files")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polib
from msgspec import Struct

from tallystick.explain.formats.mo_catalogue import BadCatalogue, charset_of
from tallystick.explain.translations.plain_po import Notes, head_of, plain_messages

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
    return _plain(text) or _any_shape(text)


def _plain(text: str) -> Texts | None:
    """A catalogue in the shape of gettext's own tools; of its head polib says what it means."""
    head = head_of(text)
    found = None if head is None else plain_messages(text, head)
    if found is None:
        return None
    parsed = _any_shape(text[:head])
    if parsed.messages or parsed.obsolete:
        return None
    read = ((m.is_obsolete, m.key, _noted(m.texts, m.notes)) for m in found)
    return _texts(parsed.header, parsed.remarks, read)


def _any_shape(text: str) -> Texts:
    try:
        parsed = polib.pofile("\n" + text)
    except (OSError, ValueError, LookupError, IndexError, AttributeError, SyntaxError) as error:
        raise BadCatalogue(f"the .po cannot be parsed: {type(error).__name__}") from None
    read = (
        (bool(e.obsolete), (e.msgctxt or "", e.msgid, e.msgid_plural or ""), _message(e))
        for e in parsed
    )
    return _texts(dict(parsed.metadata), parsed.header, read)


def _texts(
    header: Mapping[str, str], remarks: str, read: Iterable[tuple[bool, Key, Message]]
) -> Texts:
    messages: dict[Key, Message] = {}
    obsolete: dict[Key, Message] = {}
    held: dict[Key, dict[tuple[str, ...], int]] = {}
    for is_obsolete, key, message in read:
        if not is_obsolete:
            if key in messages:
                raise BadCatalogue(f"the .po has {key[1][:100]!r} twice")
            messages[key] = message
            continue
        # What is obsolete may stand twice, each time with another translation.
        translations = held.setdefault(key, {})
        number = translations.setdefault(message.texts, len(translations))
        obsolete[(*key[:2], f"{key[2]}\0{number}" if number else key[2])] = message
    # An empty line at the end of the header's text is none of its last field.
    fields = {name: value.rstrip("\n") for name, value in header.items()}
    return Texts(header=fields, remarks=remarks, messages=messages, obsolete=obsolete)


def _message(entry: polib.POEntry) -> Message:
    forms = entry.msgstr_plural
    before = entry.previous_msgctxt, entry.previous_msgid, entry.previous_msgid_plural
    notes = Notes(
        remarks=entry.tcomment,
        occurrences=tuple(entry.occurrences),
        comment=entry.comment,
        flags=frozenset(entry.flags),
        previous=tuple(text for text in before if text),
    )
    texts = tuple(forms[number] for number in sorted(forms)) if forms else (entry.msgstr,)
    return _noted(texts, notes)


def _noted(texts: tuple[str, ...], notes: Notes) -> Message:
    return Message(
        texts=texts,
        is_fuzzy="fuzzy" in notes.flags,
        remarks=notes.remarks,
        extracted=_extracted(notes),
        previous=notes.previous,
    )


def _extracted(notes: Notes) -> tuple[object, ...]:
    """What comes from the program, in one order."""
    flags = tuple(sorted(notes.flags - {"fuzzy"}))
    return (tuple(sorted(set(notes.occurrences))), notes.comment, flags)
