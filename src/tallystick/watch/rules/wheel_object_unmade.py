"""A compiled file in a wheel that no compiler or linker of this build wrote, by its bytes."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.subject import Subject

ID = "wheel-object-unmade"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for wheel in filter(lambda one: one.is_wheel, subject.wheels):
        path = f"{subject.root}/{wheel.path}"
        if wheel.error is not None:
            said = f"a wheel that cannot be read: {wheel.error}"
            yield Alarm(rule=ID, severity=Severity.HIGH, message=said, path=path)
            continue
        names: dict[str, list[str]] = {}
        for member in wheel.members:
            names.setdefault(member.blob, []).append(member.name)
        for member in wheel.members:
            if member.is_compiled and (said := _stranger(subject, member.blob, names[member.blob])):
                message = f"{member.name}: {said}"
                yield Alarm(rule=ID, severity=Severity.HIGH, message=message, path=path)


def _stranger(subject: Subject, blob: str, names: Collection[str]) -> str:
    """What speaks against the member; "" if a linker wrote these bytes, or they cannot be compared.

    ``names`` are all that the wheel has these bytes under: of a library that was taken away, a wheel has
    copies where the build had links.
    """
    if blob in subject.held:
        return "the source had it"
    if subject.is_compiled(blob):
        return ""
    places = subject.left.get(blob, ())
    if places:
        makers = {run.name for run in subject.origins(places[0]) if run is not None}
        return f"no compiler wrote it, but {', '.join(sorted(makers)) or 'nobody that was seen'}"
    if any(map(subject.taken_away, names)):
        return ""  # said among what is lost
    return "no file that the build left has these bytes"
