"""A message catalogue in text (``.po``) that extraction has refreshed: the same messages at new places.

Babel writes the references to the source, its own name and the date of the template anew and reorders
what is obsolete; msgmerge also lays the catalogue over the messages that the program has by then. Everything
that a reader of translations sees must be the source's. A git history that holds a catalogue is its reviewed
source: a translation that somebody has changed since is contradicted, newer or not (docs/adr/0023).
"""

from __future__ import annotations

from msgspec.structs import replace

from tallystick.explain.context import Context
from tallystick.explain.formats.mo_catalogue import BadCatalogue
from tallystick.explain.gettext_mo import keeps_fuzzy
from tallystick.explain.places import own_bytes
from tallystick.explain.translations.catalogue import Texts, parse_po
from tallystick.explain.translations.extraction import Extraction, deviates, extraction_of, texts_of
from tallystick.explain.translations.merging import wrong_header, wrong_message, wrong_obsolete
from tallystick.explain.translations.remarks import (
    STAMPS,
    foreign_line,
    foreign_past,
    foreign_stamp,
)
from tallystick.model import Difference, Explanation, Grade

ID = "refreshed-po"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    content = own_bytes(difference, context)
    if held is None or held.is_link or held.is_gitlink or content is None:
        return None
    theirs = context.source_bytes(held.path)
    ours = texts_of(difference.path, context)
    if ours is None or len(theirs) > context.limits.metadata:
        return None
    try:
        source = parse_po(theirs)
    except BadCatalogue:
        return None
    extraction = extraction_of(difference.path, context)
    # A template has nothing to merge: its messages are the program's, which only extraction knows.
    merges = difference.path.endswith(".po") and extraction is not None
    if _is_same(ours, source, context):
        odd = deviates(ours, extraction) if merges and extraction is not None else None
        odd = odd or wrong_obsolete(ours, source)
        if odd is not None:
            return _contradicted(odd, held.path)
        same = _derived(f"the same {len(ours.messages)} messages", held.path, BY_BABEL)
        return _unless_foreign(same, _foreign(content, theirs, ours, source, context))
    if not merges or extraction is None:
        return None
    problem = _problem(ours, source, extraction, held.path, context)
    if problem is not None:
        return _contradicted(problem, held.path)
    count = sum(message.is_compiled for message in ours.messages.values())
    evidence = (
        f"the same {count} translations of the {len(ours.messages)} messages on which "
        f"{extraction.agreeing} catalogues of this folder agree"
    )
    merged = _derived(evidence, held.path, BY_MSGMERGE)
    return _unless_foreign(merged, _foreign(content, theirs, ours, source, context))


def _foreign(
    content: bytes, theirs: bytes, ours: Texts, source: Texts, context: Context
) -> str | None:
    """The first line besides the messages that nothing in the source accounts for."""
    alone, before = (text.count(b"\r") - text.count(b"\r\n") for text in (content, theirs))
    if alone != before:
        return "a carriage return without a line feed, which ends a line for some readers only"
    try:
        line = foreign_line(content, theirs, context)
    except BadCatalogue as error:
        return str(error)
    return line or foreign_past(ours, source) or foreign_stamp(ours, source)


def _unless_foreign(explanation: Explanation, line: str | None) -> Explanation:
    if line is None:
        return explanation
    evidence = f"{explanation.evidence}; but nothing in the source accounts for {line[:150]!r}"
    return replace(explanation, grade=Grade.UNPROVEN, evidence=evidence, normalisations=())


BY_BABEL = "which files references name, dates, generator, wrapping and order not compared"
BY_MSGMERGE = (
    "which message a guess was taken from, the template's date, wrapping and order not compared; "
    "references, extracted comments and flags compared with the other catalogues of the folder"
)


def _problem(
    ours: Texts, source: Texts, extraction: Extraction, place: str, context: Context
) -> str | None:
    if keeps_fuzzy(context):
        return "the build takes guesses, too, and nobody knows who made these"
    return (
        wrong_message(ours, source)
        or wrong_header(ours.header, source.header, place, context)
        or deviates(ours, extraction)
    )


def _derived(evidence: str, path: str, normalisation: str) -> Explanation:
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim="the source's catalogue, refreshed",
        evidence=evidence,
        source_path=path,
        normalisations=(normalisation,),
    )


def _contradicted(problem: str, path: str) -> Explanation:
    return Explanation(
        grade=Grade.CONTRADICTED,
        explainer=ID,
        claim="the source's catalogue, refreshed",
        evidence=problem,
        source_path=path,
    )


def _is_same(ours: Texts, source: Texts, context: Context) -> bool:
    """Whether both are alike for compilers and translators; obsolete messages reach no catalogue."""
    return (
        _seen(ours) == _seen(source)
        and _fields(ours, context) == _fields(source, context, _project(ours, context))
        and ours.remarks == source.remarks
    )


def _seen(texts: Texts) -> dict[object, tuple[object, ...]]:
    return {
        key: (message.texts, message.is_fuzzy, message.remarks, message.extracted[2])
        for key, message in texts.messages.items()
    }


def _fields(texts: Texts, context: Context, project: str = "") -> dict[str, str]:
    """The header's fields; with ``project``, one of any version of it is that of the release."""
    fields = {name: value for name, value in texts.header.items() if name not in STAMPS}
    if project and fields.get(_PROJECT, "").rpartition(" ")[0] == project:
        fields[_PROJECT] = f"{project} {context.artifact.version}"
    return fields


_PROJECT = "Project-Id-Version"


def _project(texts: Texts, context: Context) -> str:
    """The name in the header's field of the project, if the version behind it is the release's."""
    name, _, version = texts.header.get(_PROJECT, "").rpartition(" ")
    return name if version == context.artifact.version else ""
