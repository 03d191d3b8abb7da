"""Utility code that Cython writes once, into a folder that several modules share.

With ``common_utility_include_dir`` (``Cython/Compiler/Code.py``, ``put_or_include``) each longer piece goes
into ``<name>_<SHA-256 of the piece>.h`` (SHA-1 before Cython 3), and the C of each module that needs it
includes it by that path. The digest in the name binds the bytes to the name and not to Cython, so the claim
stays ``unproven``.
"""

from __future__ import annotations

import hashlib
import re

from tallystick.explain.context import Context
from tallystick.explain.cython import HEAD, HEADER, input_of
from tallystick.explain.evidence.build_files import build_texts, says
from tallystick.explain.places import base_name, folder_of, own_bytes, places
from tallystick.model import Difference, Explanation, Grade

ID = "cython-utility"

OPTION = "common_utility_include_dir"

_NAME = re.compile(r"[A-Za-z]\w{0,100}_(?:proto|impl|cleanup|init)_([0-9a-f]{64}|[0-9a-f]{40})\.h")
_SHA1 = 40
"""Letters of such a digest."""

_INCLUDE = re.compile(
    rb'^[ \t]*#include "([\w./+-]{1,300}_(?:[0-9a-f]{64}|[0-9a-f]{40})\.h)"\r?$', re.MULTILINE
)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    named = _NAME.fullmatch(base_name(difference.path))
    if named is None or difference.source is not None:
        return None
    content = own_bytes(difference, context)
    build_file = _build_file(difference, context)
    if content is None or build_file is None:
        return None
    plain = content.replace(b"\r\n", b"\n")
    is_old = len(named[1]) == _SHA1
    made = hashlib.sha1(plain, usedforsecurity=False) if is_old else hashlib.sha256(plain)
    digest = made.hexdigest()
    if digest != named[1]:
        evidence = f"its digest is {digest[:16]}…, not the one in its name"
        return _explanation(Grade.CONTRADICTED, evidence)
    included = context.once("cython includes", lambda: _included(context))
    includer = included.get(base_name(difference.path))
    if includer is None:
        return None
    evidence = (
        f"{build_file} sets {OPTION}, {includer} includes it, the digest in its name is its own; "
        "run cythonize to prove it"
    )
    return _explanation(Grade.UNPROVEN, evidence)


def _explanation(grade: Grade, evidence: str) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim="utility code that Cython shares between modules",
        evidence=evidence,
    )


def _build_file(difference: Difference, context: Context) -> str | None:
    """The build file that sets the option and names this very folder."""
    prefix = f"{context.project.subdir}/" if context.project.subdir else ""
    folders = {
        folder_of(place).rstrip("/").removeprefix(prefix) for place in places(difference, context)
    }
    for path, text in build_texts(context).items():
        if says(OPTION, text) and any(
            f"{quote}{folder}{quote}" in text for folder in folders if folder for quote in "'\""
        ):
            return path
    return None


def _included(context: Context) -> dict[str, str]:
    """Base names that the artifact's C includes, where Cython made that C from an input of the source."""
    found: dict[str, str] = {}
    for path, entry in context.artifact.tree.entries.items():
        if not path.endswith((".c", ".cpp")) or entry.is_link:
            continue
        if (entry.size or 0) > context.limits.content:
            continue
        content = context.artifact_bytes(path)
        if HEADER.search(content[:HEAD]) is None:
            continue
        if input_of(Difference(entry=entry), context) is None:
            continue
        for name in _INCLUDE.findall(content):
            found.setdefault(base_name(name.decode("ascii")), path)
    return found
