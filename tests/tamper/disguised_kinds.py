"""Kinds of tampering with names of entries and the bytes around them: one thing is shown, another unpacked.

They return what those of :mod:`tamper.kinds` return.
"""

from __future__ import annotations

import struct
import unicodedata
import zlib

from tamper.kinds import Apply, Kind, add_member, first_module, inside, package_folder
from tamper.kinds.making import PAYLOAD
from tamper.release import Member, Release

DISGUISED_KINDS: list[Kind] = []


def kind(function: Apply) -> Apply:
    """Add ``function`` to DISGUISED_KINDS under its own name."""
    DISGUISED_KINDS.append(Kind(function.__name__.replace("_", "-"), function))
    return function


def _renamed(release: Release, old: str, new: str) -> str | None:
    """The first module, with ``new`` for the first ``old`` of its base name."""
    module = first_module(release)
    if module is None:
        return None
    folder, slash, base = module.name.rpartition("/")
    if old not in base.removesuffix(".py"):
        return None
    module.name = f"{folder}{slash}{base.replace(old, new, 1)}"
    return inside(release, module)


@kind
def letter_of_a_name_that_looks_alike(release: Release) -> str | None:
    return _renamed(release, "e", "\u0435") or _renamed(release, "o", "\u043e")


@kind
def package_that_looks_alike(release: Release) -> str | None:
    folder = package_folder(release)
    if "a" not in folder.removeprefix(release.top):
        return None
    top, name = release.top, folder.removeprefix(release.top)
    return add_member(release, f"{top}{name.replace('a', chr(0x0430), 1)}__init__.py", PAYLOAD)


@kind
def name_that_another_normalisation_makes_the_same(release: Release) -> str | None:
    """Python reads identifiers in NFKC: ``import core`` looks for no ``\uff43ore``, but a person sees one."""
    full = unicodedata.lookup("FULLWIDTH LATIN SMALL LETTER C")
    return add_member(release, f"{package_folder(release)}{full}ore.py", PAYLOAD)


@kind
def letter_of_no_width_in_a_name(release: Release) -> str | None:
    return add_member(release, f"{package_folder(release)}__init__\u200b.py", PAYLOAD)


@kind
def dot_behind_a_name(release: Release) -> str | None:
    """Windows takes ``core.py.`` and ``core.py`` for one."""
    module = first_module(release)
    return add_member(release, f"{module.name}.", PAYLOAD) if module is not None else None


@kind
def space_behind_a_name(release: Release) -> str | None:
    module = first_module(release)
    return add_member(release, f"{module.name} ", PAYLOAD) if module is not None else None


@kind
def stream_of_a_name(release: Release) -> str | None:
    """NTFS writes ``core.py:x`` into ``core.py``."""
    module = first_module(release)
    return add_member(release, f"{module.name}:x", PAYLOAD) if module is not None else None


@kind
def device_of_windows(release: Release) -> str | None:
    return add_member(release, f"{package_folder(release)}aux.py", PAYLOAD)


@kind
def folder_of_dots_in_a_name(release: Release) -> str | None:
    """``pkg/./x`` and ``pkg//x`` are ``pkg/x`` once unpacked."""
    module = first_module(release)
    if module is None or "/" not in module.name:
        return None
    folder, _, base = module.name.rpartition("/")
    release.members.append(Member(f"{folder}/./{base}", PAYLOAD))
    return ""


@kind
def module_where_a_folder_is(release: Release) -> str | None:
    folder = package_folder(release)
    if folder == release.top:
        return None
    return add_member(release, f"{folder.rstrip('/')}.py", PAYLOAD)


@kind
def carriage_returns_and_one_line_more(release: Release) -> str | None:
    """In a file whose every line seems to differ, one does."""
    module = first_module(release)
    if module is None:
        return None
    lines = module.content.replace(b"\r\n", b"\n") + b"import os\n"
    module.content = lines.replace(b"\n", b"\r\n")
    return inside(release, module)


@kind
def form_feed_and_statement_behind_a_comment(release: Release) -> str | None:
    """What an editor shows as one comment line is two to Python, if a lone CR ends the first."""
    module = first_module(release)
    if module is None:
        return None
    module.content += b"# see below\x0c\rimport os\n"
    return inside(release, module)


@kind
def null_behind_the_text(release: Release) -> str | None:
    module = first_module(release)
    if module is None:
        return None
    module.content += b"\x00"
    return inside(release, module)


def _with_extra(archive: bytes, name: bytes, extra: bytes) -> bytes:
    """``archive`` with ``extra`` in the central header of ``name`` (APPNOTE 4.3.12)."""
    end = archive.rindex(b"PK\x05\x06")
    size, start = struct.unpack_from("<II", archive, end + 12)
    at, lengths = start, (0, 0, 0)
    while at < start + size:
        lengths = struct.unpack_from("<HHH", archive, at + 28)
        held = archive[at + 46 : at + 46 + lengths[0]]
        if held == name:
            break
        at += 46 + sum(lengths)
    else:
        return archive
    central = bytearray(archive[at : at + 46 + sum(lengths)])
    struct.pack_into("<H", central, 30, lengths[1] + len(extra))
    middle = 46 + lengths[0] + lengths[1]
    changed = bytes(central[:middle]) + extra + bytes(central[middle:])
    tail = bytearray(archive[end:])
    struct.pack_into("<I", tail, 12, size + len(extra))
    return archive[:at] + changed + archive[at + len(central) : end] + bytes(tail)


@kind
def other_name_in_an_extra_field(release: Release) -> str | None:
    """Info-ZIP's Unicode Path (0x7075): some readers take it in place of the name (APPNOTE 4.6.9)."""
    module = first_module(release)
    if module is None or not release.is_zip:
        return None
    name = module.name.encode()
    field = struct.pack("<BI", 1, zlib.crc32(name)) + b"sitecustomize.py"
    extra = struct.pack("<HH", 0x7075, len(field)) + field
    release.edit = lambda archive: _with_extra(archive, name, extra)
    return ""


@kind
def other_name_in_the_local_header(release: Release) -> str | None:
    """Readers of streams take the local header, others the central one."""
    module = first_module(release)
    if module is None or not release.is_zip:
        return None
    name = module.name.encode()
    other = b"z" * (len(name) - 3) + b".py"

    def edit(archive: bytes) -> bytes:
        at = archive.index(name)
        return archive[:at] + other + archive[at + len(name) :]

    release.edit = edit
    return ""


@kind
def size_of_the_local_header_changed(release: Release) -> str | None:
    module = first_module(release)
    if module is None or not release.is_zip:
        return None
    name = module.name.encode()

    def edit(archive: bytes) -> bytes:
        changed = bytearray(archive)
        at = archive.index(name) - 30
        struct.pack_into("<I", changed, at + 22, len(module.content) + 1)
        return bytes(changed)

    release.edit = edit
    return ""


@kind
def second_member_of_gzip(release: Release) -> str | None:
    """RFC 1952, section 2.2: a file is a series of members; some readers stop behind the first."""
    if release.is_zip:
        return None
    release.suffix = zlib.compress(PAYLOAD, wbits=31)
    return ""
