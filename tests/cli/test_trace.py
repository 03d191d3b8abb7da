"""``tallystick trace``: from something bad to hands, artifacts, lock files and folders."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, Done, Tally
from gitrepo import GitRepo
from ledgers import accepted
from tallystick.report import render

EVIL = b"dnl inert: a real one would decode a test file here\n"
EVIL_SHA256 = hashlib.sha256(EVIL).hexdigest()
EVIL_GIT = hashlib.sha1(b"blob %d\0" % len(EVIL) + EVIL, usedforsecurity=False).hexdigest()
STORE = ("--store", "store.sqlite")


def entry(path: str, content: bytes, grade: str = "identical") -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(str(render([accepted()], format="json")))["entries"][0]
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    digest = hashlib.sha256(content).hexdigest()
    said = {"path": path, "source_path": None, "grade": grade, "reach": "build"}
    return {**plain, **said, "size": len(content), "sha256": digest, "blob": blob}


def released(project: str, *entries: dict[str, Any], kind: str = "sdist") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(str(render([accepted()], format="json")))
    sha256 = hashlib.sha256(project.encode()).hexdigest()
    said = {"project": project, "version": "1.0", "kind": kind, "sha256": sha256}
    document["artifact"] |= {**said, "name": f"{project}-1.0.tar.gz"}
    document["source"] |= {"url": f"https://example.org/{project}", "commit": "ab" * 20}
    return {**document, "entries": list(entries)}


@pytest.fixture
def store(tally: Tally, tmp_path: Path) -> None:
    """The bad bytes in a project, its fork, a vendored copy and elsewhere; and one without them."""
    own = [entry(f"src/{name}.c", name.encode()) for name in "abcd"]
    evil = entry("m4/evil.m4", EVIL, "contradicted")
    documents = [
        released("origin", *own, evil),
        released("forked", *own[:3], evil),
        released("vendor-user", entry("x.c", b"x"), {**evil, "path": "third_party/o/evil.m4"}),
        released("elsewhere", entry("y.c", b"y"), {**evil, "path": "m4/copied.m4"}),
        released("clean", *own),
    ]
    for number, document in enumerate(documents):
        (tmp_path / f"{number}.json").write_text(json.dumps(document))
    done = tally("store", "add", *(f"{number}.json" for number in range(5)), *STORE)
    assert done.code == 0, done.err


@pytest.fixture
def repository(tmp_path: Path) -> GitRepo:
    """The bytes come in on a branch by one, are merged by another, and are released."""
    repository = GitRepo(tmp_path / "source")
    repository.commit({"README": b"1\n"})
    repository.git("checkout", "-q", "-b", "topic")
    mallory = ("-c", "user.name=Mallory", "-c", "user.email=m@example.org")
    (repository.path / "m4").mkdir()
    (repository.path / "m4" / "evil.m4").write_bytes(EVIL)
    repository.git("add", "m4/evil.m4")
    repository.git(
        *mallory, "commit", "-q", "-m", "Add a macro", "--author=Mallory <m@example.org>"
    )
    repository.git("checkout", "-q", "-")
    bob = ("-c", "user.name=Bob", "-c", "user.email=bob@example.org")
    repository.git(*bob, "merge", "-q", "--no-ff", "-m", "Merge branch 'topic'", "topic")
    repository.git("tag", "v1.0")
    return repository


def traced(done: Done) -> dict[str, Any]:
    assert done.code == 1, done.err
    found: dict[str, Any] = json.loads(done.out)
    return found


def test_each_carrier_is_named_with_what_it_has_to_do_with_it(tally: Tally, store: None) -> None:
    found = traced(tally("trace", EVIL_SHA256, *STORE, "--format", "json"))
    assert {one["project"]: one["relation"] for one in found["carriers"]} == {
        "origin": "same project",
        "forked": "fork",
        "vendor-user": "vendored copy",
        "elsewhere": "other project",
    }
    by_git = traced(tally("trace", EVIL_GIT, *STORE, "--format", "json"))
    assert by_git["carriers"] == found["carriers"]
    assert {one["check"] for one in found["skips"]} == {"repository", "lock", "environment"}


def test_whose_hands_it_passed_through(tally: Tally, store: None, repository: GitRepo) -> None:
    done = tally("trace", EVIL_SHA256, *STORE, "--repository", repository.path, "--format", "json")
    (brought,) = traced(done)["introductions"]
    assert (brought["author"], brought["paths"], brought["tags"]) == (
        "Mallory",
        ["m4/evil.m4"],
        ["v1.0"],
    )
    assert len(brought["merges"]) == 1
    assert brought["subject"] == "Add a macro"
    steps = [one["text"] for one in traced(done)["plan"] if one["section"] == "notify"]
    assert any(text.startswith("Mallory had it in hand.") for text in steps)
    times = [one["time"] for one in traced(done)["timeline"]]
    assert times == sorted(times)
    commit = traced(tally("trace", brought["commit"], *STORE, "--repository", repository.path,
                          "--format", "json"))  # fmt: skip
    assert commit["subject"]["kind"] == "commit"
    assert "origin" in {one["project"] for one in commit["carriers"]}


@pytest.mark.parametrize(
    ("name", "content", "matched"),
    [
        ("requirements.txt", "forked==1.0 --hash=sha256:{digest}\n", "its digest"),
        ("requirements.txt", "Forked==1.0 --hash=sha256:{other}\n", "its name and version"),
        ("requirements.txt", "clean==1.0 --hash=sha256:{other}\n", None),
        ("requirements.txt", "forked==2.0 --hash=sha256:{other}\n", None),
        (
            "pylock.toml",
            'lock-version = "1.0"\ncreated-by = "x"\n[[packages]]\nname = "forked"\nversion = "1.0"\n'
            '[packages.sdist]\nurl = "https://example.org/f.tar.gz"\nhashes = {{sha256 = "{digest}"}}\n',
            "its digest",
        ),
        (
            "package-lock.json",
            '{{"lockfileVersion": 3, "packages": {{"node_modules/forked": {{"version": "1.0", '
            '"resolved": "https://example.org/f.tgz", "integrity": "sha512-{sha512}"}}}}}}',
            "its name and version",
        ),
    ],
)
def test_lock_files_that_would_bring_it_in(
    name: str, content: str, matched: str | None, tally: Tally, store: None, tmp_path: Path
) -> None:
    digest = hashlib.sha256(b"forked").hexdigest()
    filled = content.format(digest=digest, other="0" * 64, sha512=f"{'A' * 86}==")
    (tmp_path / name).write_text(filled)
    found = traced(tally("trace", EVIL_SHA256, *STORE, "--lock", name, "--format", "json"))
    assert [one["matched"] for one in found["exposed"]] == ([matched] if matched else [])


def test_folders_are_looked_through_whatever_their_metadata_says(
    tally: Tally, store: None, tmp_path: Path
) -> None:
    site = tmp_path / "site-packages"
    (site / "innocent").mkdir(parents=True)
    (site / "innocent" / "readme.txt").write_bytes(EVIL)
    info = site / "innocent-9.dist-info"
    info.mkdir()
    info.joinpath("RECORD").write_text("innocent/readme.txt,sha256=AAAA,3\n")  # a lie
    installed = site / "forked-1.0.dist-info"
    installed.mkdir()
    installed.joinpath("METADATA").write_text("Metadata-Version: 2.1\nName: Forked\nVersion: 1.0\n")
    (site / "loop").symlink_to(site)
    (site / "evil-link").symlink_to(site / "innocent" / "readme.txt")
    module = site / "node_modules" / "elsewhere"
    module.mkdir(parents=True)
    module.joinpath("package.json").write_text('{"name": "elsewhere", "version": "1.0"}')
    found = traced(tally("trace", EVIL_SHA256, *STORE, "--environment", site, "--format", "json"))
    assert {(one["what"], one["matched"]) for one in found["exposed"]} == {
        ("innocent/readme.txt", "the same bytes"),
        ("forked 1.0", "its name and version"),
        ("elsewhere 1.0", "its name and version"),
    }


def test_a_release_stands_for_what_nothing_accounts_for_in_it(tally: Tally, store: None) -> None:
    found = traced(tally("trace", "Origin==1.0", *STORE, "--format", "json"))
    assert [one["sha256"] for one in found["subject"]["bytes"]] == [EVIL_SHA256]
    assert {one["project"] for one in found["carriers"]} == {
        "origin",
        "forked",
        "vendor-user",
        "elsewhere",
    }


def test_nothing_found_is_no_all_clear_where_not_all_was_looked_at(
    tally: Tally, store: None, repository: GitRepo, tmp_path: Path
) -> None:
    digest = "0" * 64
    assert tally("trace", digest, *STORE).code == 3
    (tmp_path / "unknown").write_bytes(b"nobody has this")
    (tmp_path / "empty").mkdir()
    (tmp_path / "requirements.txt").write_text(f"clean==1.0 --hash=sha256:{digest}\n")
    given = (
        "--repository",
        repository.path,
        "--lock",
        "requirements.txt",
        "--environment",
        "empty",
    )
    done = tally("trace", "unknown", *STORE, *given)
    assert (done.code, "0 places" in done.out) == (0, True), done


HOSTILE = "</code><script>alert(1)</script>\x1b[31m\u202e|`x`"


def test_what_strangers_wrote_acts_nowhere(
    tally: Tally, repository: GitRepo, tmp_path: Path
) -> None:
    (repository.path / "again.m4").write_bytes(b"other")
    repository.git("add", "again.m4")
    author = f"--author={HOSTILE.replace('<', '(').replace('>', ')')} <{HOSTILE[:4]}@x>"
    (repository.path / "m4" / "second.m4").write_bytes(EVIL)
    repository.git("add", "m4/second.m4")
    repository.git("commit", "-q", "-m", HOSTILE, author)
    document = released(HOSTILE, entry(f"m4/{HOSTILE}", EVIL, "contradicted"))
    (tmp_path / "hostile.json").write_text(json.dumps(document))
    assert tally("store", "add", "hostile.json", *STORE).code == 0
    trace = ("trace", EVIL_SHA256, *STORE, "--repository", repository.path)
    for format_ in ("text", "markdown", "html"):
        done = tally(*trace, "--format", format_)
        assert done.code == 1, done.err
        assert not set("\x1b\u202e") & set(done.out)
        assert format_ != "html" or "<script" not in done.out
        assert format_ != "markdown" or "<script" not in re.sub(r"`[^`\n]*`", "", done.out)
    assert tally(*trace, "--format", "json").out.isascii()


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("", "no [[step]]"),
        ("[[step]]\nsection='contain'\neach='lock'\n", "a step has"),
        ("[[step]]\nsection='panic'\neach='lock'\ntext='x'\n", "panic"),
        ("[[step]]\nsection='contain'\neach='moon'\ntext='x'\n", "moon"),
        ("[[step]]\nsection='contain'\neach='lock'\ntext='$nobody'\n", "$nobody"),
        ("[[", "template"),
    ],
)
def test_a_template_that_cannot_be_meant(
    plan: str, said: str, tally: Tally, store: None, tmp_path: Path
) -> None:
    (tmp_path / "plan.toml").write_text(plan)
    assert tally("trace", EVIL_SHA256, *STORE, "--plan", "plan.toml").failed_saying(said)


def test_a_template_of_ones_own(tally: Tally, store: None, tmp_path: Path) -> None:
    text = "[[step]]\nsection='yank'\neach='other'\ntext='Call $project.'\n"
    (tmp_path / "plan.toml").write_text(text)
    found = traced(tally("trace", EVIL_SHA256, *STORE, "--plan", "plan.toml", "--format", "json"))
    assert [one["text"] for one in found["plan"]] == [
        "Call forked.",
        "Call vendor-user.",
        "Call elsewhere.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trace", "0" * 64), "--store"),
        (("trace", "no such thing", *STORE), "no file here"),
        (("trace", "0" * 64, *STORE, "--lock", "none.txt"), "none.txt"),
        (("trace", "0" * 64, *STORE, "--environment", "none"), "not a folder"),
        (("trace", "0" * 64, "--store", "none.sqlite"), "no store here"),
    ],
)
def test_what_cannot_be_traced_is_one_line(
    words: tuple[str, ...], said: str, tally: Tally, store: None
) -> None:
    assert tally(*words).failed_saying(said)


def test_the_commands_of_the_walk_through_do_what_it_says(tally: Tally, tmp_path: Path) -> None:
    docs = (Path(__file__).parents[2] / "docs" / "incident.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", docs, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 6
    path = f"{COMMAND.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks)],
        cwd=tmp_path,
        env={**tally.environment, "PATH": path},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "m4/build-to-host.m4" in done.stdout
    page = (tmp_path / "build-to-host.html").read_text()
    assert "no commit is known to bring it" in page
    assert "its digest" in page
    assert "the same bytes" in page
    second = (tmp_path / "bad-3.md").read_text()
    assert "Commits that brought it in" in second
    assert "unreviewed" in second
    assert json.loads((tmp_path / "commit.json").read_text())["subject"]["kind"] == "commit"
    assert json.loads((tmp_path / "release.json").read_text())["carriers"]
