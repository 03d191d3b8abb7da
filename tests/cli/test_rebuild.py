"""``tallystick rebuild``: as people run it, and what two of them signed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from command import Tally
from gitrepo import TIME, Content, GitRepo
from signers import Keys
from small_projects import FILES, Project, repacked
from tallystick.model import Skip
from tallystick.sandbox import Sandbox
from tools_needed import require_tool

UV = Path(sys.executable).with_name("uv")


@pytest.fixture
def source(tmp_path: Path) -> GitRepo:
    if isinstance(found := Sandbox.find(), Skip):
        pytest.skip(found.reason)
    repository = GitRepo(tmp_path / "source")
    repository.commit(dict[str | bytes, Content](FILES.items()))
    repository.git("tag", "v1.0")
    return repository


def test_a_rebuild_is_watched_and_says_what_its_build_did(
    tally: Tally, source: GitRepo, tmp_path: Path
) -> None:
    require_tool("strace")
    sdist = Project(FILES).publish("sdist", tmp_path)
    asked = ("--source", source.path, "--offline", "--watch")
    done = tally("rebuild", sdist, *asked, "--format", "json")
    assert done.code == 0, done
    builds = json.loads(done.out)["watched"]
    assert {build["product"] for build in builds} == {"sdist", "wheel"}
    assert all(build["succeeded"] and build["commands"] for build in builds)
    told = tally("rebuild", sdist, *asked)
    assert "Watched while it was built" in told.out
    refused = tally("audit", sdist, "--source", source.path, "--offline", "--watch")
    assert refused.code == 2
    assert "--depth rebuild" in refused.err


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


def running(mark: bytes) -> bool:
    """Whether any process of this machine has ``mark`` among its words."""
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark in (process / "cmdline").read_bytes().split(b"\0"):
                return True
        except OSError:
            continue
    return False


def until(condition: Callable[[], bool]) -> bool:
    """Wait for ``condition``, a minute at most."""
    end = time.monotonic() + 60
    while not condition() and time.monotonic() < end:
        time.sleep(0.05)
    return condition()


def test_a_rebuild_that_is_killed_leaves_no_process_and_no_file(
    tally: Tally, source: GitRepo, tmp_path: Path
) -> None:
    mark = b"98765432"
    project = Project.with_backend("import subprocess\nsubprocess.call(['sleep', '98765432'])")
    source.commit({"backend.py": project.files["backend.py"]})
    source.git("tag", "-f", "v1.0")
    wheel = Project(FILES).publish("wheel", tmp_path)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    inside = Tally(folder=tally.folder, environment={**tally.environment, "TMPDIR": str(temporary)})
    process = inside.start("rebuild", wheel, "--source", source.path, "--offline")
    assert until(lambda: running(mark) or process.poll() is not None)
    assert process.poll() is None, process.communicate()
    process.kill()
    process.communicate()
    assert until(lambda: not running(mark))
    assert list(temporary.iterdir()) == []


def of_flit(folder: Path) -> GitRepo:
    """A project that flit builds, released as v1.0 in November 2023."""
    repository = GitRepo(folder / "source")
    files = {
        "pyproject.toml": b'[build-system]\nrequires = ["flit_core >=3.2,<4"]\n'
        b'build-backend = "flit_core.buildapi"\n\n[project]\nname = "example"\n'
        b'version = "1.0"\ndescription = "An example"\nrequires-python = ">=3.8"\n',
        "example.py": b'"""An example."""\n',
        "tests/test_example.py": b"import example\n",
    }
    repository.commit(dict[str | bytes, Content](files.items()))
    repository.git("tag", "v1.0")
    return repository


@pytest.mark.online
def test_a_release_of_a_known_backend_is_rebuilt_with_the_tools_of_its_day(
    tally: Tally, tmp_path: Path
) -> None:
    if isinstance(found := Sandbox.find(), Skip):
        pytest.skip(found.reason)
    repository = of_flit(tmp_path)
    # The commit is of November 2023: flit_core 3.9.0 was the newest then, and is not now.
    of_the_day = tmp_path / "of-the-day"
    subprocess.run(
        [UV, "build", "--quiet", "--exclude-newer", "2023-11-14T22:13:20Z", "-o", of_the_day],
        cwd=repository.path,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(TIME)},
        check=True,
    )
    for name in ("example-1.0-py3-none-any.whl", "example-1.0.tar.gz"):
        done = tally(
            *("rebuild", of_the_day / name, "--source", repository.path, "--format", "json")
        )
        assert done.code == 0, done
        first = json.loads(done.out)["rebuilds"][0]
        assert first["outcome"] in {"identical", "equal"}, first
        assert "flit-core 3.9.0" in first["tools"]


@pytest.mark.online
@pytest.mark.parametrize("is_honest", [True, False])
def test_an_sdist_of_flits_own_program_is_built_by_that_program(
    is_honest: bool, tally: Tally, tmp_path: Path
) -> None:
    if isinstance(found := Sandbox.find(), Skip):
        pytest.skip(found.reason)
    repository = of_flit(tmp_path)
    if not is_honest:
        repository.commit({"tests/test_planted.py": b"import evil\n"})
    flit = ("--from", "flit==3.9.0", "--with", "flit_core==3.9.0", "flit")
    subprocess.run(
        [UV, "tool", "run", "--quiet", *flit, "build", "--format", "sdist", "--setup-py"],
        cwd=repository.path,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(TIME), "FLIT_NO_NETWORK": "1"},
        check=True,
        capture_output=True,
    )
    sdist = repository.path / "dist" / "example-1.0.tar.gz"
    asked = ("--source", repository.url, "--ref", "v1.0", "--format", "json")
    done = tally("rebuild", sdist, *asked)
    first = json.loads(done.out)["rebuilds"][0]
    assert (done.code == 0) is is_honest, done
    assert (first["outcome"] in {"identical", "equal"}) is is_honest, first
    by_flit = "python -m flit build --format sdist --use-vcs --setup-py"
    assert (first["command"] == by_flit) is is_honest, first
