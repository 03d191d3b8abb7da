"""The history as git tells it, whatever the repository would like it to tell."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitrepo import GitRepo
from past import ADA, BEN, EVE, Past, Written
from tallystick.errors import LimitExceeded, SourceError
from tallystick.limits import DEFAULT, Limits
from tallystick.model.history import Log, LoggedCommit, Person
from tallystick.source.log import _Reader

HOSTILE_MESSAGES = [
    b"\x01 one\n\n:100644 100644 aaaa bbbb M\n",
    b"",
    b"\n\n\n",
    b"0123456789012345678901234567890123456789\n",
    b"line\r\nReviewed-by: \x1b[31mBen\n",
    "Überprüft \u202e".encode(),
    b"not \xff UTF-8 \xc3",
    b"x" * 100_000,
]


def log_of(written: Written, ref: str | None = None) -> Log:
    log = written.source(ref).log
    assert log is not None
    return log


def commits(written: Written) -> list[LoggedCommit]:
    return list(log_of(written).commits())


def test_no_message_name_or_path_is_taken_for_the_next_commit(tmp_path: Path) -> None:
    past = Past()
    names = [b":100644 x", b"new\nline", b"\x01", b'tab\tquote"', b"latin\xe9", b"0" * 40, b"-rf"]
    for message in HOSTILE_MESSAGES:
        past.commit(dict.fromkeys(names, message + b"."), EVE, message)
    written = past.write(tmp_path / "repo")
    found = commits(written)
    assert [commit.id for commit in found] == [written.ids[n] for n in range(len(found), 0, -1)]
    for commit in found:
        assert {os.fsencode(change.path) for change in commit.changes} == set(names)
        assert commit.author == EVE
        assert len(commit.message) <= DEFAULT.commit_message


def test_people_are_as_they_were_written_and_not_as_a_mailmap_says(tmp_path: Path) -> None:
    past = Past()
    odd = Person(name="A | `b` [c]", email="x@y")
    past.commit({".mailmap": b"Somebody Else <z@z> <x@y>\n"}, odd, committer=BEN)
    (commit,) = commits(past.write(tmp_path / "repo"))
    assert (commit.author, commit.committer) == (odd, BEN)


def test_replace_refs_and_grafts_are_ignored_and_said(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1"}, EVE)
    past.commit({"a": b"2"}, ADA)
    past.commit({"a": b"honest"}, BEN, parents=[])
    written = past.write(tmp_path / "repo")
    written.repo.git("branch", "real", written.ids[2])
    written.repo.git("replace", written.ids[1], written.ids[3])
    (written.repo.path / "info").mkdir(exist_ok=True)
    (written.repo.path / "info" / "grafts").write_text(f"{written.ids[2]}\n")
    log = log_of(written, "real")
    found = list(log.commits())
    assert [commit.author.name for commit in found] == ["Ada", "Eve"]
    assert [gap.check for gap in log.gaps] == ["replace-refs", "grafts"]


def test_a_shallow_clone_is_said_to_be_a_lower_bound(tmp_path: Path) -> None:
    past = Past()
    for number in range(5):
        past.commit({"a": str(number).encode()})
    whole = past.write(tmp_path / "whole")
    GitRepo(tmp_path / "at").git(
        "clone", "-q", "--bare", "--depth=2", whole.repo.url, str(tmp_path / "shallow")
    )
    written = Written(repo=GitRepo.at(tmp_path / "shallow"), ids=whole.ids)
    custody = written.custody(checks=["review"], everything=True)
    assert len(custody.lines) == 2
    assert custody.is_lower_bound
    assert "history" in [skip.check for skip in custody.skips]


def test_a_repository_cannot_configure_what_is_seen(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1\n"}, EVE)
    past.commit({"a": b"1\n2\n", "b": b"1\n"}, EVE)
    written = past.write(tmp_path / "repo")
    ignored = tmp_path / "ignored"
    ignored.write_text(f"{written.ids[2]}\n")
    ran = tmp_path / "ran"
    before = commits(written)
    for key, value in {
        "log.showRoot": "false",
        "log.follow": "true",
        "diff.orderFile": str(tmp_path / "nowhere"),
        "diff.renames": "copies",
        "diff.external": f"touch {ran}",
        "core.pager": f"touch {ran}",
        "blame.ignoreRevsFile": str(ignored),
        "i18n.logOutputEncoding": "UTF-16",
        "format.pretty": "oneline",
        "log.showSignature": "true",
        "gpg.program": f"touch {ran}",
    }.items():
        written.repo.git("config", key, value)
    assert commits(written) == before
    traced = log_of(written).lines(written.ids[1], ["a", "b"])
    assert {path: sum(span.count for span in spans) for path, spans in traced.items()} == {
        "a": 1,
        "b": 1,
    }
    assert not ran.exists()


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    """Git says nothing of one, and succeeds."""
    past = Past()
    past.commit({"a": b"1\n"})
    past.commit({"__init__.py": b"", "a": b""}, BEN)
    written = past.write(tmp_path / "repo")
    log = log_of(written)
    assert log.lines(written.ids[1], ["__init__.py", "a"]) == {"__init__.py": (), "a": ()}
    assert log.lines(None, ["__init__.py", "a"]) == {"__init__.py": (), "a": ()}


def test_lines_are_those_that_are_left_at_the_end(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"old\n"})
    past.commit({"a": b"old\nfirst\nsecond\n"}, BEN)
    past.commit({"a": b"old\nfirst\n", "b": b"1\n2\n"}, EVE)
    written = past.write(tmp_path / "repo")
    traced = log_of(written).lines(written.ids[1], ["a", "b", "not there"])
    assert {
        path: [(s.start, s.count, s.commit) for s in spans] for path, spans in traced.items()
    } == {
        "a": [(2, 1, written.ids[2])],
        "b": [(1, 2, written.ids[3])],
    }


def test_a_history_without_end_is_stopped(tmp_path: Path) -> None:
    past = Past()
    for number in range(4):
        past.commit({"a": str(number).encode()})
    log = log_of(past.write(tmp_path / "repo"))
    object.__setattr__(log, "_limits", Limits(commits=3))
    with pytest.raises(LimitExceeded, match="commits"):
        list(log.commits())


@settings(max_examples=200)
@given(st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\0", b"")), max_size=30))
def test_whatever_git_would_say_is_read_without_an_error(fields: list[bytes]) -> None:
    for commit in _Reader(DEFAULT).read(iter([b"\0".join(fields)])):
        assert commit.id


def test_a_partial_clone_counts_commits_and_says_what_of_the_contents_is_missing(
    tmp_path: Path,
) -> None:
    past = Past()
    past.commit({"a": b"1\n"}, ADA, committer=BEN)
    past.commit({"a": b"1\n2\n", "good.xz": b"\xfd7zXZ\0"}, EVE)
    whole = past.write(tmp_path / "whole")
    whole.repo.git("config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    GitRepo(tmp_path / "at").git(
        "clone", "-q", "--bare", "--filter=blob:none", whole.repo.url, str(partial)
    )
    written = Written(repo=GitRepo.at(partial), ids=whole.ids)
    found = written.custody(checks=["review", "opaque-file", "sole-owner"], after=1)
    assert [(line.standing.value, line.lines) for line in found.lines] == [("unreviewed", None)]
    assert {skip.check for skip in found.skips} >= {"lines", "opaque-file"}
    (opaque,) = found.opaque or ()
    assert (opaque.path, opaque.entropy, opaque.confidence.value) == ("good.xz", None, "low")


@pytest.mark.parametrize("day", [-20_000, 40_000])
def test_forged_dates_change_neither_order_nor_coverage(tmp_path: Path, day: int) -> None:
    past = Past()
    past.commit({"a": b"1"}, ADA, committer=BEN)
    past.tag("v1.0", ADA)
    past.commit({"a": b"2"}, EVE, days=day, authored=0)
    past.commit({"a": b"3"}, ADA, committer=BEN, days=1 - day)
    past.tag("v1.1", ADA)
    written = past.write(tmp_path / "repo")
    custody = written.custody("v1.1", checks=["review"])
    assert written.told(custody) == {2: ("unreviewed", "direct"), 3: ("reviewed", "applied")}


@pytest.mark.parametrize(("days", "said"), [(-400, "long before"), (40_000, "in the future")])
def test_a_release_with_a_forged_date_tells_nobodys_age(
    tmp_path: Path, days: int, said: str
) -> None:
    past = Past()
    past.commit({"CODEOWNERS": b"* ben@example.org\n"}, BEN)
    past.commit({"a": b"1"}, ADA, days=800)
    past.commit({"a": b"2"}, EVE, days=days)
    custody = past.write(tmp_path / "repo").custody(checks=["dormant"])
    assert [said in skip.reason for skip in custody.skips if skip.check == "clock"] == [True]


def test_dates_of_an_honest_history_are_believed(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"1"}, ADA)
    past.commit({"a": b"2"}, EVE, days=20)
    past.commit({"a": b"3"}, EVE, days=-5)
    custody = past.write(tmp_path / "repo").custody(checks=["dormant"])
    assert "clock" not in {skip.check for skip in custody.skips}


def test_half_a_list_of_tags_is_not_taken_for_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ``git`` has written when it fails: a release that is not in it would have none before it."""
    past = Past()
    past.commit({"a": b"a"}, ADA)
    log = log_of(past.write(tmp_path / "repo"))
    in_front = tmp_path / "in-front" / "git"
    in_front.parent.mkdir()
    in_front.write_text("#!/bin/sh\nprintf 'v1.0\\0'\necho 'fatal: write failure' >&2\nexit 128\n")
    in_front.chmod(0o755)
    monkeypatch.setenv("PATH", f"{in_front.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(SourceError, match="write failure"):
        log.tags()
    with pytest.raises(SourceError, match="write failure"):
        log.held_tags()


def test_a_tag_of_what_a_partial_clone_lacks_ends_no_custody(tmp_path: Path) -> None:
    past = Past()
    past.commit({"a": b"a"}, ADA)
    written = past.write(tmp_path / "repo")
    repo = GitRepo.at(tmp_path / "repo")
    key = repo.git("hash-object", "-w", "--stdin", given=b"a key")
    repo.git("tag", "-a", "a-key", "-m", "A key", key)
    log = log_of(written)
    assert log.tags() == ()
    next((tmp_path / "repo").rglob(f"objects/{key[:2]}/{key[2:]}")).unlink()
    assert log.tags() == ()
    assert log.held_tags() <= {""}
