"""Input manifests of a real build, each held against ids that git computes, and members of archives."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandboxes import CAPS, working
from tallystick.model import Skip
from tallystick.sandbox import Command
from tallystick.watch import Severity, Watched, watch
from tallystick.watch.ar import ar_members
from tallystick.watch.omnibor import TARGETS, manifests_of
from tools_needed import require_tool
from trees import tree

FILES: dict[str, str | bytes] = {
    "x.c": '#include <stddef.h>\n#include "x.h"\nint main(void) { return x; }\n',
    "x.h": "extern int x;\n",
    "y.c": "int x;\n",
}

COMMAND = "cc -c x.c -o x.o && cc -c y.c -o y.o && ar rc y.a y.o && cc -o x x.o y.a"


def built(command: str, files: dict[str, str | bytes] = FILES) -> Watched:
    for program in ("cc", "strace", "git"):
        require_tool(program)
    found = watch(
        Command(argv=("/bin/sh", "-c", command)), tree(files), working("bubblewrap"), CAPS
    )
    if isinstance(found, Skip):
        pytest.fail(found.reason)
    assert found.outcome.status == 0, found.outcome.output
    return found


def gitoid(content: bytes) -> str:
    return hashlib.sha256(b"blob %d\0" % len(content) + content).hexdigest()


def test_a_gitoid_is_what_git_says(tmp_path: Path) -> None:
    require_tool("git")
    subprocess.run(["git", "init", "-q", "--object-format=sha256", tmp_path], check=True)
    (tmp_path / "x").write_bytes(b"a\n")
    said = subprocess.run(
        ["git", "hash-object", "x"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == gitoid(b"a\n")


def test_manifests_name_what_each_file_was_made_of() -> None:
    found = built(COMMAND)
    files = manifests_of(found.subject)
    index = dict(line.split(" ") for line in files[TARGETS].decode().splitlines())

    def manifest(name: str) -> tuple[str, dict[str, str]]:
        target = gitoid(found.outcome.tree.read(name))
        own = index[f"gitoid:blob:sha256:{target}"].removeprefix("gitoid:blob:sha256:")
        text = files[f"manifests/gitoid_blob_sha256/{own[:2]}/{own[2:]}"]
        assert gitoid(text) == own
        header, *records = text.decode("ascii").split("\n")[:-1]
        assert header == "gitoid:blob:sha256"
        assert records == sorted(records)
        return own, {record[:64]: record[65:] for record in records}

    def of(name: str) -> str:
        return gitoid(str(FILES[name]).encode())

    object_manifest, of_object = manifest("x.o")
    assert {of("x.c"), of("x.h")} <= of_object.keys()
    assert of("y.c") not in of_object
    system = list(Path("/usr/lib/gcc").glob("*/*/include/stddef.h"))
    assert any(gitoid(path.read_bytes()) in of_object for path in system)
    archive_manifest, of_archive = manifest("y.a")
    assert gitoid(found.outcome.tree.read("y.o")) in of_archive
    _, of_program = manifest("x")
    assert of_program[gitoid(found.outcome.tree.read("x.o"))] == f"manifest {object_manifest}"
    assert of_program[gitoid(found.outcome.tree.read("y.a"))] == f"manifest {archive_manifest}"
    assert of("x.c") not in of_program


def test_what_was_taken_away_is_replaced_by_what_it_was_made_of() -> None:
    found = built(f"{COMMAND} && rm x.o")
    files = manifests_of(found.subject)
    target = gitoid(found.outcome.tree.read("x"))
    index = dict(line.split(" ") for line in files[TARGETS].decode().splitlines())
    own = index[f"gitoid:blob:sha256:{target}"].rpartition(":")[2]
    text = files[f"manifests/gitoid_blob_sha256/{own[:2]}/{own[2:]}"].decode()
    assert gitoid(str(FILES["x.c"]).encode()) in text


def test_files_that_are_made_of_each_other_end() -> None:
    found = built("cat a >> b; cat b >> a; cat a >> b", {"a": "1\n", "b": "2\n"})
    assert manifests_of(found.subject)[TARGETS].count(b"\n") == 2


def test_members_of_an_archive_are_known_by_their_bytes() -> None:
    long = "a-name-of-more-than-sixteen-letters.o"
    found = built(f"{COMMAND} && cp y.o {long} && ar rc z.a x.o {long}")
    members = {member.name: member for member in found.subject.members("z.a")}
    assert members.keys() == {"x.o", long}
    content = found.outcome.tree.read("x.o")
    assert members["x.o"].sha256 == hashlib.sha256(content).hexdigest()
    assert found.subject.left[members["x.o"].blob] == ["/build/tree/x.o"]


def test_a_member_with_the_bytes_of_the_source_is_found() -> None:
    held = built("cc -c y.c -o y.o").outcome.tree.read("y.o")
    found = built("cat seed > /tmp/s.o && ar rc z.a /tmp/s.o", {"seed": held})
    alarms = {(alarm.rule, alarm.severity) for alarm in found.alarms}
    assert ("unmade-object", Severity.HIGH) in alarms
    assert any("as it was" in alarm.message for alarm in found.alarms)


@given(content=st.one_of(st.binary(), st.binary().map(lambda some: b"!<arch>\n" + some)))
def test_any_bytes_are_read_as_an_archive_or_not(content: bytes) -> None:
    assert all(len(member.sha256) == 64 for member in ar_members(content))
