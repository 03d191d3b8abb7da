"""A build that looked for keys, passwords or settings of whoever runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.subject import Subject

ID = "private-file"

_SECRET = re.compile(
    r".*/(?:\.ssh|\.gnupg|\.aws|\.azure|\.kube|\.docker|\.config/(?:gh|gcloud|hub)|\.password-store"
    r"|\.mozilla|\.local/share/keyrings)(?:/.*)?|.*/(?:\.netrc|\.pypirc|\.npmrc|\.git-credentials"
    r"|\.bash_history|\.env|id_(?:rsa|dsa|ecdsa|ed25519))|/etc/shadow"
)


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        wanted = {refused.path for refused in run.refused if not refused.writes} | run.reads
        for path in sorted(wanted):
            if _SECRET.fullmatch(path) and subject.inside(path) is None:
                yield Alarm(
                    rule=ID,
                    severity=Severity.HIGH,
                    message=f"{run.name} looked for it",
                    path=path,
                    run=run,
                )
