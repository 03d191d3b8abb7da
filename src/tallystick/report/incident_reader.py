"""An incident as ``trace --format json`` wrote it, read back strictly, whoever had the file in hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.model.custody import Confidence, ReviewEvidence, Standing, Way
from tallystick.model.entries import Skip
from tallystick.model.incident import (
    Bytes,
    Carrier,
    Exposed,
    Happening,
    Incident,
    Introduction,
    Matched,
    Part,
    Relation,
    Step,
    Subject,
    SubjectKind,
    Vouched,
)
from tallystick.report.incident import SCHEMA, TITLES
from tallystick.report.json_fields import OBJECT_ID, SHA256, Fields

_PEOPLE: Final = 3
"""What a merge is written as: commit, by whom, when."""


def read_incident(path: Path, limits: Limits) -> Incident:
    """The incident in a file.

    Raises:
        UsageError: it cannot be read, is larger than a ledger may be, or is none.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limits.ledger + 1)
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from None
    if len(content) > limits.ledger:
        raise UsageError(f"{path}: more than {limits.ledger} bytes (cap: ledger)")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise UsageError(f"{path}: not JSON") from None
    try:
        return incident_of(document)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def incident_of(document: object) -> Incident:
    """The incident in the values of JSON.

    The plan comes back as text: which part of a step a stranger chose is not in the JSON, so all of it is
    taken for theirs.

    Raises:
        UsageError: it is none, or not as ``docs/incident.md`` says.
    """
    said = Fields(document, "the incident", SCHEMA)
    if said.text("schema") != SCHEMA:
        raise UsageError(f"not {SCHEMA}")
    return Incident(
        subject=_subject(said.object("subject")),
        introductions=tuple(map(_introduction, said.objects("introductions"))),
        carriers=tuple(map(_carrier, said.objects("carriers"))),
        vouched=tuple(map(_vouched, said.objects("vouched"))),
        exposed=tuple(map(_exposed, said.objects("exposed"))),
        timeline=tuple(map(_happening, said.objects("timeline"))),
        plan=tuple(map(_step, said.objects("plan"))),
        skips=tuple(
            Skip(check=one.text("check"), reason=one.text("reason"))
            for one in said.objects("skips")
        ),
    )


def _subject(said: Fields) -> Subject:
    return Subject(
        kind=said.word("kind", SubjectKind),
        words=said.text("words"),
        bytes=tuple(
            Bytes(
                name=one.text("name"),
                sha256=one.maybe_text("sha256", SHA256),
                git=one.maybe_text("git", OBJECT_ID),
                size=one.maybe_number("size"),
            )
            for one in said.objects("bytes")
        ),
        commit=said.maybe_text("commit", OBJECT_ID),
        project=said.maybe_text("project"),
        version=said.maybe_text("version"),
        artifacts=said.texts("artifacts"),
    )


def _introduction(said: Fields) -> Introduction:
    return Introduction(
        repository=said.text("repository"),
        commit=said.text("commit", OBJECT_ID),
        author=said.text("author"),
        committer=said.text("committer"),
        authored=said.moment("authored"),
        committed=said.moment("committed"),
        subject=said.text("subject"),
        standing=said.word("standing", Standing),
        way=said.word("way", Way),
        evidence=tuple(map(_evidence, said.objects("evidence"))),
        merges=tuple(map(_merge, said.items("merges"))),
        tags=said.texts("tags"),
        paths=said.names("paths"),
    )


def _evidence(said: Fields) -> ReviewEvidence:
    return ReviewEvidence(
        kind=said.text("kind"),
        by=said.text("by"),
        known=said.text("known"),
        confidence=said.word("confidence", Confidence),
    )


def _merge(item: object) -> tuple[str, str, int]:
    if not isinstance(item, list) or len(item) != _PEOPLE:
        raise UsageError("the incident: a merge is a commit, a name and a time")
    said = Fields(dict(zip(("commit", "by", "time"), item, strict=True)), "merges", SCHEMA)
    return said.text("commit", OBJECT_ID), said.text("by"), said.moment("time")


def _carrier(said: Fields) -> Carrier:
    return Carrier(
        ecosystem=said.maybe_text("ecosystem"),
        project=said.maybe_text("project"),
        version=said.maybe_text("version"),
        artifact=said.name("artifact"),
        artifact_sha256=said.text("artifact_sha256", SHA256),
        ledger=said.text("ledger", SHA256),
        recorded=said.instant("recorded"),
        verdict=said.text("verdict"),
        path=said.name("path"),
        grade=said.text("grade"),
        reach=said.text("reach"),
        relation=said.word("relation", Relation),
        source_url=said.maybe_text("source_url"),
        commit=said.maybe_text("commit", OBJECT_ID),
    )


def _vouched(said: Fields) -> Vouched:
    return Vouched(
        artifact=said.name("artifact"),
        form=said.text("form"),
        state=said.text("state"),
        signer=said.maybe_text("signer"),
        publisher=said.maybe_text("publisher"),
        commit=said.maybe_text("commit", OBJECT_ID),
        signed_at=said.maybe_number("signed_at"),
    )


def _exposed(said: Fields) -> Exposed:
    return Exposed(
        kind=said.text("kind"),
        where=said.text("where"),
        what=said.text("what"),
        matched=said.word("matched", Matched),
    )


def _happening(said: Fields) -> Happening:
    return Happening(
        time=said.instant("time"),
        what=said.text("what"),
        who=said.text("who"),
        clock=said.text("clock"),
    )


def _step(said: Fields) -> Step:
    section = said.text("section")
    if section not in TITLES:
        raise UsageError("the incident: a step stands under no heading of a plan")
    return Step(section=section, parts=(Part(text=said.text("text"), given=True),))
