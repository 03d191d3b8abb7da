"""A compiled message catalogue (``.mo``, ``.gmo``) against the ``.po`` that it is made from.

Decompiled and compared message by message, because msgfmt and each version of Babel write other
bytes for the same messages (order, hash table, header).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polib

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import naming
from tallystick.explain.formats.mo_catalogue import BadCatalogue, charset_of, read_catalogue
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.model import Difference, Explanation, Grade

ID = "gettext-mo"

_PLURAL = re.compile(r"nplurals\s*=\s*\d{1,2}\s*;\s*plural\s*=\s*[n\d\s!=<>%&|?:()+*-]{1,500};?")
_STAMP = frozenset(
    {"Generated-By", "X-Generator", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
)
"""Header fields in which compilers write themselves and the encoding that they chose."""

_BABEL = {
    "Project-Id-Version": r"PROJECT VERSION",
    "Report-Msgid-Bugs-To": r"EMAIL@ADDRESS",
    "POT-Creation-Date": r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}[+-][0-9]{4}",
    "PO-Revision-Date": r"YEAR-MO-DA HO:MI\+ZONE",
    "Last-Translator": r"FULL NAME <EMAIL@ADDRESS>",
    "Language": r"{locale}",
    "Language-Team": r"(?:LANGUAGE|{locale}) <LL@li\.org>",
}
"""What Babel writes for header fields that the ``.po`` lacks (``babel.messages.catalog.Catalog``)."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    content = own_bytes(difference, context)
    if content is None or difference.source is not None:
        return None
    path = next(_texts(difference, context), None)
    if path is None:
        return None
    text = context.source_bytes(path)
    if len(text) > context.limits.metadata:
        return _explanation(Grade.UNPROVEN, path, f"{path} is too large to be parsed")
    try:
        ours = read_catalogue(content).messages
        problem = _problem(ours, parse_po(text), _locales(path), fuzzy=_keeps_fuzzy(context))
    except BadCatalogue as error:
        return _explanation(Grade.CONTRADICTED, path, f"as a catalogue: {error}")
    if problem is not None:
        return _explanation(Grade.CONTRADICTED, path, problem)
    evidence = f"decompiled: the same {len(ours)} messages as {path}"
    return _explanation(Grade.DERIVED, path, evidence)


def _explanation(grade: Grade, path: str, evidence: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"compiled from {path}",
        evidence=evidence,
        source_path=path,
        normalisations=(
            "order of strings, hash table, and the compiler's header fields not compared",
        ),
    )


def _texts(difference: Difference, context: Context) -> Iterator[str]:
    """The ``.po`` of the same name beside it, or in the folder above ``LC_MESSAGES``."""
    for place in places(difference, context):
        name = base_name(place)[: base_name(place).rfind(".")] + ".po"
        folder = folder_of(place)
        locale = folder.removesuffix("LC_MESSAGES/").rstrip("/")
        for path in (folder + name, f"{folder_of(locale)}{base_name(locale)}.po"):
            if source_file(path, context) is not None:
                yield source_file(path, context) or path


def parse_po(content: bytes) -> polib.POFile:
    """The ``.po``; the line break before it keeps polib from taking a short text for a file's name.

    Raises:
        BadCatalogue: it cannot be parsed.
    """
    try:
        text = content.decode(charset_of(content)).removeprefix("\ufeff")
        return polib.pofile("\n" + text)
    except (OSError, ValueError, LookupError, IndexError, AttributeError, SyntaxError) as error:
        raise BadCatalogue(f"the source's .po cannot be parsed: {type(error).__name__}") from None


def _keeps_fuzzy(context: Context) -> bool:
    """Whether the build asks the compiler to use fuzzy translations as well (msgfmt(1), Babel)."""
    return any(naming(word, context) for word in ("use_fuzzy", "use-fuzzy"))


def _locales(path: str) -> str:
    """A pattern of the words in the path of a ``.po`` that may be its language."""
    words = {*folder_of(path).split("/"), base_name(path).removesuffix(".po")}
    return "|".join(sorted(re.escape(word) for word in words if word))


def _problem(
    ours: dict[str, str], theirs: polib.POFile, locales: str, *, fuzzy: bool
) -> str | None:
    """The first message that is not the source's, in one sentence; None if there is none."""
    expected = {_key(entry): entry for entry in theirs if not entry.obsolete}
    for key, text in ours.items():
        if key == "":
            plurals = any("\0" in key for key in ours)
            problem = _wrong_header(text, theirs.metadata, locales, has_plurals=plurals)
            if problem is not None:
                return problem
            continue
        entry = expected.get(key)
        if entry is None or (entry.fuzzy and not fuzzy):
            return f"the source has no translation of {key[:100]!r}"
        if not _is_translation(text, entry):
            return f"the source translates {key[:100]!r} otherwise"
    for key, entry in expected.items():
        if key not in ours and entry.translated() and not entry.fuzzy:
            return f"it lacks the translation of {key[:100]!r}"
    return None


def _key(entry: polib.POEntry) -> str:
    """The message as the catalogue writes it: context, EOT, singular, NUL, plural."""
    context = f"{entry.msgctxt}\x04" if entry.msgctxt else ""
    plural = f"\0{entry.msgid_plural}" if entry.msgid_plural else ""
    return f"{context}{entry.msgid}{plural}"


def _is_translation(text: str, entry: polib.POEntry) -> bool:
    """Whether ``text`` is what the ``.po`` says; Babel puts the message itself where a form is missing."""
    if not entry.msgid_plural:
        return text == entry.msgstr
    forms = [entry.msgstr_plural[number] for number in sorted(entry.msgstr_plural)]
    found = text.split("\0")
    if len(found) != len(forms):
        return False
    return all(
        here == there or (not there and here == (entry.msgid_plural if number else entry.msgid))
        for number, (here, there) in enumerate(zip(found, forms, strict=True))
    )


def _wrong_header(
    text: str, theirs: dict[str, str], locales: str, *, has_plurals: bool
) -> str | None:
    """A header field that the source does not have, or has otherwise.

    Babel adds the plural expression that it knows for the language; where no message has a plural
    it chooses nothing. Other fields that the source lacks it fills with words that say nothing.
    """
    for line in filter(None, text.split("\n")):
        name, _, value = line.partition(":")
        name, value = name.strip(), value.strip()
        if name == "Plural-Forms":
            if _PLURAL.fullmatch(value) is None:
                return f"its plural expression is none: {value[:100]!r}"
            if (name in theirs or has_plurals) and _bare(value) != _bare(theirs.get(name, "")):
                return "its plural expression is not the source's"
        elif name in _STAMP:
            if re.fullmatch(r"[\w ./;=()+-]{0,100}", value) is None:
                return f"its header field {name} is {value[:100]!r}"
        elif name not in theirs and _is_filled_in(name, value, locales):
            continue
        elif _bare(value) != _bare(theirs.get(name, "")):
            return (
                f"its header field {name} is {value[:100]!r}, the source has {theirs.get(name)!r}"
            )
    return None


def _is_filled_in(name: str, value: str, locales: str) -> bool:
    """Whether this is what Babel writes where nothing is said."""
    pattern = _BABEL.get(name, "").replace("{locale}", f"(?:{locales})")
    return bool(pattern) and re.fullmatch(pattern, value) is not None


def _bare(value: str) -> str:
    """Without white space and the last semicolon, which compilers set as they like."""
    return "".join(value.split()).rstrip(";")
