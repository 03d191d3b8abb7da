"""A policy that makes review mandatory, as a CI job runs it on a pull request: what each rule exits with."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from command import Tally
from gitrepo import GitRepo
from past import ADA, BEN, EVE, Past, Written

BLOB = b"\0\1\2opaque"

PROVENANCE = f"""schema = "tallystick.provenance/1"
[[file]]
path = "data.bin"
sha256 = "{hashlib.sha256(BLOB).hexdigest()}"
url = "https://example.org/data.bin"
"""

REVIEW = 'review = "reject"'
OPAQUE = 'opaque-file = "reject"\nreview = "allow"'
DORMANT = 'dormant = "reject"\nreview = "allow"\nopaque-file = "allow"'


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """Commit 1 is the base, 2 was reviewed, 3 touches documents alone, 4 and 5 are Eve's own merge."""
    past = Past()
    past.commit({"a.c": b"1\n", "CODEOWNERS": b"* ada@example.org\n"}, ADA)
    past.commit({"a.c": b"2\n"}, EVE, committer=ADA)
    past.commit({"docs/a.md": b"1\n"}, EVE)
    past.commit({"b.c": b"1\n"}, EVE)
    past.merge(4, into=3, by=EVE, files={"b.c": b"1\n"})
    past.commit({"data.bin": BLOB}, EVE, committer=ADA)
    past.commit({"provenance.toml": PROVENANCE.encode()}, EVE, committer=ADA)
    past.commit({"CODEOWNERS": b"* ben@example.org ada@example.org\n"}, EVE, committer=ADA)
    return past.write(tmp_path_factory.mktemp("gate") / "repo")


@pytest.mark.parametrize(
    ("policy", "after", "until", "code"),
    [
        (REVIEW, 1, 2, 0),
        (REVIEW, 2, 3, 1),
        (f'{REVIEW}\npaths = ["*.c"]', 2, 3, 0),
        (f'{REVIEW}\npaths = ["*.c"]', 2, 5, 1),
        (f'{REVIEW}\nconfidence = "high"', 1, 2, 1),
        ('self-merge = "reject"\nreview = "allow"', 1, 3, 0),
        ('self-merge = "reject"\nreview = "allow"', 3, 5, 1),
        (OPAQUE, 5, 6, 1),
        (OPAQUE, 5, 7, 0),
        (DORMANT, 1, 3, 0),
        (DORMANT, 7, 8, 1),
        (REVIEW, 2, 2, 3),
    ],
)
def test_a_rule_exits_as_it_says(  # noqa: PLR0917 - one row of the table
    tally: Tally, written: Written, tmp_path: Path, policy: str, after: int, until: int, code: int
) -> None:
    file = tmp_path / "policy.toml"
    file.write_text(f"[custody]\n{policy}\n")
    within = f"{written.ids[after]}..{written.ids[until]}"
    done = tally(
        *("custody", str(written.repo.path), "--range", within, "--policy", str(file)),
        "--no-lines",
    )
    assert done.code == code, done.out + done.err


def test_a_shallow_checkout_is_no_pass(tally: Tally, tmp_path: Path) -> None:
    """As CI makes it by default: the base of the pull request may not be there at all."""
    past = Past()
    for number in range(4):
        past.commit({"a.c": b"%d" % number}, EVE, committer=BEN)
    whole = past.write(tmp_path / "whole")
    shallow = tmp_path / "shallow"
    GitRepo(tmp_path / "at").git("clone", "-q", "--bare", "--depth=2", whole.repo.url, str(shallow))
    policy = tmp_path / "policy.toml"
    policy.write_text(f"[custody]\n{REVIEW}\n")
    asked = ("custody", str(shallow), "--policy", str(policy), "--no-lines")
    assert tally(*asked, "--range", f"{whole.ids[3]}..").code == 3
    assert tally(*asked, "--range", f"{whole.ids[1]}..").code == 2
