"""Rebuilds that share a cache, and rebuilds that are killed: none disturbs another, and nothing is left."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND, Tally
from gitrepo import Content, GitRepo
from index_server import IndexServer, serving
from small_projects import BACKEND, FILES, Project
from tallystick.cache import PARTIAL
from tallystick.model import Skip
from tallystick.sandbox import Sandbox
from tool_index import offer

ASKING = FILES["pyproject.toml"].replace(b"requires = []", b'requires = ["tool"]')
WHEEL = "/files/tool-1.0-py3-none-any.whl"


@dataclass(frozen=True)
class World:
    """A project that is built with a tool of an index, and what it released."""

    tally: Tally
    index: IndexServer
    repository: GitRepo
    wheel: Path
    sdist: Path

    def words(self, artifact: Path) -> list[str]:
        source = ["--source", str(self.repository.path), "--index", self.index.url]
        return ["rebuild", str(artifact), *source, "--format", "json"]

    def started(self, artifact: Path) -> subprocess.Popen[bytes]:
        return self.tally.start(*self.words(artifact))

    @property
    def temporary(self) -> Path:
        return Path(self.tally.environment["TMPDIR"])

    @property
    def environments(self) -> list[Path]:
        return sorted((self.tally.folder / "cache" / "environments").iterdir())


@pytest.fixture
def world(tally: Tally, tmp_path: Path) -> Iterator[World]:
    if isinstance(found := Sandbox.find(), Skip):
        pytest.skip(found.reason)
    project = Project({**FILES, "pyproject.toml": ASKING})
    repository = GitRepo(tmp_path / "source")
    repository.commit(dict[str | bytes, Content](project.files.items()))
    repository.git("tag", "v1.0")
    wheel, sdist = (project.publish(form, tmp_path) for form in ("wheel", "sdist"))
    (tmp_path / "temporary").mkdir()
    environment = {**tally.environment, "TMPDIR": str(tmp_path / "temporary")}
    with serving() as index:
        offer(index, "tool", ("1.0", "2023-01-01T00:00:00Z"))
        yield World(
            tally=Tally(folder=tally.folder, environment=environment),
            index=index,
            repository=repository,
            wheel=wheel,
            sdist=sdist,
        )


def outcomes(process: subprocess.Popen[bytes]) -> set[str]:
    out, err = process.communicate(timeout=120)
    assert process.returncode in {0, 3}, err
    rebuilds: list[dict[str, Any]] = json.loads(out)["rebuilds"]
    assert len(rebuilds) == 2, rebuilds
    return {one["outcome"] for one in rebuilds}


def test_two_at_once_share_the_cache_and_do_not_disturb_each_other(world: World) -> None:
    world.index.hang(WHEEL)
    first = world.started(world.wheel)
    assert world.index.arrived.wait(60), first.communicate()
    offer(world.index, "tool", ("1.0", "2023-01-01T00:00:00Z"))  # answered from now on
    second = world.started(world.sdist)
    world.index.released.set()
    assert outcomes(first) == {"identical"}
    assert outcomes(second) == {"identical", "equal"}
    assert len(world.environments) == 1
    assert list(world.temporary.iterdir()) == []


REAPER = """
import ctypes, os, subprocess, sys, time
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: whoever is orphaned is ours
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print("on", flush=True)
sys.stdin.readline()
process.kill()
process.wait()
end = time.monotonic() + 60
left = True
while left and time.monotonic() < end:
    try:
        found, _ = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        left = False
    else:
        found or time.sleep(0.02)  # the end of a stranger's child has no event
print("left" if left else "gone", flush=True)
"""


def killed(world: World, when: Callable[[int], bool]) -> None:
    """Kill a rebuild as soon as ``when`` says so of the process above it; nothing of it may be left."""
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8")
    words = [sys.executable, "-c", REAPER, str(COMMAND), *world.words(world.wheel)]
    with subprocess.Popen(
        words,
        cwd=world.tally.folder,
        env=world.tally.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reaper:
        assert reaper.stdout is not None
        assert reaper.stdin is not None
        assert reaper.stdout.readline() == "on\n"
        end = time.monotonic() + 90
        while not when(reaper.pid):
            assert descendants(reaper.pid), "it ended before"
            assert time.monotonic() < end
            time.sleep(0.005)  # what a process is at has no event
        reaper.stdin.write("now\n")
        reaper.stdin.flush()
        assert reaper.stdout.readline() == "gone\n"
    assert Path("/proc/self/mounts").read_text(encoding="utf-8") == mounts
    assert list(world.temporary.iterdir()) == []


def descendants(pid: int) -> dict[int, bytes]:
    """The command lines of all processes below one."""
    parents: dict[int, int] = {}
    for process in Path("/proc").iterdir():
        if process.name.isdigit():
            try:
                stat = (process / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            parents[int(process.name)] = int(stat.rpartition(")")[2].split()[1])
    below, found = {pid}, dict[int, bytes]()
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    for child in below - {pid}:
        try:
            found[child] = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue
    return found


def saying(mark: bytes) -> Callable[[int], bool]:
    """Whether a process is there with ``mark`` in its command line."""
    return lambda pid: any(mark in words for words in descendants(pid).values())


def after(world: World) -> None:
    """What was killed is in nobody's way: the next one is as any other, and clears up after it."""
    assert outcomes(world.started(world.wheel)) == {"identical"}
    assert not [path for path in world.environments if PARTIAL in path.name]
    assert list(world.temporary.iterdir()) == []


@pytest.mark.parametrize("path", ["/simple/tool/", WHEEL], ids=["resolving", "installing"])
def test_killed_while_its_tools_are_fetched(world: World, path: str) -> None:
    answer = world.index.answers[path]
    world.index.hang(path)
    killed(world, lambda _: world.index.arrived.is_set())
    world.index.released.set()
    world.index.answers[path] = answer
    after(world)


def test_killed_while_the_sandbox_is_set_up(world: World) -> None:
    killed(world, saying(b"--die-with-parent"))
    after(world)


@pytest.mark.parametrize("form", ["wheel", "sdist"], ids=["in-the-first-way", "in-the-second-way"])
def test_killed_in_the_middle_of_a_build(world: World, form: str) -> None:
    head = f"def build_{form}(".encode()
    lines = BACKEND.split(b"\n")
    at = next(n for n, line in enumerate(lines) if line.startswith(head))
    lines.insert(at + 1, b"    import subprocess; subprocess.call(['sleep', '98765433'])")
    world.repository.commit({"backend.py": b"\n".join(lines)})
    world.repository.git("tag", "-f", "v1.0")
    killed(world, saying(b"98765433"))
    world.repository.commit({"backend.py": BACKEND})
    world.repository.git("tag", "-f", "v1.0")
    after(world)


def test_killed_at_moments_that_nobody_chose(world: World) -> None:
    begun = time.monotonic()
    after(world)
    whole = time.monotonic() - begun
    for part in (0.2, 0.45, 0.7, 0.9):
        moment = time.monotonic() + part * whole

        def is_time(pid: int, moment: float = moment) -> bool:
            return time.monotonic() >= moment or not descendants(pid)

        killed(world, is_time)
    after(world)
