"""Custody for code scanning: a result for each remark, opaque file and unreviewed stretch of lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tallystick.custody.coverage import author_of
from tallystick.model.custody import Confidence, Custody, OpaqueFile, Remark
from tallystick.model.history import Span

_LEVEL: Final = {Confidence.HIGH: "warning", Confidence.MEDIUM: "warning", Confidence.LOW: "note"}

_MOST: Final = 20_000
"""Stretches of lines that are results of their own: services take 25,000 results a run."""


class Said(Struct, frozen=True, kw_only=True):
    """One result before it is SARIF: its rule, level and sentence, and where it is (not escaped)."""

    rule: str
    level: str
    message: str
    paths: tuple[str, ...]
    region: Mapping[str, int] | None = None


def results_of(custody: Custody) -> Iterator[Said]:
    """Everything worth a result: lines first, since they have a place."""
    authors = {line.commit.id: author_of(line) for line in custody.lines}
    for span in custody.spans[:_MOST]:
        yield _of_span(span, authors)
    for one in custody.opaque or ():
        if one.origin is None:
            yield _of_opaque(one)
    for remark in custody.remarks:
        yield from _of_remark(remark)


def _of_span(span: Span, authors: Mapping[str, str]) -> Said:
    lines = "line" if span.count == 1 else "lines"
    by = authors.get(span.commit, "somebody")
    return Said(
        rule="review",
        level="warning",
        message=f"{span.count} {lines} by {by} ({span.commit[:12]}) that nobody else is known to have seen.",
        paths=(span.path,),
        region={"startLine": span.start, "endLine": span.start + span.count - 1},
    )


def _of_opaque(one: OpaqueFile) -> Said:
    by = (
        ""
        if one.changed is None
        else f", last changed by {one.changed.by} in {one.changed.commit[:12]}"
    )
    return Said(
        rule="opaque-file",
        level=_LEVEL[one.confidence],
        message=f"Nobody can read it ({one.kind}), and nobody accounts for it{by}.",
        paths=(one.path,),
    )


def _of_remark(remark: Remark) -> Iterator[Said]:
    """One for all its paths; where lines are known, one for each."""
    paths = () if remark.check in {"review", "opaque-file"} else remark.paths
    whole = Said(
        rule=remark.check,
        level="note",
        message=f"{remark.message}. Confidence: {remark.confidence}. Known by: {remark.known}.",
        paths=paths,
    )
    if not remark.places:
        yield whole
    for place in remark.places[:_MOST]:
        yield replace(whole, paths=(place.path,), region={"startLine": place.line})
