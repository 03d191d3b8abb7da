"""The ledger, read back from JSON: what :mod:`tallystick.report.json` writes, from anybody's hands.

Names come back exact (``parse_name``). Prose does not, and need not: it is only read. Contents are not in
a ledger, so the tree of such an artifact or source cannot be read from.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

from tallystick.errors import ContentUnavailable, UsageError
from tallystick.limits import Limits
from tallystick.model import (
    Artifact,
    ArtifactKind,
    Baseline,
    BuildFinding,
    Disagreement,
    Evidence,
    Finding,
    Ledger,
    News,
    NewsAbout,
    NewsItem,
    Omitted,
    Reason,
    Rebuild,
    RebuildOutcome,
    Sha256,
    Skip,
    Source,
    SourceKind,
    Tree,
    Verdict,
    VerdictValue,
)
from tallystick.model.advice import Advice, AdviceAbout
from tallystick.model.ladder import (
    Attestation,
    Claims,
    Identity,
    IdentityFinding,
    Publisher,
    Rung,
    State,
    Weight,
)
from tallystick.report.identity import CLAIMS, PUBLISHER
from tallystick.report.json import SCHEMA, SCHEMA_OF_SEVERAL
from tallystick.report.json_fields import OBJECT_ID, SHA256, Fields
from tallystick.report.json_lines import lines_of
from tallystick.report.watched_rebuild import read_watched

_MODE = re.compile(r"[0-7]{6}")


def read_ledgers(content: bytes, limits: Limits) -> tuple[Ledger, ...]:
    """The ledgers in a report of ours; fields that are not known are passed over.

    Raises:
        UsageError: it is no such report, or larger than ``limits.ledger``.
    """
    if len(content) > limits.ledger:
        raise UsageError(f"{len(content)} bytes; a ledger has at most {limits.ledger}")
    try:
        document = json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise UsageError("not JSON") from None
    whole = Fields(document, "the report")
    schema = whole.text("schema")
    if schema == SCHEMA_OF_SEVERAL:
        return tuple(_ledger(one) for one in whole.objects("ledgers"))
    return (_ledger(whole),)


def ledger_of(document: object) -> Ledger:
    """One ledger, as it stands in another document.

    Raises:
        UsageError: it is none.
    """
    return _ledger(Fields(document, "the ledger"))


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


class _NoContent:
    """The reader of a tree that only a ledger is left of."""

    def read(self, path: str) -> bytes:
        raise ContentUnavailable(f"{path!r}: a ledger holds no contents")

    def prefetch(self, paths: frozenset[str]) -> None:
        """Nothing to get."""


def _ledger(fields: Fields) -> Ledger:
    if fields.text("schema") != SCHEMA:
        raise UsageError(f"not a ledger: its schema is not {SCHEMA}")
    lines = lines_of(fields.items("entries"))
    source, news = fields.maybe_object("source"), fields.maybe_object("baseline")
    identity = fields.maybe_object("identity")
    findings = tuple(_finding(one) for one in fields.objects("container"))
    entries = {line.path: line.entry for line in lines}
    return Ledger(
        artifact=_artifact(fields.object("artifact"), Tree(entries=entries, reader=_NoContent())),
        source=None if source is None else _source(source),
        lines=lines,
        omitted=tuple(
            Omitted(path=one.name("path"), reason=one.text("reason"), expected=one.flag("expected"))
            for one in fields.objects("omitted")
        ),
        findings=findings,
        build=tuple(_build_finding(one) for one in fields.maybe_objects("build")),
        skips=tuple(
            Skip(check=one.text("check"), reason=one.text("reason"))
            for one in fields.objects("skips")
        ),
        timings=fields.seconds("timings"),
        news=None if news is None else _news(news),
        disagreements=tuple(
            Disagreement(path=one.name("path"), others=one.names("others"))
            for one in fields.maybe_objects("disagreements")
        ),
        rebuilds=tuple(_rebuild(one) for one in fields.maybe_objects("rebuilds")),
        watched=tuple(read_watched(one) for one in fields.maybe_objects("watched")),
        identity=None if identity is None else _identity(identity),
        advice=tuple(_advice(one) for one in fields.maybe_objects("advice")),
        verdict=Verdict(
            value=fields.word("verdict", VerdictValue),
            reasons=tuple(
                Reason(rule=one.text("rule"), message=one.text("message"), paths=one.names("paths"))
                for one in fields.objects("reasons")
            ),
        ),
    )


def _artifact(fields: Fields, tree: Tree) -> Artifact:
    return Artifact(
        name=fields.name("name"),
        kind=fields.word("kind", ArtifactKind),
        project=fields.maybe_text("project"),
        version=fields.maybe_text("version"),
        sha256=Sha256(fields.text("sha256", SHA256)),
        size=fields.number("size"),
        top="",
        tree=tree,
    )


def _source(fields: Fields) -> Source:
    return Source(
        kind=fields.word("kind", SourceKind),
        url=fields.text("url"),
        tree=Tree(entries={}, reader=_NoContent()),
        commit=fields.maybe_text("commit", OBJECT_ID),
        ref=fields.maybe_text("ref"),
        subdir=fields.name("subdir"),
        evidence=tuple(
            Evidence(
                kind=one.text("kind"), value=one.text("value"), agrees=one.maybe_flag("agrees")
            )
            for one in fields.objects("evidence")
        ),
    )


def _rebuild(fields: Fields) -> Rebuild:
    return Rebuild(
        route=fields.text("route"),
        against=fields.text("against"),
        outcome=fields.word("outcome", RebuildOutcome),
        normalisations=fields.texts("normalisations"),
        differing=fields.names("differing"),
        missing=fields.names("missing"),
        added=fields.names("added"),
        command=fields.maybe_text("command"),
        tools=fields.texts("tools"),
        adjustments=fields.texts("adjustments"),
        step=fields.maybe_text("step"),
        reason=fields.maybe_text("reason"),
        log=fields.maybe_text("log"),
        causes=fields.texts("causes"),
    )


def _finding(fields: Fields) -> Finding:
    return Finding(
        id=fields.text("id"),
        offset=fields.number("offset"),
        message=fields.text("message"),
        paths=fields.names("paths"),
        ambiguous=fields.flag("ambiguous"),
    )


def _identity(fields: Fields) -> Identity:
    return Identity(
        rung=fields.word("rung", Rung),
        why_not=fields.text("why_not"),
        trust_root=fields.text("trust_root"),
        attestations=tuple(_attestation(one) for one in fields.objects("attestations")),
        findings=tuple(
            IdentityFinding(
                rule=one.text("rule"),
                holds=one.maybe_flag("holds"),
                message=one.text("message"),
                weight=one.word("weight", Weight),
                delta=one.maybe_text("delta"),
            )
            for one in fields.objects("findings")
        ),
    )


def _attestation(fields: Fields) -> Attestation:
    claims, publisher = fields.maybe_object("claims"), fields.maybe_object("publisher")
    return Attestation(
        form=fields.text("form"),
        state=fields.word("state", State),
        reason=fields.text("reason"),
        predicate=fields.maybe_text("predicate"),
        signed_at=fields.maybe_number("signed_at"),
        key=fields.maybe_text("key"),
        claims=None
        if claims is None
        else Claims(**{name: claims.maybe_text(name) for name in CLAIMS}),
        publisher=None
        if publisher is None
        else Publisher(
            kind=publisher.text("kind"),
            **{name: publisher.maybe_text(name) for name in PUBLISHER if name != "kind"},
        ),
    )


def _advice(fields: Fields) -> Advice:
    return Advice(
        about=fields.word("about", AdviceAbout),
        message=fields.text("message"),
        paths=fields.names("paths"),
        file=fields.maybe_name("file"),
        lines=fields.texts("lines"),
    )


def _build_finding(fields: Fields) -> BuildFinding:
    return BuildFinding(
        id=fields.text("id"),
        path=fields.name("path"),
        line=fields.number("line"),
        message=fields.text("message"),
        new=fields.flag("new"),
    )


def _news(fields: Fields) -> News:
    return News(
        since=tuple(
            Baseline(
                name=one.name("name"),
                version=one.maybe_text("version"),
                sha256=Sha256(one.text("sha256", SHA256)),
                verdict=one.word("verdict", VerdictValue),
            )
            for one in fields.objects("since")
        ),
        items=tuple(
            NewsItem(
                about=one.word("about", NewsAbout),
                message=one.text("message"),
                paths=one.names("paths"),
            )
            for one in fields.objects("news")
        ),
    )
