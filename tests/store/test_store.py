"""Ledgers put and got: the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from sqlalchemy import func, insert, select, text, update

import ledger_strategies
import ledgers
from postgres_server import Postgres
from tallystick.errors import StorageError, UsageError
from tallystick.model import Ledger
from tallystick.report import render
from tallystick.store import open_store, schema
from tallystick.store.store import ENTRIES_TOGETHER, Store


def written(ledger: Ledger) -> dict[str, Any]:
    """A ledger as its JSON says it."""
    document: dict[str, Any] = json.loads(render([ledger], format="json"))
    return document


def counts(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.reading() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in schema.metadata.sorted_tables
        }


@pytest.mark.parametrize("name", ledgers.SAMPLES)
def test_what_was_put_is_got_as_it_was(name: str, address: str) -> None:
    document = written(ledgers.SAMPLES[name])
    with open_store(address) as store:
        put = store.put(document)
        assert store.get(put.digest) == document
        assert list(store.get(put.digest)) == list(document)


def test_the_same_ledger_is_kept_once(address: str) -> None:
    document = written(ledgers.rejected())
    again = {**document, "timings": {"match": 12.5}}
    with open_store(address) as store:
        first, before = store.put(document), counts(store)
        second = store.put(again)
        assert (first.is_new, second.is_new) == (True, False)
        assert (first.id, first.digest) == (second.id, second.digest)
        assert counts(store) == before


def test_a_later_ledger_is_the_latest_of_its_artifact(address: str) -> None:
    document = written(ledgers.rejected())
    other = {**document, "verdict": "inconclusive"}
    latest = select(schema.ledger.c.verdict).where(schema.ledger.c.is_latest)
    with open_store(address) as store:
        assert store.put(document).is_new
        assert store.put(other).is_new
        with store.reading() as connection:
            assert list(connection.scalars(latest)) == ["inconclusive"]
        assert not store.put(document).is_new
        assert counts(store)["artifact"] == 1
        assert counts(store)["blob"] == len({one["sha256"] for one in document["entries"]})


def test_many_are_put_as_one_by_one_would_be(address: str, tmp_path: Path) -> None:
    samples = [written(one) for one in ledgers.SAMPLES.values()]
    document = written(ledgers.rejected())
    # Once more, a later one on the same artifact, and one that was there before.
    given = [*samples, document, {**document, "verdict": "inconclusive"}, samples[0]]
    with open_store(address) as store, open_store(str(tmp_path / "single.sqlite")) as single:
        for one in (store, single):
            one.put(samples[1])
        together, each = list(store.put_all(given)), [single.put(one) for one in given]
        said = [(put.digest, put.is_new, put.artifact) for put in together]
        assert said == [(put.digest, put.is_new, put.artifact) for put in each]
        assert [put.is_new for put in together].count(False) > 2
        assert counts(store) == counts(single)
        latest = select(schema.ledger.c.digest).where(schema.ledger.c.is_latest)
        with store.reading() as one_by_one, single.reading() as at_once:
            assert set(one_by_one.scalars(latest)) == set(at_once.scalars(latest))
        assert store.check().wrong == ()


def test_of_many_those_before_a_bad_one_are_kept(tmp_path: Path) -> None:
    good, later = written(ledgers.accepted()), written(ledgers.attested())
    put: list[str] = []
    with open_store(str(tmp_path / "store.sqlite")) as store:
        with pytest.raises(UsageError):
            put.extend(one.digest for one in store.put_all([good, {**later, "entries": 1}, later]))
        assert [store.get(digest) for digest in put] == [good]
        assert counts(store)["ledger"] == 1


def test_a_transaction_ends_before_it_holds_too_much(tmp_path: Path) -> None:
    template = written(ledgers.many(ENTRIES_TOGETHER // 2))
    with open_store(str(tmp_path / "store.sqlite")) as store:
        names = [f"{number:064x}" for number in range(3)]
        many = ({**template, "artifact": template["artifact"] | {"sha256": one}} for one in names)
        puts = store.put_all(many)
        next(puts)
        assert counts(store)["ledger"] == 2
        assert len(list(puts)) == 2
        assert counts(store)["ledger"] == 3


def test_two_blobs_of_one_git_id_are_two(address: str) -> None:
    document = written(ledgers.accepted())
    forged = {**document["entries"][0], "path": "collision", "sha256": "f" * 64}
    document["entries"].append(forged)
    with open_store(address) as store:
        store.put(document)
        git = schema.blob.c.git == bytes.fromhex(forged["blob"])
        with store.reading() as connection:
            assert len(connection.execute(select(schema.blob).where(git)).all()) == 2


@settings(max_examples=30)
@given(ledger=ledger_strategies.ledgers)
def test_no_text_is_lost_in_sqlite(
    ledger: Ledger, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _comes_back(ledger, str(tmp_path_factory.mktemp("store") / "store.sqlite"))


@settings(max_examples=20)
@given(ledger=ledger_strategies.ledgers)
def test_no_text_is_lost_in_postgresql(ledger: Ledger, postgres_store: str) -> None:
    _comes_back(ledger, postgres_store)


@pytest.fixture(scope="module")
def postgres_store(request: pytest.FixtureRequest) -> Any:  # noqa: ANN401 - a generator fixture
    server: Postgres = request.getfixturevalue("server")
    with server.database() as url:
        yield url


def _comes_back(ledger: Ledger, address: str) -> None:
    document = written(ledger)
    with open_store(address) as store:
        kept = store.get(store.put(document).digest)
        # A ledger that differs in nothing else was perhaps there.
        assert {**kept, "timings": {}} == {**document, "timings": {}}


AWKWARD = "a\0b %s ' ; DROP TABLE entry; -- \" %% ? :x %%s $1 {} \U0001f600"
"""What some database or driver or other chokes on; a surrogate, raw or escaped, goes in between."""


def hostile(surrogate: str) -> dict[str, Any]:
    """A ledger in which every text is awkward."""

    def worse(value: Any, key: str = "") -> Any:  # noqa: ANN401 - whatever JSON has
        if isinstance(value, dict):
            return {name: worse(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [worse(one, key) for one in value]
        bound = {"schema", "kind", "verdict", "mode", "blob", "sha256", "grade", "reach", "commit"}
        bound |= {"rung", "state", "weight", "about", "outcome"}
        if not isinstance(value, str) or key in bound:
            return value
        return AWKWARD % surrogate

    document: dict[str, Any] = worse(written(ledgers.attested()))
    document["entries"] = [worse(one) for one in written(ledgers.rejected())["entries"]][:1]
    return document


def test_nul_surrogates_and_sql_are_only_text(address: str) -> None:
    document = hostile("\\ud800")
    with open_store(address) as store:
        put = store.put(document)
        assert store.get(put.digest) == document
        assert not store.put(store.get(put.digest)).is_new
        assert counts(store)["entry"] == 1
        raw = store.get(store.put(hostile("\ud800")).digest)
        assert raw["entries"][0]["path"] == AWKWARD % "\\ud800"


def test_names_of_any_length_are_kept(address: str) -> None:
    """PostgreSQL's B-tree takes 2,704 bytes a row, and these do not compress."""
    long = "".join(chr(0x4E00 + 37 * number % 20_000) for number in range(20_000))
    document = written(ledgers.attested())
    document["artifact"] |= {"project": long, "version": long}
    document["entries"][0] |= {"path": f"{long}/{long}", "explainer": long, "source_path": long}
    document["skips"] = [{"check": long, "reason": long}]
    document["reasons"] = [{"rule": long, "message": long, "paths": [long]}]
    for one in document["identity"]["attestations"]:
        one["form"] = one["predicate"] = long
        if one["claims"] is not None:
            one["claims"]["repository"] = long
    with open_store(address) as store:
        put = store.put(document)
        assert store.get(put.digest) == document
        assert counts(store)["release"] == 0


