"""The forked command of the tests is as the started one: else they would test something else."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import warm
from command import COMMAND
from tallystick import __version__

ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONWARNINGS": "error", "LC_ALL": "C.UTF-8"}


def call(folder: Path, *arguments: str, timeout: float = 60) -> tuple[int, bytes, bytes]:
    environment = {**ENVIRONMENT, "HOME": str(folder), "TALLYSTICK_CACHE": str(folder / "cache")}
    command = [str(COMMAND), *arguments]
    done = warm.run(command, folder=folder, environment=environment, timeout=timeout)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def after_one(tmp_path: Path) -> None:
    assert call(tmp_path, "--version")[0] == 0


@pytest.mark.usefixtures("after_one")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--version",), 0),
        ((), 2),
        (("no-such",), 2),
        (("demo", "--into", "out"), 0),
        (("policy", "check", "here.toml"), 0),
        (("audit", "absent.tar.gz"), 2),
    ],
)
def test_it_says_does_and_ends_the_same(
    arguments: tuple[str, ...], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    before = os.umask(0o077)
    try:
        for are_started in (True, False):
            folder = tmp_path / "place"
            folder.mkdir()
            (folder / "here.toml").write_text('[rules]\nunexplained-data = "reject"\n')
            monkeypatch.setattr(warm, "ARE_STARTED", are_started)
            ended = call(folder, *arguments)
            made = {
                str(path.relative_to(folder)): path.stat().st_mode
                for path in folder.rglob("*")
                if not {".git", "cache"} & set(path.parts)
            }
            found.append((ended, made))
            shutil.rmtree(folder)
    finally:
        os.umask(before)
    assert found[0] == found[1]
    assert found[0][0][0] == code


@pytest.mark.usefixtures("after_one")
def test_one_that_does_not_end_is_killed(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never.toml")
    with pytest.raises(subprocess.TimeoutExpired):
        call(tmp_path, "policy", "check", "never.toml", timeout=1)
    for _ in iter(lambda: has_reader(tmp_path / "never.toml"), False):
        os.sched_yield()


def has_reader(pipe: Path) -> bool:
    """Whether somebody has it open; to open it for writing is an error where nobody reads (fifo(7))."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError as error:
        if error.errno == errno.ENXIO:
            return False
        raise
    return True


def test_a_script_finds_it_and_gives_it_its_own_descriptors(tmp_path: Path) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    warm.program(COMMAND, programs, ENVIRONMENT)
    script = """
        tallystick --version | tr a-z A-Z
        tallystick no-such 2> said || echo $?
        PYTHONWARNINGS= tallystick --version
    """
    around = {**ENVIRONMENT, "PATH": f"{programs}{os.pathsep}{ENVIRONMENT['PATH']}"}
    out = subprocess.check_output(["bash", "-euc", script], cwd=tmp_path, env=around, text=True)
    version = f"tallystick {__version__}"
    assert out.splitlines() == [version.upper(), "2", version]
    assert "no such command" in (tmp_path / "said").read_text()
