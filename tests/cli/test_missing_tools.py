"""Without a program: every command that wants it ends with 3, and says what ``doctor`` says of it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

import pytest

from command import Done, Releases, Tally
from index_server import IndexServer
from signers import Keys
from tallystick.tools import TOOLS, missing
from tools_needed import require_tool

ALWAYS = ("env", "sh", "cat", "uname", "true")
"""What stays on PATH; Python is called by its path."""


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """By the name of a program: a PATH that has everything that is here but it."""
    found: dict[str, str] = {}
    for name in TOOLS:
        folder = tmp_path / "without" / name
        folder.mkdir(parents=True)
        for other in (*TOOLS, *ALWAYS):
            if other != name and (path := shutil.which(other)) is not None:
                (folder / other).symlink_to(path)
        found[name] = str(folder)
    return found


def said_by(done: Done) -> str:
    """All that a command printed, with its lines joined: reports break them."""
    return re.sub(r"\s+", " ", done.out + done.err)


@pytest.mark.parametrize(
    "name", sorted(set(TOOLS) - {"apt-get", "bwrap", "npm", "unshare", "uv", "zizmor"})
)
def test_doctor_names_it_and_ends_with_three_if_every_audit_needs_it_or_all_is_asked_for(
    name: str, without: dict[str, str], tally: Tally
) -> None:
    done = tally("doctor", PATH=without[name])
    is_needed = name == "git"
    assert done.code == (3 if is_needed else 0)
    assert tally("doctor", "--all", PATH=without[name]).code == 3
    word = "missing" if is_needed else "absent"
    lines = done.out.splitlines()
    at = next(n for n, line in enumerate(lines) if line.split()[:2] == [word, name])
    assert missing(name) in lines[at]
    assert TOOLS[name].without in lines[at + 1]


def test_git(without: dict[str, str], tally: Tally, releases: Releases) -> None:
    sentence, path = missing("git"), without["git"]
    source = str(releases.repository.path)
    for arguments in (
        ("audit", str(releases.honest), "--source", source),
        ("audit", str(releases.honest), "--source", "http://127.0.0.1:9/x.git"),
        ("custody", source),
        ("scrub", str(releases.honest), "--source", source, "-o", "scrubbed.tar.gz"),
        ("demo", "--into", "demo"),
    ):
        done = tally(*arguments, PATH=path)
        assert done.code == 3, (arguments, done)
        assert sentence in done.err, (arguments, done)
        assert done.err.count("\n") == 1
    assert not (tally.folder / "scrubbed.tar.gz").exists()


def test_git_for_several_at_once(without: dict[str, str], tally: Tally, releases: Releases) -> None:
    sentence, path = missing("git"), without["git"]
    source = str(releases.repository.path)
    both = (str(releases.honest), str(releases.tampered))
    done = tally("audit", *both, "--source", source, PATH=path)
    assert done.code == 3, done
    assert said_by(done).count(sentence) == 2
    assert "0 artifacts audited; 2 without a program" in done.out


def test_git_for_what_a_lock_file_pins(
    without: dict[str, str], tally: Tally, releases: Releases, index: IndexServer
) -> None:
    index.project("example", [index.file("example-1.0.tar.gz", releases.honest.read_bytes())])
    digest = hashlib.sha256(releases.honest.read_bytes()).hexdigest()
    lock = tally.folder / "requirements.txt"
    lock.write_text(f"example==1.0 --hash=sha256:{digest}\n")
    source = releases.repository.path
    arguments = ("audit", "-r", lock, "--index", index.url, "--source", source)
    done = tally(*arguments, PATH=without["git"])
    assert done.code == 3, done
    assert missing("git") in said_by(done)
    assert "without a program" in done.out
    assert "ACCEPTED" not in done.out
    assert tally(*arguments).code == 0


def test_a_survey_without_git_records_nothing_and_the_next_run_does_it(
    without: dict[str, str], tally: Tally, releases: Releases
) -> None:
    listed = tally.folder / "releases.list"
    listed.write_text(f"{releases.honest} source={releases.repository.path} ref=v1.0\n")
    arguments = ("survey", listed, "--out", "out", "--jobs", "1", "--tries", "3", "--pause", "60")
    done = tally(*arguments, PATH=without["git"])
    assert done.code == 3, done
    assert "0 done, 0 failed, 1 left open" in done.out
    assert missing("git") in said_by(done)
    assert not list(tally.folder.glob("out/results/*/*"))
    assert tally(*arguments).code == 0


def test_ssh_keygen(without: dict[str, str], tally: Tally, releases: Releases) -> None:
    require_tool("ssh-keygen")
    keys = Keys(tally.folder / "keys")
    keys.make("ada", known_as="ada@example.org")
    done = tally(
        "audit",
        str(releases.honest),
        *(
            "--source",
            str(releases.repository.path),
            "--revoked-signers",
            str(tally.folder / "keys" / "ada.pub"),
        ),
        *("--allowed-signers", str(tally.folder / "keys" / "ada.pub")),
        PATH=without["ssh-keygen"],
    )
    assert done.code == 3, done
    assert missing("ssh-keygen") in said_by(done)


def test_strace(without: dict[str, str], tally: Tally) -> None:
    done = tally("watch", "--", "true", PATH=without["strace"])
    assert done.code == 3, done
    assert missing("strace") in said_by(done)


def test_apt_get(without: dict[str, str], tally: Tally) -> None:
    done = tally("audit", "deb:hello", PATH=without["apt-get"])
    assert done.code == 3, done
    assert missing("apt-get") in said_by(done)


def test_no_other_words_are_used_for_a_program_that_is_not_here() -> None:
    """One sentence in one place: nobody else writes that one of these is missing."""
    package = Path(__file__).parents[2] / "src" / "tallystick"
    names = "|".join(map(re.escape, TOOLS))
    other = re.compile(
        rf'"[^"\n]*\b(?:{names}) is not (?:here|installed)|"[^"\n]*\bno (?:{names}) here'
    )
    found = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if other.search(path.read_text(encoding="utf-8"))
    }
    assert found == set(), os.linesep.join(sorted(found))
