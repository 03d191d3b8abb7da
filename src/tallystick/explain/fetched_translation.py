"""A translation that the source's git does not hold: translators keep it elsewhere, and a script fetches it.

gnulib's ``bootstrap`` takes the ``.po`` files from the Translation Project, ``make dist`` merges them. So
nothing of the source says what a translation should be, and the claim stays ``unproven``; but what is the
program's in it can be checked. Each message, reference and flag is the same in all languages, and no
translation may take what the program prints as something else (a ``%n``, a ``%s`` for a number: CWE-134).
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.places import base_name, folder_of, own_bytes, places, source_file
from tallystick.explain.toolchain.bootstrap import bootstrap_texts, speaking_of
from tallystick.explain.translations.catalogue import Texts
from tallystick.explain.translations.directives import wrong_directive
from tallystick.explain.translations.extraction import deviates, extraction_of, texts_of
from tallystick.explain.translations.languages import importing
from tallystick.model import Difference, Explanation, Grade

ID = "fetched-translation"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or own_bytes(difference, context) is None:
        return None
    told = next(
        (by for place in places(difference, context) if (by := _told(place, context))), None
    )
    texts = texts_of(difference.path, context)
    if told is None or texts is None:
        return None
    extraction = extraction_of(difference.path, context)
    problem = _problem(texts) or (deviates(texts, extraction) if extraction is not None else None)
    claim = "a translation that is kept outside of git"
    if problem is not None:
        return Explanation(
            grade=Grade.CONTRADICTED, explainer=ID, claim=claim, evidence=problem, source_path=told
        )
    count = sum(message.is_compiled for message in texts.messages.values())
    said = texts.header.get("Language-Team", "nobody")[:100]
    evidence = (
        f"{count} translations by {said}; fetch them anew to prove it ({told} says from where)"
    )
    return Explanation(
        grade=Grade.UNPROVEN, explainer=ID, claim=claim, evidence=evidence, source_path=told
    )


def _told(place: str, context: Context) -> str | None:
    """What of the source says that there are translations: the list of texts to translate, or a script."""
    if not is_git_ignored(place, context):
        return importing(place, context)
    folder = folder_of(place)
    script = next(iter(bootstrap_texts(context)), None)
    if source_file(f"{folder}POTFILES.in", context) is not None:
        return script or f"{folder}POTFILES.in"
    return speaking_of(base_name(folder.rstrip("/")), context) if folder else None


def _problem(texts: Texts) -> str | None:
    """The first translation that takes an argument of the program otherwise."""
    for key, message in texts.messages.items():
        flags = message.extracted[2]
        if isinstance(flags, tuple) and "c-format" in flags and message.is_compiled:
            problem = wrong_directive(key, message.texts)
            if problem is not None:
                return problem
    return None
