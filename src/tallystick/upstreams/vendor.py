"""``config.guess`` as openSUSE's Automake installs it: another word for the vendor, and where it comes from.

The distribution writes ``-${VENDOR}-`` for ``-unknown-`` and ``-pc-``, and sets it once from the machine.
Both are taken back before the file is looked up: the words become one, and that one paragraph is left out.
"""

from __future__ import annotations

import re

NAME = "config.guess"

NORMALISATION = (
    "openSUSE's words taken back: `${VENDOR}` for `unknown` and `pc`, and where it is set"
)

_SET = re.compile(
    rb'\n+case "\$\{UNAME_MACHINE\}" in\n'
    rb"  i\?86\)\n"
    rb'     test -z "\$VENDOR" && VENDOR=pc\n'
    rb"     ;;\n"
    rb"  \*\)\n"
    rb'     test -z "\$VENDOR" && VENDOR=unknown\n'
    rb"     ;;\n"
    rb"esac\n"
    rb"(?:test -f /etc/(?:SuSE-release -o -f /\.buildenv|os-release && grep -q suse /etc/os-release)"
    rb" && VENDOR=suse\n){1,2}"
)
_WORD = re.compile(rb"(?:-(?:unknown|pc|\$\{VENDOR\}))+")


def is_changed(content: bytes) -> bool:
    """Whether ``content`` has the paragraph that sets the word."""
    return _SET.search(content) is not None


def without(content: bytes) -> bytes:
    """``content`` without that paragraph, and with one word for all vendors that say nothing."""
    return _WORD.sub(b"-VENDOR", _SET.sub(b"\n", content, count=1))
