"""A build that asked for the network. It did not get it: but it does something else where it does."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.phases import Phase
from tallystick.watch.subject import Subject

ID = "network"


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        for address in dict.fromkeys(run.addresses):
            if "AF_INET" not in address:
                continue
            own = 'inet_addr("127.' in address or '"::1"' in address
            # Without a resolv.conf, a question for a name goes to this machine (resolv.conf(5)).
            if "port=htons(53)" in address and subject.phase(run) is not Phase.TEST:
                own = False
            yield Alarm(
                rule=ID,
                severity=Severity.LOW if own else Severity.HIGH,
                message=f"{run.name} asked for {address}",
                run=run,
                reason="this machine itself: a server of the tests" if own else "",
            )
