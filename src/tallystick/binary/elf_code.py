"""ELF's code, cut into functions by what an unwinder and a linker read of them; names where there are any.

A stripped library has no names and still says where each function begins and ends: the table that C++
and debuggers unwind the stack by (``.eh_frame_hdr``, LSB Core 10.6). What stands between functions is a
piece like any other, so that every executable byte is in one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from tallystick.binary.elf import MACHINES, Segment, dynamic_of, segments_of
from tallystick.binary.elf_dynamic import FINI, INIT
from tallystick.binary.elf_names import Symbol, exported, pointed_to, slots, unstripped
from tallystick.binary.window import BeyondCap, MalformedBinary, Window
from tallystick.limits import Limits

_LOAD, _UNWINDING = 1, 0x6474E550
_EXECUTE, _WRITE = 1, 2
_USUAL = (1, 0x1B, 0x03, 0x3B)
"""Version, and how numbers are written: four bytes relative to where they stand, or to the table (DWARF
exception headers, LSB Core 10.5). Every linker writes these."""


class Piece(Struct, frozen=True, kw_only=True):
    """A function, or what stands between two.

    Attributes:
        address: where it is loaded.
        code: its bytes.
        name: of the symbol at its address; "" without one.
        is_function: the unwinder's table has it, or a symbol.
    """

    address: int
    code: bytes
    name: str
    is_function: bool

    @property
    def called(self) -> str:
        """By its name, else by its place."""
        if not self.is_function:
            return f"code between functions at {self.address:#x}"
        return self.name or f"the function at {self.address:#x}"


class Code(Struct, frozen=True, kw_only=True):
    """All executable bytes of one file.

    Attributes:
        machine: as in :class:`tallystick.binary.values.Binary`.
        bits: 32 or 64.
        pieces: in the order of their addresses, none overlapping another.
        landmarks: addresses where something begins: the loader writes them into tables, or they are
            exported.
        slots: for each address that the loader fills in, the symbol that it looks for.
        constants: address and bytes of what is loaded, never written, and no code.
    """

    machine: str
    bits: int
    pieces: tuple[Piece, ...]
    landmarks: frozenset[int]
    slots: Mapping[int, str]
    constants: tuple[tuple[int, bytes], ...]

    def constant(self, address: int, most: int) -> bytes:
        """Up to ``most`` bytes at ``address``, of what is loaded and never written; b"" elsewhere."""
        for begin, content in self.constants:
            if begin <= address < begin + len(content):
                return content[address - begin : address - begin + most]
        return b""


def read_code(content: bytes, limits: Limits) -> Code | None:
    """The code of an ELF file of little-endian order; None for another file.

    Raises:
        BeyondCap: there is more of it than ``limits`` lets be read.
        MalformedBinary: a table lies outside of the file, or is written in no usual way.
    """
    if (
        content[:4] != b"\x7fELF"
        or len(content) < 16
        or content[4] not in {1, 2}
        or content[5] != 1
    ):
        return None
    bits = 32 * content[4]
    window = Window(content, "<", limits)
    header = window.fields("HHIQQQIHHHHHH" if bits == 64 else "HHIIIIIHHHHHH", 16, "ELF header")
    segments = segments_of(window, bits, header[4], header[8], header[9])
    loaded = [one for one in segments if one.kind == _LOAD]
    executable = [one for one in loaded if one.flags & _EXECUTE]
    if sum(one.stored for one in executable) > limits.binary_code:
        raise BeyondCap("more code than is taken apart")
    dynamic = dynamic_of(window, bits, segments)
    names, landmarks, cuts = unstripped(window, bits, header), frozenset[int](), set[int]()
    imported: Mapping[int, str] = {}
    if dynamic is not None:
        own = exported(window, bits, header[1], dynamic)
        names += own
        landmarks = pointed_to(window, bits, dynamic) | {symbol.address for symbol in own}
        cuts = {dynamic.values.get(one, 0) for one in (INIT, FINI)}
        imported = slots(window, bits, dynamic)
    functions = {symbol.address: symbol for symbol in names if symbol.is_function}
    spans = {symbol.address: symbol.size for symbol in functions.values() if symbol.size}
    spans |= dict(_unwound(window, segments))
    return Code(
        machine=MACHINES.get(header[1], f"machine {header[1]}"),
        bits=bits,
        pieces=tuple(
            piece for one in executable for piece in _pieces(content, one, spans, functions, cuts)
        ),
        landmarks=landmarks,
        slots=imported,
        constants=tuple(
            (one.address, content[one.offset : one.offset + one.stored])
            for one in loaded
            if not one.flags & (_EXECUTE | _WRITE)
        ),
    )


def _pieces(
    content: bytes,
    segment: Segment,
    spans: Mapping[int, int],
    functions: Mapping[int, Symbol],
    cuts: set[int],
) -> Iterator[Piece]:
    """The functions of one segment, and what stands between, cut where sections are known to begin."""
    at, end = segment.address, segment.address + segment.stored

    def piece(begin: int, stop: int, *, is_function: bool) -> Piece:
        start = segment.offset + begin - segment.address
        return Piece(
            address=begin,
            code=content[start : start + stop - begin],
            name=functions[begin].name if begin in functions else "",
            is_function=is_function,
        )

    def between(begin: int, stop: int) -> Iterator[Piece]:
        places = [begin, *sorted(cut for cut in cuts if begin < cut < stop), stop]
        for first, second in pairwise(places):
            if first < second:
                yield piece(first, second, is_function=False)

    begins = sorted(begin for begin in spans if at <= begin < end)
    for number, begin in enumerate(begins):
        yield from between(at, begin)
        # Of two that overlap the later one begins a piece of its own.
        following = begins[number + 1] if number + 1 < len(begins) else end
        at = min(begin + spans[begin], following, end)
        if at > begin:
            yield piece(begin, at, is_function=True)
    yield from between(at, end)


def _unwound(window: Window, segments: tuple[Segment, ...]) -> Iterator[tuple[int, int]]:
    """Address and size of each function that the unwinder's table lists."""
    tables = [one for one in segments if one.kind == _UNWINDING]
    if not tables:
        return
    what = "unwinding table"
    table = tables[0]
    if window.fields("BBBB", table.offset, what) != _USUAL:
        raise MalformedBinary(f"{what}: written in another way than linkers write it")
    (count,) = window.fields("I", table.offset + 8, what)
    loads = sorted((one.address, one.stored, one.offset) for one in segments if one.kind == _LOAD)
    begins = [address for address, _, _ in loads]
    for begin, entry in window.rows("ii", table.offset + 12, count, what):
        address = table.address + entry
        nearest = bisect_right(begins, address) - 1
        if nearest < 0 or address + 16 > begins[nearest] + loads[nearest][1]:
            raise MalformedBinary(f"{what}: an entry lies nowhere")
        offset = loads[nearest][2] + address - begins[nearest]
        _, _, relative, size = window.fields("IIiI", offset, what)
        if address + 8 + relative != table.address + begin:
            raise MalformedBinary(f"{what}: an entry speaks of another function")
        yield table.address + begin, size
