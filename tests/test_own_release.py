"""The project's own release: the same bytes for whoever builds it, accepted, and ready to be installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gitrepo import GitRepo
from small_projects import BACKEND, PYPROJECT

pytestmark = pytest.mark.first

ROOT = Path(__file__).parents[1]
CHECK = ROOT / "tools" / "release_check.py"
UV = Path(sys.executable).with_name("uv")


def checked(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(CHECK), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the release that HEAD would be, checked."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a checkout")
    out = tmp_path_factory.mktemp("release")
    done = checked("--out", out)
    assert done.returncode == 0, done.stderr
    return out


def test_two_strangers_build_the_same_files_which_are_accepted_and_run(release: Path) -> None:
    assert [path.suffix for path in sorted(release.iterdir())] == [".whl", ".gz"]


@pytest.mark.parametrize(
    ("leak", "written"),
    [
        ("folder", "os.getcwd()"),
        ("time", 'os.stat("backend.py").st_mtime'),
        ("umask", 'os.stat("backend.py").st_mode'),
        ("zone", 'os.environ["TZ"]'),
        ("seed", 'hash("a")'),
    ],
)
def test_what_differs_between_builders_is_noticed(leak: str, written: str, tmp_path: Path) -> None:
    line = f'METADATA = "Metadata-Version: 2.1\\nX-Leak: %s\\nName: " % ({written}) + "'
    backend = "import os\n" + BACKEND.decode()
    head = 'METADATA = "Metadata-Version: 2.1\\nName: '
    assert head in backend
    repo = GitRepo(tmp_path / leak)
    repo.commit(
        {
            "pyproject.toml": PYPROJECT,
            "src/example.py": b"",
            "backend.py": backend.replace(head, line).encode(),
        }
    )
    done = checked("--repository", repo.path)
    assert done.returncode == 1, done
    assert "the other time" in done.stderr, done.stderr


def test_what_the_build_alone_brings_is_no_release(tmp_path: Path) -> None:
    more = b"_contents = contents\ndef contents():\n    return {**_contents(), 'evil.py': b'0'}\n"
    repo = GitRepo(tmp_path / "more")
    repo.commit({"pyproject.toml": PYPROJECT, "src/example.py": b"", "backend.py": BACKEND + more})
    done = checked("--repository", repo.path)
    assert done.returncode == 1, done
    assert "evil.py" in done.stderr


def test_a_build_that_fails_is_no_release(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "broken")
    repo.commit(
        {
            "pyproject.toml": PYPROJECT,
            "src/example.py": b"",
            "backend.py": b"raise SystemExit('no')\n",
        }
    )
    done = checked("--repository", repo.path)
    assert done.returncode == 1
    assert "build" in done.stderr


@pytest.mark.online
def test_uv_installs_it_as_a_tool(release: Path, tmp_path: Path) -> None:
    (wheel,) = release.glob("*.whl")
    around = {
        **os.environ,
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
        "TALLYSTICK_CACHE": str(tmp_path / "cache"),
    }
    around.pop("VIRTUAL_ENV", None)
    locked = tmp_path / "locked.txt"
    export: list[str | Path] = [
        UV,
        "export",
        "--quiet",
        "--locked",
        "--no-dev",
        "--no-emit-project",
    ]
    subprocess.run([*export, "-o", locked], cwd=ROOT, env=around, check=True, capture_output=True)
    install: list[str | Path] = [
        UV,
        "tool",
        "install",
        "--python",
        sys.executable,
        "--constraints",
        locked,
    ]
    subprocess.run([*install, wheel], env=around, check=True, capture_output=True)
    done = subprocess.run(
        [tmp_path / "bin" / "tallystick", "demo", "--into", tmp_path / "demo"],
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "REJECTED  hello-1.0.tar.gz" in done.stdout
