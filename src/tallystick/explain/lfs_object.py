"""A file where the source has a Git LFS pointer to it.

A pointer states the SHA-256 and the size of the file that a checkout with git-lfs puts in its place
(git-lfs, docs/spec.md, "The Pointer"). The pointer is reviewed source, so the file is as well.
"""

from __future__ import annotations

from tallystick.explain.context import Context
from tallystick.model import Difference, Explanation, Grade
from tallystick.source import lfs_pointer

ID = "lfs-object"

LONGEST = 1_024
"""Bytes of a pointer: the specification's own cap."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    held, entry = difference.source, difference.entry
    if held is None or held.is_link or held.is_gitlink or entry.is_link or difference.mode_only:
        return None
    if held.size is not None and held.size > LONGEST:
        return None
    pointer = lfs_pointer(context.source_bytes(held.path))
    if pointer is None:
        return None
    oid, size = pointer
    fits = entry.sha256 == oid and entry.size == size
    return Explanation(
        grade=Grade.DERIVED if fits else Grade.CONTRADICTED,
        explainer=ID,
        claim="the file that the source's Git LFS pointer stands for",
        evidence=f"the pointer states sha256 {oid} and {size} bytes"
        + ("" if fits else f"; this is {entry.sha256} with {entry.size} bytes"),
        source_path=held.path,
        normalisations=("Git LFS pointer replaced by the file that it names",) if fits else (),
    )
