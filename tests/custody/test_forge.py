"""What forges record, asked over HTTP from a server on loopback that answers as they do."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from forge_answers import KINDS, PROJECT, Request, Review, serve
from index_server import IndexServer, serving
from past import ADA, BEN, EVE, FORGE, Past
from tallystick.custody import Question, examine
from tallystick.custody.forge_review import ask
from tallystick.custody.since import asked
from tallystick.errors import UsageError
from tallystick.forge import FORGES, TOKEN, open_forge
from tallystick.forge.asking import Token
from tallystick.forge.github import approvals
from tallystick.limits import DEFAULT, Limits
from tallystick.model.custody import CommitLine, Confidence, Custody

REVIEWED = ("reviewed", "merged")


@pytest.fixture
def server() -> Iterator[IndexServer]:
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def _no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (TOKEN, *(kind.token for kind in FORGES)):
        monkeypatch.delenv(name, raising=False)


def examined(
    path: Path,
    server: IndexServer,
    kind: str,
    request: Request | None,
    *,
    limits: Limits = DEFAULT,
    spoiled: str | None = None,
) -> Custody:
    """Custody of a commit by Eve that names a request, with what the forge says of it."""
    past = Past()
    past.commit({"a": b"1"}, ADA)
    past.commit({"a": b"2"}, EVE, "Fix (#12)", committer=FORGE)
    written = past.write(path / "repo")
    source = written.source()
    assert source.log is not None
    serve(server, KINDS[kind](source.log.tip, request))
    if spoiled is not None:
        spoil(server, spoiled)
    forge = open_forge(f"{kind}:{server.root}/{PROJECT}.git", limits)
    return examine(
        Question(
            log=source.log,
            range=asked(f"{written.ids[past.count - 1]}..", source.log),
            tree=source.tree,
            checks=["review"],
            count_lines=False,
            review=partial(ask, forge),
        ),
        limits,
    )


def line_of(custody: Custody) -> CommitLine:
    (line,) = custody.lines
    return line


@pytest.mark.parametrize("kind", KINDS)
class TestEachForge:
    def test_an_approval_of_what_was_last_pushed_is_a_review(
        self, tmp_path: Path, server: IndexServer, kind: str
    ) -> None:
        request = Request(author="eve", merged_by="eve", reviews=(Review(by="ben"),))
        custody = examined(tmp_path, server, kind, request)
        line = line_of(custody)
        assert line.standing == "reviewed"
        assert [(one.kind, one.by) for one in line.evidence] == [("approved", "ben")]
        assert line.confidence is Confidence.HIGH
        assert custody.skips == ()

    def test_an_approval_of_what_was_pushed_before_is_none(
        self, tmp_path: Path, server: IndexServer, kind: str
    ) -> None:
        reviews = (Review(by="ben", is_last=False),)
        request = Request(author="eve", merged_by="eve", reviews=reviews)
        line = line_of(examined(tmp_path, server, kind, request))
        assert (line.standing, line.way) == ("claimed", "self-merged")
        assert [one.kind for one in line.evidence] == ["approved-before-push"]

    def test_who_approves_their_own_work_reviews_nothing(
        self, tmp_path: Path, server: IndexServer, kind: str
    ) -> None:
        request = Request(author="eve", merged_by="eve", reviews=(Review(by="EVE"),))
        line = line_of(examined(tmp_path, server, kind, request))
        assert (line.standing, line.way, line.evidence) == ("unreviewed", "self-merged", ())

    def test_a_machine_and_who_changed_their_mind_approve_nothing(
        self, tmp_path: Path, server: IndexServer, kind: str
    ) -> None:
        reviews = (
            Review(by="checker", is_bot=True),
            Review(by="ben"),
            Review(by="ben", state="changes"),
        )
        request = Request(author="eve", merged_by="eve", reviews=reviews)
        assert line_of(examined(tmp_path, server, kind, request)).standing == "unreviewed"

    def test_a_merge_by_another_is_known_surely(
        self, tmp_path: Path, server: IndexServer, kind: str
    ) -> None:
        line = line_of(examined(tmp_path, server, kind, Request(author="eve", merged_by="ben")))
        assert (line.standing, line.way) == REVIEWED
        assert line.confidence is Confidence.HIGH

    def test_a_number_in_a_text_that_the_forge_does_not_know_is_no_claim(
        self, tmp_path: Path, server: IndexServer, kind: str
    ) -> None:
        line = line_of(examined(tmp_path, server, kind, None))
        assert (line.standing, line.way, line.evidence) == ("unreviewed", "direct", ())

    def test_the_name_on_a_merge_does_not_outweigh_what_the_forge_recorded(
        self, tmp_path: Path, server: IndexServer, kind: str
    ) -> None:
        """Eve writes Ben's name on the merge that she makes herself."""
        past = Past()
        past.commit({"a": b"1"}, ADA)
        past.commit({"b": b"1"}, EVE)
        past.merge(2, into=1, by=BEN, message="Merge pull request #12 from eve/b")
        written = past.write(tmp_path / "forged")
        source = written.source()
        assert source.log is not None
        serve(server, KINDS[kind](written.ids[2], Request(author="eve", merged_by="eve")))
        forge = open_forge(f"{kind}:{server.root}/{PROJECT}", DEFAULT)
        question = Question(
            log=source.log,
            range=asked(f"{written.ids[1]}..", source.log),
            tree=source.tree,
            checks=["review"],
            count_lines=False,
        )
        by_git = {line.commit.id: line for line in examine(question, DEFAULT).lines}
        assert by_git[written.ids[2]].standing == "reviewed"
        lines, skips = ask(forge, tuple(by_git.values()))
        told = {line.commit.id: (line.standing.value, line.way.value) for line in lines}
        assert told[written.ids[2]] == ("unreviewed", "self-merged")
        assert skips == ()


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_an_approval_of_what_is_not_merged_yet_is_a_review(
    tmp_path: Path, server: IndexServer, kind: str
) -> None:
    request = Request(author="eve", merged_by=None, reviews=(Review(by="ben"),))
    line = line_of(examined(tmp_path, server, kind, request))
    assert (line.standing, line.confidence) == ("reviewed", Confidence.HIGH)
    request = Request(author="eve", merged_by=None)
    assert line_of(examined(tmp_path / "2", server, kind, request)).standing == "unreviewed"


