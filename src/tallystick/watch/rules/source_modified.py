"""A file of the source that is another one after the build."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.rules.build_file_rewritten import is_edit
from tallystick.watch.subject import Subject

ID = "source-modified"

_DOCUMENTATION = (
    ".1",
    ".3",
    ".5",
    ".7",
    ".8",
    ".info",
    ".texi",
    ".html",
    ".pot",
    ".po",
    ".gmo",
    ".mo",
    ".pdf",
)

_METADATA = re.compile(
    r"(?:.*/)?[^/]+\.egg-info/(?:PKG-INFO|SOURCES\.txt|requires\.txt|top_level\.txt|entry_points\.txt)"
)
"""What setuptools makes anew of a project's declarations, over what the sdist brought along."""


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for name, held in subject.before.entries.items():
        entry = subject.after.entries.get(name)
        path = f"{subject.root}/{name}"
        if entry is None or held.is_link or entry.blob == held.blob or subject.is_build_file(path):
            continue
        writers = subject.graph.writers.get(path, ())
        last = writers[-1] if writers else None
        in_place = any(is_edit(written, path) for written in writers)
        told = name.endswith(_DOCUMENTATION) or _METADATA.fullmatch(name) is not None
        of_tests = _test_data_in(subject, path)
        grave = last is None or (in_place and not told) or of_tests is not None
        by = last.run.name if last is not None else "nobody that was seen"
        yield Alarm(
            rule=ID,
            severity=Severity.HIGH if grave else Severity.LOW,
            message=f"changed {'in place ' if in_place else ''}by {by}"
            + (f", with what was made of {of_tests}" if of_tests is not None else ""),
            path=path,
            run=last.run if last is not None else None,
            reason=""
            if grave
            else "made anew from other files: the release brought an earlier output along",
        )


def _test_data_in(subject: Subject, path: str) -> str | None:
    """Data of the tests that the file may hold now, in another form."""
    source = subject.taint.paths.get(path)
    if source is None or path in subject.taint.verbatim or not subject.is_test_data(source):
        return None
    return subject.inside(source)
