"""Rules about what is attested at all: by a valid attestation, each file, still, and by one publisher."""

from __future__ import annotations

from datetime import datetime

from tallystick.identity.case import Case
from tallystick.identity.rules.said import Said
from tallystick.model.ladder import State

LATE = 86_400
"""Seconds between the first and the last upload of one release: builds for many platforms take hours."""


def verified(case: Case) -> Said | None:
    """Each attestation that is there is valid, and there is one; none is *absent*, which is no pass."""
    refused = [one for one in case.attestations if one.state is State.REFUSED]
    if refused:
        return False, "; ".join(dict.fromkeys(one.reason for one in refused))
    if case.verified:
        by_publisher = len(case.verified) + len(case.taken)
        return True, f"{by_publisher} of {len(case.attestations)} attestations are verified"
    if case.taken:
        return None, f"only the registry's own key ({case.taken[0].key}) signed for it"
    if case.attestations:
        return None, "; ".join(dict.fromkeys(one.reason for one in case.attestations))
    return None


def every_file(case: Case) -> Said | None:
    """All files of a release are attested, or none is."""
    if not case.listed.siblings:
        return None
    with_it = [one.name for one in case.listed.siblings if one.is_attested]
    if not case.attestations:
        if with_it:
            return False, f"{with_it[0]} of the same release is attested, and this file is not"
        return None
    without = [one.name for one in case.listed.siblings if not one.is_attested]
    if without:
        return False, f"{without[0]} of the same release is not attested, and this file is"
    return True, f"all {len(case.listed.siblings) + 1} files of the release are attested"


def no_downgrade(case: Case) -> Said | None:
    """A project whose earlier version was attested does not publish without (by the order of versions)."""
    before = case.listed.attested_before
    if before is None:
        return None
    if case.verified:
        return True, f"version {before} was attested, too"
    if case.attestations:
        return None, f"version {before} was attested; what is offered for this one is not verified"
    return False, f"version {before} was attested, and this one is not"


def one_publisher(case: Case) -> Said | None:
    """All attestations of the file are of one publisher (other files: where they are audited together)."""
    who = dict.fromkeys((claims.who, claims.workflow_path) for claims in case.claims)
    if not who:
        return None
    if len(who) > 1:
        return False, f"attested by {' and by '.join(name for name, _ in who)}"
    return True, f"attested by {next(iter(who))[0]}"


def late_file(case: Case) -> Said | None:
    """The file was uploaded with the others of its release, not added afterwards."""
    times = [_time(one.uploaded) for one in case.listed.siblings]
    own, others = _time(case.listed.uploaded), [time for time in times if time is not None]
    if own is None or not others:
        return None
    days = (own - min(others)) / 86_400
    if own - min(others) > LATE:
        return False, f"added {days:.0f} days after the first file of the release"
    return True, "uploaded with the other files of the release"


def cooldown(case: Case) -> Said | None:
    """The file has been there for as many days as the user wants to wait."""
    wanted = [one for one in case.expected if one.cooldown_days is not None]
    if not wanted:
        return None
    uploaded = _time(case.listed.uploaded)
    if uploaded is None:
        return None, "nobody says when it was uploaded"
    days = (case.now - uploaded) / 86_400
    most = max(one.cooldown_days or 0 for one in wanted)
    said = f"uploaded {days:.0f} days ago, where {wanted[0].by} wants {most}"
    return days >= most, said


def _time(text: str | None) -> float | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo is not None else None
