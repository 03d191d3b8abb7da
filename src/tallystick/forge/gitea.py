"""The REST interface of Gitea and Forgejo (v1): commits, pulls, reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tallystick.errors import IndexFailure
from tallystick.forge import Approval, Forge, PullRequest
from tallystick.forge.asking import Asking, account, is_machine

_DECIDE = frozenset({"APPROVED", "REQUEST_CHANGES"})


def open_project(name: str, path: str, asking: Asking) -> Forge:
    """The project ``OWNER/NAME``."""
    return _Project(name, path, asking)


class _Project:
    def __init__(self, name: str, path: str, asking: Asking) -> None:
        self.name = name
        self._root = f"/repos/{path}"
        self._asking = asking
        self._known: dict[int, PullRequest] = {}
        self._is_there = False

    def pull_request_of(self, commit: str) -> PullRequest | None:
        """See :class:`tallystick.forge.Forge`."""
        # "No such request" and "no such project" are one answer: 404.
        if not self._is_there and not isinstance(self._asking.value(self._root), dict):
            raise IndexFailure(f"{self.name}: there is no such project, or it is shown to others")
        self._is_there = True
        whole = self._asking.value(f"{self._root}/commits/{commit}/pull")
        if not isinstance(whole, dict) or whole.get("merged") is not True:
            return None
        number, author = whole.get("number"), account(whole, "user", "login")
        if not isinstance(number, int) or author is None:
            raise IndexFailure(f"{self.name}: the pull request of {commit} has no author")
        if number not in self._known:
            reviews = self._asking.items(f"{self._root}/pulls/{number}/reviews")
            self._known[number] = PullRequest(
                number=number,
                author=author,
                merged_by=account(whole, "merged_by", "login"),
                approvals=approvals(reviews, account(whole, "head", "sha")),
            )
        return self._known[number]


def approvals(reviews: Sequence[Mapping[str, Any]], head: str | None) -> tuple[Approval, ...]:
    """Who approves in the end; a dismissed review is none, and a stale one is of an earlier push."""
    last: dict[str, Mapping[str, Any]] = {}
    for review in reviews:
        by = account(review, "user", "login")
        if by and not is_machine(review.get("user")) and review.get("state") in _DECIDE:
            last[by] = review
    return tuple(
        Approval(
            by=by,
            is_last=review.get("commit_id") == head and review.get("stale") is not True,
            # Only accounts with the right to write give official reviews.
            is_known=review.get("official") is True,
        )
        for by, review in last.items()
        if review.get("state") == "APPROVED" and review.get("dismissed") is not True
    )
