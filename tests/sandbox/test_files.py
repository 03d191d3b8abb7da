"""What a command can read and write outside of its own folder: nothing but what is named."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandboxes import UNSAFE, python, replaced, said
from tallystick.cache import Cache
from tallystick.errors import UsageError
from tallystick.sandbox import Sandbox

READ = """
tell({path: attempt(lambda: open(path, "rb").read(20).decode() or "empty") if not os.path.isdir(path)
      else sorted(os.listdir(path)) for path in sys.argv[1:]})
"""

WRITE = """
tell({path: attempt(lambda: open(path, "a").write("x") and "written") for path in sys.argv[1:]})
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder on the machine into which everybody may write."""
    folder = Path(tempfile.mkdtemp(prefix="tallystick-test-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


def test_keys_and_homes_are_not_there(sandbox: Sandbox, tmp_path: Path) -> None:
    key = tmp_path / ".ssh" / "id_ed25519"
    key.parent.mkdir()
    key.write_text("PRIVATE KEY")
    paths: list[Path | str] = [
        key,
        Path.home() / ".ssh",
        Path.home() / ".gnupg",
        "/etc/shadow",
        "/etc/ssh",
        "/var",
    ]
    paths += [
        "/home",
        "/run",
        "/srv",
        "/sys",
        "/mnt",
        Cache.default().root,
        "/proc/1/root",
        "/etc/machine-id",
    ]
    found = said(python(sandbox, READ, *paths))
    assert set(found.values()) <= {"ENOENT", "EACCES"}, found
    assert found[str(key)] == "ENOENT"


def test_without_a_sandbox_the_key_is_read(tmp_path: Path) -> None:
    key = tmp_path / "id_ed25519"
    key.write_text("PRIVATE KEY")
    assert said(python(UNSAFE, READ, key)) == {str(key): "PRIVATE KEY"}


def test_root_home_holds_nothing_but_the_way_to_what_is_read(sandbox: Sandbox) -> None:
    found = said(
        python(sandbox, 'tell([p for p, d, f in os.walk("/root") for n in f if "/." not in p])')
    )
    assert found == []


def test_nothing_outside_can_be_written(sandbox: Sandbox, open_folder: Path) -> None:
    shared = open_folder / "shared"
    shared.write_text("")
    shared.chmod(0o666)
    paths: list[Path | str] = [
        "/x",
        "/etc/x",
        "/usr/x",
        "/usr/local/x",
        "/dev/x",
        "/home",
        "/etc/passwd",
        shared,
    ]
    paths += [open_folder / "new", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger"]
    found = said(python(sandbox, WRITE, *paths, reads=(open_folder,)))
    assert set(found.values()) <= {"EROFS", "EACCES", "EPERM", "ENOENT"}, found
    assert {found[path] for path in ("/x", "/etc/x", "/usr/x", "/dev/x", str(shared))} == {"EROFS"}
    assert shared.read_text() == ""
    assert [path.name for path in open_folder.iterdir()] == ["shared"]


def test_without_the_read_only_mount_a_read_is_written(
    bubblewrap: Sandbox, open_folder: Path
) -> None:
    writable = replaced(bubblewrap, "--ro-bind", "--bind")
    python(writable, WRITE, open_folder / "new", reads=(open_folder,))
    assert (open_folder / "new").read_text() == "x"


def test_temporary_files_are_its_own(sandbox: Sandbox) -> None:
    name = f"tallystick-escape-{os.getpid()}"
    script = """
paths = ["/tmp/" + sys.argv[1], os.environ["TMPDIR"] + "/x", os.environ["HOME"] + "/x", "/dev/shm/x"]
tell({path: attempt(lambda: open(path, "a").write("x") and "written") for path in paths})
"""
    assert set(said(python(sandbox, script, name)).values()) == {"written"}
    assert not Path("/tmp", name).exists()
    assert said(python(sandbox, READ, f"/tmp/{name}")) == {f"/tmp/{name}": "ENOENT"}
    left = python(UNSAFE, script.replace('"/dev/shm/x"', '"/dev/null"'), name)
    assert left.status == 0
    Path("/tmp", name).unlink()  # that it is there shows what would happen


def test_a_setuid_program_gives_no_rights(sandbox: Sandbox, open_folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a setuid program to try")
    open_folder.chmod(0o755)
    program = open_folder / "id"
    shutil.copy("/usr/bin/id", program)
    program.chmod(0o4755)
    script = 'tell(os.popen(sys.argv[1] + " -u").read().strip())'
    assert said(python(sandbox, script, program, reads=(open_folder,))) != "0"
    someone = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", str(program), "-u"]
    outside = subprocess.run(someone, capture_output=True, text=True, check=True)
    assert outside.stdout.strip() == "0"  # and outside it does


@pytest.mark.parametrize("path", ["/", "/etc", "/root", "/proc", "/dev", "~", "~/.."])
def test_what_is_private_is_never_a_read(bubblewrap: Sandbox, path: str) -> None:
    with pytest.raises(UsageError):
        python(bubblewrap, "", reads=(Path(os.path.expanduser(path)),))


def test_a_link_to_what_is_private_is_no_read(bubblewrap: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc")
    with pytest.raises(UsageError, match="private"):
        python(bubblewrap, "", reads=(tmp_path / "link",))


def test_the_folder_given_is_not_the_folder_worked_on(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("before")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("secret")
    script = 'tell(sorted(os.listdir("."))); open("a", "w").write("after")'
    outcome = python(sandbox, script, source=tmp_path)
    assert said(outcome) == ["a"]
    assert (tmp_path / "a").read_text() == "before"
    assert outcome.wrote.read("a") == b"after"
