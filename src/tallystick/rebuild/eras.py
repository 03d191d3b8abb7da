"""Which setuptools may have written an sdist's ``PKG-INFO``: its shape tells the time that it is of.

An sdist does not say what built it, and who runs ``setup.py sdist`` uses what the system has. The shapes are
those that each version writes for one small project (``tests/rebuild/test_eras.py`` has them).
"""

from __future__ import annotations

import re

from tallystick.model import ArtifactKind
from tallystick.rebuild.regenerator import Subject

Generation = tuple[str, tuple[int, int] | None]
"""A constraint, and the newest Python that such a version runs under; None: any."""

_V75 = ("setuptools<75.7", None)
_V70 = ("setuptools<70", None)
_V66 = ("setuptools<66", (3, 11))
_V62 = ("setuptools<62", (3, 11))
_V58 = ("setuptools<58", (3, 10))
_V57 = ("setuptools<57", (3, 9))
_V50 = ("setuptools<50", (3, 9))

GENERATIONS: tuple[Generation, ...] = (("setuptools<77", None), _V70, _V66, _V62, _V50)
"""What is tried where nothing tells."""

_VERSION = re.compile(r"^Metadata-Version: (\d\.\d)$", re.MULTILINE)


def generations(subject: Subject) -> tuple[Generation, ...]:
    """The versions of before that may have written the metadata of ``subject.artifact``, the newest first."""
    entry = subject.artifact.tree.entries.get("PKG-INFO")
    if subject.artifact.kind is not ArtifactKind.SDIST or entry is None or entry.is_link:
        return GENERATIONS
    content = subject.artifact.tree.read("PKG-INFO")[: subject.limits.metadata]
    return of_text(content.decode("utf-8", "replace"))


def of_text(text: str) -> tuple[Generation, ...]:
    """The same of one ``PKG-INFO``."""
    headers, _, _ = text.replace("\r\n", "\n").partition("\n\n")
    version = _VERSION.search(headers)
    if version is None:
        return GENERATIONS
    if re.search(r"(?m)^Description: ", headers):  # the text came after the headers since 57.0
        return (_V57, _V50)
    if version[1] == "2.4":  # since 77.0
        return ()
    if version[1] in {"2.2", "2.3"}:
        return (("setuptools<77", None),)
    if re.search(r"(?m)^Platform: UNKNOWN$", headers):  # written up to 61
        return (_V62, _V58)
    if re.search(r"(?m)^Requires-Dist: ", headers):  # since 68.1
        return (_V75, _V70)
    return (_V75, _V70, _V66, _V62)
