"""``tallystick custody`` and the section of an audit, as users run them."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from command import Tally
from packing import write_tar
from past import ADA, BEN, EVE, Past, Written

FILES: dict[str | bytes, bytes | None] = {"README": b"text\n", "src/a.c": b"int a;\n"}
BLOB = gzip.compress(b"payload", mtime=0)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    past = Past()
    past.commit(FILES, ADA, committer=BEN)
    past.tag("v1.0", ADA)
    past.commit({"src/a.c": b"int a;\nint seen;\n"}, EVE, "Seen", committer=BEN)
    past.commit({"src/evil.c": b"int x;\nint y;\n"}, EVE, "Not seen\n\nReviewed-by: Ben <b@e>\n")
    past.commit({"tests/good.gz": BLOB}, EVE, "Nor this")
    past.tag("v1.1", ADA)
    return past.write(tmp_path_factory.mktemp("custody") / "repo")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    return write_tar(
        folder / "example-1.1.tar.gz",
        {
            "example-1.1/README": b"text\n",
            "example-1.1/src/a.c": b"int a;\nint seen;\n",
            "example-1.1/src/evil.c": b"int x;\nint y;\n",
        },
    )


def parsed(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def test_it_says_how_much_was_seen_by_another_and_what_nobody_can_read(
    tally: Tally, written: Written
) -> None:
    done = tally("custody", str(written.repo.path), "--ref", "v1.1")
    assert done.code == 3
    assert "2 of 3 commits are not known to have been seen by another" in done.out.replace(
        "\n", " "
    ).replace("              ", "")
    assert "1 of 3 reviewed (33.3 %), 1 only claimed, 1 not" in done.out
    assert "1 of 4 reviewed (25.0 %), 2 only claimed, 1 not" in done.out
    assert "tests/good.gz: archive" in done.out
    assert "nobody accounts for it" in done.out


def test_a_policy_makes_review_mandatory(tally: Tally, written: Written, tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[custody]\nreview = "reject"\npaths = ["src/**"]\nopaque-file = "allow"\n')
    repo = str(written.repo.path)
    assert tally("custody", repo, "--ref", "v1.1", "--policy", str(policy)).code == 1
    only = ("--check", "review", "--policy", str(policy))
    within = f"{written.ids[1]}..{written.ids[2]}"
    assert tally("custody", repo, "--range", within, *only).code == 0


def test_a_bare_repository_of_unreviewed_work_is_never_accepted(
    tally: Tally, tmp_path: Path
) -> None:
    past = Past()
    past.commit(FILES, EVE)
    repo = past.write(tmp_path / "alone").repo
    assert tally("custody", str(repo.path)).code == 3


def test_only_what_a_ledger_says_ships_is_counted(
    tally: Tally, written: Written, release: Path, tmp_path: Path
) -> None:
    repo, ledger = str(written.repo.path), tmp_path / "ledger.json"
    audit = ("audit", str(release), "--source", repo, "--ref", "v1.1")
    assert tally(*audit, "-o", str(ledger)).code in {0, 3}
    done = tally("custody", repo, "--ref", "v1.1", "--ledger", str(ledger), "--format", "json")
    found = parsed(done.out)["custody"]
    assert found["coverage"]["lines"] == {"reviewed": 1, "claimed": 2, "unreviewed": 0}
    shipped = {one["subject"]: one["shipped"] for one in found["commits"]}
    assert shipped == {"Seen": ["src/a.c"], "Not seen": ["src/evil.c"], "Nor this": []}
    other = tally("custody", repo, "--ref", "v1.0", "--ledger", str(ledger))
    assert other.failed_saying("--ledger", "not about the commit")


def test_an_audit_says_it_in_a_section_and_judges_only_if_asked(
    tally: Tally, written: Written, release: Path, tmp_path: Path
) -> None:
    audit = ("audit", str(release), "--source", str(written.repo.path), "--ref", "v1.1")
    plain = tally(*audit, "--format", "json")
    ledger = parsed(plain.out)
    assert ledger["custody"]["coverage"]["commits"] == {
        "reviewed": 1,
        "claimed": 1,
        "unreviewed": 1,
    }
    assert ledger["custody"]["coverage"]["lines"] is None
    assert not any("custody" in reason["rule"] for reason in ledger["reasons"])
    assert "Custody\n" in tally(*audit).out
    whole = parsed(tally(*audit, "--custody", "--format", "json").out)["custody"]
    assert whole["coverage"]["lines"] == {"reviewed": 1, "claimed": 2, "unreviewed": 0}
    policy = tmp_path / "policy.toml"
    policy.write_text('[custody]\nreview = "reject"\n')
    assert tally(*audit, "--policy", str(policy)).code == 1


def test_an_audit_of_a_folder_cannot_pass_a_policy_that_asks_for_reviews(
    tally: Tally, release: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "source"
    for name, content in (("README", b"text\n"), ("src/a.c", b"int a;\nint seen;\n")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    (folder / "src/evil.c").write_bytes(b"int x;\nint y;\n")
    assert tally("audit", str(release), "--source", str(folder)).code == 0
    policy = tmp_path / "policy.toml"
    policy.write_text('[custody]\nreview = "reject"\n')
    done = tally("audit", str(release), "--source", str(folder), "--policy", str(policy))
    assert done.code == 3
    assert "no history" in done.out


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace here")
def test_a_watched_build_says_which_opaque_files_it_read(
    tally: Tally, written: Written, tmp_path: Path
) -> None:
    tree, record, repo = tmp_path / "tree", tmp_path / "record.json", str(written.repo.path)
    written.repo.git("worktree", "add", "--detach", str(tree), "v1.1")
    watch = ("watch", "--tree", tree, "--format", "json", "-o", record, "--")

    def readers() -> object:
        asked = ("--ref", "v1.1", "--check", "opaque-file", "--watched", record)
        custody = parsed(tally("custody", repo, *asked, "--format", "json").out)["custody"]
        (found,) = custody["opaque"]
        return found["readers"], [skip["check"] for skip in custody["skips"]]

    assert tally(*watch, "cat", "tests/good.gz").code in {0, 1}
    assert readers() == (["cat"], [])
    assert "the build read it: cat" in tally(
        *("custody", repo, "--ref", "v1.1", "--watched", record)
    ).out.replace("\n    ", " ")
    record.unlink()
    assert tally(*watch, "cat", "README").code in {0, 1}
    assert readers() == ([], [])
    (tree / "tests/good.gz").write_bytes(BLOB + b"other")
    record.unlink()
    assert tally(*watch, "cat", "tests/good.gz", "README").code in {0, 1}
    assert readers() == (None, [])
    (tree / "README").write_bytes(b"other\n")
    record.unlink()
    assert tally(*watch, "cat", "tests/good.gz", "README").code in {0, 1}
    assert readers() == (None, ["watched"])


@pytest.mark.parametrize("content", [b"{}", b"[1]", b'{"schema": "tallystick.watch/1"}', b"\xff"])
def test_what_is_no_record_of_a_build_is_refused(
    tally: Tally, written: Written, tmp_path: Path, content: bytes
) -> None:
    record = tmp_path / "record.json"
    record.write_bytes(content)
    done = tally("custody", str(written.repo.path), "--watched", record)
    assert done.failed_saying("--watched", "not a record of a watched build")


def test_a_first_provenance_names_each_opaque_file_and_no_origin(
    tally: Tally, written: Written
) -> None:
    done = tally("custody", str(written.repo.path), "--ref", "v1.1", "--init")
    assert done.code == 0
    assert 'path = "tests/good.gz"' in done.out
    assert "\nurl" not in done.out


def test_checking_the_provenance_fails_on_a_file_without_an_entry(
    tally: Tally, written: Written, tmp_path: Path
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[custody]\nopaque-file = "reject"\n')
    asked = ("--check", "opaque-file", "--check-provenance", "--policy", str(policy), "--offline")
    done = tally("custody", str(written.repo.path), "--ref", "v1.1", *asked)
    assert done.code == 1
    assert "tests/good.gz has no origin" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere",), "no such file"),
        (("{repo}", "--range", "x..v1.1"), "there is no x"),
        (("{repo}", "--range", "v1.0..v1.1", "--ref", "v1.0"), "--ref"),
        (("{repo}", "--policy", "none.toml"), "--policy"),
        (("{repo}", "--ledger", "none.json"), "--ledger"),
        (("{repo}", "--check", "karma"), "karma"),
    ],
)
def test_what_cannot_be_meant_is_a_usage_error(
    tally: Tally, written: Written, arguments: tuple[str, ...], said: str
) -> None:
    given = [word.replace("{repo}", str(written.repo.path)) for word in arguments]
    assert tally("custody", *given).failed_saying(said)
