"""A command run in the sandbox under a tracer, and what the rules say of it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from tallystick.limits import Caps
from tallystick.model import Skip, Tree
from tallystick.sandbox import Command, Outcome, Sandbox
from tallystick.sandbox.command import TREE
from tallystick.sandbox.keeping import Keeping
from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.gone import gone
from tallystick.watch.graph import Recorder
from tallystick.watch.rules import alarms
from tallystick.watch.strace import Strace, find_strace
from tallystick.watch.subject import Subject

CLOCK = 946_684_800
"""2000-01-01, for builds that nobody gives another: zip files know no time before 1980 (APPNOTE, 4.4.6)."""


class Watched(Struct, frozen=True, kw_only=True):
    """One watched build.

    Attributes:
        subject: what it did, and what it did it with.
        outcome: how it ended.
        alarms: what the rules say, the worst first.
        lost: what the trace is known not to tell; where there is any, the rest proves nothing clean.
    """

    subject: Subject
    outcome: Outcome
    alarms: tuple[Alarm, ...]
    lost: tuple[str, ...]

    @property
    def is_alarming(self) -> bool:
        """Whether a person has to look."""
        return any(alarm.severity is Severity.HIGH for alarm in self.alarms)

    @property
    def is_whole(self) -> bool:
        """Whether the build ended well, and was seen from its beginning to its end."""
        return self.outcome.succeeded and not self.lost


def watch(
    command: Command,
    tree: Tree,
    sandbox: Sandbox,
    caps: Caps,
    grades: Mapping[str, str] | None = None,
) -> Watched | Skip:
    """Run ``command`` on a copy of ``tree`` and account for what it did.

    Args:
        command: what to run.
        tree: what it runs on.
        sandbox: where.
        caps: what it may use.
        grades: what a ledger says of the files of the tree, by path.

    Returns:
        what was seen; a skip where nothing can be traced here.

    Raises:
        TallystickError: as :meth:`tallystick.sandbox.Sandbox.run`.
    """
    strace = find_strace()
    if isinstance(strace, Skip):
        return strace
    if sandbox.is_unsafe:
        return Skip(check="watch", reason="not traced: there is no sandbox")
    keeping = Keeping(caps)
    recorder = Recorder(f"{TREE}/{command.cwd}".rstrip("/"), keeping.keep, caps.steps)
    tracer = Strace(recorder, strace)
    outcome = sandbox.run(command, tree, caps, tracer, keeping)
    tracer.close()
    recorder.end()
    graph = recorder.graph
    if outcome.killed_by is not None:
        recorder.lost(f"the build was ended: it passed the cap on {outcome.killed_by}")
    for refused in outcome.refused:
        recorder.lost(f"{refused.path!r} is not in the tree that came back: {refused.reason}")
    subject = Subject(
        graph=graph,
        before=tree,
        after=outcome.tree,
        root=TREE,
        grades=grades or {},
        kept=keeping.found,
    )
    unseen = gone(subject)
    if unseen is not None:
        recorder.lost(unseen)
    return Watched(
        subject=subject,
        outcome=outcome,
        alarms=tuple(alarms(subject)),
        lost=tuple(graph.lost),
    )
