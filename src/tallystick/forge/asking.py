"""Asking a forge: JSON over HTTPS, few requests, no word of the token to anybody else."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tallystick.errors import IndexFailure
from tallystick.index.address import origin_of, shown
from tallystick.index.patience import SystemClock, patiently
from tallystick.limits import Limits

if TYPE_CHECKING:
    from tallystick.index.client import Client

NOTHING = frozenset({404, 422})
"""Statuses by which forges say that they have no such commit or request."""

REFUSED = frozenset({401, 403})
"""Statuses by which they say that a token is wanted, or that too much was asked (GitHub: 403)."""

PAGES = 10
"""Of one list, a hundred items each: a request with a thousand reviews is nobody's."""


class Token:
    """A token, given to one origin and to no other, whatever redirects say."""

    def __init__(self, root: str, token: str) -> None:
        """``token`` is for the origin of ``root``."""
        self._origin = origin_of(root)
        self._word = f"Bearer {token}"

    def for_url(self, url: str) -> str | None:
        """The ``Authorization`` for ``url``."""
        return self._word if origin_of(url) == self._origin else None

    def after_refusal(self, url: str, refused: str | None) -> str | None:  # noqa: ARG002 - as Credentials
        """There is no other."""
        return None


class Asking:
    """One forge's interface; it counts its requests."""

    def __init__(self, root: str, *, token: str | None, limits: Limits) -> None:
        """Ask below ``root``, with ``token`` if there is one."""
        self._root = root
        self._token = token
        self._limits = limits
        self._left = limits.forge_requests
        self._clock = SystemClock()
        self._answers: dict[str, Any] = {}

    def value(self, path: str) -> Any:  # noqa: ANN401 - JSON from a stranger; whoever asks looks
        """What is at ``path``; None where the forge has nothing there.

        Raises:
            IndexFailure: it did not answer, or not with JSON, or refuses, or was asked too often.
        """
        if self._left == 0:
            raise IndexFailure(
                f"{self._root}: {self._limits.forge_requests} requests were made (cap: forge_requests)"
            )
        self._left -= 1
        url = f"{self._root}{path}"
        return patiently(lambda: self._once(url), self._clock, self._limits)

    def once(self, path: str) -> Any:  # noqa: ANN401 - see above
        """As :meth:`value`, asked for once however often it is wanted."""
        if path not in self._answers:
            self._answers[path] = self.value(path)
        return self._answers[path]

    @cached_property
    def _client(self) -> Client:
        from tallystick.index.client import Client  # noqa: PLC0415 - httpx takes 0.1 s to import

        login = None if self._token is None else Token(self._root, self._token)
        seconds = self._limits.index_seconds
        return Client(self._root, origin_of(self._root), login, self._clock, seconds=seconds)

    def items(self, path: str) -> list[Mapping[str, Any]]:
        """All items of the list at ``path``, page by page; errors as in :meth:`value`."""
        found: list[Mapping[str, Any]] = []
        joint = "&" if "?" in path else "?"
        for page in range(1, PAGES + 1):
            part = self.value(f"{path}{joint}per_page=100&limit=100&page={page}")
            if part is None:
                raise IndexFailure(
                    f"{self._root}{path}: it has nothing there, or shows it to others"
                )
            if not isinstance(part, list) or not all(isinstance(item, dict) for item in part):
                raise IndexFailure(f"{self._root}{path}: it does not answer with a list")
            found += part
            if len(part) < _PAGE:
                break
        return found

    def _once(self, url: str) -> Any:  # noqa: ANN401 - see above
        headers = {"Accept": "application/json", "User-Agent": "tallystick"}
        with self._client.get(
            url, headers, seconds=self._limits.index_seconds, told=NOTHING | REFUSED
        ) as answer:
            body = bytearray()
            for chunk in answer.body:
                body += chunk
                if len(body) > self._limits.forge_answer:
                    raise IndexFailure(f"{shown(url)}: too long an answer (cap: forge_answer)")
            if answer.status in REFUSED:
                why = "the limit of requests is reached" if _is_spent(answer.headers) else "refused"
                raise IndexFailure(f"{shown(url)}: answered {answer.status}: {why}")
        if answer.status in NOTHING:
            return None
        try:
            return json.loads(bytes(body).decode("utf-8"))
        except (ValueError, RecursionError):
            raise IndexFailure(f"{shown(url)}: does not answer with JSON") from None


_PAGE = 30
"""Items that the smallest page of any forge has: fewer are the last ones."""


def _is_spent(headers: Mapping[str, str]) -> bool:
    """Whether no request is left (GitHub: X-RateLimit-Remaining; GitLab: RateLimit-Remaining)."""
    left = headers.get("x-ratelimit-remaining") or headers.get("ratelimit-remaining")
    return left is not None and left.strip() == "0"


def account(value: Any, *keys: str) -> str | None:  # noqa: ANN401 - see above
    """The account named at ``keys`` of a value, in lower case; None if there is no text there."""
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value.lower() if isinstance(value, str) and value else None


def authors(commits: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """By commit, the account that the forge knows its author's address to be of."""
    pairs = ((one.get("sha"), account(one, "author", "login")) for one in commits)
    return {commit: who for commit, who in pairs if isinstance(commit, str) and who is not None}


def last_decisions(
    reviews: Sequence[Mapping[str, Any]], deciding: tuple[str, ...]
) -> Mapping[str, Mapping[str, Any]]:
    """By account, the last review of each person whose state is one of ``deciding``."""
    last: dict[str, Mapping[str, Any]] = {}
    for review in reviews:
        by = account(review, "user", "login")
        if by and not is_machine(review.get("user")) and review.get("state") in deciding:
            last[by] = review
    return last


def is_machine(user: Any) -> bool:  # noqa: ANN401 - see above
    """Whether a forge says that a user is a machine."""
    if not isinstance(user, dict):
        return True
    named = str(user.get("login") or user.get("username") or "")
    return user.get("type") == "Bot" or user.get("bot") is True or named.lower().endswith("[bot]")
