"""What gettextize adds to the makefiles of a project: names to pack.

GNU gettext manual, "Invoking the gettextize Program".
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.toolchain.bootstrap import bootstrap_texts

_LIST = re.compile(r"(?P<begins>EXTRA_DIST[ \t]*\+?=)(?P<names>[^\n]*)")

GETTEXTS = frozenset({
    "ABOUT-NLS", "build-to-host.m4", "codeset.m4", "config.rpath", "extern-inline.m4", "fcntl-o.m4",
    "fcntl_h.m4", "gettext.m4", "glibc2.m4", "glibc21.m4", "host-cpu-c-abi.m4", "iconv.m4", "intdiv0.m4",
    "intl.m4", "intldir.m4", "intlmacosx.m4", "intmax.m4", "inttypes-h.m4", "inttypes-pri.m4",
    "inttypes.m4", "inttypes_h.m4", "isc-posix.m4", "lcmessage.m4", "lib-ld.m4", "lib-link.m4",
    "lib-prefix.m4", "lock.m4", "longdouble.m4", "longlong.m4", "nls.m4", "po.m4", "printf-posix.m4",
    "progtest.m4", "signed.m4", "size_max.m4", "stdint_h.m4", "threadlib.m4", "uintmax_t.m4",
    "ulonglong.m4", "visibility.m4", "wchar_t.m4", "wint_t.m4", "xsize.m4",
})  # fmt: skip
"""All that autopoint and gettextize install and list."""


def gettextized(theirs: str, ours: str, folder: str, context: Context) -> str | None:
    """The script that runs gettextize, where ``ours`` is ``theirs`` with only its names more to pack.

    What they name is packed in ``folder``, the makefile's, and has lines of its own on the ledger.
    """
    script = next(
        (path for path, text in bootstrap_texts(context).items() if "gettextize" in text), None
    )
    before, after = theirs.split("\n"), ours.split("\n")
    if script is None or len(before) != len(after):
        return None
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    packed = {name for name in GETTEXTS if folder + name in context.artifact.tree.entries}
    return script if pairs and all(_is_longer(old, new, packed) for old, new in pairs) else None


def _is_longer(old: str, new: str, packed: set[str]) -> bool:
    """Whether a list of what is packed has gettext's names more, and the same words behind them."""
    was, now = _LIST.fullmatch(old), _LIST.fullmatch(new)
    if was is None or now is None or was["begins"] != now["begins"]:
        return False
    kept, words = was["names"].split(), now["names"].split()
    more = words[: len(words) - len(kept)]
    return words[len(more) :] == kept and bool(more) and packed.issuperset(more)
