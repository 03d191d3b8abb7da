"""``tallystick rebuild``: as people run it, and what two of them signed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from command import Tally
from gitrepo import Content, GitRepo
from signers import Keys
from small_projects import FILES, Project, repacked
from tallystick.model import Skip
from tallystick.sandbox import Sandbox


@pytest.fixture
def source(tmp_path: Path) -> GitRepo:
    if isinstance(found := Sandbox.find(), Skip):
        pytest.skip(found.reason)
    repository = GitRepo(tmp_path / "source")
    repository.commit(dict[str | bytes, Content](FILES.items()))
    repository.git("tag", "v1.0")
    return repository


def test_an_honest_sdist_is_rebuilt_and_two_who_say_so_are_a_quorum(
    tally: Tally, source: GitRepo, tmp_path: Path
) -> None:
    keys = Keys(tmp_path / "keys")
    sdist = Project(FILES).publish("sdist", tmp_path)
    files = []
    for name in ("alice", "bob"):
        files.append(f"{name}.jsonl")
        done = tally(
            *("rebuild", sdist, "--source", source.path, "--offline", "--format", "json"),
            *("--attest", files[-1], "--attest-key", keys.make(name, known_as=name)),
        )
        assert done.code == 0, done
        routes = {one["route"]: one["outcome"] for one in json.loads(done.out)["rebuilds"]}
        assert routes == {"sdist-from-commit": "equal", "wheel-from-published-sdist": "identical"}
    quorum: tuple[str | Path, ...] = (
        "quorum",
        *files,
        "--allowed-signers",
        keys.allowed,
        "-k",
        "2",
        "--artifact",
    )
    assert tally(*quorum, sdist).code == 0
    copied = shutil.copy(sdist, tmp_path / "copy.tar.gz")
    with Path(copied).open("ab") as file:
        file.write(b"\0")
    assert tally(*quorum, copied).code == 3


def test_a_wheel_that_does_not_come_out_is_said_to_and_signed_as_not_reproduced(
    tally: Tally, source: GitRepo, tmp_path: Path
) -> None:
    keys = Keys(tmp_path / "keys")
    wheel = repacked(Project(FILES).publish("wheel", tmp_path), {"planted.pth": b"import os\n"})
    done = tally(
        *("rebuild", wheel, "--source", source.path, "--offline"),
        *("--attest", "bad.jsonl", "--attest-key", keys.make("alice", known_as="alice")),
    )
    assert done.code == 1, done
    assert "Built again" in done.out
    assert "1 entry did not come out" in done.out
    assert "planted.pth" in done.out
    alone = ("quorum", "bad.jsonl", "--allowed-signers", keys.allowed, "-k", "2")
    told = json.loads(tally(*alone, "--artifact", wheel, "--format", "json").out)
    assert told["verdict"] == "inconclusive"
    assert told["rebuilders"][0]["verdict"] == "rejected"


def test_without_a_source_nothing_can_be_rebuilt(tally: Tally, tmp_path: Path) -> None:
    wheel = Project(FILES).publish("wheel", tmp_path)
    assert tally("rebuild", wheel, "--offline").code == 3
