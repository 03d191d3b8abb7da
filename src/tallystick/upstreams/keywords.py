"""``$Id$`` in a comment, which CVS and Subversion fill in anew wherever a published script is committed."""

from __future__ import annotations

import re

NORMALISATION = "a comment that CVS or Subversion filled in read as `# $Id$`"

_FILLED_IN = re.compile(rb"^# \$Id(?:: [\w .,:/+-]{1,150} )?\$$", re.MULTILINE | re.ASCII)
"""Words alone: a shell reads the line as a comment whatever they are."""

HEAD = 3_000


def has_keyword(content: bytes) -> bool:
    """Whether the head of a script has such a comment."""
    return _FILLED_IN.search(content[:HEAD]) is not None


def emptied(content: bytes) -> bytes:
    """``content`` with each of them empty."""
    return _FILLED_IN.sub(b"# $Id$", content)
