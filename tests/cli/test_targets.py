"""What can be audited by name: package URLs, URLs, several at once; what one failure does to the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.tags import sys_tags

from command import Releases, Tally, hear_interrupts
from gitrepo import GitRepo
from index_server import IndexServer
from packing import sha256_of
from tallystick.cli.choosing import chosen
from tallystick.cli.purl import Named, read_purl
from tallystick.errors import UsageError


@pytest.mark.parametrize(
    ("purl", "named"),
    [
        ("pkg:pypi/Django@1.11.1", ("pypi", "Django", "1.11.1", None)),
        ("pkg:PyPI/example", ("pypi", "example", None, None)),
        ("pkg://pypi/example@1.0", ("pypi", "example", "1.0", None)),
        ("pkg:pypi/e@1?file_name=e-1.tar.gz", ("pypi", "e", "1", "e-1.tar.gz")),
        ("pkg:npm/%40angular/animation@12.3.1", ("npm", "@angular/animation", "12.3.1", None)),
        ("pkg:npm/@angular/animation@12.3.1", ("npm", "@angular/animation", "12.3.1", None)),
        ("pkg:npm/foobar@12.3.1", ("npm", "foobar", "12.3.1", None)),
        ("pkg:npm/%40a/b", ("npm", "@a/b", None, None)),
        (
            "pkg:deb/debian/curl@7.50.3-1?arch=source&distro=jessie",
            ("debian", "curl", "7.50.3-1", None),
        ),
        ("pkg:deb/debian/xz@1%3A2.0%2Bdfsg-1", ("debian", "xz", "1:2.0+dfsg-1", None)),
    ],
)
def test_package_urls(purl: str, named: tuple[str, str, str | None, str | None]) -> None:
    kind, project, version, file_name = named
    expected = Named(kind=kind, project=project, version=version, file_name=file_name)
    assert read_purl(purl) == expected


@pytest.mark.parametrize(
    ("purl", "said"),
    [
        ("pkg:", "not a package URL"),
        ("pkg:pypi", "not a package URL"),
        ("pkg:pypi/x\n[2J@1", "not printed"),
        ("pkg:pypi/", "not a package URL"),
        ("pkg:pypi/x@", "not a package URL"),
        ("pkg:cargo/rand@0.7.2", "type cargo"),
        ("pkg:pypi/a/b@1", "write pkg:pypi/NAME@VERSION"),
        ("pkg:pypi/..%2Fx@1", "write pkg:pypi/NAME@VERSION"),
        ("pkg:pypi/-rx@1", "write pkg:pypi/NAME@VERSION"),
        ("pkg:npm/%40a/b/c@1", "not the name of an npm package"),
        ("pkg:npm/..@1", "not the name of an npm package"),
        ("pkg:deb/ubuntu/curl@1", "write pkg:deb/debian"),
        ("pkg:deb/debian/curl@1?arch=amd64", "qualifier arch"),
        ("pkg:pypi/x@1?repository_url=https://e.org", "qualifier repository_url"),
        ("pkg:pypi/x@1#src/x", "a subpath"),
        ("pkg:pypi/x@%0a", "not a version"),
        ("pkg:pypi/%ff@1", "not UTF-8"),
    ],
)
def test_package_urls_that_are_refused(purl: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_purl(purl)


def test_of_a_release_what_this_interpreter_installs_is_chosen() -> None:
    ours = next(iter(sys_tags()))
    mine = f"x-1-{ours.interpreter}-{ours.abi}-{ours.platform}.whl"
    names = ["x-1.tar.gz", "x-1-cp27-cp27m-win32.whl", "x-1-py3-none-any.whl", mine]
    assert chosen(names) == {"x-1.tar.gz", "x-1-py3-none-any.whl", mine}
    assert chosen(["x-1-cp27-cp27m-win32.whl", "odd.whl"]) == {"odd.whl"}
    assert chosen(["x-1-cp27-cp27m-win32.whl"]) == {"x-1-cp27-cp27m-win32.whl"}, "never nothing"
    assert chosen([]) == frozenset()


def test_wheels_of_other_platforms_are_counted_and_audited_on_demand(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    names = ["example-1.0-cp27-cp27m-win32.whl", "example-1.0-cp27-cp27m-win_amd64.whl"]
    sdist = index.file("example-1.0.tar.gz", releases.honest.read_bytes())
    index.project("example", [sdist, *(index.file(name, b"PK") for name in names)])
    wanted = ("audit", "example==1.0", "--index", index.url, "--source", releases.repository.path)
    done = tally(*wanted)
    assert done.code == 0, done
    assert "2 wheels of other platforms in 1 release not audited; --all-files" in done.out
    assert not [path for path in index.asked if path.endswith(".whl")]
    every = tally(*wanted, "--all-files", "--format", "json")
    assert every.code == 2
    assert [failure["target"] for failure in json.loads(every.out)["failures"]] == names


def test_a_url_is_fetched_and_its_digest_checked(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    index.file("example-1.0.tar.gz", releases.honest.read_bytes())
    url = f"{index.root}/files/example-1.0.tar.gz"
    source = ("--source", releases.repository.path)
    assert tally("audit", url, *source).code == 0
    pinned = f"{url}#sha256={sha256_of(releases.honest)}"
    assert tally("audit", pinned, *source).code == 0
    other = tally("audit", f"{url}#sha256={'0' * 64}", *source)
    assert other.code == 1
    assert "the URL serves another file than the one that is pinned" in " ".join(other.out.split())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://example.org/x-1.0.tar.gz", "https only"),
        ("file:///etc/passwd", "https only"),
        ("ftp://example.org/x", "https only"),
        ("https://u:s3cret@example.org/x-1.0.tar.gz", "leave the credentials out"),
        ("https://example.org/", "names no file"),
        ("https://example.org/..%2f..%2fx", "names no file"),
        ("https://example.org/x-1.0.tar.gz#sha256=0", "write the digest as #sha256=HEX"),
        ("https://example.org/x-1.0.tar.gz#sha265=" + "0" * 64, "write the digest as"),
        ("https://example.org/x-1.0.tar.gz#md5=" + "0" * 32, "write the digest as"),
    ],
)
def test_urls_that_are_refused(url: str, said: str, tally: Tally) -> None:
    done = tally("audit", url)
    assert done.failed_saying(said)
    assert "s3cret" not in done.err


def test_a_password_in_a_url_is_not_printed_among_several_either(
    tally: Tally, releases: Releases
) -> None:
    private = "https://u:s3cret@example.org/x-1.0.tar.gz?token=t0ken"
    for format_ in ("terminal", "json", "markdown", "html", "sarif"):
        done = tally("audit", releases.honest, private, "--format", format_)
        assert done.code == 2
        assert "s3cret" not in done.out + done.err
        assert "t0ken" not in done.out + done.err


def test_one_failure_stops_no_other_and_is_in_every_report(
    tally: Tally, releases: Releases
) -> None:
    wanted = ("audit", "absent.whl", releases.honest, "--source", releases.repository.path)
    for format_ in ("terminal", "markdown", "html", "sarif"):
        done = tally(*wanted, "--format", format_)
        assert done.code == 2, done
        assert "no such file" in done.out
        assert "example-1.0.tar.gz" in done.out
    report = json.loads(tally(*wanted, "--format", "json").out)
    assert [ledger["verdict"] for ledger in report["ledgers"]] == ["accepted"]
    failure = {"target": "absent.whl", "kind": "failed", "reason": "no such file", "files": 1}
    assert report["failures"] == [failure]


def test_the_most_serious_decides_the_exit_code(tally: Tally, releases: Releases) -> None:
    source = ("--source", releases.repository.path)
    honest, tampered, unknown = releases.honest, releases.tampered, releases.unknown
    assert tally("audit", honest, honest, *source).code == 0
    assert tally("audit", honest, unknown, *source).code == 3
    assert tally("audit", honest, unknown, "absent.whl", *source).code == 2
    assert tally("audit", "absent.whl", unknown, tampered, *source).code == 1


@pytest.mark.parametrize("jobs", ["1", "8"])
def test_results_come_in_the_order_of_the_targets(
    jobs: str, tally: Tally, releases: Releases
) -> None:
    files: list[str | Path] = [
        releases.tampered,
        "absent.whl",
        releases.honest,
        releases.unknown,
        "gone.whl",
    ]
    source = ("--source", releases.repository.path)
    done = tally("audit", *files, *source, "--jobs", jobs)
    words = {"rejected", "failed", "accepted", "inconclusive"}
    begun = [line.partition(" ")[0] for line in done.out.splitlines()]
    rows = [word for word in begun if word in words][:5]
    assert rows == ["rejected", "failed", "accepted", "inconclusive", "failed"]
    said = "3 artifacts audited: 1 rejected, 1 inconclusive, 1 accepted; 2 failed"
    assert done.out.startswith(said)
    assert done.out.endswith(f"{said}\n"), "again below the details"


@pytest.mark.parametrize("jobs", ["0", "65", "x", "-1"])
def test_jobs_that_cannot_be_meant(jobs: str, tally: Tally) -> None:
    assert tally("audit", "x", f"--jobs={jobs}").failed_saying("a number from 1 to 64")


def test_ctrl_c_ends_all_that_is_at_work_and_leaves_nothing(
    tally: Tally, releases: Releases, index: IndexServer
) -> None:
    """Only the process itself is told, as by a supervisor, and one thread hangs in a download."""
    for name in ("one", "two"):
        index.project(name, [index.file(f"{name}-1.0.tar.gz", releases.honest.read_bytes())])
        index.hang(f"/files/{name}-1.0.tar.gz")
    with tally.start("audit", "one", "two", "--index", index.url) as process:
        assert index.arrived.wait(timeout=120)
        os.kill(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (2, b"")
    assert err == b"tallystick: interrupted; nothing was decided\n"
    # The pages of the index came whole and may stay.
    left = [path for path in (tally.folder / "cache").rglob("*") if path.is_file()]
    assert [path for path in left if "pages" not in path.parts] == []


def test_git_that_a_thread_waits_for_ends_with_ctrl_c(tally: Tally, releases: Releases) -> None:
    """git runs in a session of its own, so that nothing but tallystick can end it."""
    binaries = tally.folder / "bin"
    binaries.mkdir()
    os.mkfifo(tally.folder / "begun")
    slow = binaries / "git"
    slow.write_text(f"#!/bin/sh\necho $$ > {tally.folder}/begun\nexec sleep 600\n")
    slow.chmod(0o755)
    tally.environment["PATH"] = f"{binaries}:{tally.environment['PATH']}"
    GitRepo.at(releases.repository.path)
    source = ("--source", releases.repository.path)
    with tally.start("audit", releases.honest, releases.honest, *source) as process:
        # Two threads may both be there; the first line is enough to know that one waits.
        number = int((tally.folder / "begun").read_text().split()[0])
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode == 2
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


UNHEARD = """
import signal, sys, threading
from tallystick.cli.side_by_side import pool, value_of

def main_waits():
    frame = sys._current_frames()[threading.main_thread().ident]
    names = []
    while frame is not None:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names[0] == "wait" and "start" not in names

def work():
    while not main_waits():
        pass
    signal.pthread_kill(threading.get_ident(), signal.SIGINT)
    threading.Event().wait()

with pool(2) as workers:
    value_of(workers.submit(work))
"""
"""The signal goes to a thread that cannot act upon it, and does not end the wait of the main thread."""


def test_ctrl_c_that_does_not_end_the_wait_of_the_main_thread_is_heard(tally: Tally) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNHEARD],
        env=tally.environment,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - as where the command is started
        check=False,
    )
    assert done.returncode == -signal.SIGINT
    assert done.stderr.endswith("KeyboardInterrupt\n")
