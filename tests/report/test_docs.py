from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ledgers import SAMPLES
from tallystick.model import Grade, NewsAbout, Reach, VerdictValue
from tallystick.report import FORMATS, render

DOCS = Path(__file__).parents[2] / "docs"
LEDGER = (DOCS / "ledger.md").read_text(encoding="utf-8")
REPORTS = (DOCS / "reports.md").read_text(encoding="utf-8")


def documented(heading: str) -> set[str]:
    """The fields in the first column of the table under a heading of docs/ledger.md."""
    section = re.split(
        r"^#+ ", LEDGER.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE
    )[0]
    return set(re.findall(r"^\| `([a-z0-9_]+)` \|", section, re.MULTILINE))


def fields(value: dict[str, Any]) -> set[str]:
    return set(value["properties"])


@pytest.fixture(scope="module")
def definitions() -> dict[str, Any]:
    schema = files("tallystick.report").joinpath("ledger.schema.json")
    found: dict[str, Any] = json.loads(schema.read_text(encoding="utf-8"))["$defs"]
    return found


@pytest.mark.parametrize(
    ("heading", "definition"),
    [
        ("Fields", "ledger"),
        ("`artifact`", "artifact"),
        ("`source`", "source"),
        ("`reasons`", "reason"),
        ("`entries`", "entry"),
        ("`container`", "finding"),
        ("`build`", "buildFinding"),
        ("`baseline`", "baseline"),
        ("`custody`", "custody"),
    ],
)
def test_each_table_lists_the_fields_of_the_schema(
    heading: str, definition: str, definitions: dict[str, Any]
) -> None:
    assert documented(heading) == fields(definitions[definition])


def test_every_field_anywhere_in_the_schema_is_in_the_docs(definitions: dict[str, Any]) -> None:
    def walk(value: object) -> set[str]:
        if isinstance(value, list):
            return {name for item in value for name in walk(item)}
        if not isinstance(value, dict):
            return set()
        here = fields(value) if isinstance(value.get("properties"), dict) else set()
        return here | {name for item in value.values() for name in walk(item)}

    assert {name for name in walk(definitions) if f"`{name}`" not in LEDGER} == set()


@pytest.mark.parametrize("word", [*Grade, *Reach, *VerdictValue, *NewsAbout])
def test_every_word_of_the_model_is_in_the_docs(word: str) -> None:
    assert f"`{word}`" in LEDGER


def test_the_table_of_formats_is_the_list_in_the_code() -> None:
    rows = re.findall(r"^\| `([a-z]+)` \| (.+) \|$", REPORTS, re.MULTILINE)
    documented_formats = [
        (id_, re.sub(r"\[(.+?)\]\(.+?\)", r"docs/\1", text)) for id_, text in rows
    ]
    known = [(known.id, known.audience) for known in FORMATS]
    assert [row for row in documented_formats if row in known] == known


@pytest.mark.parametrize("id_", [known.id for known in FORMATS])
def test_every_format_has_a_heading(id_: str) -> None:
    assert f"\n## {id_}\n" in REPORTS


def test_the_terminal_example_is_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    shown = str(render([SAMPLES["rejected"]], format="terminal"))
    assert f"```text\n{shown}```\n" in REPORTS


def test_the_example_of_a_baseline_is_what_is_printed() -> None:
    page = (DOCS / "baseline.md").read_text(encoding="utf-8")
    example = page.partition("```text\n")[2].partition("```")[0]
    assert example in str(render([SAMPLES["news"]], format="terminal"))


@pytest.mark.parametrize("about", NewsAbout)
def test_whatever_is_news_is_explained(about: NewsAbout) -> None:
    page = (DOCS / "baseline.md").read_text(encoding="utf-8")
    assert f"\n`{about}`\n:   " in page
