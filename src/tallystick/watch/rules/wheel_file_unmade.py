"""A file in a wheel that the source does not have, and that stands in nothing that the build made."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
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
            reason = _reason(subject, member.name)
            yield Alarm(
                rule=ID,
                severity=Severity.LOW if reason else Severity.HIGH,
                message=f"{member.name}: neither the source nor what the build left has these bytes",
                path=f"{subject.root}/{wheel.path}",
                reason=reason,
            )


def _reason(subject: Subject, name: str) -> str:
    if subject.taken_away(name):
        return "the build wrote a file of this name and took it away: its bytes were not kept"
    return "" if _RUN.fullmatch(name) else "no code: backends write notices and tables themselves"
