"""``tallystick trace``: what is asked of it, and what it says: reports, plans, refusals."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from command import COMMAND, Tally
from gitrepo import GitRepo
from traced import EVIL, EVIL_SHA256, STORE, entry, released, traced


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
    docs = (Path(__file__).parents[3] / "docs" / "incident.md").read_text(encoding="utf-8")
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
