"""GitLab's REST interface (v4): commits, merge requests, approvals, versions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import quote

from tallystick.errors import IndexFailure
from tallystick.forge import Approval, Forge, PullRequest
from tallystick.forge.asking import Asking, account, is_machine


def open_project(name: str, path: str, asking: Asking) -> Forge:
    """The project ``GROUP/…/NAME``."""
    return _Project(name, path, asking)


class _Project:
    def __init__(self, name: str, path: str, asking: Asking) -> None:
        self.name = name
        self._root = f"/projects/{quote(path, safe='')}"
        self._asking = asking
        self._known: dict[int, PullRequest] = {}

    def pull_request_of(self, commit: str) -> PullRequest | None:
        """See :class:`tallystick.forge.Forge`."""
        listed = self._asking.items(f"{self._root}/repository/commits/{commit}/merge_requests")
        for one in listed:
            number = one.get("iid")
            if one.get("state") == "merged" and isinstance(number, int):
                if number not in self._known:
                    self._known[number] = self._read(number)
                return self._known[number]
        return None

    def _read(self, number: int) -> PullRequest:
        root = f"{self._root}/merge_requests/{number}"
        whole = self._asking.value(root)
        author = account(whole, "author", "username")
        if author is None:
            raise IndexFailure(f"{self.name}: merge request {number} has no author")
        pushed = [_time(one.get("created_at")) for one in self._asking.items(f"{root}/versions")]
        known = [time for time in pushed if time is not None]
        return PullRequest(
            number=number,
            author=author,
            # merge_user took the place of merged_by in GitLab 14.7.
            merged_by=account(whole, "merge_user", "username")
            or account(whole, "merged_by", "username"),
            approvals=self._approvals(root, max(known, default=None)),
        )

    def _approvals(self, root: str, pushed: datetime | None) -> tuple[Approval, ...]:
        said = self._asking.value(f"{root}/approvals")
        given = said.get("approved_by") if isinstance(said, dict) else None
        found = []
        for one in given if isinstance(given, list) else []:
            by = account(one, "user", "username")
            if by is not None and not is_machine(one.get("user")):
                found.append(Approval(by=by, is_last=_is_later(one.get("approved_at"), pushed)))
        return tuple(found)


def _is_later(approved: object, pushed: datetime | None) -> bool | None:
    time = _time(approved)
    return None if time is None or pushed is None else time >= pushed


def _time(value: Any) -> datetime | None:  # noqa: ANN401 - JSON from a stranger
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo is not None else None
