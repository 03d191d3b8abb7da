"""Which sandbox is found, what it always says inside, and what is said where none works."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from sandboxes import CAPS, NAMES, UNSAFE, python, said, working
from tallystick.errors import SandboxError, UsageError
from tallystick.model import Skip
from tallystick.sandbox import Command, Outcome, Sandbox, UnsafeSandboxWarning, finding
from tallystick.sandbox.seccomp import ABSENT, ARCHITECTURES, REFUSED, program
from tallystick.tools import missing
from trees import tree


def test_bubblewrap_is_the_first_choice() -> None:
    assert working("bubblewrap") == Sandbox.find()


def test_where_nothing_works_it_is_a_skip_that_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    found = Sandbox.find()
    assert isinstance(found, Skip)
    assert found.check == "sandbox"
    assert missing("bwrap") in found.reason
    assert missing("unshare") in found.reason


def test_a_launcher_that_cannot_make_namespaces_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # What bubblewrap prints where user namespaces are forbidden.
    program_ = tmp_path / "bwrap"
    program_.write_text(
        "#!/bin/sh\necho bwrap: No permissions to create new namespace >&2; exit 1\n"
    )
    program_.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = Sandbox.find(only="bubblewrap")
    assert isinstance(found, Skip)
    assert "No permissions to create new namespace" in found.reason


def test_a_machine_without_a_filter_is_a_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    found = Sandbox.find()
    assert isinstance(found, Skip)
    assert "filter" in found.reason


def test_unsafe_is_only_where_nothing_works_and_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Sandbox.find(unsafe_no_sandbox=True) == working("bubblewrap")
    monkeypatch.setattr(finding, "LAUNCHERS", ())
    with pytest.warns(UnsafeSandboxWarning, match="all your rights"):
        found = Sandbox.find(unsafe_no_sandbox=True)
    assert isinstance(found, Sandbox)
    assert found.is_unsafe


def test_unsafe_still_works_on_a_copy_with_caps(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    outcome = python(UNSAFE, 'open("b", "w").write("b"); tell(os.getcwd())', source=tmp_path)
    assert list(outcome.wrote.entries) == ["b"]
    assert outcome.wrote.read("b") == b"b"
    assert os.listdir(tmp_path) == ["a"]
    place = Path(said(outcome))
    del outcome
    assert not place.exists()
    hung = python(UNSAFE, "time.sleep(1000)", caps=replace(CAPS, seconds=1))
    assert hung.killed_by == "time"
    loud = python(UNSAFE, "while True: print('x' * 1000)", caps=replace(CAPS, output=99))
    assert (loud.killed_by, len(loud.output)) == ("output", 99)


ENVIRONMENT = """
mask = os.umask(0)
tell({**os.environ, "umask": mask, "cwd": os.getcwd(), "mtime": os.stat("a").st_mtime,
      "host": socket.gethostname(), "zone": time.tzname, "input": sys.stdin.read()})
"""


def test_the_environment_is_clean_and_fixed(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "secret")
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    found = said(python(sandbox, ENVIRONMENT, files={"a": b""}))
    found.pop("PWD", None)
    found.pop("LC_CTYPE", None)  # which Python sets for itself (PEP 538)
    assert found == {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": "/build/home",
        "TMPDIR": "/build/tmp",
        "USER": "build",
        "LOGNAME": "build",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": "0",
        "umask": 0o022,
        "cwd": "/build/tree",
        "mtime": 0,
        "host": "build",
        "zone": ["UTC", "UTC"],
        "input": "",
    }


def test_no_process_inside_holds_our_environment(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "very-secret")
    script = """
found = b""
for name in os.listdir("/proc"):
    if name.isdigit():
        for file in ("environ", "cmdline"):
            try: found += open(f"/proc/{name}/{file}", "rb").read()
            except OSError: pass
