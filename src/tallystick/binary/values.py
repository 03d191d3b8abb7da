"""What a compiled file says of itself, whatever its format."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a loader makes of it."""

    PROGRAM = "program"
    LIBRARY = "shared library"
    OBJECT = "object file"


class Binary(Struct, frozen=True, kw_only=True):
    """One image for one machine.

    Attributes:
        format: ``ELF``, ``PE`` or ``Mach-O``.
        machine: the field's name of the processor, or the number of one that has no name here.
        bits: 32 or 64.
        kind: what a loader makes of it.
        name: its own name for itself (``DT_SONAME``, the export directory's, ``LC_ID_DYLIB``).
        needed: libraries that the loader loads before it, in its order.
        search: where it tells the loader to look for them (``DT_RPATH``, ``DT_RUNPATH``, ``LC_RPATH``).
        imports: names that others must define; ``#12`` for the twelfth of a PE library.
        modules: what follows ``PyInit_`` and ``PyInitU_`` in the names that it exports (PEP 489).
        versions: versions of symbols that it needs, as ``(library, version)``.
        constructors: functions that run when it is loaded.
        resolvers: functions that run while it is being linked, to choose others (``STT_GNU_IFUNC``).
        is_static: nothing is loaded with it, so its tables do not say what it calls.
        remarks: what an ordinary compiler would not have made so, each a phrase.
        builders: what it says of its compilers.
    """

    format: str
    machine: str
    bits: int
    kind: Kind
    name: str | None = None
    needed: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    imports: frozenset[str] = frozenset()
    modules: tuple[str, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    constructors: int = 0
    resolvers: int = 0
    is_static: bool = False
    remarks: tuple[str, ...] = ()
    builders: tuple[str, ...] = ()


_INIT = (b"PyInit_", b"PyInitU_")


def python_module(name: bytes) -> str | None:
    """The module that an exported function of this name makes; None if it makes none.

    ``PyInitU_`` is followed by the name in Punycode, with hyphens replaced (PEP 489).
    """
    for prefix in _INIT:
        if name.startswith(prefix):
            rest = name[len(prefix) :].decode("utf-8", "replace")
            return _from_punycode(rest) if prefix == _INIT[1] else rest
    return None


def _from_punycode(encoded: str) -> str:
    try:
        return encoded.replace("_", "-").encode("ascii").decode("punycode").replace("-", "_")
    except UnicodeError:
        return encoded
