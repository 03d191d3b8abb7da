"""Everything that one call was asked for, side by side; results in the order of the targets."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tallystick.cli.audit_one import Request, audit_one
from tallystick.cli.progress import Board
from tallystick.cli.side_by_side import Pool, pool, value_of
from tallystick.cli.targets import Found, Pending
from tallystick.errors import PinMismatch, TallystickError, ToolMissing
from tallystick.model import Ledger, VerdictValue
from tallystick.report.several import Kind, Result, Unaudited, row
from tallystick.report.summary import residue, verdict

if TYPE_CHECKING:
    from rich.progress import Progress

Job = tuple[str, Callable[[], Found]]
"""What was asked for as a person knows it, and what finds its files."""


class Plan(Struct, frozen=True, kw_only=True):
    """How the jobs are done.

    Attributes:
        request: the same for all.
        jobs: how many at once.
        rows_suffice: of accepted artifacts only the overview will be shown, where there are several.
        is_alone: there is one TARGET and no lock file, so its failure is the failure of the call.
        local: the files of this disk among the TARGETs.
    """

    request: Request
    jobs: int
    rows_suffice: bool
    is_alone: bool
    local: tuple[Pending, ...] = ()


def audit_all(jobs: Sequence[Job], plan: Plan, progress: Progress | None) -> list[Result]:
    """The results of all jobs, in their order, whatever is done first.

    A job that fails becomes a result that says so, and stops no other.
    """
    with pool(plan.jobs) as workers:
        board = Board(progress)
        run = _Run(plan=plan, workers=workers, board=board)
        begun = [(name, workers.submit(partial(run.begin, find))) for name, find in jobs]
        results: list[Result] = []
        for name, future in begun:
            results += run.collected(name, future)
    return results


class _Run(Struct, kw_only=True):
    plan: Plan
    workers: Pool
    board: Board

    def begin(self, find: Callable[[], Found]) -> list[tuple[str, Future[Result] | Unaudited]]:
        """Find the files of a job and hand each over; runs on a thread of the pool."""
        found = find()
        pending = [item for item in found if isinstance(item, Pending)]
        self.board.expect(len(pending))
        is_alone = self.plan.is_alone and len(found) == 1
        request = self.plan.request
        beside = replace(request.beside, pending=(*pending, *self.plan.local))
        request = replace(request, beside=beside)
        return [
            (item.target, item)
            if isinstance(item, Unaudited)
            else (item.name, self.workers.submit(partial(self.audit, item, request, is_alone)))
            for item in found
        ]

    def audit(self, pending: Pending, request: Request, is_alone: bool) -> Result:  # noqa: FBT001
        """Fetch and audit one file; runs on a thread of the pool."""
        with self.board.at_work(pending.name):
            target = pending.fetch()
            bar = self.board.progress if is_alone else None
            ledger: Ledger = audit_one(target, request, bar)
        # An accepted one with residue (its policy allows that), or one that is attested, can still be
        # judged otherwise beside the others of its release.
        is_attested = ledger.identity is not None and bool(ledger.identity.verified)
        is_done = verdict(ledger).value is VerdictValue.ACCEPTED and not residue(ledger)
        is_done = is_done and not (is_attested or ledger.advice)
        return row(ledger) if is_done and self.plan.rows_suffice and not is_alone else ledger

    def collected(
        self, name: str, future: Future[list[tuple[str, Future[Result] | Unaudited]]]
    ) -> list[Result]:
        """What became of one job, when it is through."""
        try:
            parts = value_of(future)
        except Exception as error:
            if self.plan.is_alone:
                raise
            return [self._failure(name, error)]
        results: list[Result] = []
        for called, part in parts:
            if isinstance(part, Unaudited):
                results.append(part)
                continue
            try:
                results.append(value_of(part))
            except Exception as error:  # noqa: BLE001 - see _failure
                # A pin that does not hold is a result, and has its own exit code.
                if self.plan.is_alone and len(parts) == 1 and not isinstance(error, PinMismatch):
                    raise
                results.append(self._failure(called, error))
        return results

    def _failure(self, name: str, error: Exception) -> Unaudited:
        """The line for what failed; a fault of ours is one too, so that it costs one line only."""
        if os.environ.get("TALLYSTICK_DEBUG") and not isinstance(error, TallystickError):
            raise error
        if isinstance(error, TallystickError):
            reason = str(error).removeprefix(f"{name}: ")
        elif isinstance(error, OSError):
            reason = f"{error.filename or 'input/output'}: {error.strerror or error}"
        else:
            reason = f"internal error: {type(error).__name__}: {error}"
        kind = Kind.MISMATCH if isinstance(error, PinMismatch) else Kind.FAILED
        kind = Kind.LACKS_TOOL if isinstance(error, ToolMissing) else kind
        return Unaudited(target=name, kind=kind, reason=reason)
