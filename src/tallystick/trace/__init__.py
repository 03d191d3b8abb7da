"""From something known to be bad to whatever touched, carries or runs it (``docs/incident.md``)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tallystick.limits import Limits
from tallystick.model import Skip
from tallystick.model.incident import Incident, Introduction, Subject
from tallystick.store import Store
from tallystick.trace.carriers import carriers_of, vouched_for
from tallystick.trace.copies import copies
from tallystick.trace.environments import exposed_environment
from tallystick.trace.history import History, brought_by, introductions
from tallystick.trace.kept import with_kept
from tallystick.trace.locks import Lock, exposed_lock
from tallystick.trace.plan import Template, planned
from tallystick.trace.timeline import timeline

__all__ = ["Given", "History", "Lock", "trace"]


class Given(Struct, frozen=True, kw_only=True):
    """Where to look.

    Attributes:
        store: the ledgers; None where there are none.
        repositories: each with what of its history is read.
        locks: what lock files pin.
        environments: folders.
        template: of the plan.
    """

    store: Store | None
    repositories: Sequence[History]
    locks: Sequence[Lock]
    environments: Sequence[str]
    template: Template


def trace(subject: Subject, given: Given, limits: Limits) -> Incident:
    """All that is known of ``subject`` where ``given`` says to look.

    Raises:
        StorageError: the store failed.
        SourceError: a repository is damaged.
        LimitExceeded: a repository has more commits than ``limits.commits``.
    """
    skips = [*_not_given(given)]
    if subject.commit is not None:
        its = [one for read in given.repositories for one in brought_by(subject.commit, read)]
        subject = replace(subject, bytes=tuple(dict.fromkeys(its)))
    brought = list[Introduction]()
    for history in given.repositories:
        found, unread = introductions(subject, history)
        brought += found
        skips += unread
    brought = with_kept(brought, given.store)
    carriers, unasked = carriers_of(subject, brought, given.store)
    vouched = vouched_for(carriers, given.store)
    exposed = [one for lock in given.locks for one in exposed_lock(lock, subject, carriers)]
    for folder in given.environments:
        there, unread = exposed_environment(folder, subject, carriers, limits)
        exposed += there
        skips += unread
    incident = Incident(
        subject=subject,
        introductions=tuple(brought),
        copies=copies(subject, brought, [history.source for history in given.repositories]),
        carriers=carriers,
        vouched=vouched,
        exposed=tuple(exposed),
        timeline=timeline(brought, carriers, vouched),
        skips=(*skips, *unasked),
    )
    return planned(incident, given.template)


def _not_given(given: Given) -> list[Skip]:
    """What nobody gave to look at is said: an empty section is no all-clear."""
    said = (
        ("store", given.store is None, "none was given: no artifact was looked at"),
        ("repository", not given.repositories, "none was given: no history was looked at"),
        ("lock", not given.locks, "none was given"),
        ("environment", not given.environments, "none was given"),
    )
    return [Skip(check=check, reason=reason) for check, is_missing, reason in said if is_missing]
