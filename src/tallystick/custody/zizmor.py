"""What zizmor (https://docs.zizmor.sh) finds in the workflows of a source: its SARIF, read.

It is a program of others that reads what strangers wrote, so it runs in the sandbox, without a network, and
is told to heed neither the source's configuration of it nor its comments that ask it to be silent.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from tallystick.errors import (
    ContentUnavailable,
    LimitExceeded,
    SandboxError,
    SourceError,
    UsageError,
)
from tallystick.limits import Caps
from tallystick.model import Skip, Tree
from tallystick.sandbox import Command, Sandbox
from tallystick.tools import missing

PROGRAM = "zizmor"
CHECK = "workflow"

_READS = re.compile(r"\.github/workflows/[^/]+\.ya?ml|(?:.+/)?action\.ya?ml")
"""What GitHub runs: workflows, and actions that they use from the same repository."""

_COMMAND = (
    *("--offline", "--no-config", "--no-ignores", "--no-exit-codes", "--no-progress", "-qqq"),
    *("--format=sarif", "--collect=all", "."),
)

_CAPS = Caps(seconds=60, cpu_seconds=60)
"""CPython's twenty workflows take a third of a second."""


class Finding(Struct, frozen=True, kw_only=True):
    """One result of zizmor's.

    Attributes:
        rule: its id, as its documentation has it.
        message: its words.
        severity: ``High``, ``Medium``, ``Low`` or ``Informational``; ``confidence``: one of the first three.
        line: from 1; None where it names none.
        version: of the program.
    """

    rule: str
    message: str
    severity: str
    confidence: str
    path: str
    line: int | None
    version: str


def workflows(tree: Tree) -> tuple[str, ...]:
    """The files of ``tree`` that zizmor would read."""
    return tuple(path for path in tree.entries if _READS.fullmatch(path))


def find_zizmor() -> Path | None:
    """The program, on PATH or beside the Python that runs this."""
    beside = Path(sys.executable).parent
    found = shutil.which(PROGRAM) or shutil.which(PROGRAM, path=str(beside))
    return None if found is None else Path(found).absolute()


def findings(tree: Tree, paths: tuple[str, ...]) -> tuple[tuple[Finding, ...], Skip | None]:
    """What zizmor finds in ``paths`` of ``tree``, and why that is not all, if it is not.

    One that it cannot read makes it fail; then it is asked again for what it finds in the others.
    """
    program = find_zizmor()
    if program is None:
        return (), Skip(check=CHECK, reason=missing(PROGRAM))
    sandbox = Sandbox.find()
    if isinstance(sandbox, Skip):
        return (), Skip(check=CHECK, reason=sandbox.reason)
    part = Tree(entries={path: tree.entries[path] for path in paths}, reader=tree.reader)
    strict = _run(program, sandbox, part, "--strict-collection")
    if not isinstance(strict, Skip):
        return strict, None
    others = _run(program, sandbox, part)
    return ((), strict) if isinstance(others, Skip) else (others, strict)


def _run(program: Path, sandbox: Sandbox, part: Tree, *options: str) -> tuple[Finding, ...] | Skip:
    command = Command(argv=(str(program), *options, *_COMMAND), reads=(program,))
    try:
        outcome = sandbox.run(command, part, _CAPS)
    except (SandboxError, SourceError, ContentUnavailable, LimitExceeded, UsageError) as error:
        return Skip(check=CHECK, reason=f"zizmor did not run: {error}")
    if outcome.status != 0 or outcome.killed_by is not None:
        how = outcome.killed_by or f"status {outcome.status}"
        return Skip(check=CHECK, reason=f"zizmor failed: {how}: {_words(outcome.output)}")
    try:
        return tuple(read_sarif(outcome.output))
    except UsageError as error:
        return Skip(check=CHECK, reason=str(error))


def read_sarif(content: bytes) -> Iterator[Finding]:
    """The results in a SARIF log of zizmor's.

    Raises:
        UsageError: it is none.
    """
    try:
        (run,) = json.loads(content)["runs"]
        driver = run["tool"]["driver"]
        if driver["name"] != PROGRAM:
            raise UsageError(f"not a SARIF log of zizmor's, but of {driver['name']!r}")
        for result in run["results"]:
            yield _finding(result, str(driver.get("version", "")))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise UsageError(f"not a SARIF log of zizmor's: {type(error).__name__}: {error}") from None


def _finding(result: Mapping[str, Any], version: str) -> Finding:
    place = result["locations"][0]["physicalLocation"]
    line = place.get("region", {}).get("startLine")
    properties = result.get("properties", {})
    return Finding(
        rule=str(result["ruleId"]).removeprefix(f"{PROGRAM}/"),
        message=str(result["message"]["text"]),
        severity=str(properties.get(f"{PROGRAM}/severity", "")),
        confidence=str(properties.get(f"{PROGRAM}/confidence", "")),
        path=str(place["artifactLocation"]["uri"]).removeprefix("./"),
        line=line if isinstance(line, int) and line > 0 else None,
        version=version,
    )


def _words(output: bytes) -> str:
    """The first of what it printed, on one line."""
    text = output[:400].decode("utf-8", "replace")
    return " ".join(text.split())[:200]
