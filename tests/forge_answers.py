"""What forges answer about one pull request, as their documentation shows it, fields not read left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from index_server import IndexServer

HEAD, EARLIER = "a" * 40, "b" * 40
PROJECT = "owner/name"


@dataclass(frozen=True, kw_only=True)
class Review:
    """Somebody's review: ``state`` is ``approved`` or ``changes``; of the last push, or of one before."""

    by: str
    state: str = "approved"
    is_last: bool = True
    is_stranger: bool = False
    is_bot: bool = False


@dataclass(frozen=True, kw_only=True)
class Request:
    """A merged pull request by ``author`` that ``merged_by`` merged."""

    author: str
    merged_by: str
    reviews: tuple[Review, ...] = ()


Answers = Mapping[str, Any]


def github(commit: str, request: Request | None) -> Answers:
    """REST, version 2022-11-28."""
    root = f"/api/v3/repos/{PROJECT}"
    if request is None:
        return {f"{root}/commits/{commit}/pulls": []}
    states = {"approved": "APPROVED", "changes": "CHANGES_REQUESTED"}
    return {
        f"{root}/commits/{commit}/pulls": [{"number": 12, "merged_at": "2024-01-01T00:00:00Z"}],
        f"{root}/pulls/12": {
            "number": 12,
            "user": {"login": request.author, "type": "User"},
            "merged_by": {"login": request.merged_by, "type": "User"},
            "head": {"sha": HEAD},
        },
        f"{root}/pulls/12/reviews": [
            {
                "user": {"login": one.by, "type": "Bot" if one.is_bot else "User"},
                "state": states[one.state],
                "commit_id": HEAD if one.is_last else EARLIER,
                "author_association": "NONE" if one.is_stranger else "MEMBER",
            }
            for one in request.reviews
        ],
    }


def gitlab(commit: str, request: Request | None) -> Answers:
    """REST, v4. Only approvals that stand are listed; strangers cannot give any that count."""
    root = f"/api/v4/projects/{PROJECT.replace('/', '%2F')}"
    listed = f"{root}/repository/commits/{commit}/merge_requests"
    if request is None:
        return {listed: []}
    standing = {one.by: one for one in request.reviews}
    return {
        listed: [{"iid": 12, "state": "merged"}],
        f"{root}/merge_requests/12": {
            "iid": 12,
            "author": {"username": request.author},
            "merge_user": {"username": request.merged_by},
        },
        f"{root}/merge_requests/12/versions": [
            {"head_commit_sha": HEAD, "created_at": "2024-01-02T00:00:00.000Z"},
            {"head_commit_sha": EARLIER, "created_at": "2024-01-01T00:00:00.000Z"},
        ],
        f"{root}/merge_requests/12/approvals": {
            "approved_by": [
                {
                    "user": {"username": one.by, "bot": one.is_bot},
                    "approved_at": f"2024-01-0{3 if one.is_last else 1}T12:00:00.000Z",
                }
                for one in standing.values()
                if one.state == "approved"
            ]
        },
    }


def gitea(commit: str, request: Request | None) -> Answers:
    """REST, v1, of Gitea and Forgejo."""
    root = f"/api/v1/repos/{PROJECT}"
    if request is None:
        return {root: {"full_name": PROJECT}}
    states = {"approved": "APPROVED", "changes": "REQUEST_CHANGES"}
    return {
        root: {"full_name": PROJECT},
        f"{root}/commits/{commit}/pull": {
            "number": 12,
            "merged": True,
            "user": {"login": request.author},
            "merged_by": {"login": request.merged_by},
            "head": {"sha": HEAD},
        },
        f"{root}/pulls/12/reviews": [
            {
                "user": {"login": f"{one.by}{'[bot]' if one.is_bot else ''}"},
                "state": states[one.state],
                "commit_id": HEAD if one.is_last else EARLIER,
                "stale": not one.is_last,
                "dismissed": False,
                "official": not one.is_stranger,
            }
            for one in request.reviews
        ],
    }


KINDS: Mapping[str, Callable[[str, Request | None], Answers]] = {
    "github": github,
    "gitlab": gitlab,
    "gitea": gitea,
}


def serve(server: IndexServer, answers: Answers) -> None:
    """Answer each path with its value as JSON, whichever page is asked for (all lists are short)."""
    for path, value in answers.items():
        server.send(path, json.dumps(value).encode(), content_type="application/json")
