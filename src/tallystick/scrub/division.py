"""Which entries of an artifact go into its scrubbed copy, and why the others do not. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import TallystickError
from tallystick.model import Artifact, Entry, Ledger, LedgerLine
from tallystick.policy import RULES

NO_PROOF = ("no-source", "closure", "source-evidence")
"""Rules about the source as a whole: where one fires, no grade of the ledger is worth a copy."""

_ARCHIVE = re.compile(r"\.(tar(\.\w+)?|tgz|txz|tbz2?|zip|whl)$")

_NAME_BYTES = 255
"""Linux's NAME_MAX: a longer component could not be unpacked."""


class NothingProven(TallystickError):  # noqa: N818 - a state of the ledger
    """There is nothing that a scrubbed copy could hold: no source, or one that proves nothing."""


class LeftOut(Struct, frozen=True, kw_only=True):
    """A line of the ledger that has no place in the copy, and the reason in words."""

    line: LedgerLine
    reason: str


class Division(Struct, frozen=True, kw_only=True):
    """An artifact in two halves.

    Attributes:
        artifact: what is divided; its tree gives the contents.
        top: the folder that holds everything in the copy: one safe component.
        clock: the time of every member: the commit's, in seconds since 1970; 0 where there is none.
        kept: the proven entries, in the order of their paths' bytes.
        left_out: the rest, in the order of the artifact.
        sources: for each path of the source, the first kept entry that was proven from it.
    """

    artifact: Artifact
    top: str
    clock: int
    kept: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    sources: dict[str, str]

    def without(self, dropped: dict[str, str], ledger: Ledger) -> Division:
        """The same, with the entries at the keys of ``dropped`` left out for its values."""
        lines = {line.path: line for line in ledger.lines}
        more = tuple(LeftOut(line=lines[path], reason=why) for path, why in dropped.items())
        return replace(
            self,
            kept=tuple(entry for entry in self.kept if entry.path not in dropped),
            left_out=(*self.left_out, *more),
            sources={s: path for s, path in self.sources.items() if path not in dropped},
        )


def divide(ledger: Ledger) -> Division:
    """The proven entries of the artifact that can be unpacked safely, and the others with the reason.

    Raises:
        NothingProven: the ledger has no source, only an artifact in its place, or one that what is known
            of it speaks against; or no entry is proven.
    """
    for rule in NO_PROOF:
        fired = RULES[rule].check(ledger)
        if fired is not None:
            raise NothingProven(f"{ledger.artifact.name}: nothing is proven: {fired[0]}")
    proven = {line.path: line for line in ledger.lines if line.grade.is_proof}
    reasons = {path: why for path in proven if (why := _unsafe(path, proven)) is not None}
    kept = [line for path, line in proven.items() if path not in reasons]
    if not kept:
        raise NothingProven(f"{ledger.artifact.name}: no entry of it is proven")
    source = ledger.source
    return Division(
        artifact=ledger.artifact,
        top=_top(ledger.artifact),
        clock=max(0, (source.commit_time if source is not None else None) or 0),
        kept=tuple(sorted((line.entry for line in kept), key=lambda entry: _bytes(entry.path))),
        left_out=tuple(
            LeftOut(line=line, reason=reasons.get(line.path) or _why(line))
            for line in ledger.lines
            if line.path in reasons or not line.grade.is_proof
        ),
        sources={line.source_path: line.path for line in reversed(kept) if line.source_path},
    )


def is_safe(path: str) -> bool:
    """Whether ``path`` can be unpacked, and stays below the folder that it is unpacked in."""
    return not any(
        part in {"", ".", ".."} or "\0" in part or len(_bytes(part)) > _NAME_BYTES
        for part in path.split("/")
    )


def parents(path: str) -> Iterator[str]:
    """Every folder above ``path``, the outermost first."""
    for position, char in enumerate(path):
        if char == "/":
            yield path[:position]


def _why(line: LedgerLine) -> str:
    return line.evidence or "nothing accounts for it"


def _unsafe(path: str, proven: dict[str, LedgerLine]) -> str | None:
    """Why a proven entry cannot stand in the copy: a folder or listing as source holds any name."""
    if not is_safe(path):
        return "it is proven, and its name cannot be unpacked safely"
    if ".git" in path.lower().split("/"):
        return "it is proven, and git would obey what stands under this name"
    if any(folder in proven for folder in parents(path)):
        return "it is proven, and stands below what is a file or a link in the same artifact"
    return None


def _top(artifact: Artifact) -> str:
    """The artifact's own top folder, else its name without its suffix, if that is a plain name."""
    for name in (artifact.top, _ARCHIVE.sub("", artifact.name)):
        if re.fullmatch(r"[A-Za-z0-9_+][A-Za-z0-9_.+~!-]{0,199}", name):
            return name
    return "scrubbed"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
