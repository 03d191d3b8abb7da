"""Hostile zips: readers of local headers and of the central directory would disagree."""

from __future__ import annotations

import stat
import struct
import zlib

from archive.attacks import attack
from archive.zip_bytes import Part, deflate, end_record, zip64_end, zip_of

A = Part()


@attack("zip-prefix")
def a_program_before_the_zip() -> bytes:
    return zip_of(Part(before=b"#!/bin/sh\n"))


@attack("zip-gap")
def a_member_that_only_streaming_readers_see() -> bytes:
    hidden = Part(name=b"p/setup.py", content=b"evil")
    return zip_of(A, Part(name=b"p/b", before=hidden.local_header() + hidden.content))


@attack("zip-gap")
def a_payload_before_the_central_directory() -> bytes:
    return zip_of(A, before_directory=b"evil")


@attack("zip-overlap")
def fifield_2019() -> bytes:
    """Two members that share one body, as in the better zip bomb."""
    return zip_of(Part(), Part(offset=0, name=b"p/a.py"))


@attack("zip-end")
def a_central_directory_elsewhere_than_stated() -> bytes:
    return zip_of(A, start_shift=7)


@attack("zip-second-end")
def a_second_directory_for_readers_from_the_front() -> bytes:
    """The first directory and end record stand whole before the second ones."""
    first = zip_of(A)
    other = Part(name=b"p/b")
    second = other.local_header() + other.content
    directory = other.central_header(len(first))
    start = len(first) + len(second)
    return first + second + directory + end_record(1, len(directory), start)


@attack("zip-second-end")
def an_end_record_in_the_comment_of_another() -> bytes:
    whole = zip_of(A)
    return whole[:-2] + struct.pack("<H", 22) + end_record(0, 0, 0)


@attack("zip-comment")
def a_payload_in_the_comment() -> bytes:
    return zip_of(A, comment=b"evil")


@attack("zip-comment")
def a_payload_in_the_comment_of_a_member() -> bytes:
    return zip_of(Part(comment=b"evil"))


@attack("zip-trailing")
def a_payload_behind_the_zip() -> bytes:
    return zip_of(A, after=b"evil")


@attack("zip64")
def cve_2025_8291() -> bytes:
    """A locator that points elsewhere than to the record right before it."""
    body = A.local_header() + A.content
    directory = A.central_header(0)
    at = len(body) + len(directory)
    end = end_record(1, len(directory), len(body))
    return body + directory + zip64_end(1, len(directory), len(body), at - 4) + end


@attack("zip64")
def zip64_records_of_another_directory() -> bytes:
    body = A.local_header() + A.content
    directory = A.central_header(0)
    at = len(body) + len(directory)
    end = end_record(2, len(directory), len(body))
    return body + directory + zip64_end(1, len(directory), len(body), at) + end


@attack("zip64")
def a_wide_size_that_nothing_asks_for() -> bytes:
    return zip_of(Part(extra=struct.pack("<HHQ", 1, 8, 99)))


@attack("zip-central-directory")
def a_member_that_is_not_counted() -> bytes:
    return zip_of(A, Part(name=b"p/b"), count=1)


@attack("zip-central-directory")
def a_payload_behind_the_last_central_entry() -> bytes:
    body = A.local_header() + A.content
    directory = A.central_header(0) + b"evil"
    return body + directory + end_record(1, len(directory), len(body))


@attack("zip-local-central")
def a_member_with_two_names() -> bytes:
    return zip_of(Part(local={"name": b"setup.py"}))


@attack("zip-local-central")
def a_member_with_two_sizes() -> bytes:
    return zip_of(Part(local={"size": 1}))


@attack("zip-local-central")
def a_member_with_two_methods() -> bytes:
    return zip_of(Part(local={"method": 8}))


@attack("zip-descriptor")
def a_descriptor_that_says_something_else() -> bytes:
    zero: dict[str, int | bytes] = {"crc": 0, "size": 0, "packed": 0}
    return zip_of(Part(flags=8, local=zero, descriptor=b"PK\7\x08" + bytes(12)))


@attack("zip-descriptor")
def a_descriptor_that_is_missing() -> bytes:
    return zip_of(Part(flags=8))


@attack("zip-extra-field")
def an_extra_field_cut_short() -> bytes:
    return zip_of(Part(extra=b"\x55\x54\xff\0evil"))


@attack("zip-extra-field")
def an_extra_field_given_twice() -> bytes:
    field = struct.pack("<HHI", 0xCAFE, 4, 0)
    return zip_of(Part(extra=field + field))


@attack("zip-unicode-path")
def a_second_name_for_info_zip() -> bytes:
    other = struct.pack("<BI", 1, zlib.crc32(b"p/a.py")) + b"setup.py"
    return zip_of(Part(extra=struct.pack("<HH", 0x7075, len(other)) + other))


@attack("zip-unicode-path")
def a_second_name_in_the_local_header_for_libarchive() -> bytes:
    other = struct.pack("<BI", 1, zlib.crc32(b"p/a.py")) + b"setup.py"
    return zip_of(Part(local_extra=struct.pack("<HH", 0x7075, len(other)) + other))


@attack("zip-name-encoding")
def a_name_of_no_stated_encoding() -> bytes:
    return zip_of(Part(name="p/é.py".encode()))


@attack("zip-deflate-end")
def a_payload_behind_the_compressed_data() -> bytes:
    return zip_of(Part(method=8, data=deflate(b"hello") + b"evil"))


@attack("zip-deflate-end")
def compressed_data_without_its_end() -> bytes:
    return zip_of(Part(method=8, content=b"hello" * 99, data=deflate(b"hello" * 99)[:-1]))


@attack("zip-size")
def more_content_than_is_stated() -> bytes:
    return zip_of(Part(method=8, size=2))


@attack("zip-crc")
def content_of_another_checksum() -> bytes:
    return zip_of(Part(crc=1))


@attack("zip-directory-content")
def a_folder_that_holds_bytes() -> bytes:
    return zip_of(Part(name=b"p/"))


@attack("zip-symlink")
def a_link_that_pip_writes_as_a_file() -> bytes:
    return zip_of(Part(content=b"/etc/passwd", attributes=(stat.S_IFLNK | 0o777) << 16))


@attack("zip-special")
def a_fifo_in_a_zip() -> bytes:
    return zip_of(Part(attributes=(stat.S_IFIFO | 0o644) << 16))
