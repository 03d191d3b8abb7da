"""The recipe is read by people and run by sh(1): no name in it is ever interpreted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tallystick.model import MODE_SYMLINK, Grade, Ledger, LedgerLine, Reach, Tree
from tallystick.scrub import divide, recipe
from tallystick.scrub.recipe import quoted
from trees import artifact, source, tree

HOSTILE_NAMES = (
    "a\nid > owned",
    "$(touch owned)",
    "`touch owned`",
    "'; touch owned; '",
    '"$(touch owned)"',
    "-rf",
    "a\\\ntouch owned",
    "#",
    "\x1b]0;owned\x07",
    "\udcff\udcfe",
    "~",
    "*",
    "!!",
    "\r\ntouch owned",
)


def line(
    contents: Tree,
    path: str,
    grade: Grade,
    *,
    explainer: str | None = None,
    made_from: str | None = None,
    claim: str | None = None,
) -> LedgerLine:
    return LedgerLine(
        entry=contents.entries[path],
        grade=grade,
        reach=Reach.BUILD,
        explainer=explainer,
        source_path=made_from,
        claim=claim,
        evidence="it says so",
    )


def script(contents: Tree, *lines: LedgerLine) -> bytes:
    """The recipe of an artifact with ``lines``, and all else identical."""
    told = {line.path: line for line in lines}
    others = (
        line(contents, path, Grade.IDENTICAL, made_from=path)
        for path in contents.entries
        if path not in told
    )
    judged = Ledger(
        artifact=artifact(contents), source=source(tree({})), lines=(*told.values(), *others)
    )
    return recipe(divide(judged), source="https://example.org", tool="tallystick")


def run(content: bytes, folder: Path, tmp_path: Path) -> subprocess.CompletedProcess[bytes]:
    file = tmp_path / "recipe.sh"
    file.write_bytes(content)
    return subprocess.run(["sh", str(file), str(folder)], capture_output=True, check=False)


@pytest.mark.parametrize("path", HOSTILE_NAMES)
def test_a_hostile_name_is_a_name_and_nothing_else(path: str, tmp_path: Path) -> None:
    content = b"published\n"
    contents = tree({"kept": b"1", path: content})
    folder = tmp_path / "unpacked"
    folder.mkdir()
    with open(os.fsencode(folder) + b"/" + os.fsencode(path), "wb") as file:  # noqa: PTH123
        file.write(content)
    done = run(script(contents, line(contents, path, Grade.UNEXPLAINED)), folder, tmp_path)
    assert done.returncode == 0, done
    assert done.stdout.startswith(b"1 same, 0 otherwise, 0 missing")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["recipe.sh", "unpacked"]
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("path", HOSTILE_NAMES)
def test_a_comment_stays_on_its_line(path: str) -> None:
    contents = tree({"kept": b"1", path: b"2"})
    text = script(contents, line(contents, path, Grade.UNEXPLAINED, claim=path))
    listed = text.rpartition(b"\n}\n")[2].partition(b"\ncheck ")[0]
    assert b"#   claim" in listed
    assert all(row.startswith(b"#") for row in listed.split(b"\n") if row)
    assert b"\x1b" not in listed


@pytest.mark.parametrize("word", [*HOSTILE_NAMES, "", "plain"])
def test_a_quoted_word_comes_back_as_it_was(word: str) -> None:
    command = b"printf %s " + quoted(word).encode("utf-8", "surrogateescape")
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=True)
    assert done.stdout == word.encode("utf-8", "surrogateescape")


def test_a_rule_of_the_makefile_is_run_and_its_outcome_is_compared(tmp_path: Path) -> None:
    rule = b"table.h: values\n\techo made from `cat values` > table.h\n"
    contents = tree({"Makefile": rule, "values": b"1\n", "table.h": b"made from 1\n"})
    made = line(contents, "table.h", Grade.UNPROVEN, explainer="make-target", made_from="Makefile")
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / "Makefile").write_bytes(rule)
    (folder / "values").write_bytes(b"1\n")
    text = script(contents, made)
    assert run(text, folder, tmp_path).returncode == 0
    assert (folder / "table.h").read_bytes() == b"made from 1\n"
    (folder / "table.h").unlink()
    (folder / "values").write_bytes(b"2\n")
    done = run(text, folder, tmp_path)
    assert done.returncode == 1
    assert b"otherwise: table.h" in done.stdout


def test_what_is_not_there_afterwards_is_missing_and_never_fine(tmp_path: Path) -> None:
    contents = tree({"kept": b"1", "gone": b"2"})
    done = run(script(contents, line(contents, "gone", Grade.UNEXPLAINED)), tmp_path, tmp_path)
    assert done.returncode == 3
    assert b"missing: gone" in done.stdout


def test_an_executable_bit_that_nobody_published_is_a_difference(tmp_path: Path) -> None:
    contents = tree({"kept": b"1", "tool": b"2"})
    (tmp_path / "tool").write_bytes(b"2")
    (tmp_path / "tool").chmod(0o755)
    done = run(script(contents, line(contents, "tool", Grade.UNEXPLAINED)), tmp_path, tmp_path)
    assert done.returncode == 1


def test_a_link_in_the_place_of_a_file_is_not_that_file(tmp_path: Path) -> None:
    contents = tree({"kept": b"1", "file": b"2"})
    (tmp_path / "other").write_bytes(b"2")
    (tmp_path / "file").symlink_to("other")
    done = run(script(contents, line(contents, "file", Grade.UNEXPLAINED)), tmp_path, tmp_path)
    assert done.returncode == 3


def test_a_path_that_leads_out_of_the_folder_is_not_looked_at(tmp_path: Path) -> None:
    contents = tree({"kept": b"1", "../outside": b"2"})
    (tmp_path / "outside").write_bytes(b"2")
    (tmp_path / "unpacked").mkdir()
    text = script(contents, line(contents, "../outside", Grade.UNEXPLAINED))
    assert run(text, tmp_path / "unpacked", tmp_path).returncode == 3


def test_no_command_reads_or_writes_through_a_link_of_the_copy() -> None:
    links = {"po": MODE_SYMLINK, "en.po": MODE_SYMLINK}
    contents = tree(
        {"po": b"/tmp", "en.po": b"/etc/x", "de.po": b"", "po/de.mo": b"1", "en.mo": b"1"},
        modes=links,
    )
    through = line(contents, "po/de.mo", Grade.UNPROVEN, explainer="gettext-mo", made_from="de.po")
    out_of = line(contents, "en.mo", Grade.UNPROVEN, explainer="gettext-mo", made_from="en.po")
    text = script(contents, through, out_of)
    assert b"step 'msgfmt'" not in text
    assert text.count(b"no command is known for it") == 2


@pytest.mark.parametrize("target", ["--eval=x", "-f", "SHELL=sh", "$(shell id)"])
def test_a_target_is_never_an_option_or_a_variable_of_make(target: str) -> None:
    contents = tree({"Makefile": b"", target: b"1"})
    made = line(contents, target, Grade.UNPROVEN, explainer="make-target", made_from="Makefile")
    steps = [row for row in script(contents, made).split(b"\n") if row.startswith(b"step '")]
    expected = b"step 'make' '--directory=./' '--file=Makefile' '--' '-f'"
    assert steps == ([expected] if target == "-f" else [])


def test_what_was_contradicted_is_not_made_again() -> None:
    contents = tree({"x.pyx": b"", "x.c": b"1"})
    false = line(contents, "x.c", Grade.CONTRADICTED, explainer="cython", made_from="x.pyx")
    assert b"step 'cython'" not in script(contents, false)


def test_tools_are_named_with_the_version_that_was_claimed() -> None:
    contents = tree({"x.pyx": b"", "x.c": b"1"})
    claim = "generated by Cython 3.0.11 from x.pyx"
    made = line(contents, "x.c", Grade.UNPROVEN, explainer="cython", made_from="x.pyx", claim=claim)
    text = script(contents, made)
    assert b"#   Cython 3.0.11\n" in text
    assert b"step 'cython' '--output-file=./x.c' './x.pyx'\n" in text


@pytest.mark.parametrize(
    ("explainer", "path", "made_from", "claim", "command"),
    [
        ("generator-script", "table.h", "tools/gen.py", "", "step 'python3' './tools/gen.py'"),
        ("script-output", "table.h", "gen.sh", "", "step 'sh' './gen.sh'"),
        ("script-data", "table.h", "gen.rb", "", None),
        (
            *("protobuf-module", "p/x_pb2.py", "p/x.proto", ""),
            "step 'protoc' '--proto_path=./p' '--python_out=./p' './p/x.proto'",
        ),
        ("protobuf-module", "p/x_pb2.py", "q/x.proto", "", None),
        (
            *("grpc-module", "p/x_pb2_grpc.py", "p/x.proto", ""),
            "step 'python3' '-m' 'grpc_tools.protoc' '--proto_path=./p' '--grpc_python_out=./p'"
            " './p/x.proto'",
        ),
        (
            *("named-tool", "a.c", "a.rl", "generated by Ragel 6.10"),
            "step 'ragel' '-o' './a.c' './a.rl'",
        ),
        ("core-metadata", "PKG-INFO", "setup.py", "", "step 'from_sdist' './PKG-INFO'"),
        ("unknown", "a", "setup.py", "", None),
    ],
)
def test_each_claim_has_its_command(
    explainer: str, path: str, made_from: str, claim: str, command: str | None
) -> None:
    held = tree({"setup.py": b"", made_from: b"", path: b""})
    left = line(
        held, path, Grade.UNPROVEN, explainer=explainer, made_from=made_from, claim=claim or None
    )
    steps = [row for row in script(held, left).decode().splitlines() if row.startswith("step '")]
    assert steps == ([] if command is None else [command])


def test_the_build_comes_last_since_it_packs_what_the_others_make() -> None:
    held = tree({"setup.py": b"", "PKG-INFO": b"", "a.po": b"", "a.mo": b""})
    first = line(held, "PKG-INFO", Grade.UNPROVEN, explainer="core-metadata")
    second = line(held, "a.mo", Grade.UNPROVEN, explainer="gettext-mo", made_from="a.po")
    text = script(held, first, second).decode()
    assert text.index("step 'msgfmt'") < text.index("step 'from_sdist'")
    assert text.index("SETUPTOOLS_SCM_PRETEND_VERSION='1.0'") < text.index("step 'from_sdist'")


def test_a_build_takes_nothing_through_a_link_and_nothing_else_than_that_file(
    tmp_path: Path,
) -> None:
    backend = b"""\
import io, tarfile
def build_sdist(folder, settings=None):
    with tarfile.open(folder + "/example-1.0.tar.gz", "w:gz") as archive:
        for name in ("backend.py", "PKG-INFO", "planted.py"):
            member = tarfile.TarInfo("example-1.0/" + name)
            if name == "PKG-INFO":
                member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(member, io.BytesIO(b""))
    return "example-1.0.tar.gz"
"""
    system = b'[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
    held = tree({"pyproject.toml": system, "backend.py": backend, "PKG-INFO": b"x"})
    left = line(held, "PKG-INFO", Grade.UNPROVEN, explainer="core-metadata")
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in ("pyproject.toml", "backend.py"):
        (folder / path).write_bytes(held.read(path))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{Path(sys.executable).parent}:{os.environ['PATH']}")
        done = run(script(held, left), folder, tmp_path)
    assert done.returncode == 3, done
    assert b"missing: PKG-INFO" in done.stdout
    assert {path.name for path in folder.iterdir()} == {"pyproject.toml", "backend.py"}
