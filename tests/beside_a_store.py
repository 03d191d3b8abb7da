"""What the viewer shows besides a store: a survey's results, reports of ``trace``, a folder of artifacts.

Each as the command writes it; names and reasons are hostile ones where there is room.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

import ledgers
from packing import sha256_of, write_tar
from tallystick.artifact import open_artifact
from tallystick.limits import DEFAULT
from tallystick.model import Grade, LedgerLine, Reach, Skip, Verdict, VerdictValue
from tallystick.model.custody import Confidence, ReviewEvidence, Standing, Way
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
from tallystick.model.surveyed import SurveyedFile
from tallystick.report.incident import render_json
from tallystick.survey import Cost, Report, Results, State, key_of
from viewers import written

RELEASES: Final = 60
COMPILED: Final = min((Path(__file__).parent / "data").rglob("*.so"))
NAME: Final = "compiled-1.0.tar.gz"


def write_survey(folder: Path) -> Path:
    """Results of sixty ordinary releases, and of some that are bad, odd, hostile or failed."""
    results = Results(folder)
    with results.alone():
        for number in range(RELEASES):
            residue = number % 7
            file = SurveyedFile(
                name=f"plain-{number}.0.tar.gz",
                verdict="inconclusive" if residue else "accepted",
                files=100 + number,
                residue=residue,
                residue_bytes=residue * 1_000,
                why=f"{residue} files that Cython made" if residue else "",
            )
            _keep(results, f"plain=={number}.0", file, cost=Cost(cpu=0.5 + number / 100))
        bad = SurveyedFile(
            name="xz-5.6.1.tar.gz", verdict="rejected", files=1_000, residue=3, why="a macro"
        )
        _keep(results, "xz-5.6.1.tar.gz", bad, cost=Cost(cpu=90.0, received=2**31))
        empty = SurveyedFile(name="six-1.17.0.tar.gz", verdict="accepted")
        _keep(results, "six==1.17.0", empty, replace(bad, name="six-1.17.0-py3-none-any.whl"))
        for text in ledgers.HOSTILE:
            hostile = SurveyedFile(name=text, verdict="rejected", files=9, residue=9, why=text)
            _keep(results, text, hostile, SurveyedFile(name=text, verdict=None, why=text))
        _keep(results, "gone==1", state=State.FAILED, reason="the index has no such release")
    return folder


def _keep(
    results: Results,
    name: str,
    *files: SurveyedFile,
    state: State = State.DONE,
    reason: str = "",
    cost: Cost | None = None,
) -> None:
    report = Report(state=state, reason=reason, files=files, cost=cost or Cost(cpu=0.5))
    assert results.write(key_of({"target": repr(name)}), {"target": "x"}, name, report, 1)


def incident(text: str, ledger: str = "ab" * 32) -> Incident:
    """Something bad, with ``text`` wherever somebody could have typed it."""
    sha256 = hashlib.sha256(b"bad").hexdigest()
    seen = ReviewEvidence(kind=text, by=text, known=text, confidence=Confidence.LOW)
    return Incident(
        subject=Subject(
            kind=SubjectKind.BYTES, words=text, bytes=(Bytes(name=text, sha256=sha256, size=3),)
        ),
        introductions=(
            Introduction(
                repository=text,
                commit="cc" * 20,
                author=text,
                committer=f"{text} too",
                authored=-(2**62),
                committed=1_709_000_000,
                subject=text,
                standing=Standing.UNREVIEWED,
                way=Way.DIRECT,
                evidence=(seen,),
                merges=(("dd" * 20, text, 1_709_100_000),),
                tags=(text,) * 8,
                paths=(text,) * 8,
            ),
        ),
        carriers=(
            Carrier(
                ecosystem=text,
                project=text,
                version=text,
                artifact=text,
                artifact_sha256=sha256,
                ledger=ledger,
                recorded=1_709_200_000.5,
                verdict=text,
                path=text,
                grade=text,
                reach=text,
                relation=Relation.FORK,
                source_url=text,
                commit=None,
            ),
        ),
        vouched=(
            Vouched(
                artifact=text,
                form=text,
                state=text,
                signer=text,
                publisher=text,
                commit="ee" * 20,
                signed_at=1_709_300_000,
            ),
        ),
        exposed=(Exposed(kind=text, where=text, what=text, matched=Matched.BYTES),),
        timeline=tuple(
            Happening(time=time, what=text, who=text, clock=clock)
            for time, clock in ((-1e17, text), (1.7e9, "this store's clock"), (1e17, text))
        ),
        plan=(Step(section="contain", parts=(Part(text=text, given=True),)),),
        skips=(Skip(check=text, reason=text),),
    )


def write_incidents(folder: Path) -> list[Path]:
    """One readable report, and one for each hostile text."""
    folder.mkdir()
    found = []
    for number, text in enumerate(("build-to-host.m4", *ledgers.HOSTILE)):
        path = folder / f"{number:02}.json"
        path.write_text(render_json(incident(text)), encoding="ascii")
        found.append(path)
    return found


def write_contents(folder: Path) -> dict[str, Any]:
    """An artifact with a compiled file, text and nothing; the ledger of it, in the values of JSON."""
    folder.mkdir()
    path = write_tar(
        folder / NAME,
        {
            "compiled-1.0/fast.so": COMPILED.read_bytes(),
            "compiled-1.0/long.txt": bytes(range(256)) * 40,
            "compiled-1.0/empty.py": b"",
            "compiled-1.0/broken.so": b"\x7fELF" + b"\xff" * 200,
        },
    )
    with open_artifact(path, limits=DEFAULT) as opened:
        lines = tuple(
            LedgerLine(entry=entry, grade=Grade.UNEXPLAINED, reach=Reach.IMPORT)
            for entry in opened.artifact.tree.entries.values()
        )
        ledger = replace(
            ledgers.ledger(NAME, lines),
            artifact=opened.artifact,
            verdict=Verdict(value=VerdictValue.REJECTED, reasons=()),
        )
        assert ledger.artifact.sha256 == sha256_of(path)
        return written(ledger)
