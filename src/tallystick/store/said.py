"""What a ledger says besides its entries, as rows: findings, skips, identity, attestations, custody."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from tallystick.model import Ledger
from tallystick.model.custody import Standing, Way
from tallystick.model.ladder import Attestation
from tallystick.report.json_fields import LARGEST, OBJECT_ID, Fields
from tallystick.store.spelling import maybe_prose, short, stored_name, stored_prose

Row = dict[str, object]
_compact: Final = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True).encode


class Said(Struct, frozen=True, kw_only=True):
    """Rows by table, without the ledger's key; ``position`` is their order in the ledger."""

    totals: tuple[Row, ...]
    findings: tuple[Row, ...]
    skips: tuple[Row, ...]
    identity: Row | None
    attestations: tuple[Row, ...]
    custody: Row | None
    commits: tuple[Row, ...]


def said(ledger: Ledger, document: Mapping[str, Any]) -> Said:
    """What ``ledger`` says; its custody is read from ``document``, the same in the values of JSON.

    Raises:
        UsageError: the custody is not as the schema says.
    """
    custody = Fields(document, "the ledger").maybe_object("custody")
    return Said(
        totals=tuple(_totals(ledger)),
        findings=tuple(_numbered([*_findings(ledger), *_remarks(custody)])),
        skips=tuple(_numbered([*_skips(ledger), *_skips_of(custody)])),
        identity=_identity(ledger),
        attestations=tuple(
            _numbered(_attestation(one) for one in ledger.identity.attestations)
            if ledger.identity is not None
            else ()
        ),
        custody=None if custody is None else _custody(custody),
        commits=()
        if custody is None
        else tuple(_numbered(_commit(one) for one in custody.objects("commits"))),
    )


def _numbered(rows: Iterable[Row]) -> Iterator[Row]:
    return ({"position": position, **row} for position, row in enumerate(rows))


def _totals(ledger: Ledger) -> Iterator[Row]:
    sizes: dict[str, list[int]] = {}
    for line in ledger.lines:
        # .value, in a third of the time: there may be millions of lines.
        sizes.setdefault(line.grade._value_, []).append(line.entry.size or 0)  # noqa: SLF001
    for grade, some in sizes.items():
        yield {"grade": grade, "files": len(some), "bytes": min(sum(some), LARGEST)}


def _finding(
    area: str,
    rule: str,
    message: str,
    paths: Iterable[str] = (),
    *,
    holds: bool | None = None,
    weight: str | None = None,
) -> Row:
    return {
        "area": area,
        "rule": short(rule),
        "holds": holds,
        "weight": weight,
        "message": stored_prose(message),
        "paths": _compact([stored_name(path) for path in paths]),
    }


def _findings(ledger: Ledger) -> Iterator[Row]:
    for reason in ledger.verdict.reasons if ledger.verdict is not None else ():
        yield _finding("policy", reason.rule, reason.message, reason.paths, holds=False)
    for found in ledger.findings:
        weight = "ambiguous" if found.ambiguous else None
        yield _finding("container", found.id, found.message, found.paths, weight=weight)
    for place in ledger.build:
        message = f"line {place.line}: {place.message}"
        weight = "new" if place.new else None
        yield _finding("build", place.id, message, [place.path], weight=weight)
    for rule in ledger.identity.findings if ledger.identity is not None else ():
        yield _finding(
            "identity", rule.rule, rule.message, holds=rule.holds, weight=rule.weight.value
        )
    for item in ledger.news.items if ledger.news is not None else ():
        yield _finding("baseline", item.about.value, item.message, item.paths)


def _remarks(custody: Fields | None) -> Iterator[Row]:
    for remark in custody.objects("remarks") if custody is not None else ():
        yield _finding(
            "custody",
            remark.text("check"),
            remark.text("message"),
            remark.names("paths"),
            weight=short(remark.text("confidence")),
        )


def _skips(ledger: Ledger) -> Iterator[Row]:
    for skip in ledger.skips:
        yield {"area": "audit", "check": short(skip.check), "reason": stored_prose(skip.reason)}


def _skips_of(custody: Fields | None) -> Iterator[Row]:
    for skip in custody.objects("skips") if custody is not None else ():
        check, reason = short(skip.text("check")), stored_prose(skip.text("reason"))
        yield {"area": "custody", "check": check, "reason": reason}


def _identity(ledger: Ledger) -> Row | None:
    if ledger.identity is None:
        return None
    return {
        "rung": ledger.identity.rung.value,
        "why_not": stored_prose(ledger.identity.why_not),
        "trust_root": stored_prose(ledger.identity.trust_root),
    }


def _attestation(one: Attestation) -> Row:
    claims, publisher = one.claims, one.publisher
    commit = claims.commit if claims is not None else None
    return {
        "form": short(one.form),
        "state": one.state.value,
        "reason": stored_prose(one.reason),
        "predicate": maybe_prose(one.predicate),
        "signed_at": one.signed_at,
        "signer": None if claims is None else short(claims.who),
        "publisher": None if publisher is None else short(publisher.who),
        "workflow": None if claims is None else maybe_prose(claims.workflow_path),
        "commit": bytes.fromhex(commit) if commit and OBJECT_ID.fullmatch(commit) else None,
    }


def _custody(custody: Fields) -> Row:
    within, coverage = custody.object("range"), custody.object("coverage")
    commits, lines = coverage.object("commits"), coverage.maybe_object("lines")
    after = within.maybe_text("after_commit", OBJECT_ID)
    return {
        "after": maybe_prose(within.maybe_text("after")),
        "after_commit": None if after is None else bytes.fromhex(after),
        "until": bytes.fromhex(within.text("until", OBJECT_ID)),
        "is_lower_bound": custody.flag("is_lower_bound"),
        **{
            f"commits_{standing}": commits.number(standing)
            for standing in ("reviewed", "claimed", "unreviewed")
        },
        **{
            f"lines_{standing}": None if lines is None else lines.number(standing)
            for standing in ("reviewed", "claimed", "unreviewed")
        },
    }


def _commit(one: Fields) -> Row:
    evidence = [
        {key: stored_prose(each.text(key)) for key in ("kind", "by", "known", "confidence")}
        for each in one.objects("evidence")
    ]
    return {
        "commit": bytes.fromhex(one.text("id", OBJECT_ID)),
        "author": stored_prose(one.text("author")),
        "committer": stored_prose(one.text("committer")),
        "time": one.moment("time"),
        "subject": stored_prose(one.text("subject")),
        "standing": one.word("standing", Standing).value,
        "way": one.word("way", Way).value,
        "lines": one.maybe_number("lines"),
        "evidence": _compact(evidence),
    }
