"""A build file that something else than the tools that write build files has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import Run, Written
from tallystick.watch.programs import BUILDING, CONFIGURING, COPIERS, SHELLS
from tallystick.watch.subject import Subject

ID = "build-file-rewritten"

_IS_NONE = re.compile(r".*/\.deps/.*|.*\.(?:o|po|pot)")
"""What compilers say of headers, objects of shared libraries, and translations."""


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for path, writers in subject.graph.writers.items():
        if not subject.is_build_file(path) or _IS_NONE.fullmatch(path):
            continue
        edited = next((each for each in writers if is_edit(each, path)), None)
        if edited is not None:
            yield _alarm(path, edited.run, f"{edited.run.name} changed it in place")
            continue
        last = writers[-1].run
        if not (subject.is_source(path) or len(writers) > 1) or is_configured(last):
            continue
        moved = writers[-1].moved_from is not None
        said = f"{last.name} {'put another in its place' if moved else 'wrote it'}"
        yield _alarm(
            path, last, said, reason="" if moved else "written anew by the build's own rule"
        )


def is_edit(written: Written, path: str) -> bool:
    """Whether a run read a file and put what it made of it in its place, as ``sed -i`` does, or added to it.

    Tools that configure do not: they write a file anew, from a template.
    """
    run = written.run
    if run.name in CONFIGURING | BUILDING | SHELLS:
        return False
    if written.moved_from is None:
        # What a shell opened for a command's output, it opened to print: ``cat >> config.status``.
        return path in run.reads or path in run.appended - run.printed
    # sed(1) -i and perl(1) -i read the file, write a temporary one, and give it the file's name.
    return path in run.reads and run.name not in COPIERS


def is_configured(run: Run) -> bool:
    """Whether a tool that writes build files started it."""
    words = {word.rpartition("/")[2] for each in run.lineage for word in each.argv[:3]}
    return bool(words & CONFIGURING)


def _alarm(path: str, run: Run, message: str, reason: str = "") -> Alarm:
    severity = Severity.LOW if reason else Severity.HIGH
    return Alarm(rule=ID, severity=severity, message=message, path=path, run=run, reason=reason)
