"""GitLab's REST interface (v4): commits, merge requests, approvals, versions, members, branches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from tallystick.errors import IndexFailure
from tallystick.forge import Approval, Protection, PullRequest, Run
from tallystick.forge.asking import Asking, account, is_machine

_JOB = re.compile(r"-/jobs/([0-9]{1,20})")
"""As Fulcio's extension 21 has it."""

_WRITES = 30
"""The access level of a developer, who may push to a branch that is not protected (members API)."""


def root_of(path: str) -> str:
    """The project ``GROUP/…/NAME``."""
    return f"/projects/{quote(path, safe='')}"


def number_of(asking: Asking, root: str, commit: str) -> int | None:
    """See :class:`tallystick.forge.Words`."""
    listed = asking.items(f"{root}/repository/commits/{commit}/merge_requests")
    for state in ("merged", "opened"):
        for one in listed:
            if one.get("state") == state and isinstance(one.get("iid"), int):
                return int(one["iid"])
    return None


def request(asking: Asking, root: str, number: int) -> PullRequest:
    """See :class:`tallystick.forge.Words`."""
    place = f"{root}/merge_requests/{number}"
    whole = asking.value(place)
    author = account(whole, "author", "username")
    if author is None:
        raise IndexFailure(f"GitLab: merge request {number} has no author")
    pushed = [_time(one.get("created_at")) for one in asking.items(f"{place}/versions")]
    known = [time for time in pushed if time is not None]
    return PullRequest(
        number=number,
        author=author,
        # merge_user took the place of merged_by in GitLab 14.7.
        merged_by=account(whole, "merge_user", "username")
        or account(whole, "merged_by", "username"),
        approvals=_approvals(asking, root, f"{place}/approvals", max(known, default=None)),
    )


def run(asking: Asking, root: str, place: str) -> Run | None:
    """See :class:`tallystick.forge.Words`: a job, which is what GitLab's certificates name."""
    named = _JOB.fullmatch(place)
    whole = None if named is None else asking.value(f"{root}/jobs/{named[1]}")
    if not isinstance(whole, dict):
        return None
    status, commit = whole.get("status"), whole.get("commit")
    found = commit.get("id") if isinstance(commit, dict) else None
    return Run(
        ended=str(status),
        is_success=status == "success",
        commit=found if isinstance(found, str) else None,
    )


def writers(asking: Asking, root: str) -> tuple[str, ...]:
    """See :class:`tallystick.forge.Words`; members by their groups are among them."""
    return tuple(
        name
        for one in asking.items(f"{root}/members/all")
        if (name := account(one, "username")) is not None
        and one.get("state") == "active"
        and isinstance(one.get("access_level"), int)
        and one["access_level"] >= _WRITES
    )


def protection(asking: Asking, root: str, branch: str) -> Protection:
    """See :class:`tallystick.forge.Words`; how many approvals are asked for, it tells members alone."""
    whole = asking.value(f"{root}/repository/branches/{quote(branch, safe='')}")
    if not isinstance(whole, dict) or not isinstance(whole.get("protected"), bool):
        raise IndexFailure(f"GitLab: it does not say what protects {branch}")
    return Protection(
        branch=branch,
        is_protected=whole["protected"] and whole.get("developers_can_push") is not True,
        approvals=None if whole["protected"] else 0,
    )


def _approvals(
    asking: Asking, root: str, place: str, pushed: datetime | None
) -> tuple[Approval, ...]:
    said = asking.value(place)
    given = said.get("approved_by") if isinstance(said, dict) else None
    found = []
    for one in given if isinstance(given, list) else []:
        by = account(one, "user", "username")
        if by is not None and not is_machine(one.get("user")):
            is_last = _is_later(one.get("approved_at"), pushed)
            found.append(
                Approval(by=by, is_last=is_last, is_known=_is_member(asking, root, one["user"]))
            )
    return tuple(found)


def _is_member(asking: Asking, root: str, user: Mapping[str, Any]) -> bool | None:
    """Whether an account is a member of the project, or of a group above it; None where it is not told."""
    number = user.get("id")
    if not isinstance(number, int):
        return None
    try:
        return asking.once(f"{root}/members/all/{number}") is not None
    except IndexFailure:
        return None


def _is_later(approved: object, pushed: datetime | None) -> bool | None:
    time = _time(approved)
    return None if time is None or pushed is None else time >= pushed


def _time(value: Any) -> datetime | None:  # noqa: ANN401 - JSON from a stranger
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None
