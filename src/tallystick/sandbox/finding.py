"""Which sandbox works on this machine, found by trying, and how a command runs in it."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import sys
import warnings
from contextlib import nullcontext
from pathlib import Path

from msgspec import Struct

from tallystick.errors import ContentUnavailable, SandboxError, SourceError
from tallystick.limits import Caps
from tallystick.model import Skip, Tree
from tallystick.sandbox import bubblewrap, namespaces, seccomp, unsafe, workdir, written
from tallystick.sandbox.command import Command
from tallystick.sandbox.holding import Launcher, hold
from tallystick.sandbox.keeping import Keeping
from tallystick.sandbox.outcome import Outcome, outcome
from tallystick.sandbox.plan import PROGRAMS, plan
from tallystick.sandbox.tracer import Log, Tracer
from tallystick.sandbox.watching import watch
from tallystick.tools import missing

CHECK = "sandbox"
"""The check that a skip names."""

LAUNCHERS: tuple[tuple[str, str, Launcher], ...] = (
    ("bubblewrap", bubblewrap.PROGRAM, bubblewrap.arguments),
    ("namespaces", namespaces.PROGRAM, namespaces.arguments),
)
"""Name, program and launcher, in the order in which they are tried."""

NEEDED = ("setpriv", "prlimit")
"""What lowers rights and sets caps inside: util-linux, which Debian calls essential."""

OWNERS = range(0x70000000, 0x7FFD0000)
"""User ids that no system hands out (https://systemd.io/UIDS-GIDS/): the processes of one are counted
apart from those of another, and no file on any disk is theirs."""

FEW_OWNERS = range(60_578, 61_184)
"""Likewise, where a container has only the first 65,536 ids."""


class _Nothing:
    """Reads an empty tree."""

    def read(self, path: str) -> bytes:
        """See :class:`tallystick.model.Reader`."""
        raise ContentUnavailable(f"{path!r}: nothing is there")

    def prefetch(self, paths: frozenset[str]) -> None:
        """Nothing to get."""


NOTHING = Tree(entries={}, reader=_Nothing())


class UnsafeSandboxWarning(UserWarning):
    """What others wrote is about to run with the rights of whoever runs tallystick."""


class Sandbox(Struct, frozen=True, kw_only=True):
    """A way to run commands here.

    Attributes:
        name: of the launcher.
        launch: it; None where commands run with no sandbox at all.
    """

    name: str
    launch: Launcher | None

    @property
    def is_unsafe(self) -> bool:
        """Whether commands run with no sandbox at all."""
        return self.launch is None

    @classmethod
    def find(cls, *, only: str | None = None, unsafe_no_sandbox: bool = False) -> Sandbox | Skip:
        """The first sandbox that works here; a skip that says why none does.

        Args:
            only: try but the launcher of this name.
            unsafe_no_sandbox: where none works, run with no sandbox, and warn. Whatever is run then
                has all the rights of the user.
        """
        reasons = [*_lacking()]
        if not reasons:
            for name, program, launch in LAUNCHERS:
                if only not in {None, name}:
                    continue
                sandbox = cls(name=name, launch=launch)
                reason = sandbox.trouble() if shutil.which(program) else missing(program)
                if reason is None:
                    return sandbox
                reasons.append(f"{name}: {reason}")
        if unsafe_no_sandbox:
            warnings.warn(
                f"no sandbox works here ({'; '.join(reasons)}): what is run has all your rights",
                UnsafeSandboxWarning,
                stacklevel=2,
            )
            return cls(name="unsafe-no-sandbox", launch=None)
        return Skip(check=CHECK, reason=f"no sandbox works here: {'; '.join(reasons)}")

    def trouble(self) -> str | None:
        """Run ``true``; what went wrong, if anything did."""
        probe = Command(argv=(f"{PROGRAMS}/true",))
        try:
            outcome = self.run(probe, NOTHING, Caps(seconds=60))
        except SandboxError as error:
            return str(error)
        if outcome.succeeded:
            return None
        return outcome.output.decode("utf-8", "backslashreplace").strip() or "a trial run failed"

    def run(
        self,
        command: Command,
        tree: Tree | Path,
        caps: Caps,
        tracer: Tracer | None = None,
        keeping: Keeping | None = None,
    ) -> Outcome:
        """Run ``command`` on a copy of ``tree``.

        Args:
            command: what to run.
            tree: a tree, or a folder of ours, without the ``.git`` in it; neither is changed.
            caps: what it may use.
            tracer: looks on; what its ``take`` raises is raised here.
            keeping: keeps files that the command takes away; the tracer asks it to.

        Raises:
            SandboxError: the sandbox itself failed; nothing is known of the command.
            UsageError: the command could not be meant.
            SourceError: the tree holds what cannot be written safely.
            ContentUnavailable: the tree holds what cannot be read.
            LimitExceeded: the tree does not go into ``caps``.
        """
        source = read_folder(tree, caps) if isinstance(tree, Path) else tree
        if self.launch is None:
            if tracer is not None:
                raise SandboxError("nothing is traced without a sandbox")
            return unsafe.run(command, source, caps)
        program = seccomp.program(traced=tracer is not None)
        if program is None:
            raise SandboxError(f"no system call filter is written for {os.uname().machine}")
        owner = _owner()
        log = Log(tracer) if tracer is not None else None
        planned = plan(command, caps, owner, program, log)
        with hold(self.launch, planned, command.variables()) as held:
            before = workdir.write(source, held.tree, owner=owner, clock=command.clock, caps=caps)
            with (
                keeping.within(held.folders) if keeping is not None else nullcontext(),
                log.heard(held.temporary, owner) if log is not None else nullcontext(),
            ):
                ended = watch(held, caps, tracer)
            after, refused = written.read(os.dup(held.tree), caps)
        return outcome(before, after, refused, ended)


def _lacking() -> list[str]:
    """What no launcher here can do without."""
    if sys.platform != "linux":
        return [f"{sys.platform} has no namespaces"]
    lacking = [
        f"no {PROGRAMS}/{name}" for name in NEEDED if not os.access(f"{PROGRAMS}/{name}", os.X_OK)
    ]
    if seccomp.program() is None:
        lacking.append(f"no system call filter is written for {os.uname().machine}")
    return lacking


def read_folder(path: Path, caps: Caps) -> Tree:
    """A folder of ours as a tree, without the ``.git`` in it; kept in memory.

    Raises:
        SourceError: it cannot be read, or holds what cannot be written safely.
        LimitExceeded: it does not go into ``caps``.
    """
    try:
        root = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from error
    tree, refused = written.read(root, caps, leave_out=frozenset({b".git"}))
    if refused:
        raise SourceError(f"{refused[0].path!r}: {refused[0].reason}")
    return tree


def _owner() -> int | None:
    """As root, whom a command runs as; None for our own user, in a user namespace.

    Root's processes are not counted (``RLIMIT_NPROC``, setrlimit(2)), and root owns the machine's files
    even without a capability: as root, another user is the only way.
    """
    if os.geteuid() != 0:
        return None
    owners = OWNERS if _has_id(OWNERS[-1]) else FEW_OWNERS
    while True:
        owner = random.SystemRandom().choice(owners)
        try:
            pwd.getpwuid(owner)
        except KeyError:
            return owner


def _has_id(number: int) -> bool:
    """Whether a user id means anything in this user namespace (user_namespaces(7))."""
    lines = Path("/proc/self/uid_map").read_text(encoding="ascii").splitlines()
    rows = [[int(word) for word in line.split()] for line in lines]
    return any(first <= number < first + count for first, _, count in rows)
