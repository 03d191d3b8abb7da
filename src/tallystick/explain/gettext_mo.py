"""A compiled message catalogue (``.mo``, ``.gmo``) against the ``.po`` that it is made from.

Decompiled and compared message by message, because msgfmt and each version of Babel write other
bytes for the same messages (order, hash table, header).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import naming
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.formats.mo_catalogue import BadCatalogue, read_catalogue
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.explain.translations.catalogue import Key, Message, Texts, parse_po
from tallystick.explain.translations.extraction import Extraction, extraction_of, texts_of
from tallystick.explain.translations.merging import ADDRESS, DATE, kept, wrong_header
from tallystick.model import Difference, Explanation, Grade

ID = "gettext-mo"

Messages = Mapping[str, str]
"""What a compiled catalogue holds: the text before translation, with a NUL before its plural."""

_PLURAL = re.compile(r"nplurals\s*=\s*\d{1,2}\s*;\s*plural\s*=\s*[n\d\s!=<>%&|?:()+*-]{1,500};?")
_TOOL = r"(?:[A-Za-z][\w.-]{0,30}(?: [\w.+-]{1,30}){0,2})?"
_STAMP = {
    "Generated-By": _TOOL,
    "X-Generator": _TOOL,
    "MIME-Version": r"1\.0",
    "Content-Type": r"text/plain; ?charset=[\w.:-]{1,40}",
    "Content-Transfer-Encoding": r"8bit|7bit|quoted-printable|base64",
}
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
        return _of_a_shipped_text(difference, content, context)
    text = context.source_bytes(path)
    if len(text) > context.limits.metadata:
        return _explanation(Grade.UNPROVEN, path, f"{path} is too large to be parsed")
    try:
        ours = read_catalogue(content).messages
    except BadCatalogue as error:
        return _explanation(Grade.CONTRADICTED, path, f"as a catalogue: {error}")
    try:
        source = parse_po(text)
    except BadCatalogue as error:
        evidence = f"{error} here; run msgfmt to prove it"
        return _explanation(Grade.UNPROVEN, path, evidence)
    fuzzy = keeps_fuzzy(context)
    problem = _problem(ours, source.messages, source.header, _locales(path), fuzzy=fuzzy)
    evidence = f"decompiled: the same {len(ours)} messages as {path}"
    if problem is not None and not fuzzy:
        extraction = extraction_of(difference.path, context)
        if extraction is not None:
            problem = _not_merged(ours, source, extraction, path, context)
            evidence += f", merged into the program's {len(extraction.messages)}"
            if problem is None and extraction.is_template:
                evidence += (
                    ", of which only the template here tells; run make in its folder to prove it"
                )
                return _explanation(Grade.UNPROVEN, path, evidence)
    if problem is not None:
        return _explanation(Grade.CONTRADICTED, path, problem)
    return _explanation(Grade.DERIVED, path, evidence)


def _not_merged(
    ours: Messages, source: Texts, extraction: Extraction, path: str, context: Context
) -> str | None:
    """How ``ours`` differs from what compiling the source's catalogue gives after it was merged."""
    expected = {
        key: before for key in extraction.messages if (before := kept(source, key)) is not None
    }
    header = _fields(ours.get("", ""))
    dropped = {DATE} - header.keys()  # msgfmt leaves it out since gettext 0.20
    fields = {name: value for name, value in source.header.items() if name not in dropped}
    if extraction.is_template and (address := header.get(ADDRESS)) in extraction.addresses:
        fields[ADDRESS] = address or ""  # msgmerge takes it from the template
    return wrong_header(header, fields, path, context) or _problem(
        ours, expected, header, _locales(path), fuzzy=False
    )


