"""The nearest published file beside one that carries its name, from the user's clones (``--upstreams``).

The shipped database knows digests, so it names versions; only the text shows the line that somebody added.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from msgspec.structs import replace

from tallystick.delta import text_delta
from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError, UsageError
from tallystick.limits import Limits
from tallystick.model import Artifact, Ledger, LedgerLine, Skip
from tallystick.source.blob_history import BlobVersion, blob_history

EXPLAINERS = frozenset({"known-toolchain-file", "gnulib-local-file"})
"""Who speaks of a file that carries a published name."""

COLLECTED = "aclocal.m4"
"""Put together for each project: its nearest version would be another project's."""

MOST = 40
"""Files that are laid beside a published one; a release with more is another matter."""


def with_nearest(ledger: Ledger, artifact: Artifact, clones: Path, limits: Limits) -> Ledger:
    """``ledger`` with the difference to the nearest published file on each line that has a name of one.

    A clone that cannot be read is a skip that names it.

    Raises:
        UsageError: ``clones`` is no folder with clones (NAME.git).
    """
    places = sorted(clones.glob("*.git"))
    if not places:
        raise UsageError(f"{clones}: no clones there (git clone --bare URL {clones}/NAME.git)")
    wanted = {
        line.path: line
        for line in ledger.lines
        if line.explainer in EXPLAINERS and not line.grade.is_proof and _name(line) != COLLECTED
    }
    names = frozenset(_name(line) for line in list(wanted.values())[:MOST])
    versions: defaultdict[str, list[tuple[str, BlobVersion]]] = defaultdict(list)
    skips: list[Skip] = []
    for place in places if names else ():
        try:
            for found in blob_history(place.resolve(), lambda path: _base(path) in names, limits):
                versions[_base(found.path)].append((place.stem, found))
        except SourceError as error:
            skips.append(Skip(check="upstreams", reason=f"{place.name}: {error}"))
    lines = tuple(
        _beside(line, artifact, versions[_name(line)], limits) if line.path in wanted else line
        for line in ledger.lines
    )
    return replace(ledger, lines=lines, skips=(*ledger.skips, *skips))


def _beside(
    line: LedgerLine, artifact: Artifact, versions: list[tuple[str, BlobVersion]], limits: Limits
) -> LedgerLine:
    """``line`` with the difference to the version that shares most lines with it, if there is one."""
    if not versions:
        return line
    try:
        content = artifact.tree.read(line.path)
    except (ContentUnavailable, LimitExceeded):
        return line
    ours = frozenset(content.split(b"\n"))
    upstream, nearest = min(
        versions,
        key=lambda v: (len(ours ^ frozenset(v[1].content.split(b"\n"))), -v[1].last, v[1].blob),
    )
    day = date(1970, 1, 1) + timedelta(days=nearest.first)
    called = f"{upstream}: {nearest.path} of {day}"
    delta = text_delta(
        nearest.content, content, names=(called, line.path), lines=limits.delta_lines
    )
    return replace(
        line, delta=delta, notes=(*line.notes, f"the nearest published file is {called}")
    )


def _name(line: LedgerLine) -> str:
    return _base(line.path)


def _base(path: str) -> str:
    return path.rpartition("/")[2]
