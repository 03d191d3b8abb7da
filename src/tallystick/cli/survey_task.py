"""What a worker of a survey does with one release: find its files, audit them, say what became of each."""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.cli.audit import beside_each_other
from tallystick.cli.audit_one import Request, audit_one
from tallystick.cli.indexes import Asking
from tallystick.cli.locked import found_of
from tallystick.cli.request import asking_of, mirrors_of, request_of
from tallystick.cli.targets import Found, Pending, resolve
from tallystick.errors import PinMismatch, SandboxError, StorageError, TallystickError, ToolMissing
from tallystick.model import Ledger
from tallystick.model.surveyed import SurveyedFile
from tallystick.report.json import render
from tallystick.report.several import Kind, Unaudited, row
from tallystick.report.summary import residue, verdict
from tallystick.source import views
from tallystick.survey import Asked, Report, State, Turns, measured, no_longer_than, packed
from tallystick.traffic import behind

_OURS: Final = (StorageError, SandboxError)
"""Errors that say nothing of the release: the disk, the cache, the sandbox."""


class Settings(Struct, frozen=True, kw_only=True):
    """The same for each release of one survey; sent to every worker.

    Attributes:
        key: differs where any of it differs.
        options: of the command, pickled: sent with every release, and read by a worker once.
        seconds: that one release may take; None for no end.
        turns: how hosts are asked; None: without waiting for anybody.
    """

    key: str
    options: bytes
    seconds: float | None
    turns: Turns | None


class _Ready(Struct, kw_only=True):
    """What a worker keeps from release to release: connections, and what the options come to."""

    key: str
    asking: Asking
    request: Request
    mirrors: Mapping[str, str]


class _Worker(Struct):
    ready: _Ready | None = field(default=None)


_WORKER: Final = _Worker()


def audit_release(asked: Asked, settings: Settings) -> Report:
    """Audit one release; never raises: what went wrong is in the report."""
    with no_longer_than(settings.seconds), behind(settings.turns), measured() as measure:
        report = _report(asked, settings)
    return measure.on(report)


def _report(asked: Asked, settings: Settings) -> Report:
    try:
        ready = _prepared(settings)
    except TallystickError as error:  # a policy that is not here says nothing of any release
        return Report(state=State.OPEN, reason=str(error))
    try:
        with ready.asking:
            results = _results(asked, ready)
    except ToolMissing as error:
        return Report(state=State.OPEN, reason=str(error), lacks_tool=True)
    except _OURS as error:
        return Report(state=State.OPEN, reason=str(error))
    except OSError as error:
        said = f"{error.filename or 'input/output'}: {error.strerror or error}"
        return Report(state=State.OPEN, reason=said)
    except Exception as error:  # noqa: BLE001 - a fault of ours costs one line
        return Report(state=State.FAILED, reason=_said(error, asked.name))
    return _of_results(results)


def _prepared(settings: Settings) -> _Ready:
    ready = _WORKER.ready
    if ready is None or ready.key != settings.key:
        options: argparse.Namespace = pickle.loads(settings.options)  # noqa: S301 - of the survey itself
        asking = asking_of(options, all_files=options.all_files)
        request = replace(
            request_of(options, asking, compare_bytes=options.bytes), whole_custody=options.custody
        )
        mirrors = mirrors_of(options.mirror)
        ready = _Ready(key=settings.key, asking=asking, request=request, mirrors=mirrors)
        _WORKER.ready = ready
    return ready


def _results(asked: Asked, ready: _Ready) -> list[Ledger | Unaudited]:
    request = ready.request
    found: Found = (
        found_of(asked.pins, ready.asking) if asked.pins else resolve(asked.target, ready.asking)
    )
    pending = tuple(item for item in found if isinstance(item, Pending))
    own = replace(
        request,
        source=asked.source or request.source,
        ref=asked.ref or request.ref,
        subdir=request.subdir if asked.subdir is None else asked.subdir.strip("/"),
        # Repositories stay open as long as their views: no longer than for one release.
        views=views(
            cache=request.cache,
            limits=request.limits,
            offline=request.offline,
            mirrors=ready.mirrors,
        ),
        beside=replace(request.beside, pending=pending),
    )
    results = [item if isinstance(item, Unaudited) else _one(item, own) for item in found]
    judged = beside_each_other(results, request.policy)
    return [one for one in judged if isinstance(one, Ledger | Unaudited)]


def _one(pending: Pending, request: Request) -> Ledger | Unaudited:
    try:
        return audit_one(pending.fetch(), request)
    except (*_OURS, ToolMissing, OSError):
        raise
    except Exception as error:  # noqa: BLE001 - the other files of the release are audited all the same
        kind = Kind.MISMATCH if isinstance(error, PinMismatch) else Kind.FAILED
        return Unaudited(target=pending.name, kind=kind, reason=_said(error, pending.name))


def _said(error: Exception, name: str) -> str:
    if isinstance(error, TallystickError):
        return str(error).removeprefix(f"{name}: ")
    if isinstance(error, MemoryError):
        return "more memory than a worker may have (--memory)"
    return f"internal error: {type(error).__name__}: {error}"


def _of_results(results: list[Ledger | Unaudited]) -> Report:
    ledgers = [one for one in results if isinstance(one, Ledger)]
    failed = [
        one for one in results if isinstance(one, Unaudited) and one.kind is not Kind.OTHER_PLATFORM
    ]
    files = tuple(map(_file, ledgers)) + tuple(
        SurveyedFile(name=one.target, verdict=None, why=one.reason) for one in failed
    )
    reason = failed[0].reason if failed else "" if ledgers else "it has no file to audit"
    return Report(
        state=State.FAILED if reason else State.DONE,
        reason=reason,
        files=files,
        # A string of JSON holds no line's end of its own (RFC 8259, 7), so those are between tokens.
        ledgers=tuple(
            packed(render([ledger]).replace("\n", "").encode("ascii")) for ledger in ledgers
        ),
    )


def _file(ledger: Ledger) -> SurveyedFile:
    open_lines = residue(ledger)
    sizes: list[Any] = [line.entry.size or 0 for line in open_lines]
    return SurveyedFile(
        name=ledger.artifact.name,
        verdict=verdict(ledger).value.value,
        files=len(ledger.lines),
        residue=len(open_lines),
        residue_bytes=sum(sizes),
        why=row(ledger).why,
    )
