"""What the command says and how it exits, for releases that can be audited."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from command import COMMAND, COMMITTED, FILES, Releases, Tally
from gitrepo import GitRepo
from index_server import IndexServer
from packing import write_tar, write_zip
from tallystick import __version__
from tallystick.cli import COMMANDS, parser_of
from tallystick.report import FORMATS
from tallystick.tools import missing


def test_an_honest_release_exits_with_0(tally: Tally, releases: Releases) -> None:
    done = tally("audit", releases.honest, "--source", releases.repository.path, "--ref", "v1.0")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("ACCEPTED")


def test_a_tampered_release_exits_with_1_and_names_the_file(
    tally: Tally, releases: Releases
) -> None:
    done = tally("audit", releases.tampered, "--source", releases.repository.path)
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("REJECTED")
    assert "configure" in done.out


def test_unexplained_data_exits_with_3(tally: Tally, releases: Releases) -> None:
    done = tally("audit", releases.unknown, "--source", releases.repository.path)
    assert (done.code, done.err) == (3, "")


def test_of_several_files_the_most_serious_decides(tally: Tally, releases: Releases) -> None:
    source = ("--source", releases.repository.path)
    assert tally("audit", releases.honest, releases.unknown, *source).code == 3
    assert tally("audit", releases.unknown, releases.tampered, releases.honest, *source).code == 1


def test_a_policy_can_allow_what_the_default_does_not(tally: Tally, releases: Releases) -> None:
    policy = tally.folder / "policy.toml"
    policy.write_text('[rules]\nunexplained-data = "allow"\n')
    source = ("--source", releases.repository.path)
    assert tally("audit", releases.unknown, *source, "--policy", policy).code == 0
    assert tally("audit", releases.tampered, *source, "--policy", policy).code == 1


@pytest.mark.parametrize("word", ["allow", ""])
def test_no_policy_accepts_what_has_no_source(word: str, tally: Tally, releases: Releases) -> None:
    policy = tally.folder / "policy.toml"
    lenient = '[rules]\nunproven = "allow"\nskips = "allow"\n'
    policy.write_text(lenient + (f'no-source = "{word}"\n' if word else ""))
    done = tally("audit", releases.tampered, "--policy", policy)
    if word:
        assert done.failed_saying("no-source cannot be allowed", str(policy))
    else:
        assert done.code == 3, done


def test_an_artifact_that_names_no_repository_is_inconclusive(
    tally: Tally, releases: Releases
) -> None:
    done = tally("audit", releases.honest)
    assert (done.code, done.err) == (3, "")
    assert "give --source" in done.out


@pytest.mark.parametrize(
    "url", ["https://git.example/a@b/c", "ext::sh -c id", "http://git.example/a"]
)
def test_metadata_that_names_no_repository_of_git_is_content_and_no_error(
    url: str, tally: Tally
) -> None:
    metadata = f"Metadata-Version: 2.1\nName: x\nVersion: 1.0\nProject-URL: Source, {url}\n"
    files = {"x-1.0/PKG-INFO": metadata.encode(), "x-1.0/a.py": b"1"}
    done = tally("audit", write_tar(tally.folder / "x-1.0.tar.gz", files), "--offline")
    assert (done.code, done.err) == (3, "")


def test_a_repository_from_the_metadata_is_read_from_a_mirror(tally: Tally) -> None:
    metadata = b"Metadata-Version: 2.1\nName: x\nVersion: 1.0\nProject-URL: Source, https://git.example/x\n"
    repository = GitRepo(tally.folder / "mirror")
    repository.commit({"a.py": b"1", "PKG-INFO": metadata})
    repository.git("tag", "v1.0")
    files = {"x-1.0/PKG-INFO": metadata, "x-1.0/a.py": b"1"}
    artifact = write_tar(tally.folder / "x-1.0.tar.gz", files)
    mirror = f"https://git.example/x={repository.path}"
    done = tally("audit", artifact, "--mirror", mirror, "--format", "json")
    assert (done.code, done.err) == (0, ""), done.out
    assert json.loads(done.out)["source"]["ref"] == "v1.0"


def test_a_project_in_a_folder_of_its_repository(tally: Tally) -> None:
    repository = GitRepo(tally.folder / "mono")
    repository.commit({f"part/{name}": content for name, content in FILES.items()})
    files = {f"example-1.0/{name}": content for name, content in FILES.items()}
    artifact = write_tar(tally.folder / "example-1.0.tar.gz", files)
    assert tally("audit", artifact, "--source", repository.path).code == 1
    assert tally("audit", artifact, "--source", repository.path, "--subdir", "part/").code == 0


def test_a_repository_of_sha256_objects(tally: Tally, releases: Releases) -> None:
    repository = GitRepo(tally.folder / "sha256", object_format="sha256")
    repository.commit(COMMITTED)
    assert tally("audit", releases.honest, "--source", repository.path, "--bytes").code == 0


# --- from an index --------------------------------------------------------------------------------


def test_a_release_from_an_index_then_from_the_cache(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    wanted = ("--index", index.url, "--source", releases.repository.path)
    assert tally("audit", "example==1.0", *wanted).code == 0
    assert index.asked == ["/simple/example/", "/files/example-1.0.tar.gz"]
    assert tally("audit", "pkg:pypi/example@1.0", *wanted).code == 0
    assert tally("audit", "example", *wanted, "--offline").code == 0
    assert index.asked == ["/simple/example/", "/files/example-1.0.tar.gz"]
    assert tally("audit", "other", *wanted, "--offline").failed_saying("other", "--offline")


def test_a_yanked_release_says_so(tally: Tally, releases: Releases, index: IndexServer) -> None:
    content = releases.honest.read_bytes()
    index.project("example", [index.file("example-1.0.tar.gz", content, yanked="broken on x86")])
    done = tally(
        "audit", "example==1.0", "--index", index.url, "--source", releases.repository.path
    )
    assert (done.code, done.err) == (0, "")
    assert "index: yanked: broken on x86" in done.out


def test_two_processes_use_one_cache_at_once(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    wanted = ("--index", index.url, "--source", releases.repository.url)
    running = [tally.start("audit", "example==1.0", *wanted) for _ in range(3)]
    ends = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], ends
    assert not list((tally.folder / "cache").rglob("*.partial-*"))


# --- formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", [known.id for known in FORMATS])
def test_each_format_goes_to_standard_output_or_a_file(
    format_: str, tally: Tally, releases: Releases
) -> None:
    wanted = ("audit", releases.tampered, "--source", releases.repository.path)
    printed = tally(*wanted, "--format", format_)
    written = tally(*wanted, "--format", format_, "-o", "report")
    assert (printed.code, printed.err) == (written.code, written.err) == (1, "")
    assert written.out == ""
    for text in (printed.out, (tally.folder / "report").read_text()):
        assert "configure" in text
        assert "\x1b" not in text


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.id)
def test_the_suffix_of_the_output_file_chooses_its_format(
    known: object, tally: Tally, releases: Releases
) -> None:
    suffix = known.suffix  # type: ignore[attr-defined]
    path = tally.folder / f"report{suffix}"
    tally("audit", releases.honest, "--source", releases.repository.path, "-o", path)
    beginning = {
        ".txt": "ACCEPTED",
        ".json": "{",
        ".html": "<!doctype html>",
        ".md": "#",
        ".sarif": "{",
        ".intoto.jsonl": '{"_type":"https://in-toto.io/Statement/v1"',
    }
    assert path.read_text().lower().startswith(beginning[suffix].lower())


HOSTILE = [
    "esc\x1b[2J\x1b]0;owned\x07.py",
    "new\nline.py",
    "carriage\rreturn.py",
    "bidi\u202etxt.py",
    "zero\u200bwidth.py",
    "<script>alert(1)</script>.py",
    "[red]markup[/red].py",
    "pipe|back`tick`.md",
    "latin-\udce9.py",
    "$(touch owned).py",
]


@pytest.mark.parametrize("format_", [known.id for known in FORMATS])
def test_hostile_names_act_on_no_reader_of_any_format(
    format_: str, tally: Tally, releases: Releases
) -> None:
    files = {f"example-1.0/{name}": b"x" for name in HOSTILE}
    artifact = write_tar(tally.folder / "example-1.0.tar.gz", files)
    done = tally(
        "audit", artifact, "--source", releases.repository.path, "--format", format_, "-o", "report"
    )
    assert (done.code, done.err) == (1, "")
    text = (tally.folder / "report").read_bytes().decode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", text)
    if format_ == "html":
        assert "<script>alert" not in text
    if format_ == "terminal":
        assert "[red]markup[/red]" in text
    if format_ == "json":
        paths = [one["path"] for one in json.loads(text)["entries"]]
        assert len(paths) == len(set(paths)) == len(HOSTILE)
    assert not (tally.folder / "owned").exists()


def test_what_is_printed_where_nobody_looks_has_no_colours(
    tally: Tally, releases: Releases
) -> None:
    done = tally("audit", releases.tampered, "--source", releases.repository.path)
    assert "\x1b" not in done.out


@pytest.mark.parametrize("no_color", ["", "1"])
def test_a_terminal_gets_colours_unless_no_color_is_set(
    no_color: str, tally: Tally, releases: Releases
) -> None:
    """NO_COLOR: https://no-color.org (empty means unset)."""
    ours, theirs = os.openpty()
    environment = tally.environment | {"TERM": "xterm-256color", "NO_COLOR": no_color}
    with subprocess.Popen(
        [COMMAND, "audit", releases.tampered, "--source", releases.repository.path],
        env=environment,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65_536):
                shown += piece
        except OSError:  # EIO: the other end of a pseudo-terminal is closed
            pass
    os.close(ours)
    assert process.returncode == 1
    assert b"REJECTED" in shown
    assert bool(re.search(rb"\x1b\[[0-9;]*3[0-9]", shown)) is not bool(no_color)


