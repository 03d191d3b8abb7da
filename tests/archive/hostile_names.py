"""Hostile names, in tars; the same code judges the names of zips."""

from __future__ import annotations

from archive.attacks import attack
from archive.tar_bytes import END, header, long_name, member


def named(*names: str | bytes) -> bytes:
    """A tar with one file for each name, of different contents."""
    raw = [name.encode() if isinstance(name, str) else name for name in names]
    return b"".join(member(name, b"%d" % at) for at, name in enumerate(raw)) + END


@attack("name-empty")
def a_file_without_a_name() -> bytes:
    return named("")


@attack("name-absolute")
def a_file_in_the_root() -> bytes:
    return named("/etc/cron.d/evil")


@attack("name-absolute")
def a_file_on_a_drive() -> bytes:
    return named("C:/autoexec.bat")


@attack("name-parent")
def a_file_beside_the_folder() -> bytes:
    return named("p-1/../../.bashrc")


@attack("name-parent")
def a_file_above_behind_a_dot() -> bytes:
    return named("./../.bashrc")


@attack("name-dot")
def a_name_with_two_slashes() -> bytes:
    return named("p-1//setup.py")


@attack("name-dot")
def a_name_with_a_dot_in_the_middle() -> bytes:
    return named("p-1/./setup.py")


@attack("name-dot")
def another_file_under_a_name_with_a_dot() -> bytes:
    return member(b"p-1/setup.py") + member(b"p-1/./setup.py", b"evil") + END


@attack("name-backslash")
def a_folder_only_windows_sees() -> bytes:
    return named("p-1\\setup.py")


@attack("name-control")
def a_name_that_writes_to_the_terminal() -> bytes:
    return named("p-1/\x1b[2Ja")


@attack("name-invisible")
def trojan_source() -> bytes:
    return named("p-1/\u202eyp.a")


@attack("name-invisible")
def a_name_with_a_character_of_no_width() -> bytes:
    return named("p-1/setup\u200b.py")


@attack("name-invisible")
def a_joiner_behind_a_picture_that_joins_it_to_none() -> bytes:
    return named("p-1/\U0001f635\u200d.py")


@attack("name-invisible")
def a_joiner_before_a_picture_that_joins_no_picture_to_it() -> bytes:
    return named("p-1/setup\u200d\U0001f4ab.py")


@attack("name-invisible")
def two_joiners_between_two_pictures() -> bytes:
    return named("p-1/\U0001f635\u200d\u200d\U0001f4ab.py")


@attack("name-encoding")
def a_name_that_is_not_utf8() -> bytes:
    return named(b"p-1/caf\xe9")


@attack("name-long")
def a_name_that_gets_cut() -> bytes:
    name = b"p-1/" + b"a" * 300
    return long_name(name) + member(name[:100]) + END


@attack("name-duplicate")
def the_last_of_two_wins_or_the_first() -> bytes:
    return named("p-1/setup.py", "p-1/setup.py")


@attack("name-duplicate")
def a_folder_that_is_also_a_file() -> bytes:
    return header(b"p-1/a/", typeflag=b"5") + member(b"p-1/a") + END


@attack("name-file-and-folder")
def a_file_with_a_file_below_it() -> bytes:
    return named("p-1/a", "p-1/a/b")


@attack("name-collision")
def git_on_a_disk_that_folds_case() -> bytes:
    """CVE-2014-9390."""
    return named("p-1/.git/config", "p-1/.GIT/config")


@attack("name-collision")
def one_name_in_two_normal_forms() -> bytes:
    return named("p-1/caf\u00e9", "p-1/cafe\u0301")


@attack("name-collision")
def a_name_with_a_ligature() -> bytes:
    return named("p-1/con\ufb01g", "p-1/config")


@attack("name-collision")
def a_name_with_a_dot_that_windows_drops() -> bytes:
    return named("p-1/setup.py.", "p-1/setup.py")


@attack("name-collision")
def a_file_and_a_folder_on_a_disk_that_folds_case() -> bytes:
    return named("p-1/A", "p-1/a/b")
