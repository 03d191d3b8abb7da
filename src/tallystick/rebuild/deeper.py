"""What a deeper audit does between the ledger and its verdict: offers the residue to regenerators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tallystick.limits import REGENERATE, Caps, Limits
from tallystick.model import Ledger, Skip
from tallystick.project import Layout, Project
from tallystick.rebuild.build_rules import with_build_rules
from tallystick.rebuild.day import moment
from tallystick.rebuild.offer import offer, unable
from tallystick.rebuild.regenerator import Regenerator, Subject
from tallystick.rebuild.running import Runner
from tallystick.rebuild.toolchain import Toolchains
from tallystick.sandbox import Sandbox


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeper:
    """One depth, the same for all audits of a call.

    Attributes:
        regenerators: who is offered the residue, in order.
        sandbox: what runs things; a skip says why nothing can be run.
        toolchains: what makes environments.
        limits: the caps on reading.
        caps: the caps on one run.
        uploaded: when an index took the artifact; None where none said.
    """

    regenerators: Sequence[Regenerator]
    sandbox: Sandbox | Skip
    toolchains: Toolchains
    limits: Limits
    caps: Caps = REGENERATE
    uploaded: datetime | None = None

    def __call__(self, ledger: Ledger, project: Project, layout: Layout) -> Ledger:
        """``ledger`` with what could be made again, and why the rest could not."""
        source = ledger.source
        if source is None:
            return ledger
        if isinstance(self.sandbox, Skip):
            return unable(ledger, self.regenerators, self.sandbox.reason)
        if source.stands_in:
            return unable(ledger, self.regenerators, "the source is another artifact")
        when = moment(ledger.artifact, source, self.uploaded)
        subject = Subject(
            artifact=ledger.artifact,
            source=source,
            project=project,
            layout=layout,
            limits=self.limits,
            day=when.day,
            day_by=when.by,
            clock=when.clock,
            runner=Runner(sandbox=self.sandbox, caps=self.caps),
            toolchains=self.toolchains,
        )
        return with_build_rules(offer(ledger, subject, self.regenerators), subject)
