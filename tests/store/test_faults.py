"""Processes killed, servers gone, disks full: nothing that was kept is lost, and nothing is kept twice."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ledgers
from command import COMMAND
from postgres_server import Postgres, postgres, require_postgres
from tallystick.report import render
from tallystick.store import Store, open_store

LEDGERS = 24
ENTRIES = 600
"""Of each ledger: together more than are put in one transaction."""

ROUNDS = 3


def documents() -> list[dict[str, Any]]:
    """Different ledgers that share most of their blobs; one is long enough to be cut short."""
    template: dict[str, Any] = json.loads(str(render([ledgers.many(ENTRIES)], format="json")))
    found = []
    for number in range(LEDGERS):
        document = json.loads(json.dumps(template))
        document["artifact"] |= {"name": f"a-{number}.tar.gz", "sha256": f"{number:064x}"}
        document["entries"][number]["sha256"] = f"{number + 1_000:064x}"
        found.append(document)
    return found


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("reports")
    paths = []
    for number, document in enumerate(documents()):
        path = folder / f"{number:02}.json"
        path.write_text(json.dumps(document))
        paths.append(path)
    return paths


def adding(address: str, reports: list[Path], limit: int | None = None) -> subprocess.Popen[str]:
    """The command that puts them, as a process of its own; ``limit`` is the largest file it may write."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.Popen(
        [COMMAND, "store", "add", *reports, "--store", address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        preexec_fn=limited,  # noqa: PLW1509 - this process starts no threads beside it
    )


def kept(store: Store) -> set[str]:
    """Every ledger that is there, each read whole and held against its digest."""
    found = store.check()
    assert found.wrong == ()
    digests = {store.put(document).digest for document in documents() if is_there(store, document)}
    assert len(digests) == found.rows["ledger"]
    return digests


def is_there(store: Store, document: dict[str, Any]) -> bool:
    from tallystick.store.rows import rows_of  # noqa: PLC0415

    return store.holds(rows_of(document).digest.hex())


def assert_whole(store: Store) -> None:
    """As after a quiet run: all ledgers once, every row referred to by what should."""
    found = store.check()
    assert found.wrong == ()
    assert (found.rows["ledger"], found.rows["artifact"]) == (LEDGERS, LEDGERS)
    assert found.rows["entry"] == LEDGERS * ENTRIES


def test_a_process_killed_at_any_moment_leaves_whole_ledgers(
    address: str, reports: list[Path]
) -> None:
    draw = random.Random(7)  # noqa: S311 - moments, not secrets
    open_store(address).close()
    for _ in range(ROUNDS):
        process = adding(address, reports)
        assert process.stdout is not None
        assert process.stderr is not None
        said = [process.stdout.readline().split()[0] for _ in range(draw.randrange(1, 8))]
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        process.stderr.close()
        with open_store(address) as store:
            assert set(said) <= kept(store)
    process = adding(address, reports)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    with open_store(address) as store:
        assert_whole(store)


def test_a_full_disk_is_one_line_and_leaves_whole_ledgers(
    tmp_path: Path, reports: list[Path]
) -> None:
    address = str(tmp_path / "store.sqlite")
    open_store(address).close()
    process = adding(address, reports, limit=1_000_000)
    out, errors = process.communicate()
    assert (process.returncode, errors.count("\n")) == (2, 1), errors
    assert "store.sqlite" in errors
    said = {line.split()[0] for line in out.splitlines()}
    with open_store(address) as store:
        assert said <= kept(store)
        for document in documents():
            store.put(document)
        assert_whole(store)


@pytest.fixture(params=["stopped", "crashed", "killed"])
def falling(request: pytest.FixtureRequest) -> Iterator[tuple[Postgres, str]]:
    """A server of its own, and in what way it goes down."""
    require_postgres()
    with postgres() as running:
        yield running, request.param


def go_down(server: Postgres, way: str) -> None:
    if way == "killed":
        server.kill()
    else:
        server.stop("fast" if way == "stopped" else "immediate")


def test_a_server_that_restarts_loses_nothing_and_keeps_nothing_twice(
    falling: tuple[Postgres, str],
) -> None:
    server, way = falling
    failures: list[BaseException] = []
    put: list[str] = []
    begun = threading.Event()

    def work(store: Store) -> None:
        try:
            for document in documents():
                put.append(store.put(document).digest)
                if len(put) == 3:
                    begun.set()
        except BaseException as error:  # noqa: BLE001 - told by the test, not by a thread
            failures.append(error)
        finally:
            begun.set()

    with server.database() as url, open_store(url) as store:
        thread = threading.Thread(target=work, args=(store,))
        thread.start()
        begun.wait()
        for _ in range(2):
            go_down(server, way)
            server.start()
        thread.join()
        assert failures == []
        assert len(set(put)) == LEDGERS
        assert_whole(store)
