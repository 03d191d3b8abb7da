from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from msgspec.structs import replace

import ledger_strategies
from ledger_strategies import unseen
from ledgers import HOSTILE, SAMPLES, git_source, hostile, ledger, line
from tallystick.model import Evidence, Grade, Ledger, Reach, Reason, VerdictValue
from tallystick.report import render


def markdown(*ledgers: Ledger) -> str:
    return str(render(ledgers, format="markdown"))


def html(text: str) -> str:
    """As GitHub would: tables, raw HTML, and anything like an address becomes a link."""
    rendered: str = MarkdownIt("gfm-like", {"html": True, "linkify": True}).render(text)
    return rendered


TAGS = {
    *("h1", "h2", "h3", "p", "ul", "li", "strong", "code", "pre", "br", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def tags(rendered: str) -> set[str]:
    return set(re.findall(r"</?([A-Za-z][A-Za-z0-9]*)", rendered))


def outside_code(rendered: str) -> str:
    return re.sub(r"<code[^>]*>.*?</code>", "", rendered, flags=re.DOTALL)


def test_verdict_reasons_and_residue_are_there() -> None:
    text = markdown(SAMPLES["rejected"])
    assert text.startswith("## Rejected: `xz-5.6.1.tar.gz`\n")
    assert "It holds what its source does not account for: 1 contradicted file" in text
    assert (
        "- **contradicted**: 1 file is not what it claims to be\n  - `m4/build-to-host.m4`" in text
    )
    reach = "build: its suffix is of what builds compile or evaluate"
    claim = "copied from gnulib, serial 30"
    assert f"| contradicted | {reach} | `m4/build-to-host.m4` | {claim} |" in text
    assert "```diff\n--- gnulib/m4/build-to-host.m4\n" in text
    assert "- **regenerate**: autoconf 2.71 is not installed" in text


def test_evidence_against_the_source_stands_beside_it() -> None:
    source = git_source("https://example.org/a", "v1")
    doubted = replace(source, evidence=(Evidence(kind="author", value="another", agrees=False),))
    assert "- but **author**: another\n" in markdown(ledger("a-1.tar.gz", [], source=doubted))


def test_several_ledgers_begin_with_an_overview() -> None:
    text = markdown(SAMPLES["accepted"], SAMPLES["rejected"])
    assert text.startswith("# 2 artifacts audited: 1 rejected, 1 accepted\n")
    assert "| rejected | `xz-5.6.1.tar.gz` | 94.2 % |" in text


def test_a_flood_stays_below_what_github_takes() -> None:
    flood = [
        line(f"{number}/" + "n" * 4_000, Grade.CONTRADICTED, Reach.BUILD, delta="x\n" * 400)
        for number in range(1_000)
    ]
    text = markdown(ledger("flood-1.tar.gz", flood, VerdictValue.REJECTED))
    assert len(text.encode()) < 65_536
    assert "950 more entries" in text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_one_cell_of_a_table(text: str) -> None:
    attacked = ledger(
        "a-1.tar.gz",
        [line(text, Grade.UNEXPLAINED, Reach.BUILD, claim=text, evidence=text)],
        VerdictValue.REJECTED,
    )
    table = html(markdown(attacked)).partition("<table>")[2].partition("</table>")[0]
    assert table.count("<tr>") == 2
    assert table.count("<td>") == 5


def test_a_fence_is_longer_than_any_inside_it() -> None:
    attacked = line("a", Grade.CONTRADICTED, delta="+`````\n+<script>\n```\n</details>\n")
    rendered = html(markdown(ledger("a-1.tar.gz", [attacked], VerdictValue.REJECTED)))
    assert "&lt;script&gt;\n```\n&lt;/details&gt;" in rendered


@pytest.mark.parametrize(
    "text", ["GH-12", "see deadbeef1", ":tada:", "a.b", "- x", "1) x", "~~x~~"]
)
def test_what_github_would_turn_into_something_is_code(text: str) -> None:
    shown = markdown(ledger("a-1.tar.gz", [], reasons=(Reason(rule="r", message=text, paths=()),)))
    assert f": `{text}`" in shown


@settings(max_examples=50)
@given(ledger_strategies.ledgers)
@example(hostile())
def test_no_text_becomes_markup_a_link_or_a_mention(ledger: Ledger) -> None:
    text = markdown(ledger)
    assert not unseen(text)
    rendered = html(text)
    assert tags(rendered) <= TAGS
    assert rendered.count("<details") == rendered.count("</details>")
    assert not re.search("[@#\\[]|://|www", outside_code(rendered))
