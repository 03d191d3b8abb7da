"""What a command may use: each cap ends what passes it, and says which it was."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sandboxes import CAPS, python, said
from tallystick.limits import KIB, MIB
from tallystick.sandbox import Sandbox

LAX = replace(CAPS, seconds=60, memory=4096 * MIB, disk=256 * MIB, files=100_000)


def test_time(sandbox: Sandbox) -> None:
    outcome = python(sandbox, "time.sleep(1000)", caps=replace(CAPS, seconds=1))
    assert outcome.killed_by == "time"
    assert 1 <= outcome.seconds < 10
    assert not outcome.succeeded


def test_time_of_one_that_ignores_signals_and_closes_its_streams(sandbox: Sandbox) -> None:
    script = """
for number in set(signal.Signals) - {9, 19}: signal.signal(number, signal.SIG_IGN)
os.closerange(0, 9)
while os.fork(): time.sleep(0.5)
time.sleep(1000)
"""
    assert python(sandbox, script, caps=replace(CAPS, seconds=1)).killed_by == "time"


def test_cpu(sandbox: Sandbox) -> None:
    outcome = python(sandbox, "while True: pass", caps=replace(CAPS, cpu_seconds=1))
    assert outcome.killed_by == "cpu"


FORKS = """
children = 0
try:
    while children < 100:
        if not os.fork():
            time.sleep(100)
        children += 1
except BlockingIOError: pass
tell(children)
"""


def test_processes(sandbox: Sandbox) -> None:
    few = replace(CAPS, processes=24)
    assert 1 <= said(python(sandbox, FORKS, caps=few)) < 24


def test_without_the_cap_there_are_more(sandbox: Sandbox) -> None:
    many = replace(LAX, processes=1_000)
    assert said(python(sandbox, FORKS, caps=many)) == 100


def test_a_fork_bomb_ends(sandbox: Sandbox) -> None:
    script = """
while True:
    try: os.fork()
    except OSError: pass
"""
    outcome = python(sandbox, script, caps=replace(CAPS, seconds=2, processes=50))
    assert outcome.killed_by in {"time", "memory"}
    assert outcome.seconds < 20


EAT = "kept = [b'x' * 2**20 for _ in range(700)]; tell('eaten')"


def test_memory_of_one(sandbox: Sandbox) -> None:
    # Whichever is first: the kernel, which counts what is asked for, or the look at what is held.
    outcome = python(sandbox, EAT)
    assert b"MemoryError" in outcome.output or outcome.killed_by == "memory"
    assert b"eaten" not in outcome.output
    asked = "tell(attempt(mmap.mmap, -1, 700 * 2**20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))"
    assert said(python(sandbox, asked)) == "ENOMEM"


def test_without_the_cap_it_is_eaten(sandbox: Sandbox) -> None:
    assert said(python(sandbox, EAT, caps=LAX)) == "eaten"


@pytest.mark.parametrize("flags", ["MAP_PRIVATE", "MAP_SHARED"])
def test_memory_of_many(sandbox: Sandbox, flags: str) -> None:
    script = """
for _ in range(5): os.fork()
kept = mmap.mmap(-1, 100 * 2**20, mmap.FLAG | mmap.MAP_ANONYMOUS)
for at in range(0, len(kept), 4096): kept[at] = 1
time.sleep(100)
"""
    outcome = python(sandbox, script.replace("FLAG", flags))
    assert outcome.killed_by == "memory"
    assert outcome.seconds < 15


@pytest.mark.parametrize("folder", [".", "/tmp", "/dev/shm", "/build/home"])
def test_disk(sandbox: Sandbox, folder: str) -> None:
    script = """
try:
    number = 0
    while number < 400:
        with open(f"{sys.argv[1]}/{number}", "wb") as file: file.write(bytes(2**20))
        number += 1
except OSError as error: tell(errno.errorcode[error.errno])
else: tell("filled")
time.sleep(1)
"""
    outcome = python(sandbox, script, folder)
    assert outcome.killed_by == "disk"
    assert b"filled" not in outcome.output


def test_without_the_cap_it_is_filled(sandbox: Sandbox) -> None:
    script = 'open("big", "wb").write(bytes(90 * 2**20)); tell("filled")'
    assert said(python(sandbox, script, caps=LAX)) == "filled"


def test_one_file_is_no_larger_than_the_disk_even_with_holes(sandbox: Sandbox) -> None:
    script = 'signal.signal(signal.SIGXFSZ, signal.SIG_IGN); tell(attempt(os.truncate, "a", 2**40))'
    assert said(python(sandbox, script, files={"a": b""})) == "EFBIG"


def test_many_files_with_holes_are_not_read_for_ever(sandbox: Sandbox) -> None:
    script = f"""
for number in range(50):
    with open(str(number), "wb") as file: file.truncate({60 * MIB})
"""
    outcome = python(sandbox, script)
    assert outcome.killed_by is None
    assert "more is to be read than could be written" in {item.reason for item in outcome.refused}
    assert not outcome.succeeded


def test_files(sandbox: Sandbox) -> None:
    script = """
for number in range(20_000): os.close(os.open(str(number), os.O_CREAT))
tell("made")
"""
    outcome = python(sandbox, script)
    assert outcome.killed_by == "files"
    assert len(outcome.tree.entries) <= CAPS.files + 1
    assert not outcome.succeeded
    assert said(python(sandbox, script, caps=LAX)) == "made"


def test_names_of_one_file_count_as_files(sandbox: Sandbox) -> None:
    script = 'open("a", "w").close(); [os.link("a", f"l{number}") for number in range(10_000)]'
    assert python(sandbox, script).killed_by == "files"


def test_output(sandbox: Sandbox) -> None:
    caps = replace(CAPS, output=64 * KIB)
    outcome = python(sandbox, 'while True: os.write(2, b"x" * 4096)', caps=caps)
    assert outcome.killed_by == "output"
    assert outcome.output == b"x" * 64 * KIB
    quiet = python(sandbox, 'os.write(1, b"x" * 4096 * 16)', caps=caps)
    assert quiet.killed_by is None
    assert quiet.output == b"x" * 64 * KIB


@pytest.mark.parametrize("name", ["RLIMIT_CPU", "RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_FSIZE"])
def test_a_cap_cannot_be_raised_from_inside(sandbox: Sandbox, name: str) -> None:
    script = """
limit = getattr(resource, sys.argv[1])
_, hard = resource.getrlimit(limit)
try: resource.setrlimit(limit, (hard + 1, hard + 1))
except (ValueError, PermissionError): tell("refused")
"""
    assert said(python(sandbox, script, name)) == "refused"
