"""A file in a wheel that the source does not have, and that stands in nothing that the build made."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import Run
from tallystick.watch.programs import INTERPRETERS, SCRATCH, SHELLS, STREAM_EDITORS
from tallystick.watch.subject import Subject

ID = "wheel-file-unmade"

_METADATA = re.compile(
    r"[^/]+\.dist-info/(?:METADATA|WHEEL|RECORD|entry_points\.txt|top_level\.txt|namespace_packages\.txt"
    r"|dependency_links\.txt|zip-safe|not-zip-safe|pbr\.json)"
)
"""What backends write into the wheel themselves: the binary distribution format, and setuptools."""

_RUN = re.compile(r".*\.(?:py|pyc|pth|sh|js|pl|rb)|[^/]+\.data/scripts/.*")
"""What an interpreter runs, or pip makes executable."""


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for wheel in filter(lambda one: one.is_wheel, subject.wheels):
        for member in wheel.members:
            known = member.blob in subject.held or member.blob in subject.left
            if known or member.is_compiled or _METADATA.fullmatch(member.name):
                continue
            reason = _reason(subject, member.name, wheel.path)
            yield Alarm(
                rule=ID,
                severity=Severity.LOW if reason else Severity.HIGH,
                message=f"{member.name}: neither the source nor what the build left has these bytes",
                path=f"{subject.root}/{wheel.path}",
                reason=reason,
            )


def _reason(subject: Subject, name: str, wheel: str) -> str:
    if subject.taken_away(name):
        return "the build wrote a file of this name and took it away: its bytes were not kept"
    if not _RUN.fullmatch(name):
        return "no code: backends write notices and tables themselves"
    tools = _packers(subject, wheel)
    if tools and not any(_read_and_gone(subject, run, name) for run in tools):
        names = ", ".join(sorted({run.name for run in tools}))
        return (
            f"{names}, which runs no code of the project, wrote it: maturin writes an __init__.py"
        )
    return ""


def _packers(subject: Subject, wheel: str) -> list[Run]:
    """Who made the wheel or a file with its bytes, if programs of the machine that run no scripts did."""
    for place in subject.left.get(subject.after.entries[wheel].blob, ()):
        made = subject.origins(place)
        tools = [run for run in made if run is not None and _is_tool(run)]
        if tools and len(tools) == len(made):
            return tools
    return []


def _is_tool(run: Run) -> bool:
    runs_scripts = run.name in SHELLS | INTERPRETERS | STREAM_EDITORS
    return not run.is_fork and not runs_scripts and not run.program.startswith(SCRATCH)


def _read_and_gone(subject: Subject, run: Run, name: str) -> bool:
    """Whether it may have packed a file of this name that the build wrote and that is not there any more."""
    wanted = f"/{posixpath.basename(name)}"
    return any(
        path.endswith(wanted)
        and path in subject.graph.writers
        and subject.inside(path) not in subject.after.entries
        for path in run.reads
    )