@pytest.mark.parametrize("kind", ["github", "gitea"])
def test_who_pushed_a_commit_of_their_own_to_a_request_and_approved_it_reviewed_nothing_of_it(
    tmp_path: Path, server: IndexServer, kind: str
) -> None:
    """The commit is by Eve's second account: its address is hidden from git, and not from the forge."""
    past = Past()
    past.commit({"a": b"1"}, ADA)
    past.commit({"a": b"2"}, EVE)
    written = past.write(tmp_path / "repo")
    source = written.source()
    assert source.log is not None
    reviews = (Review(by="eve2"),)

    def told(pushed: dict[str, str]) -> CommitLine:
        request = Request(author="mallory", merged_by="mallory", reviews=reviews, pushed=pushed)
        serve(server, KINDS[kind](written.ids[2], request))
        question = Question(
            log=log,
            range=asked(f"{written.ids[1]}..", log),
            tree=source.tree,
            checks=["review"],
            count_lines=False,
            review=partial(ask, open_forge(f"{kind}:{server.root}/{PROJECT}", DEFAULT)),
        )
        return line_of(examine(question, DEFAULT))

    log = source.log
    assert told({written.ids[2]: "eve2"}).standing == "unreviewed"
    squashed = told({"d" * 40: "eve2", "e" * 40: "mallory"})
    assert (squashed.standing, squashed.confidence) == ("reviewed", Confidence.MEDIUM)
    assert "by who wrote a part of it" in squashed.evidence[0].known
    assert told({written.ids[2]: "mallory"}).confidence is Confidence.HIGH


@pytest.mark.parametrize("kind", KINDS)
def test_an_approval_by_an_account_with_no_part_in_it_is_only_a_claim(
    tmp_path: Path, server: IndexServer, kind: str
) -> None:
    reviews = (Review(by="sock", is_stranger=True),)
    request = Request(author="eve", merged_by="eve", reviews=reviews)
    line = line_of(examined(tmp_path, server, kind, request))
    assert line.standing == "claimed"
    assert [one.kind for one in line.evidence] == ["approved-by-stranger"]


def test_whether_an_account_is_a_member_is_asked_once(tmp_path: Path, server: IndexServer) -> None:
    past = Past()
    past.commit({"a": b"1"}, ADA)
    past.commit({"a": b"2"}, EVE)
    past.commit({"a": b"3"}, EVE)
    written = past.write(tmp_path / "repo")
    request = Request(author="eve", merged_by="eve", reviews=(Review(by="ben"),))
    for number in (2, 3):
        answers = dict(KINDS["gitlab"](written.ids[number], request))
        listed = next(path for path in answers if path.endswith("/merge_requests"))
        answers[listed] = [{"iid": 10 + number, "state": "merged"}]
        moved = {path.replace("/12", f"/{10 + number}"): one for path, one in answers.items()}
        serve(server, moved)
    forge = open_forge(f"gitlab:{server.root}/{PROJECT}", DEFAULT)
    for number in (2, 3):
        found = forge.pull_request_of(written.ids[number])
        assert found is not None
        assert found.approvals[0].is_known
    assert sum("/members/all/" in path for path in server.asked) == 1


def spoil(server: IndexServer, how: str) -> None:
    if how == "gone":
        server.answers.clear()
        return
    path = f"/api/v3/repos/{PROJECT}/commits"
    answers = {
        "html": (b"<html>Log in</html>", 200, {}),
        "spent": (b"{}", 403, {"X-RateLimit-Remaining": "0"}),
        "refused": (b"{}", 401, {}),
        "no list": (b'{"a": 1}', 200, {}),
        "nested": (b"[" * 100_000, 200, {}),
        "long": (b" " * 2_000, 200, {}),
    }
    body, status, headers = answers[how]
    for commit in list(server.answers):
        if commit.startswith(path):
            server.send(commit, body, status=status, headers=headers)


