"""``tallystick watch``, whole processes: exit codes, reports, records."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from command import Tally
from tools_needed import require_tool

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="no strace here")

SCHEMA = json.loads(files("tallystick.report").joinpath("watch.schema.json").read_text("utf-8"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "tests").mkdir(parents=True)
    (folder / "tests/data.bin").write_bytes(b"\0\xffecho decoded\n")
    (folder / "words\n.txt").write_text("a\n")
    return folder


def test_nothing_alarming_is_0(tally: Tally, project: Path) -> None:
    found = tally("watch", "--tree", project, "--", "cp", "words\n.txt", "copy")
    assert found.code == 0, found.err
    assert "nothing that honest builds do not do was seen" in found.out
    assert not (project / "copy").exists()


def test_an_alarm_is_1_and_names_file_and_command(tally: Tally, project: Path) -> None:
    found = tally("watch", "--tree", project, "--", "sh", "-c", "tail -c 13 tests/data.bin | sh")
    assert found.code == 1, found.err
    assert "HIGH  data-run: sh runs what was made of it" in found.out
    assert "tests/data.bin" in found.out


def test_phases_are_named_and_run_in_order(tally: Tally, project: Path) -> None:
    read = "tail -c 13 tests/data.bin > seen.txt; cat made.txt"
    phases = ["--phase", "build=echo a > made.txt", "--phase", f"test={read}"]
    found = tally("watch", "--tree", project, *phases)
    assert found.code == 0, found.out
    assert "test 3" in found.out
    as_build = tally("watch", "--tree", project, "--phase", f"build={read}")
    assert as_build.code == 1
    assert "test-data-read" in as_build.out


def test_a_phase_that_fails_ends_the_build(tally: Tally, project: Path) -> None:
    found = tally("watch", "--tree", project, "--phase", "build=false", "--phase", "test=touch x")
    assert found.code == 3, found.out
    assert "status 1" in found.out
    assert "wrote 0 files" in found.out


LINKED = "cc -c x.c -o x.o && cc -o x x.o"

TWO_PIPES_OF_LOG = "n=0; while [ $n -lt 600 ]; do /bin/true; n=$((n+1)); done"
"""More of it than a pipe holds and than is read at once: what came before has been read when this has run."""


def test_what_was_linked_and_taken_away_is_kept_and_said(tally: Tally, project: Path) -> None:
    (project / "x.c").write_text("int main(void) { return 0; }\n")
    left = tally("watch", "--tree", project, "--", "sh", "-c", LINKED)
    assert left.code == 0, left.out
    assert "kept:" not in left.out
    command = f"{LINKED} && {TWO_PIPES_OF_LOG} && rm x.o"
    gone = tally(
        *("watch", "--tree", project, "--format", "json", "-o", project.parent / "gone.json"),
        *("--", "sh", "-c", command),
    )
    assert gone.code == 0, gone.out
    record = json.loads((project.parent / "gone.json").read_text())
    jsonschema.validate(record, SCHEMA)
    (kept,) = (file["kept"] for file in record["files"] if file["path"] == "x.o")
    assert len(kept) == 1
    said = tally("watch", "--tree", project, "--", "sh", "-c", command)
    assert f"kept: x.o was linked and taken away (sha256 {kept[0]['sha256'][:16]})" in said.out


def test_a_build_that_fails_is_3(tally: Tally, project: Path) -> None:
    found = tally("watch", "--tree", project, "--", "false")
    assert found.code == 3
    assert "not known: the build failed with status 1" in found.out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--format", "dot", "--", "true"],
        ["--env", "A", "--", "true"],
        ["--against", "nowhere.json", "--", "true"],
        ["--phase", "build=true", "--", "true"],
        ["--phase", "other=true"],
        ["--phase", "build"],
    ],
)
def test_what_cannot_be_meant_is_2(tally: Tally, project: Path, arguments: list[str]) -> None:
    found = tally("watch", "--tree", project, *arguments)
    assert found.code == 2
    assert found.err.count("\n") == 1


def test_the_record_follows_its_schema_and_is_what_another_build_is_held_against(
    tally: Tally, project: Path, tmp_path: Path
) -> None:
    record = tmp_path / "record.json"
    watched = ["watch", "--tree", str(project), "--format", "json", "-o", str(record)]
    first = tally(*watched, "--", "cp", "words\n.txt", "copy")
    assert first.code == 0, first.err
    document = json.loads(record.read_text())
    jsonschema.validate(document, SCHEMA)
    assert [file["path"] for file in document["files"] if file["after"]] == ["copy", "words\n.txt"]
    again = tally(
        *("watch", "--tree", project, "--against", record, "--env", "DEB_HOST_ARCH=amd64", "--"),
        *("sh", "-c", '[ -z "$DEB_HOST_ARCH" ] || cat tests/data.bin > /dev/null'),
    )
    assert again.code == 1, again.err
    assert "cat read tests/data.bin" in again.out.partition("only now")[2]
    assert "cp wrote copy" in again.out.partition("only then")[2]


def test_one_file_is_explained(tally: Tally, project: Path) -> None:
    found = tally(
        *("watch", "--tree", project, "--explain", "copy", "--", "cp", "words\n.txt", "copy")
    )
    assert "copy: by cp words\\n.txt copy\n    from words\\n.txt" in found.out
    assert "words\\n.txt: of the source" in found.out


def test_one_file_is_drawn(tally: Tally, project: Path) -> None:
    found = tally(
        *("watch", "--tree", project, "--explain", "copy", "--format", "svg", "--"),
        *("cp", "words\n.txt", "copy"),
    )
    assert found.code == 0, found.err
    picture = ET.fromstring(found.out)  # noqa: S314 - our own output
    texts = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["copy", "cp", "words\\x0a.txt"]
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}line"))) == 1


def test_manifests_are_written_to_a_new_folder(tally: Tally, project: Path, tmp_path: Path) -> None:
    folder = tmp_path / "omnibor"
    watched = ["watch", "--tree", str(project), "--omnibor", str(folder), "--", "sh", "-c"]
    assert tally(*watched, "cat words* | tr a b > made").code == 0
    (line,) = (folder / "targets").read_text().splitlines()
    target, manifest = (word.rpartition(":")[2] for word in line.split(" "))
    assert target == gitoid(b"b\n")
    text = folder / "manifests/gitoid_blob_sha256" / manifest[:2] / manifest[2:]
    assert text.read_text() == f"gitoid:blob:sha256\n{gitoid(b'a' + bytes([10]))}\n"
    assert tally(*watched, "true").code == 2


def gitoid(content: bytes) -> str:
    return sha256(b"blob %d\0" % len(content) + content).hexdigest()


def test_a_record_of_something_else_is_refused(tally: Tally, project: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"schema": "tallystick.ledger/1"}')
    found = tally("watch", "--tree", project, "--against", other, "--", "true")
    assert found.code == 2


def test_what_a_build_needs_besides_its_permissions_is_said(
    tally: Tally, project: Path, tmp_path: Path
) -> None:
    permissions = tmp_path / "watch.toml"
    copying = ["--", "cp", "tests/data.bin", "copy"]
    first = tally("watch", "--tree", project, "--init", permissions, *copying)
    assert first.code == 0, first.err
    assert permissions.read_text().count('"tests/data.bin" = ["cp"]') == 1
    again = tally("watch", "--tree", project, "--permissions", permissions, *copying)
    assert again.code == 0, again.err
    assert "nothing besides what is permitted" in again.out
    more = tally(
        *("watch", "--tree", project, "--permissions", permissions, "--"),
        *("sh", "-c", "cp tests/data.bin copy; tail -c 1 tests/data.bin > words"),
    )
    assert more.code == 1
    assert '+ [read] "tests/data.bin" = ["tail"]' in more.out
    assert '+ [run] "other" = ["sh", "tail"]' in more.out


def test_permissions_are_not_written_over(tally: Tally, project: Path, tmp_path: Path) -> None:
    permissions = tmp_path / "watch.toml"
    permissions.write_text("[run]\n")
    found = tally("watch", "--tree", project, "--init", permissions, "--", "true")
    assert found.failed_saying("is there already")
    assert permissions.read_text() == "[run]\n"


@pytest.mark.parametrize("content", ["[rum]\n", "run = 1\n", "[run]\nx = 'y'\n", "[run\n", "\x00"])
def test_what_is_no_permissions_is_refused(
    tally: Tally, project: Path, tmp_path: Path, content: str
) -> None:
    permissions = tmp_path / "watch.toml"
    permissions.write_text(content)
    found = tally("watch", "--tree", project, "--permissions", permissions, "--", "true")
    assert found.failed_saying("no permissions")


DOCS = Path(__file__).parents[2] / "docs/watch.md"

LIBRARY = (
    "libhiredis.a: hiredis.o\n\tar rcs $@ hiredis.o\nhiredis.o: hiredis.c\n\tcc -c $(DEBUG) $<\n"
)

SLEEPER = "ifneq ($(wildcard debian/rules),)\nX := $(shell head -c 9 README.md | cksum > /tmp/awake)\nendif\n"


@pytest.mark.parametrize("more", ["", SLEEPER], ids=["honest", "waits-for-a-packager"])
def test_the_commands_of_the_docs_tell_what_waits_for_a_packager(
    tally: Tally, tmp_path: Path, more: str
) -> None:
    for program in ("make", "cc", "tar"):
        require_tool(program)
    text = DOCS.read_text("utf-8").partition("### Does it wait for a packager?")[2]
    commands = text.partition("```sh")[2].partition("\n")[2].partition("```")[0].splitlines()
    assert len(commands) == 4
    folder = tmp_path / "hiredis-0.14.1"
    (folder / "debian").mkdir(parents=True)
    (folder / "debian/rules").write_text("#!/usr/bin/make -f\n")
    packed = ("tar", "-C", folder, "-cJf", tmp_path / "hiredis_0.14.1-3.debian.tar.xz", "debian")
    subprocess.run(packed, check=True)
    shutil.rmtree(folder / "debian")
    (folder / "Makefile").write_text(LIBRARY + more)
    (folder / "hiredis.c").write_text("int hiredis;\n")
    (folder / "README.md").write_text("a library\n")
    shown = []
    for command in commands:
        words = shlex.split(command)
        if words[0] == "tallystick":
            done = replace(tally, folder=tmp_path)(*words[1:])
            assert done.code == 0, done.out + done.err
            shown.append(done.out)
        else:
            subprocess.run(words, cwd=tmp_path, check=True)
    now = shown[-1].partition("only now: ")[2]
    assert now.endswith("only then: 0 steps\n")
    if more:
        assert "head ran head -c 9 README.md" in now
        assert "cksum wrote /tmp/*" in now
    else:
        assert now.startswith("0 steps")
