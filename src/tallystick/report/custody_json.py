"""Custody in values that JSON knows: the contract of ``docs/ledger.md``, field by field."""

from __future__ import annotations

from typing import Any

from tallystick.custody.coverage import Totals, author_of, commits_of, lines_of
from tallystick.custody.people import shown
from tallystick.model.custody import CommitLine, Custodian, Custody, OpaqueFile, Remark, Touch
from tallystick.model.past import Past
from tallystick.report.text import json_name, json_prose


def custody_values(custody: Custody) -> dict[str, Any]:
    """What is known, as ``$defs/custody`` of the schema says."""
    within = custody.range
    lines = lines_of(custody.lines)
    return {
        "range": {
            "after": _prose_or_null(within.after),
            "after_commit": within.after_commit,
            "until": within.until,
            "chosen": json_prose(within.chosen),
        },
        "is_lower_bound": custody.is_lower_bound,
        "checks": list(custody.checks),
        "coverage": {
            "commits": _totals(commits_of(custody.lines)),
            "lines": None if lines is None else _totals(lines),
        },
        "commits": [_commit(line) for line in custody.lines],
        "spans": [
            {
                "path": json_name(span.path),
                "start": span.start,
                "count": span.count,
                "commit": span.commit,
            }
            for span in custody.spans
        ],
        "remarks": [_remark(remark) for remark in custody.remarks],
        "opaque": None if custody.opaque is None else [_opaque(one) for one in custody.opaque],
        "custodians": None
        if custody.custodians is None
        else [_custodian(one) for one in custody.custodians],
        "past": None if custody.past is None else _past(custody.past),
        "skips": [
            {"check": json_prose(skip.check), "reason": json_prose(skip.reason)}
            for skip in custody.skips
        ],
    }


def _totals(totals: Totals) -> dict[str, int]:
    return {
        "reviewed": totals.reviewed,
        "claimed": totals.claimed,
        "unreviewed": totals.unreviewed,
    }


def _commit(line: CommitLine) -> dict[str, Any]:
    commit = line.commit
    return {
        "id": commit.id,
        "author": json_prose(author_of(line)),
        "committer": json_prose(shown(commit.committer)),
        "time": commit.committed,
        "subject": json_prose(commit.subject),
        "standing": line.standing.value,
        "way": line.way.value,
        "evidence": [
            {
                "kind": one.kind,
                "by": json_prose(one.by),
                "known": json_prose(one.known),
                "confidence": one.confidence.value,
            }
            for one in line.evidence
        ],
        "lines": line.lines,
        "shipped": None if line.shipped is None else [json_name(path) for path in line.shipped],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        "check": remark.check,
        "message": json_prose(remark.message),
        "known": json_prose(remark.known),
        "confidence": remark.confidence.value,
        "commits": list(remark.commits),
        "paths": [json_name(path) for path in remark.paths],
        "people": [json_prose(name) for name in remark.people],
        "places": [{"path": json_name(one.path), "line": one.line} for one in remark.places],
    }


def _opaque(one: OpaqueFile) -> dict[str, Any]:
    return {
        "path": json_name(one.path),
        "kind": one.kind,
        "size": one.size,
        "sha256": one.sha256,
        "entropy": one.entropy,
        "known": json_prose(one.known),
        "confidence": one.confidence.value,
        "added": _touch(one.added),
        "changed": _touch(one.changed),
        "reach": one.reach,
        "readers": None if one.readers is None else [json_name(path) for path in one.readers],
        "origin": _prose_or_null(one.origin),
    }


def _touch(touch: Touch | None) -> dict[str, Any] | None:
    if touch is None:
        return None
    return {
        "commit": touch.commit,
        "by": json_prose(touch.by),
        "time": touch.time,
        "standing": None if touch.standing is None else touch.standing.value,
    }


def _custodian(one: Custodian) -> dict[str, Any]:
    return {
        "name": json_prose(one.person.name),
        "email": json_prose(one.person.email),
        "commits": one.commits,
        "merges": one.merges,
        "tags": one.tags,
        "first_commit": one.first_commit,
        "first_merge": one.first_merge,
        "first_tag": one.first_tag,
        "last": one.last,
        "recent": round(one.recent, 4),
        "listed": [json_name(path) for path in one.listed],
    }


def _past(past: Past) -> dict[str, Any]:
    return {
        "now": past.now,
        "months": [
            {
                "month": f"{one.year:04}-{one.month:02}",
                "reviewed": one.reviewed,
                "claimed": one.claimed,
                "unreviewed": one.unreviewed,
            }
            for one in past.months
        ],
        "undated": past.undated,
        "releases": [
            {"tag": json_name(one.name), "time": one.time, "by": _prose_or_null(one.by)}
            for one in past.releases
        ],
        "keepers": past.keepers,
        "files": [
            {
                "path": json_name(one.path),
                "lines": one.lines,
                "commits": one.commits,
                "reviewed": one.reviewed,
                "people": one.people,
                "owner": _prose_or_null(one.owner),
            }
            for one in past.files
        ],
    }


def _prose_or_null(text: str | None) -> str | None:
    return None if text is None else json_prose(text)
