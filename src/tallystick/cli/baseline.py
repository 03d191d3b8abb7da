"""``--baseline``: earlier releases, from their ledgers or audited now, and what is new since them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tallystick.cli.audit_one import Request, audit_one
from tallystick.cli.closure import Beside
from tallystick.cli.targets import Pending, Target
from tallystick.errors import SourceError, TallystickError, UsageError
from tallystick.limits import Limits
from tallystick.model import ArtifactKind, Ledger, Skip

if TYPE_CHECKING:
    from rich.progress import Progress

_VERSION = re.compile(r"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9.+!_~-]*")
"""What a version can look like; a file that is there is a ledger, whatever it is called."""

CHECK = "baseline"


class _Read(Struct, frozen=True, kw_only=True):
    """A ledger file: how it was called, and what is in it."""

    name: str
    ledgers: tuple[Ledger, ...]


class Baselines(Struct, frozen=True, kw_only=True):
    """What the user named, in that order.

    Attributes:
        named: versions, and ledgers that were read.
        index: where versions are had.
    """

    named: tuple[str | _Read, ...]
    index: str

    def compare(
        self, ledgers: Sequence[Ledger], request: Request, progress: Progress | None
    ) -> list[Ledger]:
        """Each ledger with its news, judged again; what could not be compared is a skip.

        Raises:
            UsageError: a ledger file is about none of the projects that were audited.
        """
        for one in self.named:
            if isinstance(one, _Read) and not _concerns(one, ledgers):
                raise UsageError(f"--baseline {one.name}: it is about none of what is audited here")
        if not self.named:
            return list(ledgers)
        return [self._compared(ledger, request, progress) for ledger in ledgers]

    def _compared(self, ledger: Ledger, request: Request, progress: Progress | None) -> Ledger:
        from tallystick.baseline import compare  # noqa: PLC0415 - only where there is a baseline

        found: list[Ledger] = []
        skips = list(ledger.skips)
        for one in self.named:
            try:
                found.append(self._usable(one, ledger, request, progress))
            except TallystickError as error:
                called = one.name if isinstance(one, _Read) else one
                skips.append(Skip(check=CHECK, reason=f"{called}: {error}"))
        # What this very option could not check is no news of the release.
        news = compare(ledger, found) if found else None
        again = replace(ledger, news=news, skips=tuple(skips))
        return replace(again, verdict=request.policy.judge(again))

    def _usable(
        self, one: str | _Read, ledger: Ledger, request: Request, progress: Progress | None
    ) -> Ledger:
        """The ledger that ``one`` means for this artifact; an error where there is nothing to compare."""
        if ledger.source is None:
            raise SourceError("without a source all of the artifact is residue, so none is new")
        if isinstance(one, _Read):
            old = _of_same_sort(one, ledger)
        else:
            old = self._audited(one, ledger, request, progress)
        if old.artifact.sha256 == ledger.artifact.sha256:
            raise UsageError("that is the artifact itself, and no earlier one")
        if old.source is None:
            reasons = "; ".join(skip.reason for skip in old.skips) or "none was found"
            raise SourceError(f"it was audited without a source: {reasons}")
        return old

    def _audited(
        self, version: str, ledger: Ledger, request: Request, progress: Progress | None
    ) -> Ledger:
        """The same sort of file of ``version``, audited the same way against its own tag."""
        from tallystick.baseline import likest  # noqa: PLC0415 - as above
        from tallystick.cli.published import published  # noqa: PLC0415 - as above
        from tallystick.closure import is_sdist_of  # noqa: PLC0415 - as above

        artifact = ledger.artifact
        if artifact.kind not in {ArtifactKind.SDIST, ArtifactKind.WHEEL} or not artifact.project:
            raise UsageError(f"no index has a {artifact.kind} by version; give a ledger of it")
        project = artifact.project

        def sdist(names: list[str]) -> str | None:
            return next((name for name in names if is_sdist_of(name, project, version)), None)

        def wheel(names: list[str]) -> str | None:
            return likest(artifact.name, artifact.kind, names)

        def fetch(choose: Callable[[list[str]], str | None]) -> Target | None:
            return published(
                project,
                version,
                choose,
                index=self.index,
                cache=request.cache,
                limits=request.limits,
                offline=request.offline,
            )

        is_wheel = artifact.kind is ArtifactKind.WHEEL
        target = fetch(wheel if is_wheel else sdist)
        if target is None:
            raise UsageError(f"it has no {artifact.kind} like {artifact.name}")
        closed = ledger.source is not None and ledger.source.stands_in
        near = fetch(sdist) if closed and is_wheel else None
        pending = [Pending(name=near.name, fetch=lambda: near)] if near else []
        beside = Beside(pending=pending, index=request.beside.index)
        return audit_one(target, replace(request, ref=None, beside=beside), progress)


def read_baselines(arguments: Sequence[str], index: str, limits: Limits) -> Baselines:
    """What ``--baseline`` names: a file that is there is a ledger, all else a version.

    Raises:
        UsageError: a file is no ledger, or what is no file is no version either.
    """
    named: list[str | _Read] = []
    for argument in arguments:
        if Path(argument).is_file():
            named.append(_Read(name=argument, ledgers=_ledgers(Path(argument), limits)))
        elif _VERSION.fullmatch(argument) and not argument.endswith(".json"):
            named.append(argument)
        else:
            raise UsageError(f"--baseline {argument}: neither a version nor a ledger that is there")
    return Baselines(named=tuple(named), index=index)


def _ledgers(path: Path, limits: Limits) -> tuple[Ledger, ...]:
    from tallystick.report.json_reader import read_ledgers  # noqa: PLC0415 - few audits need it

    try:
        with path.open("rb") as file:
            return read_ledgers(file.read(limits.ledger + 1), limits)
    except OSError as error:
        raise UsageError(f"--baseline {path}: {error.strerror}") from None
    except UsageError as error:
        raise UsageError(f"--baseline {path}: {error}") from None


def _concerns(one: _Read, ledgers: Sequence[Ledger]) -> bool:
    from tallystick.baseline import same_project  # noqa: PLC0415 - as above

    return any(same_project(old.artifact, new.artifact) for old in one.ledgers for new in ledgers)


def _of_same_sort(one: _Read, ledger: Ledger) -> Ledger:
    from tallystick.baseline import likest, same_project  # noqa: PLC0415 - as above

    artifact = ledger.artifact
    alike = {
        old.artifact.name: old
        for old in one.ledgers
        if old.artifact.kind is artifact.kind and same_project(old.artifact, artifact)
    }
    chosen = likest(artifact.name, artifact.kind, alike)
    if chosen is None:
        raise UsageError(f"it holds no {artifact.kind} like {artifact.name}")
    return alike[chosen]
