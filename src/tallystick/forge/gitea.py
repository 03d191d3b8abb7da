"""The REST interface of Gitea and Forgejo (v1): commits, pulls, reviews, collaborators, branches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from tallystick.errors import IndexFailure
from tallystick.forge import Approval, Protection, PullRequest, Run
from tallystick.forge.asking import Asking, account, last_decisions
from tallystick.forge.pulls import pull_request

_DECIDE = ("APPROVED", "REQUEST_CHANGES")


def root_of(path: str) -> str:
    """The project ``OWNER/NAME``."""
    return f"/repos/{path}"


def number_of(asking: Asking, root: str, commit: str) -> int | None:
    """See :class:`tallystick.forge.Words`."""
    whole = asking.value(f"{root}/commits/{commit}/pull")
    if not isinstance(whole, dict) or whole.get("merged") is not True:
        return None
    number = whole.get("number")
    if not isinstance(number, int):
        raise IndexFailure(f"Gitea: the pull request of {commit} has no number")
    return number


def request(asking: Asking, root: str, number: int) -> PullRequest:
    """See :class:`tallystick.forge.Words`."""
    return pull_request(asking, root, number, approvals, "Gitea")


def run(asking: Asking, root: str, place: str) -> Run | None:
    """See :class:`tallystick.forge.Words`; nobody certifies runs of Gitea, so none is ever asked for."""
    del asking, root, place
    raise IndexFailure("Gitea: its runs are not asked for")


def writers(asking: Asking, root: str) -> tuple[str, ...]:
    """See :class:`tallystick.forge.Words`; whether one may only read, it tells administrators alone."""
    listed = asking.items(f"{root}/collaborators")
    return tuple(name for one in listed if (name := account(one, "login")) is not None)


def protection(asking: Asking, root: str, branch: str) -> Protection:
    """See :class:`tallystick.forge.Words`."""
    whole = asking.value(f"{root}/branches/{quote(branch, safe='/')}")
    if not isinstance(whole, dict) or not isinstance(whole.get("protected"), bool):
        raise IndexFailure(f"Gitea: it does not say what protects {branch}")
    approvals_asked = whole.get("required_approvals")
    return Protection(
        branch=branch,
        is_protected=whole["protected"],
        approvals=approvals_asked if isinstance(approvals_asked, int) else None,
    )


def approvals(reviews: Sequence[Mapping[str, Any]], head: str | None) -> tuple[Approval, ...]:
    """Who approves in the end; a dismissed review is none, and a stale one is of an earlier push."""
    return tuple(
        Approval(
            by=by,
            is_last=review.get("commit_id") == head and review.get("stale") is not True,
            # Only accounts with the right to write give official reviews.
            is_known=review.get("official") is True,
        )
        for by, review in last_decisions(reviews, _DECIDE).items()
        if review.get("state") == "APPROVED" and review.get("dismissed") is not True
    )
