"""Hostile tars: two readers would see two contents, or bytes would stay unseen."""

from __future__ import annotations

from archive.attacks import attack
from archive.tar_bytes import (
    BLOCK,
    END,
    folder,
    header,
    link,
    long_name,
    member,
    padded,
    pax,
    record,
)

A = member()
LONG = b"p-1/" + b"d" * 60 + b"/" + b"f" * 60
OID = b"0123456789abcdef0123456789abcdef01234567"


@attack("tar-checksum")
def garbage_that_ends_the_archive_for_cpython_only() -> bytes:
    return A + b"evil" * (BLOCK // 4) + member(b"p-1/setup.py") + END


@attack("tar-lone-zero-block")
def a_zero_block_that_ends_the_archive_for_some() -> bytes:
    return A + bytes(BLOCK) + member(b"p-1/setup.py") + END


@attack("tar-no-end")
def an_archive_open_for_appending() -> bytes:
    return A


@attack("tar-no-end")
def an_archive_with_half_an_end() -> bytes:
    return A + bytes(BLOCK)


@attack("tar-data-after-end")
def a_second_tar_for_readers_that_ignore_zeros() -> bytes:
    return A + END + member(b"p-1/setup.py") + END


@attack("tar-padding")
def a_payload_in_the_padding() -> bytes:
    return header(size=5) + padded(b"hello", b"!") + END


@attack("tar-header-bytes")
def a_name_that_goes_on_behind_its_nul() -> bytes:
    return header(b"p-1/a\0.evil") + END


@attack("tar-header-bytes")
def a_payload_in_the_last_bytes_of_a_header() -> bytes:
    return header(tail=b"evil") + END


@attack("tar-header-bytes")
def a_payload_in_the_unused_part_of_a_gnu_header() -> bytes:
    return header(magic=b"ustar  \0", changes={390: b"evil"}) + END


@attack("tar-header-bytes")
def a_payload_behind_the_fields_of_an_old_header() -> bytes:
    return header(magic=bytes(8), changes={300: b"evil"}) + END


@attack("tar-header-bytes")
def a_long_name_that_goes_on_behind_its_nul() -> bytes:
    return long_name(LONG + b"\0evil") + member(LONG[:100]) + END


@attack("tar-number")
def a_mode_that_is_no_number() -> bytes:
    return header(mode=b"rwxr-xr-") + END


@attack("tar-number")
def a_mode_that_ends_before_it_begins() -> bytes:
    return header(mode=b"\0000755\0") + END


@attack("tar-type")
def a_type_that_some_readers_skip() -> bytes:
    return header(typeflag=b"Z") + END


@attack("tar-type")
def a_file_with_the_name_of_a_folder() -> bytes:
    return member(b"p-1/a/") + END


@attack("tar-special")
def a_device_over_a_file() -> bytes:
    return header(typeflag=b"3") + END


@attack("tar-content")
def a_folder_that_holds_a_tar() -> bytes:
    """Readers that skip the content see one member, the others two."""
    inner = member(b"p-1/setup.py", b"evil")
    return header(b"p-1/", typeflag=b"5", size=len(inner)) + inner + END


@attack("tar-content")
def a_folder_that_holds_a_payload() -> bytes:
    return header(b"p-1/", typeflag=b"5", size=4) + padded(b"evil") + END


@attack("tar-hard-link")
def a_hard_link_to_the_password_file() -> bytes:
    return link(b"p-1/a", b"/etc/passwd", b"1") + END


@attack("tar-hard-link")
def a_hard_link_to_what_comes_later() -> bytes:
    return link(b"p-1/b", b"p-1/a", b"1") + A + END


@attack("tar-name")
def a_pax_name_that_was_not_needed() -> bytes:
    return pax(record("path", b"p-1/setup.py")) + member(b"p-1/README") + END


@attack("tar-name")
def a_long_name_with_another_fallback() -> bytes:
    return pax(record("path", LONG)) + member(b"p-1/setup.py") + END


@attack("tar-name")
def maturins_fallback_where_none_was_needed() -> bytes:
    return pax(record("path", b"p-1/setup.py")) + member(b"PaxHeaders/0") + END


@attack("tar-name")
def a_fallback_below_maturins() -> bytes:
    return pax(record("path", LONG)) + member(b"PaxHeaders/0/setup.py") + END


@attack("tar-name")
def two_long_names_for_one_member() -> bytes:
    other = LONG[:-1] + b"x"
    return long_name(other) + pax(record("path", LONG)) + member(LONG[:100]) + END


@attack("tar-link-target")
def a_link_with_two_targets() -> bytes:
    return pax(record("linkpath", b"safe")) + link(b"p-1/a", b"other") + END


@attack("tar-size")
def tarmageddon() -> bytes:
    """CVE-2025-62518: by the ustar size, the inner tar's headers are the archive's own."""
    inner = member(b"p-1/setup.py", b"evil")
    extension = pax(record("size", b"%d" % len(inner)))
    return extension + header(size=0) + inner + END


@attack("tar-size")
def two_sizes_of_which_none_is_zero() -> bytes:
    return pax(record("size", b"600")) + header(size=5) + padded(b"x" * 600) + END


@attack("tar-repeated-header")
def two_pax_headers_for_one_member() -> bytes:
    return pax(record("mtime", b"1")) + pax(record("mtime", b"2")) + A + END


@attack("tar-orphan-header")
def a_payload_in_a_pax_header_of_nothing() -> bytes:
    return A + pax(record("comment", b"evil")) + END


@attack("tar-orphan-header")
def a_pax_header_cut_off_by_a_global_one() -> bytes:
    return pax(record("mtime", b"1")) + pax(record("mtime", b"2"), typeflag=b"g") + A + END


@attack("pax-malformed")
def a_pax_record_of_the_wrong_length() -> bytes:
    return pax(b"99 path=p-1/a\n") + A + END


@attack("pax-malformed")
def a_pax_size_that_is_no_number() -> bytes:
    return pax(record("size", b"0x10")) + A + END


@attack("pax-malformed")
def a_pax_length_with_a_leading_zero() -> bytes:
    return pax(b"014 path=p-1/a\n") + A + END


@attack("pax-duplicate-key")
def a_pax_header_with_two_paths() -> bytes:
    return pax(record("path", b"p-1/a"), record("path", b"p-1/a")) + A + END


@attack("pax-nul")
def a_pax_path_that_ends_at_a_nul_for_some() -> bytes:
    return pax(record("path", b"p-1/a\0.txt")) + A + END


@attack("pax-capability")
def a_program_with_rights_of_its_own() -> bytes:
    return pax(record("SCHILY.xattr.security.capability", b"\1\0\0\2inert")) + A + END


@attack("pax-capability")
def rights_as_libarchive_writes_them() -> bytes:
    return pax(record("LIBARCHIVE.xattr.security.capability", b"aW5lcnQ=")) + A + END


@attack("pax-global")
def a_global_header_that_renames_everything() -> bytes:
    return pax(record("path", b"p-1/setup.py"), typeflag=b"g") + A + END


@attack("pax-commit")
def two_commits_for_one_archive() -> bytes:
    first = pax(record("comment", OID), typeflag=b"g")
    return first + A + pax(record("comment", OID[::-1]), typeflag=b"g") + END


@attack("mode-special-bits")
def a_set_user_id_program() -> bytes:
    return header(mode=b"0004755\0") + END


@attack("link-absolute")
def a_link_to_the_root() -> bytes:
    return folder() + link(b"p-1/a", b"/etc") + END


@attack("link-escapes")
def a_link_out_of_the_top_folder() -> bytes:
    return folder() + link(b"p-1/a", b"../../etc") + END


@attack("link-escapes")
def a_link_that_leaves_through_another_link() -> bytes:
    """Read as text, ``deep/..`` stays inside; followed, it does not (as in CVE-2025-4517)."""
    return (
        folder()
        + folder(b"p-1/x/y/")
        + link(b"p-1/deep", b".")
        + link(b"p-1/a", b"deep/../../secret")
        + END
    )


@attack("link-loop")
def a_link_to_itself() -> bytes:
    return folder() + link(b"p-1/a", b"a") + END


@attack("link-loop")
def a_chain_of_links_without_end() -> bytes:
    links = b"".join(link(b"p-1/%d" % n, b"%d" % (n + 1)) for n in range(2_000))
    return folder() + links + END


@attack("name-through-link")
def a_file_written_through_a_link() -> bytes:
    return folder() + link(b"p-1/d", b".") + member(b"p-1/d/setup.py") + END


@attack("too-many-findings")
def a_flood_that_hides_one_finding() -> bytes:
    return b"".join(header(b"p-1/%d" % n, typeflag=b"6") for n in range(30)) + END
