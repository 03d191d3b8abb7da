"""What a server's list of refs changes in a clone: a pure comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from tallystick.source.repository import REMOTE_HEAD

TAGS = "refs/tags/"

WAS = "refs/tallystick/was/"
"""Keeps what a moved tag pointed at from git-gc(1). Neither branch nor tag: nothing is reachable by it."""

_LINE = re.compile(r"([0-9a-f]{40}|[0-9a-f]{64})\t(HEAD|refs/(?:heads|tags)/[^\x00-\x20\x7f]+)")


class Changes(Struct, frozen=True, kw_only=True):
    """What has to be done so that a clone has the refs that its server has.

    Attributes:
        set: refs that are new or have another id, with it.
        gone: refs that the server no longer has, with their id.
        moved: tags that the clone has otherwise: the old id, and the new one or None.
    """

    set: Mapping[str, str]
    gone: Mapping[str, str]
    moved: Mapping[str, tuple[str, str | None]]

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.set or self.gone)


def read_refs(output: bytes) -> dict[str, str]:
    """The branches and tags (and HEAD) in what git-ls-remote(1) prints; what else is there is left out."""
    refs: dict[str, str] = {}
    for line in output.decode("utf-8", "surrogateescape").split("\n"):
        found = _LINE.fullmatch(line)
        # What a tag object stands for is learned from the object, and not from the server's word.
        if found is not None and not line.endswith("^{}"):
            refs[found[2]] = found[1]
    return refs


def compare(here: Mapping[str, str], there: Mapping[str, str]) -> Changes:
    """What makes ``there`` (with HEAD, if that was asked for) of ``here`` (with REMOTE_HEAD, then)."""
    wanted = {REMOTE_HEAD if name == "HEAD" else name: ref for name, ref in there.items()}
    gone = {name: ref for name, ref in here.items() if name not in wanted}
    changed = {name: ref for name, ref in wanted.items() if here.get(name) != ref}
    return Changes(
        set=changed,
        gone=gone,
        moved={
            name.removeprefix(TAGS): (ref, wanted.get(name))
            for name, ref in here.items()
            if name.startswith(TAGS) and (name in gone or name in changed)
        },
    )


def transactions(changes: Changes, here: Mapping[str, str]) -> tuple[str, ...]:
    """Scripts for ``git update-ref --stdin -z``, each all or nothing, to be run one after the other.

    What is gone goes first: a branch ``a`` stands in the way of a branch ``a/b``.
    """
    keep = {f"{WAS}{old}": old for old, _ in changes.moved.values()}
    first = [f"update {name}\0{ref}\0\0" for name, ref in keep.items()]
    first += [f"delete {name}\0{ref}\0" for name, ref in changes.gone.items()]
    zero = {name: "0" * len(ref) for name, ref in changes.set.items()}
    second = [
        f"update {name}\0{ref}\0{here.get(name, zero[name])}\0" for name, ref in changes.set.items()
    ]
    # Without "commit", what arrives of a script whose writer was killed changes nothing.
    return tuple(
        "".join(["start\0", *commands, "prepare\0commit\0"])
        for commands in (first, second)
        if commands
    )
