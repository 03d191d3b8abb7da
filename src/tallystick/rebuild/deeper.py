"""What a deeper audit does between the ledger and its verdict: offers the residue to regenerators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tallystick.limits import BUILD, REGENERATE, Caps, Limits
from tallystick.model import Ledger, Skip, Source
from tallystick.project import Layout, Project
from tallystick.rebuild.build_rules import with_build_rules
from tallystick.rebuild.day import moment
from tallystick.rebuild.offer import offer, unable
from tallystick.rebuild.regenerator import Regenerator, Subject
from tallystick.rebuild.running import Runner, Watching
from tallystick.rebuild.toolchain import Toolchains
from tallystick.rebuild.whole import not_rebuilt, rebuilt
from tallystick.sandbox import Sandbox


class Deeper(Struct, frozen=True, kw_only=True):
    """One depth, the same for all audits of a call.

    Attributes:
        regenerators: who is offered the residue, in order.
        sandbox: what runs things; a skip says why nothing can be run.
        toolchains: what makes environments.
        limits: the caps on reading.
        caps: the caps on one run.
        uploaded: when an index took the artifact; None where none said.
        builds_whole: build the whole artifact again, too (``--depth rebuild``).
        build_caps: the caps on one build of it.
        watches: makes who looks on while it is built (``--watch``); None: nobody does.
    """

    regenerators: Sequence[Regenerator]
    sandbox: Sandbox | Skip
    toolchains: Toolchains
    limits: Limits
    caps: Caps = REGENERATE
    uploaded: datetime | None = None
    builds_whole: bool = False
    build_caps: Caps = BUILD
    watches: Callable[[], Watching] | None = None

    def __call__(self, ledger: Ledger, project: Project, layout: Layout) -> Ledger:
        """``ledger`` with what could be made again, and why the rest could not."""
        source = ledger.source
        if source is None:
            return ledger
        if isinstance(self.sandbox, Skip):
            return self._unable(ledger, self.sandbox.reason)
        if source.stands_in:
            return self._unable(ledger, "the source is another artifact")
        subject = self.subject(ledger, source, project, layout, self.sandbox)
        ledger = with_build_rules(offer(ledger, subject, self.regenerators), subject)
        if not self.builds_whole:
            return ledger
        lines = {line.path: line for line in ledger.lines}
        watching = self.watches() if self.watches is not None else None
        runner = Runner(sandbox=self.sandbox, caps=self.build_caps, watching=watching)
        ledger = rebuilt(ledger, replace(subject, lines=lines, runner=runner))
        return ledger if watching is None else watching.report(ledger)

    def subject(
        self, ledger: Ledger, source: Source, project: Project, layout: Layout, sandbox: Sandbox
    ) -> Subject:
        """What regenerators and rebuilds of one audit look at."""
        when = moment(ledger.artifact, source, self.uploaded)
        return Subject(
            artifact=ledger.artifact,
            source=source,
            project=project,
            layout=layout,
            limits=self.limits,
            day=when.day,
            day_by=when.by,
            clock=when.clock,
            runner=Runner(sandbox=sandbox, caps=self.caps),
            toolchains=self.toolchains,
        )

    def _unable(self, ledger: Ledger, reason: str) -> Ledger:
        told = unable(ledger, self.regenerators, reason)
        if self.watches is not None:
            skip = Skip(check="watch", reason=reason)
            told = replace(told, skips=(*told.skips, skip))
        return not_rebuilt(told, reason, step="sandbox") if self.builds_whole else told