@pytest.mark.parametrize(
    "change",
    [
        {"schema": "tallystick.ledgers/1"},
        {"verdict": "splendid"},
        {"entries": [{}]},
        {"artifact": {}},
        {"tool": None},
        {"timings": {"match": float("nan")}, "totals": float("inf")},
        {"custody": {"range": {}}},
        {"skips": [{"check": 1, "reason": ""}]},
    ],
    ids=json.dumps,
)
def test_what_is_no_ledger_is_refused_and_leaves_nothing(
    change: Mapping[str, Any], tmp_path: Path
) -> None:
    with open_store(str(tmp_path / "store.sqlite")) as store:
        before = counts(store)
        with pytest.raises(UsageError):
            store.put({**written(ledgers.rejected()), **change})
        assert counts(store) == before


def test_numbers_beyond_a_database_are_refused(tmp_path: Path) -> None:
    document = written(ledgers.accepted())
    document["entries"][0]["size"] = 2**63
    with open_store(str(tmp_path / "store.sqlite")) as store, pytest.raises(UsageError):
        store.put(document)


def test_sums_beyond_a_database_are_capped(address: str) -> None:
    document = written(ledgers.accepted())
    for one in document["entries"]:
        one["size"] = 2**63 - 1
    with open_store(address) as store:
        assert store.get(store.put(document).digest) == document


