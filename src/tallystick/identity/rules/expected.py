"""Rules about what the user expects: of the policy's table for the project, and of the lock file."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from tallystick.identity.case import FIELDS, Case, claimed, matches
from tallystick.identity.rules.said import Said

DANGEROUS = frozenset({"pull_request_target", "issue_comment", "workflow_run"})
"""Triggers that run with the project's rights on what a stranger wrote (GitHub's documentation, "Events")."""

_ATTEMPT = re.compile(r"/runs/[0-9]{1,20}/attempts/([0-9]{1,6})$")

LOCK = "tallystick.lock"
LOCKS = frozenset({LOCK, "pylock.toml"})
"""Files that say who published before; what they expect is continuity, and no policy."""


def as_expected(case: Case, field: str) -> Said | None:
    """Each publisher is what the policy expects in ``field``."""
    for expected in case.expected:
        wanted: str | None = getattr(expected, field)
        if wanted is None or expected.by in LOCKS:
            continue
        for claims in case.claims:
            has = claimed(claims, field)
            if has is None or not matches(has, wanted, field):
                return False, f"{field} is {has or 'not said'}, where {expected.by} has {wanted}"
        if case.claims:
            return True, f"{field} is as {expected.by} has it"
        return None, f"{expected.by} has {field} {wanted}, and nothing attests it"
    return None


def by_field(field: str, other: Callable[[Case], Said | None]) -> Callable[[Case], Said | None]:
    """The policy's word on ``field`` where it has one, else ``other``."""

    def check(case: Case) -> Said | None:
        said = as_expected(case, field)
        return other(case) if said is None else said

    return check


def only(field: str) -> Callable[[Case], Said | None]:
    """The policy's word on ``field`` alone."""
    return partial(as_expected, field=field)


def continuity(case: Case) -> Said | None:
    """The publisher is one that the lock file has: who it was when somebody last looked."""
    locked = [expected for expected in case.expected if expected.by in LOCKS]
    if not locked:
        return None
    by, was = locked[0].by, locked[0].repository or locked[0].subject
    if not case.claims:
        unverified = None if case.attestations else False
        return unverified, f"{by} has a publisher ({was}), and nothing verified is of one"
    for claims in case.claims:
        against = [list(expected.mismatches(claims)) for expected in locked]
        if all(against):
            field, has, wanted = min(against, key=len)[0]
            return False, f"changed: {field} is {has or 'not said'}, where {by} has {wanted}"
    known = [name for name in FIELDS if getattr(locked[0], name) is not None]
    return True, f"as {by} has it: {', '.join(known)}"


def trigger(case: Case) -> Said | None:
    """What began the run is nothing that a stranger can begin with content of his own."""
    for claims in case.claims:
        if claims.trigger in DANGEROUS:
            return (
                False,
                f"the run was begun by {claims.trigger}, which runs on what strangers wrote",
            )
    return None


def signer(case: Case) -> Said | None:
    """The workflow that signed is the project's own; a reusable one of others has to be expected."""
    for claims in case.claims:
        if claims.is_foreign_signer:
            return False, f"a workflow of another repository signed: {claims.signer}"
    return None


def attempt(case: Case) -> Said | None:
    """The run was the first of its number: a repeated one may have had somebody in it, over ssh.

    GitHub's run invocation URI ends in the number of the attempt (Fulcio's extension 21).
    """
    found = [_ATTEMPT.search(claims.run or "") for claims in case.claims]
    numbers = [int(one[1]) for one in found if one is not None]
    if not numbers:
        return None
    most = max(numbers)
    if most > 1:
        return False, f"the run was repeated: this is attempt {most} of it"
    return True, "the run was not repeated before"


def run(case: Case) -> Said | None:
    """Each run that published has concluded, with success, as the forge says where it was asked."""
    for one in case.runs:
        if one.ended and not one.is_success:
            return False, f"the run that published it ended so: {one.ended}"
    for one in case.runs:
        if not one.ended:
            return None, f"the run that published it: {one.reason}"
    return (True, "the run that published it ended with success") if case.runs else None


def runner(case: Case) -> Said | None:
    """The run was on a machine of the forge, not on one that somebody keeps."""
    named = [claims.runner for claims in case.claims if claims.runner is not None]
    for name in named:
        if "self-hosted" in name:
            return False, f"the run was on a {name} machine"
    return (True, f"the run was on a {named[0]} machine") if named else None
