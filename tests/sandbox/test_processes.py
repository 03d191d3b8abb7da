"""Processes: what a command sees of others, and what is left of its own."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from sandboxes import ALLOW_ALL, CAPS, INTERPRETER, python, replanned, said, without
from tallystick.sandbox import Sandbox
from tallystick.sandbox.plan import Plan
from tallystick.sandbox.seccomp import ABSENT, ARCHITECTURES, REFUSED

COLUMN = ARCHITECTURES[os.uname().machine].column if os.uname().machine in ARCHITECTURES else 0


def running(marker: str) -> list[int]:
    """The processes of this machine that have a word on their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if marker.encode() in words:
                found.append(int(entry.name))
    return found


SEE = """
tell(sorted(int(name) for name in os.listdir("/proc") if name.isdigit()))
"""


def test_other_processes_are_not_seen(sandbox: Sandbox) -> None:
    assert max(said(python(sandbox, SEE))) < 10
    script = "tell([attempt(os.kill, int(word), 0) for word in sys.argv[1:]])"
    assert said(python(sandbox, script, os.getpid(), os.getppid() or 2)) == ["ESRCH", "ESRCH"]


def test_without_the_namespace_they_are_seen(bubblewrap: Sandbox) -> None:
    # Whose memory then counts as well.
    caps = replace(CAPS, memory=1 << 40, address_space=1 << 41)
    found = said(python(without(bubblewrap, "--unshare-pid"), SEE, caps=caps))
    assert os.getpid() in found


def test_a_signal_to_everybody_reaches_nobody_outside(sandbox: Sandbox) -> None:
    # That whoever runs this test goes on is the proof.
    script = "signal.signal(15, signal.SIG_IGN); tell(attempt(os.kill, -1, 15))"
    assert said(python(sandbox, script)) in {"ESRCH", "done"}


DAEMON = """
for _ in range(2):
    if os.fork(): os._exit(0)
    os.setsid()
signal.signal(signal.SIGHUP, signal.SIG_IGN)
while True:
    open("beat", "a").write("x")
"""


def test_a_daemon_ends_with_the_command_and_writes_no_more(sandbox: Sandbox) -> None:
    marker = f"tallystick-daemon-{os.getpid()}"
    outcome = python(sandbox, f"if os.fork():\n    time.sleep(0.2); os._exit(0)\n{DAEMON}", marker)
    assert (outcome.status, outcome.killed_by) == (0, None)
    assert outcome.seconds < 10
    assert running(marker) == []
    assert len(outcome.tree.read("beat")) == outcome.tree.entries["beat"].size


def test_without_the_end_of_all_a_daemon_holds_the_sandbox_open(bubblewrap: Sandbox) -> None:
    lasting = without(bubblewrap, "--die-with-parent")
    outcome = python(lasting, DAEMON, caps=replace(CAPS, seconds=2))
    assert outcome.killed_by == "time"


RUNNER = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[1].split(":")
from sandboxes import python, without, working
sandbox = working(sys.argv[2])
if sys.argv[4:]:
    sandbox = without(sandbox, *sys.argv[4:])
python(sandbox, "print('on', flush=True); time.sleep(1000)", sys.argv[3])
"""


def start_and_kill(sandbox: Sandbox, marker: str, *flags: str) -> None:
    """Kill whoever runs the sandbox, in the middle of it."""
    words = [":".join(sys.path), sandbox.name, marker, *flags]
    process = subprocess.Popen([sys.executable, "-c", RUNNER, *words])
    deadline = time.monotonic() + 60
    while not any(pid != process.pid and _sleeps(pid) for pid in running(marker)):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)  # looking for a process has no event
    process.kill()
    process.wait()


def _sleeps(pid: int) -> bool:
    """Whether this is the command itself, asleep, and not what is about to become it."""
    try:
        return (
            Path(f"/proc/{pid}/exe").resolve() == INTERPRETER
            and b"time.sleep(1000)" in (Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[4])
        )
    except (OSError, IndexError):
        return False


def test_nothing_is_left_when_whoever_runs_it_is_killed(sandbox: Sandbox) -> None:
    marker = f"tallystick-left-{os.getpid()}"
    mounts = Path("/proc/self/mounts").read_text()
    start_and_kill(sandbox, marker)
    deadline = time.monotonic() + 30
    while running(marker):
        assert time.monotonic() < deadline, "the command outlived whoever ran it"
        time.sleep(0.01)  # a process that is nobody's child has no event
    assert Path("/proc/self/mounts").read_text() == mounts


def test_without_the_end_with_the_parent_it_is_left(bubblewrap: Sandbox) -> None:
    marker = f"tallystick-kept-{os.getpid()}"
    start_and_kill(bubblewrap, marker, "--die-with-parent")
    left = running(marker)
    assert left
    for pid in left:
        with suppress(ProcessLookupError):  # it ended with the first process inside
            descriptor = os.pidfd_open(pid)
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            assert select.select([descriptor], [], [], 30)[0]
            os.close(descriptor)


CALLS = """
numbers = json.loads(sys.argv[1])
tell({name: call(number, -1, -1, -1, -1, -1) for name, number in numbers.items()})
"""


def test_calls_that_lead_past_namespaces_are_refused(sandbox: Sandbox) -> None:
    for table, error in ((REFUSED, "EPERM"), (ABSENT, "ENOSYS")):
        numbers = {name: numbers[COLUMN] for name, numbers in table.items()}
        answers = said(python(sandbox, CALLS, str(numbers).replace("'", '"')))
        assert answers == dict.fromkeys(numbers, error)


ESCAPES = """
CLONE_NEWUSER, PTRACE_SEIZE = 0x10000000, 0x4206
numbers = json.loads(sys.argv[1])
def traced():
    child = os.fork()
    if not child: time.sleep(60)
    try: return call(numbers["ptrace"], PTRACE_SEIZE, child, 0, 0)
    finally: os.kill(child, 9)
