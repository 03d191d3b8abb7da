"""What compiled files say of themselves: ELF, PE and Mach-O, read strictly and never run.

Only what a loader reads is believed. Sections of ELF, which no loader looks at, name the compiler only.
"""

from __future__ import annotations

from collections.abc import Callable

from tallystick.binary.elf import read_elf
from tallystick.binary.macho import read_macho
from tallystick.binary.pe import read_pe
from tallystick.binary.values import Binary, Kind
from tallystick.binary.window import BeyondCap, MalformedBinary
from tallystick.limits import Limits

_READERS: tuple[tuple[tuple[bytes, ...], Callable[[bytes, Limits], tuple[Binary, ...]]], ...] = (
    ((b"\x7fELF",), read_elf),
    ((b"MZ",), read_pe),
    (
        (
            b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xfe\xed\xfa\xcf", b"\xfe\xed\xfa\xce",
            b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf",
        ),
        read_macho,
    ),
)  # fmt: skip


def read_binary(content: bytes, limits: Limits) -> tuple[Binary, ...]:
    """What ``content`` says of itself: one value, or one for each machine of a fat Mach-O.

    Returns:
        Nothing for a format that is not read here (WebAssembly, ``ar``, data).

    Raises:
        BeyondCap: a table is larger than ``limits`` lets it be.
        MalformedBinary: a table lies outside of the file, overlaps, repeats itself or never ends.
    """
    for magics, reader in _READERS:
        if content.startswith(magics):
            return reader(content, limits)
    return ()


__all__ = ["BeyondCap", "Binary", "Kind", "MalformedBinary", "read_binary"]
