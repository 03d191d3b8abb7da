"""The ledger as JSON: the contract of ``docs/ledger.md``, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from tallystick.model import (
    Artifact,
    BuildFinding,
    Finding,
    Ledger,
    LedgerLine,
    News,
    Omitted,
    Rebuild,
    Source,
    Verdict,
    VerdictValue,
)
from tallystick.release import Release
from tallystick.report import identity, several, summary
from tallystick.report.text import json_name, json_prose
from tallystick.report.watched_rebuild import watched_values

if TYPE_CHECKING:
    from tallystick.model.advice import Advice
from tallystick.model.custody import Custody

SCHEMA: Final = "tallystick.ledger/1"
SCHEMA_OF_SEVERAL: Final = "tallystick.ledgers/1"
SCHEMA_OF_CUSTODY: Final = "tallystick.custody/1"

_compact: Final = json.JSONEncoder(allow_nan=False).encode


def render(results: Sequence[several.Result]) -> str:
    """One ledger as an object; several, or what could not be audited, as an object with lists.

    The text is ASCII, so that printing it on a terminal does nothing to the terminal. Each entry has a
    line, and is turned into values when that is written: a ledger may have a million.
    """
    documents = map(document, several.ledgers(results))
    whole = next(documents) if several.is_single(results) else _of_several(documents, results)
    return "".join(_object(whole, "")) + "\n"


def _object(members: Mapping[str, Any], indent: str) -> Iterator[str]:
    """An object with a line for each member, and for each item of those that are a ``map``."""
    before = "{"
    for key, value in members.items():
        yield f"{before}\n{indent} {_compact(key)}: "
        before = ","
        if isinstance(value, map):
            yield from _list(value, f"{indent} ")
        else:
            yield _compact(value)
    yield f"\n{indent}}}"


def _list(items: Iterator[Mapping[str, Any]], indent: str) -> Iterator[str]:
    before = "["
    for item in items:
        if isinstance(item.get("entries"), map):
            yield f"{before}\n{indent} "
            yield from _object(item, f"{indent} ")
        else:
            yield f"{before}\n{indent} {_compact(item)}"
        before = ","
    yield "[]" if before == "[" else f"\n{indent}]"


def _of_several(
    documents: Iterator[dict[str, Any]], results: Sequence[several.Result]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA_OF_SEVERAL,
        "ledgers": documents,
        "failures": [_unaudited(failure) for failure in several.failures(results)],
        "not_audited": [_unaudited(left) for left in several.not_audited(results)],
        "releases": [_release(release) for release in several.side_by_side(results)],
    }


def _unaudited(result: several.Unaudited) -> dict[str, Any]:
    return {
        "target": json_name(result.target),
        "kind": result.kind.value,
        "reason": json_prose(result.reason),
        "files": result.files,
    }


def _release(release: Release) -> dict[str, Any]:
    return {
        "project": json_prose(release.project),
        "version": json_prose(release.version),
        "wheels": [json_name(name) for name in release.wheels],
        "sdists": [json_name(name) for name in release.sdists],
        "same": release.same,
        "differing": [
            {
                "path": json_name(one.path),
                "proven": one.is_proven,
                "variants": [
                    {
                        "sha256": variant.sha256,
                        "artifacts": [json_name(name) for name in variant.artifacts],
                    }
                    for variant in one.variants
                ],
            }
            for one in release.differing
        ],
        "partial": [
            {"path": json_name(one.path), "artifacts": [json_name(name) for name in one.artifacts]}
            for one in release.partial
        ],
        "wheel_only": [
            {
                "path": json_name(one.path),
                "artifact": json_name(one.artifact),
                "grade": one.grade.value,
                "reach": one.reach.value,
                "reach_reason": _prose_or_null(one.reach_reason),
            }
            for one in release.wheel_only
        ],
    }


def document(ledger: Ledger) -> dict[str, Any]:
    """A ledger in values that JSON knows, and a ``map`` to them where there may be many."""
    verdict = summary.verdict(ledger)
    return {
        "schema": SCHEMA,
        "tool": {"name": summary.TOOL, "version": summary.tool_version()},
        "artifact": _artifact(ledger.artifact),
        "source": None if ledger.source is None else _source(ledger.source),
        "verdict": verdict.value.value,
        "reasons": _reasons(verdict),
        "totals": {
            grade.value: {"files": total.files, "bytes": total.bytes}
            for grade, total in summary.totals(ledger.lines).items()
        },
        "entries": map(_entry, ledger.lines),
        "omitted": map(_omitted, ledger.omitted),
        "container": map(_finding, ledger.findings),
        "build": map(_build_finding, ledger.build),
        "skips": [
            {"check": json_prose(skip.check), "reason": json_prose(skip.reason)}
            for skip in ledger.skips
        ],
        "timings": {json_prose(step): seconds for step, seconds in ledger.timings.items()},
        "baseline": None if ledger.news is None else _news(ledger.news),
        "disagreements": [
            {"path": json_name(one.path), "others": [json_name(name) for name in one.others]}
            for one in ledger.disagreements
        ],
        "rebuilds": [_rebuild(one) for one in ledger.rebuilds],
        "watched": [watched_values(one) for one in ledger.watched],
        "identity": None if ledger.identity is None else identity.document(ledger.identity),
        "custody": None if ledger.custody is None else _custody(ledger.custody),
        "advice": [_advice(one) for one in ledger.advice],
    }


def _advice(advice: Advice) -> dict[str, Any]:
    return {
        "about": advice.about.value,
        "message": json_prose(advice.message),
        "paths": [json_name(path) for path in advice.paths],
        "file": None if advice.file is None else json_name(advice.file),
        "lines": [json_prose(line) for line in advice.lines],
    }


def _custody(custody: Custody) -> dict[str, Any]:
    from tallystick.report.custody_json import custody_values  # noqa: PLC0415 - only with a history

    return custody_values(custody)


def render_custody(custody: Custody) -> str:
    """What is known of a repository's history, as an object; ASCII, as above."""
    return "".join(_object(custody_document(custody), "")) + "\n"


