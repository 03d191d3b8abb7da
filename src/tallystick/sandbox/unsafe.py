"""No sandbox: a command with all the rights of the user, in a temporary folder.

Only some caps and the clean environment hold here. It is for machines on which nothing else works and
nothing can be lost, and nobody gets here without ``unsafe_no_sandbox``.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from contextlib import suppress
from pathlib import Path

from tallystick.errors import SandboxError
from tallystick.limits import KIB, Caps
from tallystick.model import Tree
from tallystick.sandbox import workdir, written
from tallystick.sandbox.command import HOME, TEMPORARY, TREE, Command
from tallystick.sandbox.outcome import Ended, Outcome, outcome


def run(command: Command, tree: Tree, caps: Caps) -> Outcome:
    """As :meth:`tallystick.sandbox.finding.Sandbox.run`, with nothing held back.

    ``reads`` are where they are anyway; a process that leaves its session outlives the command.
    """
    base = Path(tempfile.mkdtemp(prefix="tallystick-unsafe-"))
    try:
        places = {path: base / Path(path).name for path in (TREE, HOME, TEMPORARY)}
        for place in places.values():
            place.mkdir()
        root = os.open(places[TREE], workdir.FOLDER)
        before = workdir.write(tree, root, owner=None, clock=command.clock, caps=caps)
        variables = {
            name: str(places.get(value, value)) for name, value in command.variables().items()
        }
        folder = places[TREE] / Path(command.folder()).relative_to(TREE)
        ended = _watched(command.argv, folder, variables, caps)
        after, refused = written.read(root, caps)
    except BaseException:
        shutil.rmtree(base, ignore_errors=True)
        raise
    # What was written is on a disk here, and goes with whoever reads it.
    weakref.finalize(after.reader, shutil.rmtree, base, ignore_errors=True)
    return outcome(before, after, refused, ended)


def _watched(argv: tuple[str, ...], folder: Path, variables: dict[str, str], caps: Caps) -> Ended:
    try:
        process = subprocess.Popen(
            argv,
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            umask=0o022,
            start_new_session=True,
        )
    except OSError as error:
        raise SandboxError(f"{argv[0]!r} cannot be run: {error.strerror}") from error
    start = time.monotonic()
    output = bytearray()
    killed_by = None
    with process:
        assert process.stdout is not None  # noqa: S101 - for the type checker: it was asked for
        while process.poll() is None and killed_by is None:
            if select.select([process.stdout], [], [], 0.05)[0]:
                output += os.read(process.stdout.fileno(), 64 * KIB)
            if len(output) > caps.output:
                killed_by = "output"
            elif time.monotonic() - start > caps.seconds:
                killed_by = "time"
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        os.set_blocking(process.stdout.fileno(), False)
        output += process.stdout.read(caps.output) or b""
    return Ended(
        status=code if code >= 0 else 128 - code,
        output=bytes(output[: caps.output]),
        killed_by=killed_by,
        seconds=time.monotonic() - start,
    )
