"""GitHub's REST interface (version 2022-11-28): commits, pulls, reviews."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tallystick.errors import IndexFailure
from tallystick.forge import Approval, Forge, PullRequest
from tallystick.forge.asking import Asking, account, is_machine

_STRANGERS = frozenset({"NONE", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN"})
"""``author_association`` of accounts that have nothing else to do with the repository."""

_DECIDE = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})
"""States of a review that take the place of the same person's earlier one; a comment does not."""


def open_project(name: str, path: str, asking: Asking) -> Forge:
    """The project ``OWNER/NAME``."""
    return _Project(name, path, asking)


class _Project:
    def __init__(self, name: str, path: str, asking: Asking) -> None:
        self.name = name
        self._root = f"/repos/{path}"
        self._asking = asking
        self._known: dict[int, PullRequest] = {}

    def pull_request_of(self, commit: str) -> PullRequest | None:
        """See :class:`tallystick.forge.Forge`."""
        for one in self._asking.items(f"{self._root}/commits/{commit}/pulls"):
            number = one.get("number")
            if one.get("merged_at") and isinstance(number, int):
                if number not in self._known:
                    self._known[number] = self._read(number)
                return self._known[number]
        return None

    def _read(self, number: int) -> PullRequest:
        whole = self._asking.value(f"{self._root}/pulls/{number}")
        author = account(whole, "user", "login")
        if author is None:
            raise IndexFailure(f"{self.name}: pull request {number} has no author")
        reviews = self._asking.items(f"{self._root}/pulls/{number}/reviews")
        return PullRequest(
            number=number,
            author=author,
            merged_by=account(whole, "merged_by", "login"),
            approvals=approvals(reviews, account(whole, "head", "sha")),
        )


def approvals(reviews: Sequence[Mapping[str, Any]], head: str | None) -> tuple[Approval, ...]:
    """Who approves in the end; each person's last decision counts."""
    last: dict[str, Mapping[str, Any]] = {}
    for review in reviews:
        by = account(review, "user", "login")
        if by and not is_machine(review.get("user")) and review.get("state") in _DECIDE:
            last[by] = review
    return tuple(
        Approval(
            by=by,
            is_last=review.get("commit_id") == head,
            is_known=review.get("author_association") not in _STRANGERS,
        )
        for by, review in last.items()
        if review.get("state") == "APPROVED"
    )