def test_a_terminal_that_only_knows_ascii_gets_ascii(tally: Tally, releases: Releases) -> None:
    files = {f"example-1.0/{name}": content for name, content in FILES.items()}
    artifact = write_tar(tally.folder / "é-1.0.tar.gz", {**files, "example-1.0/ü.py": b"1"})
    done = tally("audit", artifact, "--source", releases.repository.path, PYTHONIOENCODING="ascii")
    assert (done.code, done.err) == (1, "")
    assert done.out.isascii()


# --- the other commands ---------------------------------------------------------------------------


def test_the_demo_accepts_the_honest_release_and_rejects_the_other(tally: Tally) -> None:
    done = tally("demo")
    assert (done.code, done.err) == (0, "")
    pages = sorted(path.relative_to(tally.folder) for path in tally.folder.rglob("*.html"))
    assert [str(page) for page in pages] == [
        "tallystick-demo/honest/hello-1.0.html",
        "tallystick-demo/tampered/hello-1.0.html",
    ]
    accepted, rejected = done.out.split("REJECTED")
    assert accepted.startswith("ACCEPTED")
    assert "m4/build-to-host.m4" in rejected
    tampered = tally.folder / "tallystick-demo/tampered/hello-1.0.tar.gz"
    source = tally.folder / "tallystick-demo/source"
    again = json.loads(tally("audit", tampered, "--source", source, "--format", "json").out)
    assert again["reasons"][0]["paths"][0] == "m4/build-to-host.m4"


