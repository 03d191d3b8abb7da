"""``yarn.lock`` as another version of Yarn leaves it where a build installs from it.

Yarn patches a few packages itself (``typescript@patch:…#~builtin<compat/typescript>``), so that the digest
of what comes out is that of the Yarn which ran. No other package, version or checksum may differ.
https://yarnpkg.com/protocol/patch
"""

from __future__ import annotations

import re

from tallystick.explain.context import Context
from tallystick.explain.evidence.build_files import build_texts
from tallystick.explain.places import own_bytes
from tallystick.model import Difference, Explanation, Grade

ID = "yarn-lock"

LARGEST = 5_000_000
"""Bytes of a lock; those of JupyterLab's extensions have about half a million."""

_RUNS = re.compile(r"\b(?:jlpm|yarn)\b")
_BUILTIN = re.compile(
    r'^"[^"\n]{1,300}@patch:[^"\n]{1,300}#~builtin<[\w/.-]{1,100}>"', re.MULTILINE
)
_DIGEST = re.compile(
    r"(?<=&hash=)[0-9a-f]{6,64}|(?<=  checksum: )(?:[0-9]{1,3}c[0-9]{1,3}/)?[0-9a-f]{64,128}$"
)


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held = difference.source
    if held is None or held.is_link or held.is_gitlink or difference.mode_only:
        return None
    content, source = own_bytes(difference, context), context.source_bytes(held.path)
    if content is None or max(len(content), len(source)) > LARGEST:
        return None
    runs = next((path for path, text in build_texts(context).items() if _RUNS.search(text)), None)
    try:
        same = runs is not None and _undigested(content.decode()) == _undigested(source.decode())
    except UnicodeDecodeError:
        return None
    if not same:
        return None
    return Explanation(
        grade=Grade.UNPROVEN,
        explainer=ID,
        claim=f"{held.path} as another version of Yarn writes it",
        evidence="equal but for digests of packages that Yarn patches itself; "
        f"run the build that {runs} speaks of with that version to prove it",
        source_path=held.path,
    )


def _undigested(text: str) -> list[str]:
    """The entries, those that Yarn patches itself without their digests."""
    return [
        "\n".join(_DIGEST.sub("DIGEST", line) for line in entry.split("\n"))
        if _BUILTIN.match(entry)
        else entry
        for entry in text.split("\n\n")
    ]
