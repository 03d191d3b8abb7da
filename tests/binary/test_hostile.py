"""Absurd, overlapping, cyclic and endless tables are refused, each with its reason, within the caps."""

from __future__ import annotations

import contextlib
import struct
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from binary.elf_bytes import Elf
from binary.macho_bytes import ARM64, MachO, fat
from binary.pe_bytes import Pe
from tallystick.binary import BeyondCap, MalformedBinary, read_binary
from tallystick.limits import DEFAULT, Limits

ELF = Elf(
    needed=("libc.so.6",),
    soname="libx.so.1",
    imports=("execve",),
    exports=("PyInit_x",),
    versions={"libc.so.6": ("GLIBC_2.2.5", "GLIBC_2.17"), "libm.so.6": ("GLIBC_2.2.5",)},
    resolvers=2,
    comment=b"GCC\0",
).build()
PE = Pe(imports={"A.dll": ("f", "g")}, exports=("PyInit_x",), callbacks=1).build()
MACHO = MachO(
    needed=("/usr/lib/libSystem.B.dylib",),
    imports=("socket",),
    trie=b"\0\1_PyInit_x\0\x0d\2\0\0\0",
    bound=b"\x40_execve\0\x90\0",
).build()
FAT = fat((ARM64, MACHO))


def patched(content: bytes, offset: int, layout: str, *values: int) -> bytes:
    changed = bytearray(content)
    struct.pack_into(layout, changed, offset, *values)
    return bytes(changed)


def entry(tag: int) -> int:
    """Where the dynamic segment of ``ELF`` has the entry of ``tag``."""
    (at,) = struct.unpack_from("<Q", ELF, 64 + 112 + 8)
    while struct.unpack_from("<Q", ELF, at)[0] != tag:
        at += 16
    return int(at)


def dynamic(tag: int, value: int) -> bytes:
    """``ELF`` with another value for ``tag``."""
    return patched(ELF, entry(tag) + 8, "<Q", value)


def verneed(offset: int, value: int) -> bytes:
    """``ELF`` with another number in its first record of needed versions."""
    (at,) = struct.unpack_from("<Q", ELF, entry(0x6FFFFFFE) + 8)
    return patched(ELF, at + offset, "<I", value)


def symbol_count(count: int) -> bytes:
    """``ELF`` with another number of symbols in its hash table."""
    (at,) = struct.unpack_from("<Q", ELF, entry(4) + 8)
    return patched(ELF, at + 4, "<I", count)


