"""A watched build as JSON (``tallystick.watch/1``), and what two of them do not have in common.

Paths below the tree are relative to it; others are absolute. Names are escaped as in the ledger.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from tallystick import __version__
from tallystick.custody.build_reads import BuildReads
from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.model import Entry
from tallystick.report.text import json_name, json_prose, parse_name
from tallystick.watch import Watched
from tallystick.watch.graph import Run
from tallystick.watch.python_build import python_builds
from tallystick.watch.subject import Subject

SCHEMA = "tallystick.watch/1"

_VOLATILE = re.compile(
    r"(?<=/tmp/)[^\s/]+|(?<=/tmp)[a-z0-9_]{8}|pipe:\[\d+\]|(?<=/proc/)\d+(?=/)|(?<=[-_.])\d{2,}(?=$|[/.])"
)
"""What is another one each time: names in /tmp, pipes, and process numbers, also those behind a name."""

_TEMPORARY = re.compile(r"(?:^|(?<=/))(?:conf|sed|cc|st)\w{6,8}(?=$|[./])")
"""Names of mkstemp(3), in front of which configure, sed, cc and ar put their own: of files that are gone."""


def as_json(watched: Watched, command: tuple[str, ...]) -> str:
    """The record of ``watched``; its schema is ``watch.schema.json``."""
    subject = watched.subject
    document = {
        "schema": SCHEMA,
        "tool": {"name": "tallystick", "version": __version__},
        "command": [json_prose(word) for word in command],
        "status": watched.outcome.status,
        "seconds": round(watched.outcome.seconds, 3),
        "lost": [json_prose(reason) for reason in watched.lost],
        "alarms": [
            {
                "rule": alarm.rule,
                "severity": str(alarm.severity),
                "message": json_prose(alarm.message),
                "path": _path(subject, alarm.path) if alarm.path is not None else None,
                "run": alarm.run.number if alarm.run is not None else None,
                "reason": alarm.reason,
            }
            for alarm in watched.alarms
        ],
        "runs": [_run(subject, run) for run in subject.graph.runs],
        "files": list(_files(subject)),
        "python": [
            {
                "run": built.run.number,
                "imported": [json_name(path) for path in built.imported],
                "ran": [json_prose(name) for name in built.ran],
                "wrote": [json_name(path) for path in built.wrote],
            }
            for built in python_builds(subject)
        ],
    }
    return json.dumps(document, indent=1)


def _run(subject: Subject, run: Run) -> dict[str, object]:
    return {
        "number": run.number,
        "parent": run.parent.number if run.parent is not None else None,
        "program": _path(subject, run.program),
        "argv": [json_prose(word) for word in run.argv],
        "phase": str(subject.phase(run)),
        "subshell": run.is_fork,
        "status": run.status,
        "input": _path(subject, run.streams[0]) if 0 in run.streams else None,
        "output": _path(subject, run.streams[1]) if 1 in run.streams else None,
    }


def _files(subject: Subject) -> Iterator[dict[str, object]]:
    graph = subject.graph
    for path in sorted(graph.readers.keys() | graph.writers.keys()):
        name = subject.inside(path)
        yield {
            "path": _path(subject, path),
            "before": _content(subject.before.entries.get(name)) if name is not None else None,
            "after": _content(subject.after.entries.get(name)) if name is not None else None,
            "grade": subject.grades.get(name) if name is not None else None,
            "readers": [run.number for run in graph.readers.get(path, ())],
            "writers": [written.run.number for written in graph.writers.get(path, ())],
            "kept": [
                {"blob": kept.blob, "sha256": kept.sha256, "size": kept.size}
                for kept in subject.gone.get(path, ())
            ],
            "members": [
                {
                    "name": json_name(member.name),
                    "blob": member.blob,
                    "sha256": member.sha256,
                    "from": [_path(subject, place) for place in subject.left.get(member.blob, ())],
                }
                for member in subject.members(name)
            ],
        }


def _content(entry: Entry | None) -> dict[str, object] | None:
    if entry is None:
        return None
    return {"blob": entry.blob, "sha256": entry.sha256, "mode": f"{entry.mode:06o}"}


def _path(subject: Subject, path: str) -> str:
    name = subject.inside(path)
    return json_name(path if name is None else name)


class Step(Struct, frozen=True, kw_only=True):
    """One thing that a build did, without what is another one each time.

    Attributes:
        program: what ran, by its name.
        did: ``ran``, ``read``, ``wrote`` or ``removed``.
        what: its words, or the path.
    """

    program: str
    did: str
    what: str


def steps(content: bytes, limits: Limits) -> frozenset[Step]:
    """What the build in a record did, normalised: numbers and parts of temporary names left out.

    Raises:
        UsageError: it is no record of ours, or too large.
    """
    document = _read(content, limits)
    try:
        return frozenset(_steps(document))
    except _NOT_OURS as error:
        raise UsageError(f"not a record of a watched build: {error}") from None


def build_reads(content: bytes, limits: Limits) -> BuildReads:
    """Which files of its tree the build in a record read, and what they held before.

    Raises:
        UsageError: it is no record of ours, or too large.
    """
    document = _read(content, limits)
    try:
        names = {run["number"]: str(run["program"]).rpartition("/")[2] for run in document["runs"]}
        inside = [
            file
            for file in document["files"]
            if not str(file["path"]).startswith("/") and file["before"] is not None
        ]
        return BuildReads(
            contents={parse_name(file["path"]): file["before"]["blob"] for file in inside},
            programs={
                parse_name(file["path"]): tuple(
                    dict.fromkeys(parse_name(names[number]) for number in file["readers"])
                )
                for file in inside
            },
            is_whole=not document["lost"],
        )
    except _NOT_OURS as error:
        raise UsageError(f"not a record of a watched build: {error}") from None


def _read(content: bytes, limits: Limits) -> Mapping[str, Any]:
    if len(content) > limits.ledger:
        raise UsageError(f"{len(content)} bytes; a record has at most {limits.ledger}")
    try:
        document = json.loads(content)
        if document["schema"] != SCHEMA:
            raise UsageError(f"not a record of a watched build ({SCHEMA})")
    except _NOT_OURS as error:
        raise UsageError(f"not a record of a watched build: {error}") from None
    found: Mapping[str, Any] = document
    return found


_NOT_OURS = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What reading a document of another shape as a record ends in."""


def _steps(document: Mapping[str, Any]) -> Iterator[Step]:
    names = {run["number"]: str(run["program"]).rpartition("/")[2] for run in document["runs"]}
    for run in document["runs"]:
        if not run["subshell"]:
            words = " ".join(map(str, run["argv"]))
            yield Step(program=names[run["number"]], did="ran", what=_VOLATILE.sub("*", words))
    for file in document["files"]:
        what = _VOLATILE.sub("*", str(file["path"]))
        if file["before"] is None and file["after"] is None:
            what = _TEMPORARY.sub("*", what)
        for did, numbers in (("read", file["readers"]), ("wrote", file["writers"])):
            for number in numbers:
                yield Step(program=names[number], did=did, what=what)
