"""When there is no verdict: exit code 2, one line that says what and where, nothing half done."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path

import pytest

from command import COMMAND, Releases, Tally
from gitrepo import GitRepo
from index_server import IndexServer
from packing import write_tar

# --- artifacts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "an empty file"),
        (b"<html>not found</html>", "not an archive"),
        (bytes(100), "not an archive"),
        (b"\x1f\x8b\x08\x00garbage", "x-1.0.tar.gz"),
        (b"PK\x03\x04garbage", "truncated"),
    ],
)
def test_what_is_no_archive(content: bytes, said: str, tally: Tally) -> None:
    (tally.folder / "x-1.0.tar.gz").write_bytes(content)
    assert tally("audit", "x-1.0.tar.gz").failed_saying("x-1.0.tar.gz", said)


def test_a_truncated_archive(tally: Tally, releases: Releases) -> None:
    whole = releases.honest.read_bytes()
    for length in (len(whole) // 2, len(whole) - 4):
        (tally.folder / "cut-1.0.tar.gz").write_bytes(whole[:length])
        assert tally("audit", "cut-1.0.tar.gz").failed_saying("cut-1.0.tar.gz", "truncated")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("absent-1.0.tar.gz", "no such file"),
        ("absent.whl", "no such file"),
        ("./absent", "no such file"),
        (".", "a folder is not an artifact"),
        ("fifo", "neither a file nor a release"),
        ("example>=1.0", "one exact version is audited"),
        ("example==1.*", "one exact version is audited"),
        ("not a target!", "neither a file nor NAME==VERSION"),
        ("pkg:cargo/serde@1.0", "packages of type cargo are not audited"),
        ("line\nbreak", "neither a file nor NAME==VERSION"),
        ("x" * 5_000, "File name too long"),
    ],
)
def test_what_is_no_target_is_said_and_no_index_is_asked(
    target: str, said: str, tally: Tally, index: IndexServer
) -> None:
    os.mkfifo(tally.folder / "fifo")
    assert tally("audit", "--index", index.url, "--", target).failed_saying(said)
    assert index.asked == []


def test_an_index_without_the_release(tally: Tally, index: IndexServer) -> None:
    url = index.url.replace("//", "//user:s3cret@")
    done = tally("audit", "absent==1.0", "--index", url)
    assert done.failed_saying("/simple/absent/", "not found")
    assert "s3cret" not in done.err
    assert tally("audit", "x==1.0", "--index", "http://index.example/").failed_saying("https only")


def test_a_download_that_is_not_what_was_announced(
    tally: Tally, index: IndexServer, releases: Releases
) -> None:
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    index.send("/files/example-1.0.tar.gz", releases.tampered.read_bytes())
    done = tally("audit", "example==1.0", "--index", index.url)
    assert done.failed_saying("example-1.0.tar.gz", "was announced")


# --- sources --------------------------------------------------------------------------------------


def test_a_ref_that_is_not_there(tally: Tally, releases: Releases) -> None:
    done = tally("audit", releases.honest, "--source", releases.repository.path, "--ref", "v9.9")
    assert done.failed_saying("v9.9", str(releases.repository.path))


def test_a_ref_of_what_is_no_repository(tally: Tally, releases: Releases) -> None:
    done = tally("audit", releases.honest, "--source", releases.tampered, "--ref", "v1.0")
    assert done.failed_saying("not a git repository", str(releases.tampered))


def test_a_folder_of_the_source_that_is_not_there(tally: Tally, releases: Releases) -> None:
    source = ("--source", releases.repository.path)
    assert tally("audit", releases.honest, *source, "--subdir", "no").failed_saying("folder no")
    assert tally("audit", releases.honest, *source, "--subdir", "../..").failed_saying("../..")


def test_an_empty_repository(tally: Tally, releases: Releases) -> None:
    GitRepo(tally.folder / "empty")
    assert tally("audit", releases.honest, "--source", "empty").failed_saying("empty")


@pytest.mark.parametrize("broken", ["blob", "tree", "commit"])
def test_a_corrupt_repository(broken: str, tally: Tally, releases: Releases) -> None:
    repository = GitRepo(tally.folder / "corrupt")
    repository.commit({"README.md": b"other\n", "src/a.c": b"1"})
    what = {"blob": "HEAD:README.md", "tree": "HEAD:src", "commit": "HEAD"}[broken]
    identity = repository.git("rev-parse", what)
    path = tally.folder / "corrupt" / ".git" / "objects" / identity[:2] / identity[2:]
    path.chmod(0o600)
    path.write_bytes(b"garbage")
    done = tally("audit", releases.honest, "--source", "corrupt")
    if broken == "blob":  # a tree of ids is enough to see that the entry is another
        assert done.code in {1, 2}
        assert "Traceback" not in done.err
    else:
        assert done.failed_saying("corrupt")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("absent", "there is no such file or folder"),
        ("-x", "neither a URL nor a path"),
        ("ext::sh -c id", "ext::sh"),
        ("http://git.example/x", "use https://"),
        ("https://user:s3cret@git.example/a?b", "a repository's URL has no '?'"),
        ("README.md", "not an archive"),
    ],
)
def test_what_is_no_source(source: str, said: str, tally: Tally, releases: Releases) -> None:
    (tally.folder / "README.md").write_text("# not a source\n")
    done = tally("audit", releases.honest, f"--source={source}")
    assert done.failed_saying(said)
    assert "s3cret" not in done.err


# --- options --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["audit"], "name a TARGET or -r LOCKFILE"),
        (["frobnicate"], "frobnicate: no such command"),
        (["audit", "x", "--format", "pdf"], "invalid choice: 'pdf'"),
        (["audit", "x", "--no-such-option"], "unrecognized arguments: --no-such-option"),
        (["--no-such-option"], "unrecognized arguments: --no-such-option"),
        (["audit", "x", "--mirror", "nothing"], "write URL=DIR"),
        (["audit", "x", "--mirror", "ext::sh=dir"], "ext::sh"),
        (["audit", "x", "--policy", "absent.toml"], "absent.toml: No such file"),
        (["audit", "x", "--policy", "."], ".: Is a directory"),
        (["audit", "x", "--policy", "bad.toml"], "bad.toml: policy: no such rule: nothing"),
        (["audit", "x", "--policy", "latin.toml"], "latin.toml: not UTF-8"),
        (["audit", "x", "--index", "https://[::1/"], "--index: not a URL"),
    ],
)
def test_options_that_cannot_be_meant(arguments: list[str], said: str, tally: Tally) -> None:
    (tally.folder / "bad.toml").write_text('[rules]\nnothing = "reject"\n')
    (tally.folder / "latin.toml").write_bytes(b"# \xe9\n")
    assert tally(*arguments).failed_saying(said)


def test_without_a_command_the_help_is_shown(tally: Tally) -> None:
    done = tally()
    assert done.code == 2
    assert "commands:" in done.err


# --- the disk -------------------------------------------------------------------------------------


def test_a_cache_that_is_a_file(tally: Tally, releases: Releases, index: IndexServer) -> None:
    (tally.folder / "file").write_text("")
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    cache = str(tally.folder / "file")
    done = tally("audit", "example", "--index", index.url, TALLYSTICK_CACHE=cache)
    assert done.failed_saying(cache, "not a folder")


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_cache_that_cannot_be_written(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    cache = tally.folder / "cache"
    cache.mkdir(mode=0o500)
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    done = tally("audit", "example", "--index", index.url)
    assert done.failed_saying(str(cache), "Permission denied")


def test_a_cache_that_others_could_write_to(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    cache = tally.folder / "cache"
    cache.mkdir()
    cache.chmod(0o777)
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    assert tally("audit", "example", "--index", index.url).failed_saying("chmod it to 0700")


@pytest.mark.parametrize("what", ["download", "spool", "report"])
def test_a_disk_that_is_full(
    what: str, tally: Tally, releases: Releases, index: IndexServer
) -> None:
    """RLIMIT_FSIZE stands in for the disk: a write past it fails (EFBIG), as one to a full disk does."""
    large = {"big-1.0/zeros": os.urandom(1 << 20), "big-1.0/more": bytes(8 << 20)}
    path = write_tar(tally.folder / "big-1.0.tar.gz", large)
    index.project("big", [index.file("big-1.0.tar.gz", path.read_bytes())])
    arguments = {
        "download": ["big==1.0", "--index", index.url],
        "spool": [str(path)],
        "report": [str(releases.honest), "-o", "report.html"],
    }[what]
    limit = {"download": 100_000, "spool": 100_000, "report": 1_000}[what]

    def confine() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = subprocess.run(
        [COMMAND, "audit", *arguments],
        cwd=tally.folder,
        env=tally.environment | {"PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=confine,  # noqa: PLW1509 - no thread runs here
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2, done
    assert "File too large" in done.stderr
    assert done.stderr.count("\n") == 1
    left = {p for p in tally.folder.rglob("*") if p.is_file() and p.name != path.name}
    assert {p.parent.parent.name for p in left} <= {"pages"}  # the project's page came whole
    assert not [p for p in left if ".partial-" in p.name]


def test_a_report_that_cannot_be_written_leaves_the_old_one(
    tally: Tally, releases: Releases
) -> None:
    wanted = ("audit", releases.honest, "--source", releases.repository.path, "-o")
    (tally.folder / "folder").mkdir()
    for place in ("absent/report.json", "folder", releases.honest / "report.json"):
        assert tally(*wanted, place).failed_saying(str(place))
    old = tally.folder / "report.html"
    old.write_text("old")
    assert tally("audit", "absent.whl", "-o", old).failed_saying("absent.whl")
    assert old.read_text() == "old"
    left = {path.name for path in tally.folder.iterdir()} - {"cache"}
    assert left == {"folder", "report.html"}


def test_a_report_goes_through_a_link_and_to_what_is_no_file(
    tally: Tally, releases: Releases
) -> None:
    wanted = ("audit", releases.honest, "--source", releases.repository.path, "--format", "json")
    (tally.folder / "link").symlink_to("behind.json")
    assert tally(*wanted, "-o", "link").code == 0
    assert (tally.folder / "link").is_symlink()
    assert (tally.folder / "behind.json").read_text().startswith("{")
    assert tally(*wanted, "-o", "/dev/stdout").out.startswith("{")
    assert tally(*wanted, "-o", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("format_", ["terminal", "json"])
def test_standard_output_on_a_full_disk(
    unbuffered: str, format_: str, tally: Tally, releases: Releases
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [
                str(COMMAND),
                "audit",
                str(releases.honest),
                f"--source={releases.repository.path}",
                f"--format={format_}",
            ],
            env=tally.environment | {"PYTHONUNBUFFERED": unbuffered},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "tallystick: input/output: No space left on device\n"


# --- signals and pipes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["audit"], ["doctor"], ["compare"]]
)
@pytest.mark.parametrize("format_", ["terminal", "json"])
def test_a_pipe_that_nobody_reads_is_a_failure_and_no_verdict(
    arguments: list[str], format_: str, tally: Tally, releases: Releases
) -> None:
    """1 would say that the release was rejected."""
    if arguments == ["audit"]:
        source = ["--source", str(releases.repository.path), "--format", format_]
        arguments = ["audit", str(releases.honest), *source]
    if arguments == ["compare"]:
        arguments = ["compare", str(releases.honest), str(releases.honest), "--format", format_]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [COMMAND, *arguments],
        env=tally.environment,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (2, "")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_report_of_which_only_the_first_line_is_read_was_not_written(
    unbuffered: str, tally: Tally, releases: Releases
) -> None:
    tally.environment["PYTHONUNBUFFERED"] = unbuffered
    many = write_tar(tally.folder / "m-1.tar.gz", {f"m-1/{n}.py": b"1" for n in range(2_000)})
    source = ("--source", releases.repository.path)
    with tally.start("audit", many, *source, "--format", "json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 2


def test_ctrl_c_ends_an_audit_with_one_line_and_leaves_nothing_half_done(
    tally: Tally, index: IndexServer, releases: Releases
) -> None:
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    index.hang("/files/example-1.0.tar.gz")
    with tally.start("audit", "example==1.0", "--index", index.url) as process:
        assert index.arrived.wait(timeout=120)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (2, b"")
    assert err == b"tallystick: interrupted; nothing was decided\n"
    left = [path for path in (tally.folder / "cache").rglob("*") if path.is_file()]
    assert {path.parent.parent.name for path in left} == {"pages"}  # the project's page came whole
    assert not [path for path in left if ".partial-" in path.name]


def test_an_error_that_nobody_can_be_told_ends_with_two_and_not_with_a_verdict(
    tally: Tally,
) -> None:
    """A traceback would end with 1, which says that a release was rejected."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [COMMAND, "audit", "absent.tar.gz"],
            cwd=tally.folder,
            env=tally.environment,
            stdout=subprocess.DEVNULL,
            stderr=full,
            check=False,
        )
    assert done.returncode == 2