HOSTILE = {
    "a header and no more": (b"\x7fELF\2\1\1", "neither 32 nor 64"),
    "no class": (b"\x7fELF\x09\1\1" + bytes(60), "neither 32 nor 64"),
    "program headers beyond the end": (patched(ELF, 32, "<Q", 1 << 40), "outside of the file"),
    "program headers of an odd size": (patched(ELF, 54, "<H", 57), "program headers of 57"),
    "a segment larger than the file": (patched(ELF, 64 + 32, "<QQ", 1 << 40, 1 << 40), "outside"),
    "a segment stored larger than loaded": (patched(ELF, 64 + 40, "<Q", 1), "overlap"),
    "loaded segments that overlap": (patched(ELF, 64 + 56, "<I", 1), "overlap"),
    "two dynamic segments": (
        patched(ELF, 64 + 56, "<IIQQQQQ", *struct.unpack_from("<IIQQQQQ", ELF, 64 + 112)),
        "two dynamic segments",
    ),
    "a dynamic segment at two places": (
        patched(ELF, 64 + 112 + 8, "<Q", 64),
        "different places",
    ),
    "a dynamic segment without an end": (
        patched(ELF, 64 + 112 + 32, "<Q", struct.unpack_from("<Q", ELF, 64 + 112 + 32)[0] - 16),
        "does not end",
    ),
    "two tables of names": (Elf(tags=((5, 64),)).build(), "two entries"),
    "names outside of what is loaded": (dynamic(5, 1 << 50), "nothing is loaded"),
    "names longer than what is loaded": (dynamic(10, 1 << 50), "nothing is loaded"),
    "a library without a name": (Elf(tags=((1, 1 << 40),)).build(), "no name at"),
    "symbols outside of what is loaded": (dynamic(6, 1 << 50), "nothing is loaded"),
    "symbols of an odd size": (dynamic(11, 25), "unknown size"),
    "relocations outside of what is loaded": (dynamic(7, 1 << 50), "nothing is loaded"),
    "more symbols than the file holds": (symbol_count(1 << 20), "symbols: nothing is loaded"),
    "versions in a circle": (verneed(12, 0), "comes round"),
    "versions of one library in a circle": (verneed(16 + 12, 0), "comes round"),
    "versions beyond the end": (verneed(12, 1 << 20), "nothing is loaded"),
    "a hash table of the header's first bytes": (
        Elf(tags=((0x6FFFFEF5, 0),)).build(),
        "larger than what is loaded",
    ),
    "a DOS program": (b"MZ" + bytes(100), "not where the DOS header says"),
    "a PE header outside": (patched(PE, 60, "<I", 1 << 30), "outside of the file"),
    "an optional header of no kind": (patched(PE, 88, "<H", 7), "unknown magic"),
    "too many sections": (patched(PE, 70, "<H", 97), "97 sections"),
    "a section outside": (patched(PE, 64 + 24 + 240 + 16, "<I", 1 << 30), "outside of the file"),
    "a section over the headers": (patched(PE, 64 + 24 + 240 + 12, "<I", 0), "overlap"),
    "imports nowhere": (patched(PE, 64 + 24 + 112 + 8, "<I", 1 << 30), "nothing is loaded"),
    "exports nowhere": (patched(PE, 64 + 24 + 112, "<I", 1 << 30), "nothing is loaded"),
    "load commands that are too long": (patched(MACHO, 20, "<I", 1 << 30), "outside"),
    "a load command of no length": (patched(MACHO, 36, "<I", 0), "too short"),
    "a load command over the end": (patched(MACHO, 36, "<I", 1 << 20), "longer than they all"),
    "exports in a circle": (MachO(trie=b"\0\1_\0\0").build(), "reached twice"),
    "exports that run over the end": (MachO(trie=b"\0\1_\0\5").build(), "nowhere"),
    "a number without an end": (MachO(trie=b"\xff" * 20).build(), "more than 64 bits"),
    "bound names of an unknown instruction": (MachO(bound=b"\xf0").build(), "unknown instruction"),
    "a bound name without an end": (MachO(bound=b"\x40abc").build(), "does not end"),
    "a fat file without an image": (fat(), "no image"),
    "images that overlap": (
        patched(fat((ARM64, MACHO), (ARM64, MACHO)), 36, ">I", 48),
        "overlap",
    ),
    "an image that is fat again": (fat((ARM64, FAT)), "no Mach-O"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_table_is_refused_with_its_reason(name: str) -> None:
    content, reason = HOSTILE[name]
    with pytest.raises(MalformedBinary, match=reason):
        read_binary(content, DEFAULT)


@pytest.mark.parametrize("content", [ELF, PE, MACHO, FAT], ids=["elf", "pe", "macho", "fat"])
def test_the_files_that_hostile_ones_are_made_from_are_honest(content: bytes) -> None:
    assert read_binary(content, DEFAULT)[-1].modules == ("x",)


def test_sections_that_lie_hide_nothing_because_no_loader_reads_them() -> None:
    (read,) = read_binary(patched(ELF, 40, "<Q", 1 << 40), DEFAULT)
    assert read.imports == {"execve"}
    assert "section headers cannot be read" in read.remarks[0]


def test_a_million_names_that_end_in_one_place_are_beyond_the_cap() -> None:
    few: Limits = replace(DEFAULT, binary_names=1000)
    content = Elf(imports=tuple("x" * 300 + str(n) for n in range(5))).build()
    with pytest.raises(BeyondCap, match="names"):
        read_binary(content, few)


def test_more_rows_than_the_cap_are_not_read() -> None:
    few: Limits = replace(DEFAULT, binary_rows=3)
    for content in (Elf(imports=tuple(map(str, range(50)))).build(), PE, MACHO):
        with pytest.raises(BeyondCap, match="rows"):
            read_binary(content, few)


def test_the_images_of_a_fat_file_share_one_cap() -> None:
    many = fat(*[(ARM64, MACHO)] * 40)
    assert len(read_binary(many, DEFAULT)) == 40
    with pytest.raises(BeyondCap, match="rows"):
        read_binary(many, replace(DEFAULT, binary_rows=400))


def attempt(content: bytes) -> None:
    """Read it: a value or a refusal, and nothing else."""
    with contextlib.suppress(MalformedBinary):
        assert all(image.format for image in read_binary(content, DEFAULT))


@given(
    st.sampled_from([ELF, PE, MACHO, FAT]),
    st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(min_size=1, max_size=8)), max_size=6),
    st.integers(0, 1 << 20),
)
@settings(max_examples=600, deadline=None)
def test_no_damage_is_a_crash(content: bytes, changes: list[tuple[int, bytes]], cut: int) -> None:
    damaged = bytearray(content)
    for at, new in changes:
        begin = at % len(damaged)
        damaged[begin : begin + len(new)] = new
    attempt(bytes(damaged))
    attempt(bytes(damaged[: cut % len(damaged)]))


@given(
    st.sampled_from(
        [b"\x7fELF\2\1", b"\x7fELF\1\2", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"]
    ),
    st.binary(max_size=600),
)
@settings(deadline=None)
def test_no_bytes_are_a_crash(head: bytes, tail: bytes) -> None:
    attempt(head + tail)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_real_program_that_is_damaged_is_no_crash_and_not_slow(data: st.DataObject) -> None:
    content = bytearray(Path(sys.executable).resolve().read_bytes()[: 8 << 20])
    headers = st.integers(0, 1000)
    anywhere = st.integers(0, len(content) - 1)
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(headers | anywhere)] = data.draw(st.integers(0, 255))
    begun = time.process_time()
    attempt(bytes(content))
    assert time.process_time() - begun < 5