def _of_a_shipped_text(
    difference: Difference, content: bytes, context: Context
) -> Explanation | None:
    """Where git holds no ``.po``: against the one that the artifact ships beside it, which proves nothing."""
    path = difference.path[: difference.path.rfind(".")] + ".po"
    texts = texts_of(path, context)
    if texts is None or not any(
        is_git_ignored(place, context) for place in places(difference, context)
    ):
        return None
    try:
        ours = read_catalogue(content).messages
    except BadCatalogue as error:
        return _explanation(Grade.CONTRADICTED, None, f"as a catalogue: {error}", path)
    private = _private_lines(ours.get("", ""), texts.header)
    if private:
        kept_lines = (line for line in ours[""].split("\n") if line not in private)
        ours = {**ours, "": "\n".join(kept_lines)}
    problem = _problem(ours, texts.messages, texts.header, _locales(path), fuzzy=False)
    if problem is not None:
        return _explanation(Grade.CONTRADICTED, None, f"against the one beside it: {problem}", path)
    evidence = f"decompiled: the same {len(ours)} messages, and git does not have {path}"
    if private:
        evidence += f"; not compared are {len(private)} lines of translators' tools in its header"
    return _explanation(Grade.UNPROVEN, None, evidence, path)


def _explanation(
    grade: Grade, path: str | None, evidence: str, shipped: str | None = None
) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"compiled from {path or shipped}",
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


def keeps_fuzzy(context: Context) -> bool:
    """Whether the build asks the compiler to use fuzzy translations as well (msgfmt(1), Babel)."""
    return any(naming(word, context) for word in ("use_fuzzy", "use-fuzzy"))


def _locales(path: str) -> str:
    """A pattern of the words in the path of a ``.po`` that may be its language."""
    words = {*folder_of(path).split("/"), base_name(path).removesuffix(".po")}
    return "|".join(sorted(re.escape(word) for word in words if word))


def _problem(
    ours: Messages,
    theirs: Mapping[Key, Message],
    header: Mapping[str, str],
    locales: str,
    *,
    fuzzy: bool,
) -> str | None:
    """The first message that is not among ``theirs``, in one sentence; None if there is none."""
    expected = {compiled_key(key): (key, message) for key, message in theirs.items()}
    # Since gettext 0.24 msgfmt writes macros of <inttypes.h> that mean the same everywhere as what they mean.
    expanded = {
        _expanded(key, wide): (
            known,
            replace(message, texts=tuple(_expanded(text, wide) for text in message.texts)),
            wide,
        )
        for wide in WIDTHS
        for key, (known, message) in expected.items()
        if "<PRI" in key
    }
    held = set()
    for compiled, text in ours.items():
        key = _as_written(compiled)
        held.add(key)
        if key == "":
            plurals = any("\0" in key for key in ours)
            problem = _wrong_header(text, header, locales, has_plurals=plurals)
            if problem is not None:
                return problem
            continue
        found, said = expected.get(key), text
        if found is None and (whole := _whole(key, expanded)) is not None:
            found, said = whole[:2], _expanded(text, whole[2])
        if found is None or (found[1].is_fuzzy and not fuzzy):
            return f"the source has no translation of {key[:100]!r}"
        if not _is_translation(said, *found):
            return f"the source translates {key[:100]!r} otherwise"
    wide = {_expanded(key) for key in held if "<PRI" in key}
    for key, (_, message) in expected.items():
        if key in held or _expanded(key) in held or _expanded(key) in wide:
            continue
        if message.is_compiled:
            return f"it lacks the translation of {key[:100]!r}"
    return None


Expanded = Mapping[str, tuple[Key, Message, str]]
"""Messages by their text with all macros expanded, with the width that those of 64 bits were given."""


def _whole(key: str, expanded: Expanded) -> tuple[Key, Message, str] | None:
    """The message that ``key`` is with all macros expanded; msgfmt leaves those of some plurals."""
    if "<PRI" not in key:
        return expanded.get(key)
    tried = (expanded.get(_expanded(key, wide)) for wide in WIDTHS)
    return next((found for found in tried if found is not None), None)


_MACRO = re.compile(
    r"(?<=%)((?:\d+\$)?[ +#0'-]*\d*)<PRI([diouxX])(?:(?:LEAST)?(?:8|16|32)|FAST8|(64|MAX))>"
)


WIDTHS = ("l", "ll")
"""What 64 bits and ``intmax_t`` are called; msgfmt writes the message once with each."""