def custody_document(custody: Custody) -> dict[str, Any]:
    """What is known of a repository's history in values that JSON knows."""
    verdict = custody.verdict or Verdict(value=VerdictValue.INCONCLUSIVE)
    return {
        "schema": SCHEMA_OF_CUSTODY,
        "tool": {"name": summary.TOOL, "version": summary.tool_version()},
        "repository": json_prose(custody.where),
        "ref": _prose_or_null(custody.ref),
        "verdict": verdict.value.value,
        "reasons": _reasons(verdict),
        "custody": _custody(custody),
    }


def _reasons(verdict: Verdict) -> list[dict[str, Any]]:
    return [
        {
            "rule": json_prose(reason.rule),
            "message": json_prose(reason.message),
            "paths": [json_name(path) for path in reason.paths],
        }
        for reason in verdict.reasons
    ]


def _artifact(artifact: Artifact) -> dict[str, Any]:
    return {
        "name": json_name(artifact.name),
        "kind": artifact.kind.value,
        "project": _prose_or_null(artifact.project),
        "version": _prose_or_null(artifact.version),
        "sha256": artifact.sha256,
        "size": artifact.size,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "kind": source.kind.value,
        "url": json_prose(source.url),
        "commit": source.commit,
        "ref": _prose_or_null(source.ref),
        "subdir": json_name(source.subdir),
        "evidence": [
            {
                "kind": json_prose(evidence.kind),
                "value": json_prose(evidence.value),
                "agrees": evidence.agrees,
            }
            for evidence in source.evidence
        ],
    }


def _entry(line: LedgerLine) -> dict[str, Any]:
    entry = line.entry
    return {
        "path": json_name(entry.path),
        "mode": f"{entry.mode:06o}",
        "size": entry.size,
        "blob": entry.blob,
        "sha256": entry.sha256,
        "grade": line.grade.value,
        "reach": line.reach.value,
        "reach_reason": _prose_or_null(line.reach_reason),
        "explainer": line.explainer,
        "source_path": None if line.source_path is None else json_name(line.source_path),
        "claim": _prose_or_null(line.claim),
        "evidence": _prose_or_null(line.evidence),
        "normalisations": [json_prose(text) for text in line.normalisations],
        "notes": [json_prose(text) for text in dict.fromkeys((*entry.notes, *line.notes))],
        "delta": _prose_or_null(line.delta),
    }


def _omitted(omitted: Omitted) -> dict[str, Any]:
    return {
        "path": json_name(omitted.path),
        "reason": json_prose(omitted.reason),
        "expected": omitted.expected,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "offset": finding.offset,
        "message": json_prose(finding.message),
        "paths": [json_name(path) for path in finding.paths],
        "ambiguous": finding.ambiguous,
    }


def _build_finding(finding: BuildFinding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "path": json_name(finding.path),
        "line": finding.line,
        "message": json_prose(finding.message),
        "new": finding.new,
    }


def _news(news: News) -> dict[str, Any]:
    return {
        "since": [
            {
                "name": json_name(old.name),
                "version": _prose_or_null(old.version),
                "sha256": old.sha256,
                "verdict": old.verdict.value,
            }
            for old in news.since
        ],
        "news": [
            {
                "about": item.about.value,
                "message": json_prose(item.message),
                "paths": [json_name(path) for path in item.paths],
            }
            for item in news.items
        ],
    }


def _rebuild(rebuild: Rebuild) -> dict[str, Any]:
    return {
        "route": rebuild.route,
        "against": rebuild.against,
        "outcome": rebuild.outcome.value,
        "normalisations": [json_prose(text) for text in rebuild.normalisations],
        "differing": [json_name(path) for path in rebuild.differing],
        "missing": [json_name(path) for path in rebuild.missing],
        "added": [json_name(path) for path in rebuild.added],
        "command": _prose_or_null(rebuild.command),
        "tools": [json_prose(text) for text in rebuild.tools],
        "adjustments": [json_prose(text) for text in rebuild.adjustments],
        "step": _prose_or_null(rebuild.step),
        "reason": _prose_or_null(rebuild.reason),
        "log": _prose_or_null(rebuild.log),
        "causes": [json_prose(text) for text in rebuild.causes],
    }


def _prose_or_null(text: str | None) -> str | None:
    return None if text is None else json_prose(text)
