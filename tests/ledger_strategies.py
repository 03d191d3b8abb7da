"""Ledgers in which everything that others choose is arbitrary, for what must always hold."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from ledgers import HOSTILE, NOTHING, entry
from tallystick.model import (
    Artifact,
    ArtifactKind,
    Baseline,
    BlobId,
    Disagreement,
    Evidence,
    Finding,
    Grade,
    Ledger,
    LedgerLine,
    News,
    NewsAbout,
    NewsItem,
    Omitted,
    Reach,
    Reason,
    Rebuild,
    RebuildOutcome,
    Sha256,
    Skip,
    Source,
    SourceKind,
    Verdict,
    VerdictValue,
)
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
from tallystick.model.watched import WatchedAlarm, WatchedBuild

characters = st.characters(codec=None, exclude_categories=())
"""Every code point, lone surrogates among them."""

biting = st.sampled_from(
    [
        "`",
        "|",
        "<",
        ">",
        "&",
        '"',
        "[",
        "](",
        "{",
        "@",
        "\\",
        "\n",
        "\x1b[2J",
        "\u202e",
        "\udc9b",
        " ",
    ]
)
texts = st.one_of(
    st.text(characters, max_size=12),
    st.lists(biting | characters, max_size=8).map("".join),
    st.sampled_from([text for text in HOSTILE if len(text) < 200]),
)
tuples = st.lists(texts, max_size=2).map(tuple)
maybe = st.none() | texts
paths = texts

lines = st.builds(
    LedgerLine,
    entry=paths.map(entry),
    grade=st.sampled_from(Grade),
    reach=st.sampled_from(Reach),
    reach_reason=maybe,
    explainer=maybe,
    source_path=maybe,
    claim=maybe,
    evidence=maybe,
    normalisations=tuples,
    notes=tuples,
    delta=maybe | texts.map(lambda text: f"@@ -1 +1 @@\n-{text}\n+{text}\n {text}"),
)
artifacts = st.builds(
    Artifact,
    name=texts,
    kind=st.sampled_from(ArtifactKind),
    project=maybe,
    version=maybe,
    sha256=st.just(Sha256("0" * 64)),
    size=st.integers(0, 10**12),
    top=texts,
    tree=st.just(NOTHING),
)


def _source(**fields: Any) -> Source:  # noqa: ANN401 - those of the class
    # hypothesis would ask the class for its hints, and some of them only a type checker imports.
    return Source(**fields)


sources = st.builds(
    _source,
    kind=st.sampled_from(SourceKind),
    url=texts,
    tree=st.just(NOTHING),
    commit=st.none() | st.just(BlobId("0" * 40)),
    ref=maybe,
    subdir=texts,
    evidence=st.lists(
        st.builds(Evidence, kind=texts, value=texts, agrees=st.none() | st.booleans()), max_size=2
    ).map(tuple),
)
news = st.builds(
    News,
    since=st.lists(
        st.builds(
            Baseline,
            name=texts,
            version=maybe,
            sha256=st.just(Sha256("1" * 64)),
            verdict=st.sampled_from(VerdictValue),
        ),
        max_size=6,
    ).map(tuple),
    items=st.lists(
        st.builds(NewsItem, about=st.sampled_from(NewsAbout), message=texts, paths=tuples),
        max_size=2,
    ).map(tuple),
)


def saying(text: str) -> Identity:
    """An identity in which whatever others choose is ``text``: one draw for all of it."""
    claims = Claims(**dict.fromkeys(Claims.__struct_fields__, text))
    publisher = Publisher(kind=text, repository=text, workflow=text, environment=text, email=text)
    return Identity(
        rung=list(Rung)[len(text) % len(Rung)],
        why_not=text,
        trust_root=text,
        attestations=tuple(
            Attestation(
                form=text,
                state=state,
                reason=text,
                predicate=text,
                signed_at=1_700_000_000,
                claims=claims,
                publisher=publisher,
            )
            for state in State
        ),
        findings=tuple(
            IdentityFinding(rule=text, holds=holds, message=text, weight=weight)
            for holds, weight in zip((True, False, None), Weight, strict=True)
        ),
    )


identities = texts.map(saying)


def _ledger(**fields: Any) -> Ledger:  # noqa: ANN401 - those of the class
    # As for a source.
    return Ledger(**fields)


ledgers = st.builds(
    _ledger,
    artifact=artifacts,
    source=st.none() | sources,
    lines=st.lists(lines, max_size=4).map(tuple),
    omitted=st.lists(st.builds(Omitted, path=paths, reason=texts), max_size=2).map(tuple),
    findings=st.lists(
        st.builds(Finding, id=texts, offset=st.integers(0, 10**9), message=texts, paths=tuples),
        max_size=2,
    ).map(tuple),
    skips=st.lists(st.builds(Skip, check=texts, reason=texts), max_size=2).map(tuple),
    timings=st.dictionaries(texts, st.floats(0, 1e6), max_size=2),
    news=st.none() | news,
    disagreements=st.lists(st.builds(Disagreement, path=paths, others=tuples), max_size=2).map(
        tuple
    ),
    rebuilds=st.lists(
        st.builds(
            Rebuild,
            route=texts,
            against=texts,
            outcome=st.sampled_from(RebuildOutcome),
            normalisations=tuples,
            differing=tuples,
            missing=tuples,
            added=tuples,
            command=st.none() | texts,
            tools=tuples,
            adjustments=tuples,
            step=st.none() | texts,
            reason=st.none() | texts,
            log=st.none() | texts,
            causes=tuples,
        ),
        max_size=2,
    ).map(tuple),
    watched=st.lists(
        st.builds(
            WatchedBuild,
            product=texts,
            succeeded=st.booleans(),
            commands=st.integers(0, 10**6),
            alarms=st.lists(
                st.builds(
                    WatchedAlarm,
                    rule=texts,
                    is_high=st.booleans(),
                    message=texts,
                    path=st.none() | paths,
                    by=st.none() | texts,
                    reason=texts,
                ),
                max_size=2,
            ).map(tuple),
            lost=tuples,
            opaque=st.dictionaries(paths, tuples, max_size=2),
            reads=st.just({}),
        ),
        max_size=2,
    ).map(tuple),
    identity=st.none() | identities,
    verdict=st.builds(
        Verdict,
        value=st.sampled_from(VerdictValue),
        reasons=st.lists(
            st.builds(Reason, rule=texts, message=texts, paths=tuples), max_size=2
        ).map(tuple),
    ),
)


def unseen(text: str) -> set[str]:
    """The characters of ``text`` that a reader would not see, or that would act on the display.

    Written apart from ``report/text.py`` on purpose, from Unicode's categories.
    """

    return {
        char
        for char in text
        if char != "\n"
        and (
            unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
            or "\ufe00" <= char <= "\ufe0f"
            or "\U000e0100" <= char <= "\U000e01ef"
        )
    }
