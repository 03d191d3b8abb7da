"""Who says what a version file says besides: the tool that wrote it, or the source.

A file that only states a version has comments, which are carried to everyone who unpacks it. Each line must
be one that a known tool writes, one of the source's file in the same place, or one that a script or build
file of the source holds, which may write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import says
from tallystick.explain.evidence.scripts import script_texts
from tallystick.model import Difference

_TOOLS = re.compile(
    r"""(?:\#\ )?(?:
      (?:-\*-\ )?coding[:=]\ ?utf-?8(?:\ -\*-)?
    | file\ generated\ by\ (?:setuptools[-_]scm|vcs[-_]versioning)
    | don't\ change,\ don't\ track\ in\ version\ control
    | This\ file\ is\ auto-generated\ by\ Hatchling\.\ As\ such,\ do\ not:
    | \ \ -\ modify | \ \ -\ track\ in\ version\ control\ e\.g\.\ be\ sure\ to\ add\ to\ \.gitignore
    | This\ file\ was\ generated\ by\ 'versioneer\.py'\ \([\d.]{1,12}\)(?:\ from)?
    | revision-control\ system\ data,\ or\ from\ the\ parent\ directory\ name\ of\ an
    | unpacked\ source\ archive\.\ Distribution\ tarballs\ contain\ a\ pre-generated\ copy
    | of\ this\ file\. | END\ VERSION_JSON
    | These\ version\ placeholders\ will\ be\ replaced\ later\ during\ substitution\.
    )|\#?""",
    re.VERBOSE,
)
"""Lines that setuptools-scm, hatchling, versioneer and poetry-dynamic-versioning write."""


def foreign_remark(remarks: Iterable[str], difference: Difference, context: Context) -> str | None:
    """The first of ``remarks`` that neither a tool writes nor the source has; None if there is none."""
    held = difference.source
    own = frozenset[str]()
    if held is not None and not (held.is_link or held.is_gitlink):
        text = context.source_bytes(held.path).decode("utf-8", "replace")
        own = frozenset(line.strip() for line in text.splitlines())
    seen: set[str] = set()
    for remark in remarks:
        if _TOOLS.fullmatch(remark) is not None:
            continue
        # One line twice says nothing, but short ones in any order could spell what they like.
        if remark in seen or not (remark in own or _is_in_a_script(remark, context)):
            return remark
        seen.add(remark)
    return None


def _is_in_a_script(remark: str, context: Context) -> bool:
    words = remark.strip("#/* \t")
    return bool(words) and any(says(words, text) for text in script_texts(context).values())
