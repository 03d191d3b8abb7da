from __future__ import annotations

import hashlib
import re
import time
from base64 import b64encode
from html.parser import HTMLParser
from importlib.resources import files

import pytest
from hypothesis import given, settings

import ledger_strategies
from ledger_strategies import unseen
from ledgers import SAMPLES, hostile, many
from tallystick.model import Ledger
from tallystick.report import render
from tallystick.report.text import name


def page(*ledgers: Ledger) -> str:
    return str(render(ledgers, format="html"))


class Reader(HTMLParser):
    """What a browser makes of a page: elements with attributes, and text by element."""

    VOID = frozenset({"meta", "br", "col", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.inline: dict[str, str] = {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"style", "script"}:
            assert self.open[-1] not in self.inline, "one style and one script"
            self.inline[self.open[-1]] = data
        else:
            self.text += data


TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "div", "h1", "h2", "h3"),
    *("dl", "dt", "dd", "ul", "li", "strong", "span", "i", "code", "br", "a", "svg", "rect"),
    *("article", "details", "summary", "table", "colgroup", "col", "thead", "tbody", "tr", "th"),
    *("td", "mark", "form", "label", "input", "select", "option", "output", "footer", "script"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "id", "aria-labelledby", "href"),
    *("aria-label", "role", "tabindex", "viewbox", "preserveaspectratio", "x", "y", "width"),
    *("height", "open", "colspan", "scope", "hidden", "type", "autocomplete", "spellcheck"),
    *("value", "aria-live", "data-grade"),
}


def policy(reader: Reader) -> str:
    content = next(
        attributes["content"]
        for tag, attributes in reader.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert content
    return content


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_policy_allows_exactly_the_style_and_script_of_the_page(sample: str) -> None:
    reader = Reader(page(SAMPLES[sample]))
    allowed = policy(reader)
    assert allowed.startswith("default-src 'none'; ")
    assert "unsafe" not in allowed
    for kind in ("style", "script"):
        digest = b64encode(hashlib.sha256(reader.inline[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in allowed


@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_is_loaded_from_anywhere(sample: str) -> None:
    links = [
        value
        for _, attributes in Reader(page(SAMPLES[sample])).elements
        for key, value in attributes.items()
        if key in {"href", "src", "action", "srcset", "style"}
    ]
    assert [link for link in links if not (link or "").startswith("#ledger-")] == []


def test_the_verdict_is_one_sentence() -> None:
    reader = Reader(page(SAMPLES["rejected"]))
    sentence = (
        "rejected xz-5.6.1.tar.gz holds what its source does not account for: "
        "1 contradicted file, 2 unexplained files, 8 unproven files."
    )
    assert sentence in " ".join(reader.text.split())


def test_a_difference_has_two_sides() -> None:
    shown = page(SAMPLES["rejected"])
    assert '<td class="left"># build-to-host.m4 serial 3</td>' in shown
    assert '<td class="right"># build-to-host.m4 serial 3<mark>0</mark></td>' in shown


def test_the_whole_ledger_is_there() -> None:
    reader = Reader(page(SAMPLES["rejected"]))
    for line in SAMPLES["rejected"].lines:
        assert line.path in reader.text
    grades = [
        attributes["data-grade"] for _, attributes in reader.elements if "data-grade" in attributes
    ]
    assert grades == ["contradicted", "unexplained", "unproven", "identical", "upstream"]


def test_without_scripts_there_is_no_dead_filter() -> None:
    forms = [
        attributes
        for tag, attributes in Reader(page(SAMPLES["accepted"])).elements
        if tag == "form"
    ]
    assert forms
    assert all("hidden" in attributes for attributes in forms)


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name() -> None:
    regions = [
        attributes
        for _, attributes in Reader(page(hostile())).elements
        if attributes.get("class") == "scroll"
    ]
    assert regions
    for attributes in regions:
        assert attributes["tabindex"] == "0"
        assert attributes["aria-label"]


def test_hostile_names_are_text() -> None:
    reader = Reader(page(hostile()))
    for line in hostile().lines:
        assert name(line.path) in reader.text


@settings(max_examples=50)
@given(ledger_strategies.ledgers)
def test_no_text_becomes_markup_or_goes_unseen(ledger: Ledger) -> None:
    shown = page(ledger)
    assert not unseen(shown)
    assert shown.count("<script") == 1
    reader = Reader(shown)
    assert {tag for tag, _ in reader.elements} <= TAGS
    assert {key for _, attributes in reader.elements for key in attributes} <= ATTRIBUTES
    for line in ledger.lines:
        assert name(line.path) in reader.text


def test_eight_thousand_entries_render_within_a_second() -> None:
    page(SAMPLES["accepted"])  # compiles the template
    ledger = many(8_000)
    best = min(_seconds(ledger) for _ in range(2))
    assert best < 1.0


def _seconds(ledger: Ledger) -> float:
    start = time.process_time()
    page(ledger)
    return time.process_time() - start


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


STYLE = files("tallystick.report").joinpath("page", "page.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "background"),
    [
        *((text, back) for text in ("ink", "faint") for back in ("paper", "raised")),
        *((text, "paper") for text in ("good", "doubt", "bad", "focus")),
        *(("ink", back) for back in ("added", "removed", "adding", "removing", "escape")),
    ],
)
def test_text_has_the_contrast_of_wcag_aa(mode: str, text: str, background: str) -> None:
    colours = LIGHT if mode == "light" else {**LIGHT, **DARK}
    assert _contrast(colours[text], colours[background]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "grade", ["identical", "derived", "unproven", "unexplained", "contradicted"]
)
def test_marks_have_the_contrast_of_wcag_aa_for_graphics(mode: str, grade: str) -> None:
    colours = LIGHT if mode == "light" else {**LIGHT, **DARK}
    assert _contrast(colours[grade], colours["paper"]) >= 3
