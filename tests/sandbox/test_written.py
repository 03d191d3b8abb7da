"""What comes back: read by content, as what it is, and nothing followed."""

from __future__ import annotations

import hashlib
import os

import pytest

from sandboxes import CAPS, python, said
from tallystick.errors import ContentUnavailable
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, MODE_SYMLINK
from tallystick.sandbox import Refused, Sandbox
from tallystick.sandbox.written import WrittenReader
from trees import blob_id, tree


def test_what_is_new_changed_and_gone(sandbox: Sandbox) -> None:
    script = """
open("new", "w").write("n"); open("changed", "a").write("c"); os.remove("gone")
os.chmod("run", 0o755); os.makedirs("empty/folder"); os.mkdir("d"); open("d/x", "w").write("x")
os.utime("same", (1, 1))
"""
    files = dict.fromkeys(("changed", "gone", "run", "same"), b"b")
    outcome = python(sandbox, script, files=files)
    assert outcome.succeeded, outcome.output
    assert list(outcome.tree.entries) == ["changed", "d/x", "new", "run", "same"]
    assert list(outcome.wrote.entries) == ["changed", "d/x", "new", "run"]
    assert outcome.removed == ("gone",)
    assert outcome.tree.entries["run"].mode == MODE_EXECUTABLE
    changed = outcome.wrote.entries["changed"]
    assert (changed.mode, changed.size, changed.blob) == (MODE_FILE, 2, blob_id(b"bc"))
    assert changed.sha256 == hashlib.sha256(b"bc").hexdigest()
    assert outcome.wrote.read("changed") == b"bc"


def test_links_come_back_as_links(sandbox: Sandbox) -> None:
    script = """
os.symlink("/etc/shadow", "shadow"); os.symlink("../../../etc", "etc"); os.symlink("loop", "loop")
os.remove("file"); os.symlink("/etc/hostname", "file")
os.remove("folder/x"); os.rmdir("folder"); os.symlink("/root", "folder")
"""
    outcome = python(sandbox, script, files={"file": b"", "folder/x": b""})
    found = {path: outcome.tree.read(path) for path in outcome.tree.entries}
    assert {entry.mode for entry in outcome.tree.entries.values()} == {MODE_SYMLINK}
    assert found == {
        "etc": b"../../../etc",
        "file": b"/etc/hostname",
        "folder": b"/root",
        "loop": b"loop",
        "shadow": b"/etc/shadow",
    }
    assert outcome.removed == ("folder/x",)


def test_a_folder_that_became_a_link_is_not_entered_later(sandbox: Sandbox) -> None:
    outcome = python(sandbox, 'os.mkdir("d"); open("d/passwd", "w").write("mine")')
    reader = outcome.tree.reader
    assert isinstance(reader, WrittenReader)
    os.rename("d", "e", src_dir_fd=reader._root, dst_dir_fd=reader._root)
    os.symlink("/etc", "d", dir_fd=reader._root)
    with pytest.raises(ContentUnavailable):
        outcome.tree.read("d/passwd")


def test_what_is_no_file_is_refused_and_said(sandbox: Sandbox) -> None:
    script = """
os.mkfifo("pipe"); socket.socket(socket.AF_UNIX).bind("socket")
tell(attempt(os.mknod, "null", stat.S_IFCHR | 0o666, os.makedev(1, 3)))
"""
    outcome = python(sandbox, script)
    assert said(outcome) == "EPERM"
    assert outcome.refused == (
        Refused(path="pipe", reason="it is a pipe"),
        Refused(path="socket", reason="it is a socket"),
    )
    assert not outcome.succeeded


def test_hard_links_are_files_with_one_content(sandbox: Sandbox) -> None:
    script = """
open("a", "w").write("x"); os.link("a", "b")
tell([attempt(os.link, path, "c") for path in ("/etc/passwd", "/usr/bin/env", "/proc/self/mounts")])
"""
    outcome = python(sandbox, script)
    assert set(said(outcome)) <= {"EXDEV", "EPERM"}
    assert {path: outcome.tree.read(path) for path in outcome.tree.entries} == {
        "a": b"x",
        "b": b"x",
    }


def test_names_of_any_bytes(sandbox: Sandbox) -> None:
    script = r"""
for name in (b"\xff\xfe", b"a\nb", b"\x1b[31m", b"-rf", b"\xe2\x80\xae", b" "): open(name, "w").close()
"""
    outcome = python(sandbox, script)
    names = {path.encode("utf-8", "surrogateescape") for path in outcome.tree.entries}
    assert names == {b"\xff\xfe", b"a\nb", b"\x1b[31m", b"-rf", b"\xe2\x80\xae", b" "}
    assert all(outcome.tree.read(path) == b"" for path in outcome.tree.entries)


def test_folders_without_end_are_refused(sandbox: Sandbox) -> None:
    script = """
for _ in range(1_000):
    os.mkdir("d"); os.chdir("d")
open("deep", "w").close()
"""
    outcome = python(sandbox, script)
    assert [item.reason for item in outcome.refused] == ["a path that is too long or too deep"]
    assert outcome.tree.entries == {}


def test_odd_modes_are_said(sandbox: Sandbox) -> None:
    script = (
        'open("a", "w").close(); os.chmod("a", 0o4755); open("b", "w").close(); os.chmod("b", 0)'
    )
    outcome = python(sandbox, script)
    assert outcome.tree.entries["a"].mode == MODE_EXECUTABLE
    assert outcome.tree.entries["a"].notes == ("stored with the mode 4755",)
    if "b" not in outcome.tree.entries:  # root reads it all the same
        assert outcome.refused == (
            Refused(path="b", reason="it cannot be read: Permission denied"),
        )


def test_a_change_that_keeps_all_times_is_seen(sandbox: Sandbox) -> None:
    # A page read through a writable mapping is written later without a fault, and so without a time.
    script = """
before = os.stat("a")
file = os.open("a", os.O_RDWR)
page = mmap.mmap(file, 4096)
page[0]
time.sleep(0.1)
page[0] = 65
after = os.stat("a")
tell([before.st_ctime_ns == after.st_ctime_ns, before.st_mtime_ns == after.st_mtime_ns])
"""
    outcome = python(sandbox, script, files={"a": b"b" * 4096})
    assert said(outcome) == [True, True]  # which is why times are not what is compared
    assert list(outcome.wrote.entries) == ["a"]


def test_a_tree_that_was_moved_away_is_not_looked_for(sandbox: Sandbox) -> None:
    script = """
attempt(os.rename, "/build/tree", "/build/x")
attempt(os.symlink, "/etc", "/build/tree")
"""
    outcome = python(sandbox, script, files={"a": b"a"})
    assert list(outcome.tree.entries) == ["a"]
    assert outcome.wrote.entries == {}


def test_what_is_closed_is_not_read(sandbox: Sandbox) -> None:
    outcome = python(sandbox, "", source=tree({"a": b"a"}), caps=CAPS)
    reader = outcome.tree.reader
    assert isinstance(reader, WrittenReader)
    reader.close()
    with pytest.raises(ContentUnavailable, match="closed"):
        outcome.tree.read("a")
