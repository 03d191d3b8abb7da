"""Environments as of a day: from a real index on loopback, by the real uv, with wheels of our own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from index_server import IndexServer, serving
from rebuilding import CAPS, toolchains
from sandboxes import working
from tallystick.errors import StorageError
from tallystick.model import Skip
from tallystick.rebuild.interpreter import interpreters
from tallystick.rebuild.toolchain import Environment, Toolchains, Wanted
from tallystick.rebuild.trees import files
from tallystick.sandbox import Command
from tool_index import listed, offer, wheel

DAY = datetime(2024, 6, 1, tzinfo=UTC)
PACKED = "2024-05-01T00:00:00Z"


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


def wanted(*requirements: str, day: datetime = DAY) -> Wanted:
    return Wanted(interpreter=interpreters()[0], requirements=requirements, day=day)


def made(chains: Toolchains, *requirements: str) -> Environment:
    found = chains.environment(wanted(*requirements))
    assert isinstance(found, Environment), found
    return found


def skipped(chains: Toolchains, *requirements: str) -> str:
    found = chains.environment(wanted(*requirements))
    assert isinstance(found, Skip), found
    assert found.check == "toolchain"
    return found.reason


def test_what_was_uploaded_later_is_not_there(index: IndexServer, tmp_path: Path) -> None:
    offer(index, "tool", ("1.0", PACKED), ("2.0", "2024-07-01T00:00:00Z"))
    chains = toolchains(tmp_path, index=index.url)
    assert made(chains, "tool").packages == {"tool": "1.0"}
    later = chains.environment(wanted("tool", day=datetime(2024, 8, 1, tzinfo=UTC)))
    assert isinstance(later, Environment)
    assert later.packages == {"tool": "2.0"}
    assert later.digest != made(chains, "tool").digest


def test_a_version_of_later_is_missing_even_when_it_is_asked_for(
    index: IndexServer, tmp_path: Path
) -> None:
    offer(index, "tool", ("1.0", PACKED), ("2.0", "2024-07-01T00:00:00Z"))
    assert "tool" in skipped(toolchains(tmp_path, index=index.url), "tool==2.0")


def test_an_environment_is_made_once_and_asks_nobody_the_second_time(
    index: IndexServer, tmp_path: Path
) -> None:
    offer(index, "tool", ("1.0", PACKED))
    first = made(toolchains(tmp_path, index=index.url), "tool")
    asked = len(index.asked)
    assert made(toolchains(tmp_path, index=index.url), "tool") == first
    assert made(toolchains(tmp_path, index=index.url, offline=True), "tool") == first
    assert len(index.asked) == asked


def test_offline_is_a_skip_for_what_is_not_kept(index: IndexServer, tmp_path: Path) -> None:
    offer(index, "tool", ("1.0", PACKED))
    assert "uv" in skipped(toolchains(tmp_path, index=index.url, offline=True), "tool")
    assert index.asked == []


def test_an_sdist_is_no_tool_and_its_setup_py_is_never_run(
    index: IndexServer, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    sdist = tmp_path / "sdist"
    sdist.mkdir()
    (sdist / "setup.py").write_text(f"open({str(marker)!r}, 'w')\n")
    subprocess.run(["tar", "czf", "tool-1.0.tar.gz", "sdist"], cwd=tmp_path, check=True)
    content = (tmp_path / "tool-1.0.tar.gz").read_bytes()
    index.project("tool", [index.file("tool-1.0.tar.gz", content, **{"upload-time": PACKED})])
    assert "tool" in skipped(toolchains(tmp_path, index=index.url), "tool")
    assert not marker.exists()


def test_what_a_wheel_would_run_at_the_start_of_python_is_not_run_here(
    index: IndexServer, tmp_path: Path
) -> None:
    marker = tmp_path / "marker"
    content = wheel("tool", "1.0", {"tool.pth": f"import os; open({str(marker)!r}, 'w')\n"})
    index.project("tool", [listed(index, "1.0", PACKED, content)])
    found = made(toolchains(tmp_path, index=index.url), "tool")
    assert list(found.root.glob("lib/*/site-packages/tool.pth"))
    assert not marker.exists()
    subprocess.run([found.python, "-c", ""], check=True)
    assert marker.exists(), "it would have been run by any start of this interpreter"


def test_another_file_than_the_index_announces_is_a_skip(
    index: IndexServer, tmp_path: Path
) -> None:
    offer(index, "tool", ("1.0", PACKED))
    index.send("/files/tool-1.0-py3-none-any.whl", wheel("tool", "1.0", {"evil.py": ""}))
    assert "ash" in skipped(toolchains(tmp_path, index=index.url), "tool")
    assert not list((tmp_path / "cache" / "environments").iterdir())


@pytest.mark.parametrize(
    "requirement",
    [
        "tool @ https://example.org/tool.whl",
        "tool @ file:///etc",
        "-r /etc/passwd",
        "--index-url=https://example.org",
        "tool\n--index-url=https://example.org",
        "",
    ],
)
def test_what_is_no_project_of_the_index_is_refused(requirement: str, tmp_path: Path) -> None:
    assert "requirement" in skipped(toolchains(tmp_path), requirement) or "place" in skipped(
        toolchains(tmp_path), requirement
    )


def test_nothing_required_needs_no_index(tmp_path: Path) -> None:
    assert made(toolchains(tmp_path, offline=True)).packages == {}


def test_without_uv_it_is_a_skip_that_names_it(tmp_path: Path) -> None:
    assert "uv" in skipped(replace(toolchains(tmp_path), uv=None), "tool")
    assert "uv" in skipped(replace(toolchains(tmp_path), uv="/nonexistent/uv"), "tool")


def test_inside_it_works_and_cannot_be_written(index: IndexServer, tmp_path: Path) -> None:
    offer(index, "tool", ("1.0", PACKED))
    found = made(toolchains(tmp_path, index=index.url), "tool")
    script = (
        "import os, sys, tool; print(tool.VERSION)\n"
        "try: open(tool.__file__, 'a')\n"
        "except OSError: print('refused')\n"
    )
    command = Command(argv=(found.python, "-I", "-c", script), reads=found.reads)
    outcome = working("bubblewrap").run(command, files({}), CAPS)
    assert outcome.output.split() == [b"1.0", b"refused"], outcome.output


SECOND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tallystick.cache import Cache
from tallystick.limits import DEFAULT
from tallystick.rebuild.interpreter import interpreters
from tallystick.rebuild.toolchain import Toolchains, Wanted
chains = Toolchains(cache=Cache(root=Path(sys.argv[1])), limits=DEFAULT, index=sys.argv[2])
day = datetime(2024, 6, 1, tzinfo=UTC)
found = chains.environment(
    Wanted(interpreter=interpreters()[0], requirements=("tool",), day=day))
print(found.digest)
"""


