"""Who may write and publish, as forge and index tell it; and what a policy makes of rights that sleep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import Tally
from forge_answers import KINDS, PROJECT, rights, serve
from index_server import IndexServer, serving
from past import ADA, BEN, EVE, Past, Written
from tallystick.custody.rights import Rights, of_forge
from tallystick.forge import FORGES, TOKEN, Forge, open_forge
from tallystick.limits import DEFAULT

COMMIT = "c" * 40


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for name in (TOKEN, *(kind.token for kind in FORGES)):
        monkeypatch.delenv(name, raising=False)
    with serving() as found:
        yield found


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Ben was last seen three years before the release; Ada and Eve are here."""
    past = Past()
    past.commit({"a": b"1\n"}, BEN, committer=ADA)
    past.tag("v1.0.0", ADA)
    past.commit({"a": b"2\n"}, EVE, committer=ADA, days=1_100)
    past.tag("v1.1.0", ADA)
    return past.write(tmp_path / "repo")


def project(server: IndexServer, kind: str) -> Forge:
    return open_forge(f"{kind}:{server.root}/{PROJECT}", DEFAULT)


def told(server: IndexServer, kind: str, asked: int | None) -> Forge:
    serve(server, KINDS[kind](COMMIT, None))
    serve(server, rights(kind, ["Ada", "BEN"], ["carol"], asked))
    return project(server, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_write_is_told_and_who_may_only_read_is_not_among_them(
    server: IndexServer, kind: str
) -> None:
    owner = () if kind == "gitlab" else ("owner",)
    assert told(server, kind, 1).writers() == ("ada", "ben", *owner)


@pytest.mark.parametrize("kind", KINDS)
def test_a_branch_that_nothing_protects_is_said_to_be_one(server: IndexServer, kind: str) -> None:
    found = told(server, kind, None).protection()
    assert (found.branch, found.is_protected) == ("main", False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("asked", [0, 2])
def test_a_protected_branch_says_how_many_have_to_approve_if_the_forge_tells(
    server: IndexServer, kind: str, asked: int
) -> None:
    found = told(server, kind, asked).protection()
    assert found.is_protected
    assert found.approvals == (None if kind == "gitlab" else asked)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_forge_tells_only_others_is_not_known(server: IndexServer, kind: str) -> None:
    serve(server, KINDS[kind](COMMIT, None))
    found, skips = of_forge(Rights(), project(server, kind))
    assert (found.holders, found.protection) == ((), None)
    assert sorted(skip.check for skip in skips) == ["branch-protection", "dormant"]


def judged(  # noqa: PLR0917 - one command
    tally: Tally, written: Written, folder: Path, policy: str, *options: str
) -> tuple[int, dict[str, list[str]]]:
    (folder / "policy.toml").write_text(f"[custody]\n{policy}\n")
    done = tally(
        *("custody", str(written.repo.path), "--ref", "v1.1.0", "--no-lines", "--format", "json"),
        *("--policy", str(folder / "policy.toml"), *options),
    )
    assert done.out, done.err
    remarks: dict[str, list[str]] = {}
    for one in json.loads(done.out)["custody"]["remarks"]:
        remarks.setdefault(one["check"], []).append(one["message"])
    return done.code, remarks


DORMANT = 'dormant = "reject"\nreview = "allow"\n'


def test_a_sleeping_account_that_may_write_is_rejected_where_the_policy_says_so(
    tally: Tally, server: IndexServer, written: Written, tmp_path: Path
) -> None:
    forge = ("--forge", f"gitea:{server.root}/{PROJECT}")
    for name in written.ids.values():
        serve(server, KINDS["gitea"](name, None))
    serve(server, rights("gitea", ["ada", "eve"], [], 1))
    about = {"default_branch": "main", "owner": {"login": "ada"}}
    serve(server, {f"/api/v1/repos/{PROJECT}": about})
    code, found = judged(tally, written, tmp_path, DORMANT, *forge)
    assert (code, found.get("dormant")) == (0, None)
    serve(server, rights("gitea", ["ada", "ben"], [], 1))
    code, found = judged(tally, written, tmp_path, DORMANT, *forge)
    assert code == 1
    assert found["dormant"] == ["Ben is listed, and was last seen 36 months ago"]


def test_rights_that_could_not_be_asked_for_are_no_pass_where_a_rule_wants_them(
    tally: Tally, server: IndexServer, written: Written, tmp_path: Path
) -> None:
    forge = ("--forge", f"gitea:{server.root}/{PROJECT}")
    for name in written.ids.values():
        serve(server, KINDS["gitea"](name, None))
    assert judged(tally, written, tmp_path, DORMANT, *forge)[0] == 3
    # A policy that asks for something else does not need them.
    assert judged(tally, written, tmp_path, 'review = "allow"', *forge)[0] == 0


def test_an_unprotected_branch_is_rejected_where_the_policy_says_so_and_unasked_is_no_pass(
    tally: Tally, server: IndexServer, written: Written, tmp_path: Path
) -> None:
    policy = 'branch-protection = "reject"\nreview = "allow"\n'
    for name in written.ids.values():
        serve(server, KINDS["github"](name, None))
    forge = ("--forge", f"github:{server.root}/{PROJECT}")
    for asked, code in ((None, 1), (0, 1), (1, 0)):
        serve(server, rights("github", ["ada"], [], asked))
        assert judged(tally, written, tmp_path, policy, *forge)[0] == code
    assert judged(tally, written, tmp_path, policy)[0] == 3
    done = tally("custody", str(written.repo.path), "--check", "branch-protection")
    assert done.failed_saying("branch-protection needs --forge")


def test_a_submodule_on_the_same_forge_is_asked_about_and_another_one_never(
    tally: Tally, server: IndexServer, tmp_path: Path
) -> None:
    with serving() as other:
        text = "".join(
            f'[submodule "{path}"]\n\tpath = {path}\n\turl = {root}/{PROJECT}.git\n\tbranch = main\n'
            for path, root in (("here", server.root), ("there", other.root))
        )
        past = Past()
        past.commit({".gitmodules": text.encode()}, ADA)
        repo = past.write(tmp_path / "modules").repo
        serve(server, KINDS["github"](COMMIT, None))
        serve(server, rights("github", ["ada"], [], None))
        asked = ("--check", "submodule-branch", "--forge", f"github:{server.root}/{PROJECT}")
        done = tally("custody", str(repo.path), *asked, "--no-lines", "--format", "json")
        assert other.asked == []
    found = [one["message"] for one in json.loads(done.out)["custody"]["remarks"]]
    assert found == [
        "the submodule here follows the branch main, which can be moved, and is not protected",
        "the submodule there follows the branch main, which can be moved",
    ]


def test_an_owner_of_the_project_on_the_index_who_sleeps_is_said(
    tally: Tally, server: IndexServer, written: Written, tmp_path: Path
) -> None:
    files = {"meta": {"api-version": "1.1"}, "name": "example", "files": [_sdist(server)]}
    server.send(
        "/simple/example/",
        json.dumps(files).encode(),
        content_type="application/vnd.pypi.simple.v1+json",
    )
    roles = [{"role": "Owner", "user": "ben"}, {"role": "Maintainer", "user": "ada"}]
    answer = {"info": {"version": "1.1.0"}, "ownership": {"roles": roles, "organization": None}}
    serve(server, {"/pypi/example/1.1.0/json": answer})
    asked = ("--released-as", "pkg:pypi/example@1.1.0", "--index", server.url)
    code, found = judged(tally, written, tmp_path, DORMANT, *asked)
    assert code == 1
    assert found["dormant"] == ["Ben is listed, and was last seen 36 months ago"]


def test_an_index_that_tells_of_no_owners_is_no_pass(
    tally: Tally, server: IndexServer, written: Written, tmp_path: Path
) -> None:
    asked = ("--released-as", "pkg:pypi/example@1.1.0", "--index", server.url)
    assert judged(tally, written, tmp_path, DORMANT, *asked)[0] == 3


def _sdist(server: IndexServer) -> dict[str, object]:
    name = "example-1.1.0.tar.gz"
    return {"filename": name, "url": f"{server.root}/{name}", "hashes": {"sha256": "0" * 64}}


@pytest.mark.parametrize(("by", "code"), [("ada", 0), ("eve", 1)])
def test_a_release_by_an_account_that_never_published_is_said(
    tally: Tally, server: IndexServer, written: Written, tmp_path: Path, by: str, code: int
) -> None:
    def version(number: str, who: str) -> dict[str, object]:
        tarball = f"{server.root}/example/-/example-{number}.tgz"
        dist = {"tarball": tarball, "integrity": f"sha512-{'A' * 86}=="}
        return {"name": "example", "version": number, "_npmUser": {"name": who}, "dist": dist}

    packument = {
        "name": "example",
        "dist-tags": {"latest": "1.1.0"},
        "maintainers": [{"name": "ada"}],
        "versions": {
            "1.0.0": version("1.0.0", "ada"),
            "1.1.0": version("1.1.0", by),
            "1.2.0": version("1.2.0", "eve"),
        },
        "time": {
            "1.0.0": "2024-01-01T00:00:00.000Z",
            "1.1.0": "2024-02-01T00:00:00.000Z",
            "1.2.0": "2024-03-01T00:00:00.000Z",
        },
    }
    serve(server, {"/example": packument, "/example/1.1.0": version("1.1.0", by)})
    policy = 'first-publish = "reject"\nreview = "allow"\n'
    asked = ("--released-as", "pkg:npm/example@1.1.0", "--npm-index", server.root)
    assert judged(tally, written, tmp_path, policy, *asked)[0] == code


def test_what_is_no_release_on_an_index_that_tells_of_rights_is_refused(
    tally: Tally, written: Written
) -> None:
    for text in ("example", "pkg:deb/debian/example@1.0", "pkg:cargo/example@1.0"):
        done = tally("custody", str(written.repo.path), "--released-as", text)
        assert done.code == 2
        assert done.err.count("\n") == 1