tell("very-" + "secret" in found.decode(errors="replace"))
"""
    assert said(python(sandbox, script)) is False


def test_what_the_command_names_is_what_it_gets(sandbox: Sandbox) -> None:
    command = Command(
        argv=("sh", "-c", 'echo "$PWD $X $SOURCE_DATE_EPOCH $PATH"'),
        cwd="sub/folder",
        environment={"X": "a b", "PATH": "/usr/bin"},
        clock=1_700_000_000,
    )
    outcome = sandbox.run(command, tree({"sub/folder/a": b""}), CAPS)
    assert outcome.output == b"/build/tree/sub/folder a b 1700000000 /usr/bin\n"


@pytest.mark.parametrize("cwd", ["/", "..", "a/../..", "a\0"])
def test_a_folder_outside_of_the_tree_is_refused(sandbox: Sandbox, cwd: str) -> None:
    with pytest.raises(UsageError):
        sandbox.run(Command(argv=("true",), cwd=cwd), tree({}), CAPS)


def test_a_folder_that_is_not_there_fails_and_is_not_the_root(sandbox: Sandbox) -> None:
    outcome = sandbox.run(Command(argv=("touch", "x"), cwd="absent"), tree({}), CAPS)
    assert outcome.status != 0
    assert outcome.tree.entries == {}


@pytest.mark.parametrize("name", ["", "A=B", "A\0"])
def test_a_variable_that_could_not_be_meant_is_refused(sandbox: Sandbox, name: str) -> None:
    with pytest.raises(UsageError):
        sandbox.run(Command(argv=("true",), environment={name: "x"}), tree({}), CAPS)


@pytest.mark.parametrize(
    ("script", "status"),
    [("exit 0", 0), ("exit 7", 7), ("kill -9 $$", 128 + 9), ("kill -6 $$", 128 + 6)],
)
def test_the_status_is_the_commands(sandbox: Sandbox, script: str, status: int) -> None:
    outcome = sandbox.run(Command(argv=("sh", "-c", script)), tree({}), CAPS)
    assert (outcome.status, outcome.killed_by) == (status, None)


def test_a_program_that_is_not_there_is_an_outcome(sandbox: Sandbox) -> None:
    outcome = sandbox.run(Command(argv=("no-such-program",)), tree({}), CAPS)
    assert outcome.status == 127
    assert b"no-such-program" in outcome.output


def test_a_launcher_that_dies_is_an_error_and_not_an_outcome(sandbox: Sandbox) -> None:
    def broken(*_: object) -> tuple[list[str], list[int]]:
        return ["/bin/sh", "-c", "echo out of order; exit 3"], []

    with pytest.raises(SandboxError, match="out of order"):
        replace(sandbox, launch=broken).run(Command(argv=("true",)), tree({}), CAPS)


def test_two_at_once_do_not_disturb_each_other(sandbox: Sandbox) -> None:
    outcomes: dict[int, Outcome] = {}

    def one(number: int) -> None:
        script = 'open("a", "a").write(sys.argv[1]); time.sleep(0.3); tell(open("a").read())'
        outcomes[number] = python(sandbox, script, number, files={"a": b""})

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {number: said(outcome) for number, outcome in outcomes.items()} == {
        number: str(number) for number in range(4)
    }


def test_nothing_stays_open(sandbox: Sandbox) -> None:
    python(sandbox, "")
    before = os.listdir("/proc/self/fd")
    python(sandbox, "")
    assert os.listdir("/proc/self/fd") == before
    assert signal.getsignal(signal.SIGCHLD) == signal.SIG_DFL


@pytest.mark.parametrize(
    ("machine", "header", "prefix"),
    [
        ("x86_64", "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", "__NR_"),
        ("aarch64", "/usr/include/asm-generic/unistd.h", "__NR_"),
    ],
)
def test_the_numbers_are_those_of_the_kernels_headers(
    machine: str, header: str, prefix: str
) -> None:
    path = Path(header)
    if not path.exists():
        pytest.skip(f"{header} is not installed (linux-libc-dev)")
    rows = [
        line.split() for line in path.read_text().splitlines() if line.startswith("#define __NR")
    ]
    numbers = {row[1].replace("__NR3264_", prefix): row[2] for row in rows if len(row) == 3}
    architecture = ARCHITECTURES[machine]
    for name, columns in (ABSENT | REFUSED).items():
        assert numbers[prefix + name] == str(columns[architecture.column]), name
    for name in ("clone", "socket", "socketpair"):
        assert numbers[prefix + name] == str(getattr(architecture, name))
    assert program(machine) is not None


def test_someone_without_any_rights_has_a_sandbox_too() -> None:
    """As root, the same once more as a user who is not: the user namespaces that others get."""
    if os.geteuid() != 0:
        pytest.skip("then every other test has shown it")
    for name in NAMES:
        working(name)
        child = os.fork()
        if child == 0:
            os._exit(_as_nobody(name))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, name


def _as_nobody(name: str) -> int:
    try:
        os.setgroups([])
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        if name == "namespaces" and not os.access(sys.executable, os.X_OK):
            return 0  # whose stage this user could not start
        sandbox = Sandbox.find(only=name)
        assert isinstance(sandbox, Sandbox), sandbox
        script = "id -u; echo x > x; touch /x /etc/x /usr/x; ls /proc | grep -c '^[0-9]'; ulimit -u"
        outcome = sandbox.run(Command(argv=("sh", "-c", script)), tree({}), CAPS)
        lines = outcome.output.decode().splitlines()
        assert lines[0] == "1000", lines
        assert outcome.wrote.read("x") == b"x\n"
        assert sum("Read-only" in line or "denied" in line for line in lines) == 3, lines
    except BaseException as error:  # noqa: BLE001 - a forked test must not return into pytest
        os.write(2, repr(error).encode())
        return 1
    return 0
