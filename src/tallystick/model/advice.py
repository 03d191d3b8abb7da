"""What a maintainer can do before an upload, so that the release holds what the source holds."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class AdviceAbout(StrEnum):
    """What advice is about."""

    CHANGED = "changed"
    EXTRA = "extra"
    UNCHECKED = "unchecked"
    MISSING = "missing"


class Advice(Struct, frozen=True, kw_only=True):
    """One thing that a maintainer can do; it has no say in the verdict.

    Attributes:
        about: ``changed`` (packed otherwise than it is committed), ``extra`` (packed and not in the source),
            ``unchecked`` (a claim that can be checked), ``missing`` (in the source and not packed).
        message: what is so, and what can be done, in a sentence.
        paths: what it is about; those of the artifact, or for ``missing`` those of the source, where a folder
            ends in ``/`` and stands for all that is in it.
        file: the file that ``lines`` go into, relative to the project; None where they are commands.
        lines: what to write there, or to run; empty where that is for the maintainer to choose.
    """

    about: AdviceAbout
    message: str
    paths: tuple[str, ...]
    file: str | None = None
    lines: tuple[str, ...] = ()
