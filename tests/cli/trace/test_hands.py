"""``tallystick trace``: the artifacts that carry something, and whose hands it passed through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from command import Done, Tally
from forge_answers import PROJECT, Request, Review, github, serve
from gitrepo import GitRepo
from index_server import serving
from traced import EVIL, EVIL_GIT, EVIL_SHA256, STORE, entry, released, traced


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
