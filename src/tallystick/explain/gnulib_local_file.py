"""A file that gnulib-tool took from the project's own folder beside gnulib (``--local-dir``).

``gl/lib/heap.c`` of the source becomes ``lib/heap.c`` of the release, with the licence reworded like gnulib's
own files (gnulib manual, "Extending Gnulib"). Where the folder holds a patch instead (``heap.c.diff``),
gnulib-tool applies it to gnulib's file: the patch taken back from the release's file must leave one that
gnulib published. A script of the source names the folder.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, own_bytes, places, source_file
from tallystick.explain.toolchain.bootstrap import bootstrap_texts
from tallystick.explain.toolchain.gnulib_modules import SLACK
from tallystick.explain.toolchain.known_bytes import rows_of
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import join
from tallystick.upstreams import reworded
from tallystick.upstreams.unified_diff import MOST_FUZZ, FilePatch, MalformedPatch, read_patch
from tallystick.upstreams.wording import NORMALISATION

ID = "gnulib-local-file"

DAY = 86_400

_NAMED = re.compile(r"(?:local_gl_dir|--local-dir)[= \t][\"']?([\w.+-][\w./+-]{0,100})")
_KINDS = {
    "lib": "lib", "m4": "m4", "tests": "tests", "build-aux": "build-aux", "doc": "doc", "top": "",
}  # fmt: skip
"""gnulib's folders, which such a folder mirrors, and where gnulib-tool puts their files if it is not told."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folders = context.once("gnulib local folders", lambda: _folders(context))
    if difference.source is not None or not folders:
        return None
    for place in places(difference, context):
        for path, script, is_put_there in _candidates(place, folders, context):
            made = _made(path, script, difference, context)
            if made is None:
                continue
            if is_put_there or made.grade is Grade.CONTRADICTED:
                return made
            return replace(made, grade=Grade.UNPROVEN, evidence=_ELSEWHERE, normalisations=())
    return None


_ELSEWHERE = "nothing says that gnulib-tool puts such files into this folder; run it to prove it"


def _made(path: str, script: str, difference: Difference, context: Context) -> Explanation | None:
    """What is said of the file as a copy of ``path``, or as gnulib's with the patch of that name."""
    found = source_file(path, context) or source_file(f"{path}.diff", context)
    content = own_bytes(difference, context) if found is not None else None
    if found is None or content is None:
        return None
    if found.endswith(".diff") and not path.endswith(".diff"):
        return _patched(found, script, content, context)
    return _copied(found, script, content, context)


def _copied(path: str, script: str, content: bytes, context: Context) -> Explanation | None:
    theirs = context.source_bytes(path)
    if reworded(content) != reworded(theirs):
        return None
    claim = f"copied by gnulib-tool from {path}"
    evidence = f"the same text; {script} names the folder"
    changed = () if content == theirs else (NORMALISATION,)
    return _said(Grade.DERIVED, claim, evidence, path, changed)


def _patched(patch: str, script: str, content: bytes, context: Context) -> Explanation | None:
    """The file before the source's patch, if gnulib had published it by the day of the release."""
    name = base_name(patch).removesuffix(".diff")
    claim = f"gnulib's {name}, patched by gnulib-tool with {patch}"
    if context.known is None:
        return None
    change = _change(name, context.source_bytes(patch))
    if change is None:
        return _said(Grade.UNPROVEN, claim, "the patch cannot be read; run gnulib-tool", patch)
    for fuzz in range(MOST_FUZZ + 1):
        before = change.undone(content, fuzz)
        if before is None:
            continue
        rows, normalisations = rows_of(name, before, context.known)
        own = [row for row in rows if row.upstream == "gnulib"]
        time = context.source.commit_time
        if not own or (time is not None and own[0].first > time // DAY + SLACK):
            continue
        applied = f"patch {patch} applied" + (f" with fuzz {fuzz}" if fuzz else "")
        evidence = f"without the patch it is gnulib's; {script} names the folder"
        return _said(Grade.UPSTREAM, claim, evidence, patch, (*normalisations, applied))
    evidence = "the patch taken back, it is no file that gnulib had published by then"
    return _said(Grade.CONTRADICTED, claim, evidence, patch)


def _change(name: str, patch: bytes) -> FilePatch | None:
    """The one change of the patch; None if it changes another file, or more."""
    try:
        changes = read_patch(patch)
    except MalformedPatch:
        return None
    one = len(changes) == 1 and base_name(changes[0].new.decode("utf-8", "replace")) == name
    return changes[0] if one else None


def _said(
    grade: Grade, claim: str, evidence: str, path: str, normalisations: tuple[str, ...] = ()
) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=claim,
        evidence=evidence,
        source_path=path,
        normalisations=normalisations,
    )


def _folders(context: Context) -> dict[str, str]:
    """The folders that scripts of the source name, each with the script."""
    return {
        folder: path
        for path, text in bootstrap_texts(context).items()
        for folder in _NAMED.findall(text)
    }


def _candidates(
    place: str, folders: dict[str, str], context: Context
) -> list[tuple[str, str, bool]]:
    """Where ``place`` may come from: its name and some folders above, in a folder of gnulib's.

    With the script that names that folder, and whether gnulib-tool puts it there: a header of it in another
    folder would be found before the system's. Those that it does come first.
    """
    parts = place.split("/")
    told = context.once("folders of gnulib-tool", lambda: _told(context))
    found = [
        (join(folder, f"{kind}/{tail}"), script, above in {*told, usual})
        for folder, script in folders.items()
        for kind, usual in _KINDS.items()
        for count in range(1, min(len(parts), DEEPEST) + 1)
        for tail, above in [("/".join(parts[-count:]), "/".join(parts[:-count]))]
    ]
    return sorted(found, key=lambda candidate: not candidate[2])


_BASE = re.compile(
    r"(?:(?:source|m4|tests|doc)[_-]base|build_aux|--aux-dir)[= \t][\"']?([\w.+-][\w./+-]{0,100})"
)
"""Options of gnulib-tool, and the variables by which ``bootstrap`` hands them over."""


def _told(context: Context) -> frozenset[str]:
    """The folders that scripts of the source have gnulib-tool put files into."""
    return frozenset(
        join("", word) for text in bootstrap_texts(context).values() for word in _BASE.findall(text)
    )


DEEPEST = 3
"""Components of a name below gnulib's folders: ``unistr/u32-to-u8.c``."""
