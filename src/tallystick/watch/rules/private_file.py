"""A build that looked for keys, passwords or settings of whoever runs it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.graph import Run
from tallystick.watch.invocation import script
from tallystick.watch.programs import SCRATCH, plain_name
from tallystick.watch.subject import Subject

ID = "private-file"

_SECRET = re.compile(
    r".*/(?:\.ssh|\.gnupg|\.aws|\.azure|\.kube|\.docker|\.config/(?:gh|gcloud|hub)|\.password-store"
    r"|\.mozilla|\.local/share/keyrings)(?:/.*)?|.*/(?:\.netrc|\.pypirc|\.npmrc|\.git-credentials"
    r"|\.bash_history|\.env|id_(?:rsa|dsa|ecdsa|ed25519))|/etc/shadow"
)


OWN_SETTINGS = {"meson": ".netrc"}
"""Programs of the machine that look there themselves, once, for what they would download with."""


def check(subject: Subject) -> Iterator[Alarm]:
    """See :class:`tallystick.watch.rules.Rule`."""
    for run in subject.graph.runs:
        wanted = {refused.path for refused in run.refused if not refused.writes} | run.reads
        for path in sorted(wanted):
            if _SECRET.fullmatch(path) and subject.inside(path) is None:
                own = _is_its_own(run, path)
                yield Alarm(
                    rule=ID,
                    severity=Severity.LOW if own else Severity.HIGH,
                    message=f"{run.name} looked for it",
                    path=path,
                    run=run,
                    reason=f"{run.name} looks there by itself, once, for passwords of downloads"
                    if own
                    else "",
                )


def _is_its_own(run: Run, path: str) -> bool:
    """Whether the program asked for its own settings and no more: what the build asks of it comes besides."""
    told = script(run)
    program = told if told is not None else run.program
    asked = sum(refused.path == path for refused in run.refused) + (path in run.reads)
    own = OWN_SETTINGS.get(plain_name(program))
    return asked == 1 and path.rpartition("/")[2] == own and not program.startswith(SCRATCH)
