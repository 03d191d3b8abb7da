"""A pull request as GitHub's interface has it, which Gitea's follows here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tallystick.errors import IndexFailure
from tallystick.forge import Approval, PullRequest
from tallystick.forge.asking import Asking, account, authors

Approvals = Callable[[Sequence[Mapping[str, Any]], str | None], tuple[Approval, ...]]
"""Reviews, and the commit that the request ends with; what of them are people's last words."""


def pull_request(
    asking: Asking, root: str, number: int, approvals: Approvals, forge: str
) -> PullRequest:
    """Request ``number`` below ``root``; the two differ in what their reviews say.

    Raises:
        IndexFailure: it has no author, or ``forge`` is out of reach.
    """
    whole = asking.value(f"{root}/pulls/{number}")
    author = account(whole, "user", "login")
    if author is None:
        raise IndexFailure(f"{forge}: pull request {number} has no author")
    reviews = asking.items(f"{root}/pulls/{number}/reviews")
    return PullRequest(
        number=number,
        author=author,
        merged_by=account(whole, "merged_by", "login"),
        approvals=approvals(reviews, account(whole, "head", "sha")),
        authors=authors(asking.items(f"{root}/pulls/{number}/commits")),
    )