tell({
    "a user namespace": call(numbers["unshare"], CLONE_NEWUSER),
    "memory that is no file": call(numbers["memfd_create"], b"x", 0),
    "a keyring": call(numbers["add_key"], b"user", b"x", b"x", 1, -2),
    "a ring": call(numbers["io_uring_setup"], 0, 0),
    "to trace": traced(),
})
"""


def test_without_the_filter_some_of_them_do_something(sandbox: Sandbox) -> None:
    numbers = {name: row[COLUMN] for name, row in (REFUSED | ABSENT).items()}
    words = str(numbers).replace("'", '"')
    held = said(python(sandbox, ESCAPES, words))
    assert set(held.values()) == {"EPERM", "ENOSYS"}
    open_to_all = replanned(sandbox, lambda plan: replace(plan, seccomp=ALLOW_ALL))
    answers = said(python(open_to_all, ESCAPES, words))
    assert answers["to trace"] == "done"
    assert answers["memory that is no file"] == "done"
    assert answers["a ring"] in {"EINVAL", "EFAULT", "EPERM"}


def test_new_namespaces_are_refused_by_clone_too(sandbox: Sandbox) -> None:
    script = """
number = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
tell(call(number, 0x10000000 | 17, 0, 0, 0, 0))
"""
    assert said(python(sandbox, script)) == "EPERM"


MIGHT = """
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
tell({
    "capabilities": [int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")],
    "no new privileges": status["NoNewPrivs"].strip(),
    "groups": status["Groups"].split(),
    "user": os.getuid(),
    "a device": attempt(os.mknod, "device", stat.S_IFBLK | 0o600, os.makedev(254, 0)),
    "the clock": attempt(time.clock_settime, time.CLOCK_REALTIME, 0),
    "a name": attempt(socket.sethostname, "x"),
    "priority": attempt(os.nice, -5),
    "the first process": attempt(os.kill, 1, 9),
    "its files": attempt(os.listdir, "/proc/1/fd"),
})
"""


def test_it_has_no_capability_and_no_group(sandbox: Sandbox) -> None:
    found = said(python(sandbox, MIGHT))
    assert found["capabilities"] == [0] * 5
    assert found["no new privileges"] == "1"
    assert found["user"] != 0
    assert "0" not in found["groups"]
    for what in ("a device", "the clock", "a name", "priority", "its files"):
        assert found[what] in {"EPERM", "EACCES"}, what


def test_without_lowering_root_keeps_its_might(bubblewrap: Sandbox) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root has something to lose")

    def kept(plan: Plan) -> Plan:
        return replace(plan, argv=plan.argv[plan.argv.index("--") + 1 :])

    found = said(python(replanned(bubblewrap, kept), MIGHT))
    assert found["user"] == 0
    assert found["capabilities"] != [0] * 5


def test_only_its_three_streams_are_open(sandbox: Sandbox) -> None:
    script = """
tell([name for name in os.listdir("/proc/self/fd") if attempt(os.fstat, int(name)) != "EBADF"])
"""
    secret = os.open("/etc/passwd", os.O_RDONLY)
    os.set_inheritable(secret, True)
    try:
        assert said(python(sandbox, script)) == ["0", "1", "2"]
    finally:
        os.close(secret)
