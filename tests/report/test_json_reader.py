from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import ledger_strategies
from ledgers import SAMPLES
from tallystick.errors import ContentUnavailable, UsageError
from tallystick.limits import DEFAULT
from tallystick.model import Ledger
from tallystick.report import render
from tallystick.report.json_reader import read_ledgers


def written(*ledgers: Ledger) -> bytes:
    return str(render(ledgers, format="json")).encode()


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_comes_back(sample: str) -> None:
    (found,) = read_ledgers(written(SAMPLES[sample]), DEFAULT)
    assert written(found) == written(SAMPLES[sample])


def test_several_ledgers_come_back_in_order() -> None:
    found = read_ledgers(written(*SAMPLES.values()), DEFAULT)
    assert written(*found) == written(*SAMPLES.values())


@settings(max_examples=100)
@given(ledger_strategies.ledgers)
def test_what_was_written_is_read_and_written_alike(ledger: Ledger) -> None:
    (found,) = read_ledgers(written(ledger), DEFAULT)
    assert written(found) == written(ledger)
    assert [line.path for line in found.lines] == [line.path for line in ledger.lines]
    assert [line.grade for line in found.lines] == [line.grade for line in ledger.lines]


def test_a_ledger_from_before_there_were_baselines_is_read() -> None:
    document = json.loads(written(SAMPLES["news"]))
    del document["baseline"]
    (found,) = read_ledgers(json.dumps(document).encode(), DEFAULT)
    assert found.news is None


def test_what_a_ledger_is_left_of_holds_no_contents() -> None:
    (found,) = read_ledgers(written(SAMPLES["accepted"]), DEFAULT)
    with pytest.raises(ContentUnavailable):
        found.artifact.tree.read("PKG-INFO")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 1_000_000,
        b'{"a":' * 1_000_000,
        b"9" * 10_000,
        b"NaN",
        b"[]",
        b"null",
        b"{}",
        b'{"schema": 1}',
        b'{"schema": "tallystick.comparison/1"}',
        b'{"schema": "tallystick.ledger/2"}',
        b'{"schema": "tallystick.ledgers/1"}',
        b'{"schema": "tallystick.ledgers/1", "ledgers": [1]}',
        b'{"schema": "tallystick.ledgers/1", "ledgers": [{"schema": "tallystick.ledgers/1"}]}',
    ],
    ids=lambda content: content[:40].decode("latin-1"),
)
def test_what_is_no_ledger_is_a_usage_error(content: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        read_ledgers(content, DEFAULT)
    assert len(str(caught.value)) < 300


def test_a_ledger_that_passes_the_cap_is_refused() -> None:
    content = written(SAMPLES["accepted"])
    read_ledgers(content, replace(DEFAULT, ledger=len(content)))
    with pytest.raises(UsageError, match="at most"):
        read_ledgers(content, replace(DEFAULT, ledger=len(content) - 1))


def places(value: object, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a document."""
    if isinstance(value, dict):
        return [here, *(p for key, item in value.items() for p in places(item, (*here, key)))]
    if isinstance(value, list):
        return [here, *(p for at, item in enumerate(value) for p in places(item, (*here, at)))]
    return [here]


DOCUMENT: dict[str, Any] = json.loads(written(SAMPLES["rejected"]))
DOCUMENT["entries"] = DOCUMENT["entries"][-2:]
PLACES = places(DOCUMENT)[1:]


@settings(max_examples=300)
@given(
    st.sampled_from(PLACES),
    st.sampled_from([None, 1, -1, 1.5, True, "x", "\\", "\ud800", [], [1], {}, "9" * 100, 10**300]),
)
def test_a_field_of_any_other_type_is_read_as_the_schema_says_or_refused(
    place: tuple[str | int, ...], value: object
) -> None:
    document = copy.deepcopy(DOCUMENT)
    holder: Any = document
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    try:
        found = read_ledgers(json.dumps(document).encode(), DEFAULT)
    except UsageError:
        return
    assert written(*found)
