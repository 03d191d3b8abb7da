"""``$Id$`` and other keywords that CVS or Subversion expanded, in a release of a project that git holds now.

CVS manual, "Keyword substitution"; Version Control with Subversion, "Keyword Substitution". The history was
converted with the keywords collapsed, and releases are rolled from the old checkout. All else must be the
source's, byte by byte. An expansion has the file's own name, a revision, a day, a time and the name of an
account in a fixed order, of letters and digits only: nothing that ends a string or a remark of any language.
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.places import base_name, own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "keyword-substitution"

NORMALISATION = "revision, day, time and account in expanded keywords (`$Id: … $`) not compared"

_NUMBER = rb"[1-9]\d{0,7}(?:\.\d{1,6}){0,9}"
_WHEN = rb"\d{4}[-/]\d\d[-/]\d\d \d\d:\d\d:\d\dZ?"
_ACCOUNT = rb"[A-Za-z][\w.-]{0,31}"


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    if held is None or held.is_link or held.is_gitlink or difference.mode_only:
        return None
    content = own_bytes(difference, context)
    if content is None or b"$" not in content:
        return None
    pattern = _expanded(base_name(difference.path))
    ours, count = pattern.subn(rb"$\1$", content)
    if not count or ours != pattern.sub(rb"$\1$", context.source_bytes(held.path)):
        return None
    return Explanation(
        grade=Grade.DERIVED,
        explainer=ID,
        claim="the source's file with its keywords expanded by CVS or Subversion",
        evidence=f"every byte outside of {count} keyword{'s' if count > 1 else ''} is the same",
        source_path=held.path,
        normalisations=(NORMALISATION,),
    )


def _expanded(name: str) -> re.Pattern[bytes]:
    """An expanded keyword of the file called ``name``: the keyword is group 1 of each match."""
    own = re.escape(name.encode("utf-8", "surrogateescape"))
    said = {
        b"Id": own + rb"(?:,v)? " + _NUMBER + rb" " + _WHEN + rb" " + _ACCOUNT + rb"(?: Exp)?",
        b"Rev": _NUMBER,
        b"Revision": _NUMBER,
        b"Date": _WHEN,
        b"Author": _ACCOUNT,
    }
    ways = b"|".join(
        rb"(?<=\$)" + key + rb"(?=: " + value + rb" \$)" for key, value in said.items()
    )
    return re.compile(rb"\$(" + ways + rb"): [^$\n]*\$")
