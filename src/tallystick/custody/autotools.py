"""Autotools: a release of theirs carries a configure script that no reviewer of the source has seen."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.model.custody import Confidence, Remark

_INPUTS = frozenset({"configure.ac", "configure.in"})


def check(context: Context) -> Iterator[Remark]:
    """One remark that names the inputs of autoconf, if there are any."""
    inputs = tuple(path for path in context.tree.entries if path.rpartition("/")[2] in _INPUTS)
    if inputs:
        yield Remark(
            check="autotools",
            message="it is built with autotools: whoever makes a tarball adds scripts that are in no commit",
            known="tree: inputs of autoconf",
            confidence=Confidence.HIGH,
            paths=inputs,
        )
