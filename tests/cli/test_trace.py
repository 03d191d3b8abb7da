"""``tallystick trace``: from something bad to hands, artifacts, lock files and folders."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, Done, Tally
from forge_answers import PROJECT, Request, Review, github, serve
from gitrepo import GitRepo
from index_server import serving
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


def brought(done: Done) -> dict[str, Any]:
    (one,) = traced(done)["introductions"]
    found: dict[str, Any] = one
    return found


def test_a_history_is_read_from_all_branches_and_tags_or_from_those_named(
    tally: Tally, store: None, repository: GitRepo
) -> None:
    repository.git("checkout", "-q", "-b", "clean", "HEAD~1")
    repository.git("tag", "-d", "v1.0")
    repository.git("branch", "-q", "-D", "topic")
    branches = repository.git("branch", "--format=%(refname:short)").split()
    (holding,) = set(branches) - {"clean"}
    trace = ("trace", EVIL_SHA256, *STORE, "--repository", repository.path, "--format", "json")
    one = brought(tally(*trace))
    assert (one["branches"], one["tags"], len(one["merges"])) == ([holding], [], 1)
    assert brought(tally(*trace, "--ref", "clean", "--ref", holding)) == one
    only = traced(tally(*trace, "--ref", "clean"))
    assert only["introductions"] == []
    missing = traced(tally(*trace, "--ref", "clean", "--ref", "nowhere"))
    assert any("no nowhere" in one["reason"] for one in missing["skips"])


def seen_by(commit: str, way: str, **evidence: str) -> dict[str, Any]:
    """A ledger whose custody says of a commit who saw it."""
    said = {"author": "Mallory", "committer": "GitHub", "time": 1, "subject": "Add a macro"}
    line = {**said, "id": commit, "way": way, "standing": "reviewed", "lines": None}
    counted = {"reviewed": 1, "claimed": 0, "unreviewed": 0}
    document = released("audited", entry("x.c", b"x"))
    document["custody"] = {
        "range": {"after": None, "after_commit": None, "until": "ab" * 20},
        "is_lower_bound": False,
        "coverage": {"commits": counted, "lines": None},
        "commits": [{**line, "evidence": [evidence] if evidence else []}],
        "remarks": [],
        "skips": [],
    }
    return document


def squashed(repository: GitRepo) -> str:
    """The commit as it is where a forge squashes: on the main line, with no merge."""
    repository.git("reset", "-q", "--hard", "topic")
    repository.git("tag", "-d", "v1.0")
    return repository.git("rev-parse", "HEAD").strip()


def test_who_merged_it_is_known_from_what_a_forge_said_at_an_audit(
    tally: Tally, store: None, repository: GitRepo, tmp_path: Path
) -> None:
    commit = squashed(repository)
    trace = ("trace", EVIL_SHA256, *STORE, "--repository", repository.path, "--format", "json")
    assert brought(tally(*trace))["merged_by"] == []
    merged = {"kind": "merged", "by": "carol", "known": "GitHub: it records who merged #12"}
    document = seen_by(commit, "merged", **merged, confidence="high")
    (tmp_path / "seen.json").write_text(json.dumps(document))
    assert tally("store", "add", "seen.json", *STORE).code == 0
    done = tally(*trace)
    assert brought(done)["merged_by"] == ["carol"]
    assert merged | {"confidence": "high"} in brought(done)["evidence"]
    steps = [one["text"] for one in traced(done)["plan"] if one["section"] == "notify"]
    assert any(text.startswith("carol had it in hand.") for text in steps)


def test_who_merged_his_own_is_named_as_who_merged(
    tally: Tally, store: None, repository: GitRepo, tmp_path: Path
) -> None:
    (tmp_path / "seen.json").write_text(json.dumps(seen_by(squashed(repository), "self-merged")))
    assert tally("store", "add", "seen.json", *STORE).code == 0
    trace = ("trace", EVIL_SHA256, *STORE, "--repository", repository.path, "--format", "json")
    one = brought(tally(*trace))
    assert (one["merged_by"], one["way"]) == (["Mallory"], "self-merged")


def test_a_forge_is_asked_who_merged_and_approved(
    tally: Tally, store: None, repository: GitRepo
) -> None:
    commit = squashed(repository)
    review = Review(by="dave")
    request = Request(author="mallory", merged_by="carol", reviews=(review,))
    trace = ("trace", EVIL_SHA256, *STORE, "--repository", repository.path, "--format", "json")
    with serving() as server:
        serve(server, github(commit, request))
        one = brought(tally(*trace, "--forge", f"github:{server.root}/{PROJECT}"))
    assert one["merged_by"] == ["carol"]
    assert ("approved", "dave") in {(said["kind"], said["by"]) for said in one["evidence"]}


def test_what_a_forge_said_at_an_audit_is_there_when_the_forge_is_not(
    tally: Tally, repository: GitRepo
) -> None:
    """The whole way: an audit that asks the forge, the store, and a trace that does not."""
    repository.git("tag", "v0.9", "topic~1")
    commit = squashed(repository)
    repository.git("tag", "v1.0")
    artifact = tally.folder / "origin-1.0.tar.gz"
    repository.git("archive", "--prefix=origin-1.0/", "-o", str(artifact), "v1.0")
    audit = ("audit", artifact, "--source", repository.path, "--ref", "v1.0", "--custody", *STORE)
    with serving() as server:
        serve(server, github(commit, Request(author="mallory", merged_by="carol")))
        tally(*audit, "--forge", f"github:{server.root}/{PROJECT}")
    one = brought(
        tally("trace", commit, *STORE, "--repository", repository.path, "--format", "json")
    )
    assert one["merged_by"] == ["carol"]


def test_repositories_that_hold_it_are_forks_or_have_copied_it(
    tally: Tally, store: None, repository: GitRepo, tmp_path: Path
) -> None:
    fork = tmp_path / "fork"
    repository.git("clone", "-q", "--bare", str(repository.path), str(fork))
    vendoring = GitRepo(tmp_path / "vendoring")
    vendoring.commit({"third_party/o/evil.m4": EVIL, "a.c": b"a"})
    copying = GitRepo(tmp_path / "copying")
    copying.commit({"evil.m4": EVIL})
    innocent = GitRepo(tmp_path / "innocent")
    innocent.commit({"a.c": b"a"})
    given: list[str | Path] = []
    for path in (repository.path, fork, vendoring.path, copying.path, innocent.path):
        given += ["--repository", path]
    found = traced(tally("trace", EVIL_SHA256, *STORE, *given, "--format", "json"))
    assert [(Path(one["repository"]).name, one["relation"]) for one in found["copies"]] == [
        ("source", "same project"),
        ("fork", "fork"),
        ("vendoring", "vendored copy"),
        ("copying", "other project"),
    ]


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


def zipped(members: Mapping[str, bytes], before: bytes = b"") -> bytes:
    packed = io.BytesIO(before)
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return packed.getvalue()


METADATA = b"Metadata-Version: 2.1\nName: Forked\nVersion: 1.0\n"


def looked_through(tally: Tally, where: Path) -> dict[str, Any]:
    done = tally("trace", EVIL_SHA256, *STORE, "--environment", where, "--format", "json")
    return traced(done)


def exposed(found: dict[str, Any]) -> set[tuple[str, str]]:
    return {(one["what"], one["matched"]) for one in found["exposed"]}


def unread(found: dict[str, Any]) -> list[str]:
    return [one["reason"] for one in found["skips"] if one["check"] == "environment"]


def test_a_packed_image_is_looked_through_layer_by_layer(
    tally: Tally, store: None, tmp_path: Path
) -> None:
    wheel = zipped({"forked/x.m4": EVIL, "forked-1.0.dist-info/METADATA": METADATA})
    zipapp = zipped({"inner.m4": EVIL}, b"#!/usr/bin/env python3\n")
    inside = {"srv/readme": EVIL, "cache/forked.whl": wheel, "bin/app": zipapp, "etc/x": b"-"}
    layer = gzip.compress(tarred(inside))
    # As the image layout of OCI names them: a layer says by its content alone what it is.
    image = tmp_path / "image.tar"
    image.write_bytes(tarred({"index.json": b"{}", "blobs/sha256/00": layer}))
    found = looked_through(tally, image)
    inner = "image.tar!/blobs/sha256/00!"
    assert exposed(found) == {
        (f"{inner}/srv/readme", "the same bytes"),
        (f"{inner}/cache/forked.whl!/forked/x.m4", "the same bytes"),
        (f"{inner}/cache/forked.whl!/forked 1.0", "its name and version"),
        (f"{inner}/bin/app!/inner.m4", "the same bytes"),
    }
    assert unread(found) == []


def test_an_artifact_that_carries_it_is_known_by_its_digest(
    tally: Tally, store: None, tmp_path: Path
) -> None:
    wheelhouse = tmp_path / "wheelhouse"
    wheelhouse.mkdir()
    artifact = zipped({"nothing.txt": b"that anybody knows"})
    wheelhouse.joinpath("renamed.zip").write_bytes(artifact)
    document = released("known", entry("m4/evil.m4", EVIL, "contradicted"))
    document["artifact"]["sha256"] = hashlib.sha256(artifact).hexdigest()
    (tmp_path / "known.json").write_text(json.dumps(document))
    assert tally("store", "add", "known.json", *STORE).code == 0
    assert exposed(looked_through(tally, wheelhouse)) == {("renamed.zip", "its digest")}


@pytest.mark.parametrize("attack", ["damaged", "shifted", "deep", "bomb", "names"])
def test_what_cannot_be_looked_into_is_said(
    attack: str, tally: Tally, store: None, tmp_path: Path
) -> None:
    folder = tmp_path / "image"
    folder.mkdir()
    (folder / "found").write_bytes(EVIL)
    content = zipped({"x": EVIL})
    if attack == "damaged":
        content = content[:40] + b"\0" * 20 + content[60:]
    elif attack == "shifted":  # which unzip reads, and the strict reader does not
        content = b"#!/bin/sh\n" + content
    elif attack == "deep":
        for _ in range(6):
            content = zipped({"x": content})
    elif attack == "bomb":
        content = zipped({"x": bzip_of_zeros()})
    else:
        content = tarred({"../../escaped": EVIL})
    (folder / "hostile").write_bytes(content)
    found = looked_through(tally, folder)
    assert ("found", "the same bytes") in exposed(found)
    if attack == "names":
        assert ("hostile!/../../escaped", "the same bytes") in exposed(found)
        assert not (tmp_path.parent / "escaped").exists()
    else:
        assert ["not looked into: hostile" in one for one in unread(found)] == [True]


def bzip_of_zeros() -> bytes:
    """A tar of zeros that unpacks to more than is read of anything so small."""
    return bz2.compress(tarred({"zeros": b"\0" * (200 << 20)}))


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
        (("trace", "0" * 64, *STORE, "--environment", "none"), "neither a folder nor a file"),
        (("trace", "0" * 64, "--store", "none.sqlite"), "no store here"),
        (("trace", "0" * 64, *STORE, "--forge", "https://example.org/o/n"), "one --repository"),
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
