"""The viewer as users start it: the command, on a socket of loopback, over a store with known ledgers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace

import ledgers
from command import COMMAND
from tallystick.model import Artifact, ArtifactKind, Grade, Ledger, Reach
from tallystick.report import render
from tallystick.store import Put, open_store

COMMIT = "cc" * 20


def written(ledger: Ledger) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render([ledger], format="json"))
    return document


def custody(*people: str) -> dict[str, Any]:
    """Custody of one commit for each person, as the schema says; the first was reviewed."""
    commits = [
        {
            "id": f"{number:02x}" * 20 if number else COMMIT,
            "author": person,
            "committer": person,
            "time": 1_709_000_000 + number,
            "subject": f"Change it, {person}",
            "standing": "unreviewed" if number else "reviewed",
            "way": "direct" if number else "merged",
            "evidence": [{"kind": "merge", "by": person, "known": "git", "confidence": "medium"}],
            "lines": 3,
            "shipped": ["m4/build-to-host.m4"],
        }
        for number, person in enumerate(people)
    ]
    return {
        "range": {"after": "v1", "after_commit": "aa" * 20, "until": "bb" * 20, "chosen": "x"},
        "is_lower_bound": False,
        "checks": [],
        "coverage": {
            "commits": {"reviewed": 1, "claimed": 0, "unreviewed": len(people) - 1},
            "lines": None,
        },
        "commits": commits,
        "spans": [],
        "remarks": [],
        "opaque": [
            {
                "path": "tests/files/good-large_compressed.lzma",
                "kind": "unknown",
                "size": 1,
                "sha256": "00" * 32,
                "entropy": 7.9,
                "known": "nothing that is known reads it",
                "confidence": "high",
                "added": None,
                "changed": None,
                "reach": "test",
                "readers": None,
                "origin": None,
            }
        ],
        "custodians": None,
        "skips": [],
    }


def xz(version: str, verdict: str, *people: str) -> dict[str, Any]:
    """The attacked sample, or an honest release before it, with custody."""
    document = written(ledgers.rejected())
    name = f"xz-{version}.tar.gz"
    document["artifact"] |= {"version": version, "name": name}
    document["artifact"]["sha256"] = version.encode().hex().ljust(64, "0")
    if verdict == "accepted":
        proven = {grade.value for grade in Grade if grade.is_proof}
        document["entries"] = [one for one in document["entries"] if one["grade"] in proven]
        document["reasons"] = []
    return {**document, "verdict": verdict, "custody": custody(*people)}


def pair() -> tuple[Ledger, Ledger]:
    """An sdist and a wheel of one release: a file that differs, and one that only the wheel has."""
    common = [
        ledgers.line(f"src/pair/{name}.py", source_path=f"src/pair/{name}.py") for name in "abc"
    ]
    sdist = ledgers.ledger("pair-1.0.tar.gz", common)
    other = ledgers.line("pair/c.py", source_path="src/pair/c.py")
    stranger = ledgers.line("pair/hook.pth", Grade.UNEXPLAINED, Reach.STARTUP)
    wheel = ledgers.ledger(
        "pair-1.0-py3-none-any.whl",
        [
            *(replace(one, entry=replace(one.entry, path=one.path[4:])) for one in common[:2]),
            other,
            stranger,
        ],
        kind=ArtifactKind.WHEEL,
    )
    artifact: Artifact = replace(wheel.artifact, project="pair", version="1.0")
    return sdist, replace(wheel, artifact=artifact)


def fill(address: str) -> dict[str, Put]:
    """Put the samples, and what the pages need besides; each by its name."""
    documents = {name: written(sample) for name, sample in ledgers.SAMPLES.items()}
    documents["xz-5.4.6"] = xz("5.4.6", "accepted", "Lasse")
    documents["xz-5.6.1"] = xz("5.6.1", "rejected", "Lasse", "Jia Tan")
    documents["sdist"], documents["wheel"] = map(written, pair())
    documents["many"] = written(ledgers.many(450))
    with open_store(address) as store:
        return {name: store.put(document) for name, document in documents.items()}


@contextmanager
def viewer(store: str | Path, *options: str, end: signal.Signals = signal.SIGINT) -> Iterator[str]:
    """Where the viewer of ``store`` answers, until ``end`` is sent."""
    command = [str(COMMAND), "serve", "--store", str(store), "--port", "0", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        said = process.stderr.readline().strip()
        try:
            assert "http" in said, said + process.stderr.read()
            yield said.rpartition(" ")[2].rstrip("/")
        finally:
            process.send_signal(end)
            rest = process.stderr.read()
            code = process.wait(30)
        assert (code, rest) == (0, ""), rest
