"""GitHub's REST interface (version 2022-11-28): commits, pulls, reviews, collaborators, rules of branches."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from tallystick.errors import IndexFailure
from tallystick.forge import Approval, Protection, PullRequest, Run
from tallystick.forge.asking import Asking, account, last_decisions
from tallystick.forge.pulls import pull_request

_RUN = re.compile(r"actions/runs/([0-9]{1,20})/attempts/([0-9]{1,6})")
"""As Fulcio's extension 21 has it."""

_STRANGERS = ("NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN")
"""``author_association`` of accounts that have nothing else to do with the repository."""

_DECIDE = ("APPROVED", "CHANGES_REQUESTED", "DISMISSED")
"""States of a review that take the place of the same person's earlier one; a comment does not."""


def root_of(path: str) -> str:
    """The project ``OWNER/NAME``."""
    return f"/repos/{path}"


def number_of(asking: Asking, root: str, commit: str) -> int | None:
    """See :class:`tallystick.forge.Words`."""
    numbered = [
        one
        for one in asking.items(f"{root}/commits/{commit}/pulls")
        if isinstance(one.get("number"), int)
    ]
    merged = [one for one in numbered if one.get("merged_at")]
    found = merged or [one for one in numbered if one.get("state") == "open"]
    return found[0]["number"] if found else None


def request(asking: Asking, root: str, number: int) -> PullRequest:
    """See :class:`tallystick.forge.Words`."""
    return pull_request(asking, root, number, approvals, "GitHub")


def run(asking: Asking, root: str, place: str) -> Run | None:
    """See :class:`tallystick.forge.Words`; each attempt is a run of its own."""
    named = _RUN.fullmatch(place)
    whole = (
        None
        if named is None
        else asking.value(f"{root}/actions/runs/{named[1]}/attempts/{named[2]}")
    )
    if not isinstance(whole, dict):
        return None
    status, ended, commit = (whole.get(key) for key in ("status", "conclusion", "head_sha"))
    is_over = status == "completed" and isinstance(ended, str)
    return Run(
        ended=str(ended) if is_over else f"not ended ({status})",
        is_success=is_over and ended == "success",
        commit=commit if isinstance(commit, str) else None,
    )


def writers(asking: Asking, root: str) -> tuple[str, ...]:
    """See :class:`tallystick.forge.Words`; only who may write is told who else may."""
    return tuple(
        name
        for one in asking.items(f"{root}/collaborators")
        if (name := account(one, "login")) is not None
        and isinstance(one.get("permissions"), dict)
        and one["permissions"].get("push") is True
    )


def protection(asking: Asking, root: str, branch: str) -> Protection:
    """See :class:`tallystick.forge.Words`; what an older kind of protection asks for is not public."""
    name = quote(branch, safe="")
    whole = asking.value(f"{root}/branches/{name}")
    if not isinstance(whole, dict) or not isinstance(whole.get("protected"), bool):
        raise IndexFailure(f"GitHub: it does not say what protects {branch}")
    rules = asking.items(f"{root}/rules/branches/{name}")
    asked = [
        count
        for rule in rules
        if rule.get("type") == "pull_request"
        and isinstance(rule.get("parameters"), dict)
        and isinstance(count := rule["parameters"].get("required_approving_review_count"), int)
    ]
    return Protection(
        branch=branch,
        is_protected=whole["protected"] or bool(rules),
        approvals=max(asked, default=None if whole["protected"] else 0),
    )


def approvals(reviews: Sequence[Mapping[str, Any]], head: str | None) -> tuple[Approval, ...]:
    """Who approves in the end; each person's last decision counts."""
    return tuple(
        Approval(
            by=by,
            is_last=review.get("commit_id") == head,
            is_known=review.get("author_association") not in _STRANGERS,
        )
        for by, review in last_decisions(reviews, _DECIDE).items()
        if review.get("state") == "APPROVED"
    )