def test_the_demo_does_not_write_into_what_is_there(tally: Tally) -> None:
    (tally.folder / "mine").write_text("kept")
    assert tally("demo", "--into", ".").failed_saying("not empty", "--into")
    assert (tally.folder / "mine").read_text() == "kept"
    assert tally("demo", "--into", "new", PATH="/nowhere").code == 3


def test_the_doctor_is_content_where_everything_is_here(tally: Tally) -> None:
    done = tally("doctor", "--all")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("\nEverything is here.\n")


def test_the_doctor_says_what_is_lost_without_git(tally: Tally) -> None:
    done = tally("doctor", PATH="/nowhere")
    assert (done.code, done.err) == (3, "")
    assert f"missing  git        {missing('git')}" in done.out
    assert "no git source can be read" in done.out
    assert "\nMissing, and needed by every audit: 1. Absent, and used by some: " in done.out


def test_the_doctor_ends_with_three_for_what_some_checks_use_only_where_all_is_asked_for(
    tally: Tally,
) -> None:
    git = shutil.which("git")
    assert git is not None
    (tally.folder / "programs").mkdir()
    (tally.folder / "programs" / "git").symlink_to(git)
    path = str(tally.folder / "programs")
    done = tally("doctor", PATH=path)
    assert (done.code, done.err) == (0, "")
    assert f"\nabsent   strace     {missing('strace')}\n" in done.out
    assert "missing  " not in done.out
    assert "\nWhat every audit needs is here. Absent, and used by some: " in done.out
    assert tally("doctor", "--all", PATH=path).code == 3