def test_a_ledger_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    nested: Any = []
    for _ in range(100_000):
        nested = [nested]
    with (
        open_store(str(tmp_path / "store.sqlite")) as store,
        pytest.raises(UsageError, match="nested"),
    ):
        store.put({**written(ledgers.accepted()), "later": nested})


def test_many_at_once_are_all_kept_once(address: str) -> None:
    documents = [written(one) for one in ledgers.SAMPLES.values()]
    for number in range(4):
        changed = written(ledgers.rejected())
        changed["artifact"]["version"] = f"{number}"
        documents.append(changed)
    failures: list[BaseException] = []

    def put_all(store: Store, start: int) -> None:
        try:
            given = documents[start:] + documents[:start]
            if start % 2:
                assert len(list(store.put_all(given))) == len(given)
                return
            for document in given:
                store.put(document)
        except BaseException as error:  # noqa: BLE001 - told by the test, not by a thread
            failures.append(error)

    with open_store(address) as store:
        threads = [threading.Thread(target=put_all, args=(store, start)) for start in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert counts(store)["ledger"] == len(documents)
        latest = select(schema.ledger.c.artifact_id).where(schema.ledger.c.is_latest)
        with store.reading() as connection:
            keys = list(connection.scalars(latest))
        assert len(keys) == len(set(keys)) == counts(store)["artifact"]


def test_a_reader_sees_one_state_and_writes_nothing(address: str) -> None:
    with open_store(address) as store:
        store.put(written(ledgers.accepted()))
        with open_store(address, read_only=True) as reader:
            how_many = select(func.count()).select_from(schema.ledger)
            with reader.reading() as connection:
                assert connection.scalar(how_many) == 1
                store.put(written(ledgers.rejected()))
                assert connection.scalar(how_many) == 1
            assert counts(reader)["ledger"] == 2
            with pytest.raises(StorageError, match=r"(?i)read-?only"):
                reader.put(written(ledgers.attested()))


def test_a_store_of_a_newer_version_is_refused(address: str) -> None:
    with open_store(address) as store:
        store.write(
            lambda connection: connection.execute(
                update(schema.store).values(version=schema.VERSION + 1)
            )
        )
    with pytest.raises(StorageError, match=f"version {schema.VERSION + 1}.*use a newer one"):
        open_store(address)


def test_a_database_of_others_is_refused(address: str) -> None:
    with open_store(address) as store:
        store.write(lambda connection: connection.execute(text("DROP TABLE tallystick_store")))
    with pytest.raises(UsageError, match="holds other tables"):
        open_store(address)


def test_a_version_changed_by_hand_is_refused(address: str) -> None:
    with open_store(address) as store:
        store.write(
            lambda connection: connection.execute(insert(schema.store).values(version=77, tool=""))
        )
    with pytest.raises(UsageError, match="changed by hand"):
        open_store(address)


@pytest.mark.parametrize("read_only", [True, False])
def test_nothing_is_made_where_nobody_asked(read_only: bool, tmp_path: Path) -> None:
    path = tmp_path / "none" / "store.sqlite"
    with pytest.raises(StorageError, match="no store here"):
        open_store(str(path), read_only=read_only, make=False)
    assert not path.parent.exists()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "-x",
        "mysql://a:SECRET@b/c",
        "sqlite://",
        "sqlite:///:memory:",
        "a\0",
    ],
)
def test_addresses_that_cannot_be_meant(address: str) -> None:
    with pytest.raises(UsageError, match=r"^--store") as caught:
        open_store(address)
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    ["postgresql://u:SECRET@127.0.0.1:1/x?password=SECRET", "postgresql://u:SECRET@[/x"],
)
def test_a_password_is_in_no_message(address: str) -> None:
    with pytest.raises(StorageError) as caught:
        open_store(address)
    assert "SECRET" not in str(caught.value)


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(StorageError, match="not a database"):
        open_store(str(path))
    assert re.match(rb"not a database", path.read_bytes())