def other_process(cache: Path, index: IndexServer) -> subprocess.Popen[bytes]:
    toolchains(cache)  # a skip where there is no uv
    return subprocess.Popen(
        [sys.executable, "-c", SECOND, str(cache / "cache"), index.url],
        stdout=subprocess.PIPE,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
    )


def test_two_processes_at_once_make_one_environment(index: IndexServer, tmp_path: Path) -> None:
    offer(index, "tool", ("1.0", PACKED))
    both = [other_process(tmp_path, index) for _ in range(2)]
    said = {process.communicate(timeout=120)[0] for process in both}
    assert [process.returncode for process in both] == [0, 0]
    assert len(said) == 1
    assert len(list((tmp_path / "cache" / "environments").iterdir())) == 1


def test_a_killed_one_leaves_nothing_that_is_believed_and_the_next_removes_it(
    index: IndexServer, tmp_path: Path
) -> None:
    offer(index, "tool", ("1.0", PACKED))
    answer = index.answers["/files/tool-1.0-py3-none-any.whl"]
    index.hang("/files/tool-1.0-py3-none-any.whl")
    process = other_process(tmp_path, index)
    assert index.arrived.wait(120)
    environments = tmp_path / "cache" / "environments"
    (partial,) = environments.iterdir()
    assert "partial" in partial.name
    process.send_signal(signal.SIGKILL)
    process.communicate()
    index.released.set()
    index.answers["/files/tool-1.0-py3-none-any.whl"] = answer
    offer(index, "other", ("1.0", PACKED))
    made(toolchains(tmp_path, index=index.url), "other")
    assert not partial.exists(), "another environment's making sweeps what the dead one left"
    assert made(toolchains(tmp_path, index=index.url), "tool").packages == {"tool": "1.0"}
    assert len(list(environments.iterdir())) == 2


def test_a_cache_that_cannot_be_written_is_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a folder")
    with pytest.raises(StorageError):
        toolchains(tmp_path).environment(wanted())
