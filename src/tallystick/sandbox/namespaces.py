"""The plan for util-linux' unshare(1) and our own stage, where bubblewrap is not installed."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import asdict

from tallystick.sandbox.plan import OWNER_INSIDE, PROGRAMS, Plan

PROGRAM = "unshare"

STAGE = Path(__file__).with_name("stage.py")


def arguments(plan: Plan, info: int, block: int, pipes: ExitStack) -> tuple[list[str], list[int]]:  # noqa: ARG001 - every launcher is called alike
    """The command line; see :func:`tallystick.sandbox.bubblewrap.arguments`."""
    orders = {
        "mounts": [[type(mount).__name__, asdict(mount)] for mount in plan.mounts],
        "argv": plan.argv,
        "folder": plan.folder,
        "seccomp": plan.seccomp.hex(),
        "info": info,
        "block": block,
    }
    user = ["--user", f"--map-user={OWNER_INSIDE}", f"--map-group={OWNER_INSIDE}", "--keep-caps"]
    argv = [
        f"{PROGRAMS}/setpriv",
        "--pdeathsig=KILL",  # with us dies unshare, with unshare the stage, with the stage everything
        "--",
        shutil.which(PROGRAM) or PROGRAM,
        *(user if plan.owner is None else ()),
        *("--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup"),
        *("--fork", "--kill-child=KILL", "--"),
        *(sys.executable, "-I", "-S", "-B", str(STAGE), json.dumps(orders)),
    ]
    return argv, []
