"""Sandboxes for tests, programs that try to get out of them, and sandboxes that miss one property.

A test that shows what holds has one beside it that shows what happens without the property that
should hold it: the same program, the same machine, one flag or one line less.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tallystick.limits import MIB, Caps
from tallystick.model import Skip, Tree
from tallystick.sandbox import Command, Outcome, Sandbox
from tallystick.sandbox.finding import LAUNCHERS
from tallystick.sandbox.holding import Launcher
from tallystick.sandbox.plan import Plan
from tallystick.sandbox.seccomp import ALLOW, RETURN
from trees import tree

INTERPRETER = Path(sys.executable).resolve()
READS = () if INTERPRETER.is_relative_to("/usr") else (Path(sys.base_prefix).resolve(),)
CAPS = Caps(seconds=30, cpu_seconds=20, memory=512 * MIB, disk=64 * MIB, files=5_000, processes=64)
ALLOW_ALL = struct.pack("=HBBI", RETURN, 0, 0, ALLOW)
"""A filter that filters nothing."""

NAMES = tuple(name for name, _, _ in LAUNCHERS)
UNSAFE = Sandbox(name="unsafe-no-sandbox", launch=None)
"""No sandbox: what a program would do where nothing holds it."""


def working(name: str) -> Sandbox:
    """The sandbox of this name; a skip of the test where it does not work, a failure in CI."""
    found = Sandbox.find(only=name)
    if isinstance(found, Skip):
        if os.environ.get("CI"):
            pytest.fail(f"CI must have a sandbox: {found.reason}")
        pytest.skip(found.reason)
    return found


def python(
    sandbox: Sandbox,
    script: str,
    *words: str | int | Path,
    files: Mapping[str, bytes] | None = None,
    caps: Caps = CAPS,
    reads: tuple[Path, ...] = (),
    source: Tree | Path | None = None,
) -> Outcome:
    """What comes of a script, run by this interpreter inside."""
    command = Command(
        argv=(str(INTERPRETER), "-I", "-S", "-c", PRELUDE + script, *map(str, words)),
        reads=(*READS, *reads),
    )
    return sandbox.run(command, tree(files or {}) if source is None else source, caps)


def said(outcome: Outcome) -> Any:  # noqa: ANN401 - JSON, as each test knows its own
    """What a script told with ``tell``."""
    assert outcome.status == 0, outcome.output.decode()
    return json.loads(outcome.output)


PRELUDE = """
import ctypes, errno, json, mmap, os, resource, signal, socket, stat, sys, time
def tell(value): print(json.dumps(value), flush=True)
def attempt(function, *words):
    try:
        result = function(*words)
    except OSError as error:
        return errno.errorcode[error.errno] if error.errno else str(error)
    return "done" if result is None else result
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *words):
    ctypes.set_errno(0)
    if libc.syscall(ctypes.c_long(number), *words) < 0:
        return errno.errorcode[ctypes.get_errno()]
    return "done"
"""


def without(sandbox: Sandbox, *flags: str) -> Sandbox:
    """The same sandbox, started without some flags of its command line."""
    return _changed(sandbox, lambda argv: [word for word in argv if word not in flags])


def replaced(sandbox: Sandbox, old: str, new: str) -> Sandbox:
    """The same sandbox, started with another flag in the place of one."""
    return _changed(sandbox, lambda argv: [new if word == old else word for word in argv])


def _changed(sandbox: Sandbox, change: Callable[[list[str]], list[str]]) -> Sandbox:
    launch = sandbox.launch
    assert launch is not None

    def changed(plan: Plan, info: int, block: int, pipes: ExitStack) -> tuple[list[str], list[int]]:
        argv, descriptors = launch(plan, info, block, pipes)
        changed = change(argv)
        assert changed != argv, "the flag is not there, so nothing would be shown"
        return changed, descriptors

    return replace(sandbox, launch=changed)


def replanned(sandbox: Sandbox, change: Callable[[Plan], Plan]) -> Sandbox:
    """The same sandbox, with another plan."""
    launch: Launcher | None = sandbox.launch
    assert launch is not None
    return replace(
        sandbox,
        launch=lambda plan, info, block, pipes: launch(change(plan), info, block, pipes),
    )