@pytest.mark.parametrize("how", ["html", "spent", "refused", "no list", "nested", "long"])
def test_a_forge_that_does_not_answer_is_a_skip_and_git_stands(
    tmp_path: Path, server: IndexServer, how: str
) -> None:
    limits = Limits(forge_answer=1_000) if how == "long" else DEFAULT
    request = Request(author="eve", merged_by="ben", reviews=(Review(by="ben"),))
    custody = examined(tmp_path, server, "github", request, limits=limits, spoiled=how)
    assert [skip.check for skip in custody.skips] == ["forge"]
    assert line_of(custody).standing == "claimed"  # as git has it: a number in a text


@pytest.mark.parametrize("kind", KINDS)
def test_a_project_that_is_not_there_is_a_skip_and_no_direct_push(
    tmp_path: Path, server: IndexServer, kind: str
) -> None:
    custody = examined(tmp_path, server, kind, None, spoiled="gone")
    assert [skip.check for skip in custody.skips] == ["forge"]
    assert line_of(custody).standing == "claimed"


def test_a_token_for_any_forge_is_sent_and_one_for_a_public_forge_to_no_other(
    tmp_path: Path, server: IndexServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN, "secret")
    monkeypatch.setenv("GITHUB_TOKEN", "of-github-alone")
    request = Request(author="eve", merged_by="eve", reviews=(Review(by="ben"),))
    assert line_of(examined(tmp_path, server, "github", request)).standing == "reviewed"
    assert set(server.credentials) == {"Bearer secret"}
    monkeypatch.delenv(TOKEN)
    server.credentials.clear()
    examined(tmp_path / "again", server, "github", request)
    assert set(server.credentials) == {None}


def test_a_token_does_not_follow_a_redirect() -> None:
    token = Token("https://forge.example/api/v1", "secret")
    assert token.for_url("https://forge.example/api/v1/x") == "Bearer secret"
    for other in ("https://evil.example/x", "http://forge.example/x", "https://forge.example:8/x"):
        assert token.for_url(other) is None


def test_no_more_is_asked_than_the_cap(tmp_path: Path, server: IndexServer) -> None:
    request = Request(author="eve", merged_by="eve", reviews=(Review(by="ben"),))
    custody = examined(tmp_path, server, "github", request, limits=Limits(forge_requests=2))
    assert len(server.asked) == 2
    assert "forge_requests" in custody.skips[0].reason


@pytest.mark.parametrize(
    "where",
    ["https://example.org/a/b", "github:ftp://x/a/b", "github:http://example.org/a/b", "github:https://github.com/",
     "github:https://github.com/../x", "gitlab", ""],
)  # fmt: skip
def test_what_is_no_project_on_a_known_forge_is_refused(where: str) -> None:
    with pytest.raises(UsageError, match="--forge"):
        open_forge(where, DEFAULT)


@pytest.mark.parametrize("kind", [kind.id for kind in FORGES])
def test_each_kind_has_answers_to_be_tested_with(kind: str) -> None:
    assert kind in KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_a_forge_is_asked_how_far_the_original_of_a_backport_was_seen(
    tmp_path: Path, server: IndexServer, kind: str
) -> None:
    past = Past()
    past.commit({"a": b"1"}, ADA)
    past.commit({"a": b"2"}, EVE)
    original = past.write(tmp_path / "before").ids[2]
    past.commit({"a": b"2"}, ADA, f"Fix\n\n(cherry picked from commit {original})\n", parents=[1])
    written = past.write(tmp_path / "after")
    log = written.source().log
    assert log is not None
    serve(server, KINDS[kind](written.ids[3], None))
    for reviews, said in (((Review(by="ben"),), "was seen by another"), ((), "by nobody else")):
        request = Request(author="eve", merged_by="eve", reviews=reviews)
        serve(server, KINDS[kind](original, request))
        question = Question(
            log=log,
            range=asked(f"{written.ids[1]}..", log),
            tree=written.source().tree,
            checks=["backport"],
            count_lines=False,
            review=partial(ask, open_forge(f"{kind}:{server.root}/{PROJECT}", DEFAULT)),
        )
        (remark,) = examine(question, DEFAULT).remarks
        assert said in remark.message
        assert "both change the same" in remark.message


def test_a_review_whose_state_is_no_word_decides_nothing() -> None:
    said = {"user": {"login": "eve"}, "commit_id": "c", "state": "APPROVED"}
    states: tuple[object, ...] = ({}, ["APPROVED"], None)
    odd = [{**said, "state": state} for state in states]
    assert approvals(odd, "c") == ()
    (approval,) = approvals([said, *odd], "c")
    assert approval.by == "eve"
    assert approvals([{**said, "author_association": {}}], "c") != ()