def test_the_doctor_says_why_there_is_no_sandbox(tally: Tally) -> None:
    done = tally("doctor", PATH="/nowhere")
    assert (
        "absent   sandbox    no sandbox works here: bubblewrap: bwrap is not installed" in done.out
    )
    assert "install bubblewrap" in done.out


def test_the_doctor_says_that_a_file_is_no_cache(tally: Tally) -> None:
    (tally.folder / "file").write_text("")
    for cache in ("file", "file/below"):
        done = tally("doctor", TALLYSTICK_CACHE=str(tally.folder / cache))
        assert done.code == 3
        assert "set TALLYSTICK_CACHE" in done.out


def test_compare_says_who_agrees_and_who_does_not(tally: Tally, releases: Releases) -> None:
    same = write_zip(
        tally.folder / "example-1.0.zip", {f"example-1.0/{n}": c for n, c in FILES.items()}
    )
    agree = tally("compare", releases.honest, same, releases.repository.path)
    assert (agree.code, agree.err) == (0, "")
    assert agree.out.startswith("3 paths agree in all 3 origins, 0 do not")
    differ = tally("compare", releases.honest, releases.tampered, same)
    assert (differ.code, differ.err) == (1, "")
    assert "stands alone on 1 path" in differ.out
    assert "  - A -  configure" in differ.out


def test_compare_as_json(tally: Tally, releases: Releases) -> None:
    wanted = ("compare", releases.honest, releases.tampered, "--format", "json")
    done = tally(*wanted)
    document = json.loads(done.out)
    assert (done.code, document["schema"]) == (1, "tallystick.comparison/1")
    assert [divergence["path"] for divergence in document["divergences"]] == ["configure"]
    assert document["divergences"][0]["absent"] == [str(releases.honest)]
    assert tally(*wanted, "-o", "report.json").out == ""
    assert json.loads((tally.folder / "report.json").read_text()) == document


def test_compare_of_an_ambiguous_container_is_not_agreement(
    tally: Tally, releases: Releases
) -> None:
    trailing = tally.folder / "example-1.0.tar.gz"
    trailing.write_bytes(releases.honest.read_bytes() + b"trailing")
    done = tally("compare", releases.honest, trailing)
    assert (done.code, done.err) == (3, "")
    assert "gzip-trailing" in done.out


def test_compare_needs_two(tally: Tally, releases: Releases) -> None:
    assert tally("compare", releases.honest).failed_saying("nothing to be compared with")


def test_the_version_is_told(tally: Tally) -> None:
    done = tally("--version")
    assert (done.code, done.out, done.err) == (0, f"tallystick {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_its_help(command: str, tally: Tally) -> None:
    done = tally(command, "--help")
    assert (done.code, done.err) == (0, "")
    assert COMMANDS[command] in done.out
    assert "Exit codes: 0" in done.out
    assert f"  {command}" in tally("--help").out


def test_every_option_that_the_docs_mention_is_in_the_help(tally: Tally) -> None:
    root = Path(__file__).parents[2]
    spoken = set()
    for document in [root / "README.md", *root.glob("docs/**/*.md")]:
        for line in document.read_text(encoding="utf-8").splitlines():
            if re.match(r"\s*\$?\s*tallystick ", line):
                own = re.sub(
                    r"\$\([^)]*\)", "", line
                )  # without other programs, run for their output
                spoken |= set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", own))
    helps = (parser_of(command).format_help() for command in COMMANDS)
    known = "".join(helps) + tally("--help").out
    assert {option for option in spoken if option not in known} == set()
