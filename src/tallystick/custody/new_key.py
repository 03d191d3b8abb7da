"""A release that is signed with a key that no earlier release leads to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.people import shown
from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.model.custody import Confidence, Remark
from tallystick.model.history import LoggedTag
from tallystick.signing.keys import is_same, key_of, keys_in

_HOLDS_KEYS = re.compile(
    r"(?:.*/)?(?:[^/]*KEYS[^/]*|[^/]*keyring[^/]*|\.?allowed[_-]signers|[^/]*\.(?:asc|gpg|pgp|pub))",
    re.IGNORECASE,
)
"""Where projects keep the keys of their releases: Apache's KEYS, Debian's debian/upstream/signing-key.asc,
git's allowed signers."""


def check(context: Context) -> Iterator[Remark]:
    """A remark for each tag of the release by a key that signed no earlier tag.

    There is a path to it where a file of the source holds it, and the release did not change that file:
    then an earlier release, signed with an earlier key, announced it.
    """
    for tag in context.tags:
        key = key_of(tag.signature.encode("utf-8", "surrogateescape"))
        if tag.commit != context.log.tip or key is None:
            continue
        earlier = _earlier(context, tag)
        if not earlier or any(is_same(key, other) for other in earlier):
            continue
        held = [path for path, keys in _holders(context) if any(is_same(key, k) for k in keys)]
        changed = {change.path for line in context.lines for change in line.commit.changes}
        if any(path not in changed for path in held):
            continue
        others = f"any of the {len(earlier)} keys" if len(earlier) > 1 else "the key"
        since = f"; {held[0]} names it, as this release itself changed it" if held else ""
        yield Remark(
            check="new-key",
            message=f"{tag.name} is signed with {key}, and not with {others} before it{since}",
            known="git: the keys that signatures of tags name; none was verified for this",
            confidence=Confidence.MEDIUM,
            commits=(tag.commit,),
            paths=tuple(held),
            people=() if tag.tagger is None else (shown(tag.tagger),),
        )


def _earlier(context: Context, tag: LoggedTag) -> frozenset[str]:
    """The keys of the tags that were made before."""
    names = (
        key_of(other.signature.encode("utf-8", "surrogateescape"))
        for other in context.tags_before(tag)
    )
    return frozenset(name for name in names if name is not None)


def _holders(context: Context) -> Iterator[tuple[str, frozenset[str]]]:
    """The files of the source that hold keys, and which."""
    paths = [path for path in context.tree.entries if _HOLDS_KEYS.fullmatch(path)]
    context.tree.reader.prefetch(frozenset(paths))
    for path in sorted(paths):
        try:
            yield path, keys_in(context.tree.reader.read(path))
        except (ContentUnavailable, LimitExceeded):
            continue