def _expanded(text: str, wide: str = "ll") -> str:
    """``%<PRIu32>`` as ``%u``, and ``%<PRIu64>`` and ``%<PRIuMAX>`` as ``%llu`` or ``%lu``."""
    if "<PRI" not in text:
        return text
    return _MACRO.sub(lambda found: found[1] + (wide if found[3] else "") + found[2], text)


def compiled_key(key: Key) -> str:
    """The message as the catalogue writes it: context, EOT, singular, NUL, plural."""
    context, singular, plural = key
    return "".join((f"{context}\x04" if context else "", singular, f"\0{plural}" if plural else ""))


def _as_written(text: str) -> str:
    """Compiled text with the one escape of C that polib leaves as it is written."""
    return text.replace("\a", "\\a")


def _is_translation(text: str, key: Key, message: Message) -> bool:
    """Whether ``text`` is what the ``.po`` says; Babel puts the message itself where a form is missing."""
    _, singular, plural = key
    text = _as_written(text)
    found = text.split("\0") if plural else [text]
    if len(found) != len(message.texts):
        return False
    return all(
        here == there or (bool(plural) and not there and here == (plural if number else singular))
        for number, (here, there) in enumerate(zip(found, message.texts, strict=True))
    )


def _fields(header: str) -> dict[str, str]:
    """The fields of a compiled header."""
    pairs = (line.partition(":") for line in header.split("\n") if line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _private_lines(text: str, theirs: Mapping[str, str]) -> frozenset[str]:
    """Lines of the translators' own tools (``X-``) that say something else: no program reads them.

    Some tools write one on each run, so a field may stand there twice. libintl looks for ``charset=``,
    ``plural=`` and ``nplurals=`` anywhere in the header: none may have a "=".
    """
    found = set()
    for line in text.split("\n"):
        name, _, value = line.partition(":")
        if (
            name.startswith("X-")
            and "=" not in line
            and theirs.get(name, value.strip()) != value.strip()
        ):
            found.add(line)
    return frozenset(found)


def _wrong_header(
    text: str, theirs: Mapping[str, str], locales: str, *, has_plurals: bool
) -> str | None:
    """A header field that the source does not have, or has otherwise.

    Babel adds the plural expression that it knows for the language; where no message has a plural
    it chooses nothing. Other fields that the source lacks it fills with words that say nothing.
    """
    # A field whose text goes on in a line of its own is compiled as it stands.
    held = {line for name, value in theirs.items() for line in f"{name}: {value}".split("\n")}
    for line in filter(None, text.split("\n")):
        problem = (
            None if line in held else _wrong_field(line, theirs, locales, has_plurals=has_plurals)
        )
        if problem is not None:
            return problem
    if has_plurals and theirs.get("Plural-Forms") and "Plural-Forms:" not in text:
        return "it lacks the source's plural expression"
    return None


def _wrong_field(
    line: str, theirs: Mapping[str, str], locales: str, *, has_plurals: bool
) -> str | None:
    """How one line of a header differs from the source's field of its name; None if it does not."""
    name, value = (part.strip() for part in line.partition(":")[::2])
    if name in theirs and _bare(value) == _bare(theirs[name]):
        return None
    if name == "Plural-Forms":
        if _PLURAL.fullmatch(value) is None:
            return f"its plural expression is none: {value[:100]!r}"
        is_chosen = name not in theirs and not has_plurals
        return None if is_chosen else "its plural expression is not the source's"
    if name in _STAMP:
        is_stamp = re.fullmatch(_STAMP[name], value, re.IGNORECASE) is not None
        return None if is_stamp else f"its header field {name} is {value[:100]!r}"
    if name not in theirs and _is_filled_in(name, value, locales):
        return None
    return f"its header field {name} is {value[:100]!r}, the source has {theirs.get(name)!r}"


def _is_filled_in(name: str, value: str, locales: str) -> bool:
    """Whether this is what Babel writes where nothing is said."""
    pattern = _BABEL.get(name, "").replace("{locale}", f"(?:{locales})")
    return bool(pattern) and re.fullmatch(pattern, value) is not None


def _bare(value: str) -> str:
    """Without white space and the last semicolon, which compilers set as they like."""
    return "".join(value.split()).rstrip(";")
