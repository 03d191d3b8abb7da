"""What forges answer about one pull request, as their documentation shows it, fields not read left out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
    """A pull request by ``author`` that ``merged_by`` merged (None: it is open).

    ``pushed`` are its commits with the account of the author of each.
    """

    author: str
    merged_by: str | None
    reviews: tuple[Review, ...] = ()
    pushed: Mapping[str, str] = field(default_factory=dict)


Answers = Mapping[str, Any]


def github(commit: str, request: Request | None) -> Answers:
    """REST, version 2022-11-28."""
    root = f"/api/v3/repos/{PROJECT}"
    about = {"full_name": PROJECT, "default_branch": "main", "owner": {"login": "Owner"}}
    if request is None:
        return {root: about, f"{root}/commits/{commit}/pulls": []}
    states = {"approved": "APPROVED", "changes": "CHANGES_REQUESTED"}
    return {
        root: about,
        f"{root}/commits/{commit}/pulls": [
            {
                "number": 12,
                "state": "open" if request.merged_by is None else "closed",
                "merged_at": None if request.merged_by is None else "2024-01-01T00:00:00Z",
            }
        ],
        f"{root}/pulls/12/commits": [
            {"sha": commit, "author": {"login": who}} for commit, who in request.pushed.items()
        ],
        f"{root}/pulls/12": {
            "number": 12,
            "user": {"login": request.author, "type": "User"},
            "merged_by": request.merged_by and {"login": request.merged_by, "type": "User"},
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
    """REST, v4. Only approvals that stand are listed."""
    root = f"/api/v4/projects/{PROJECT.replace('/', '%2F')}"
    listed = f"{root}/repository/commits/{commit}/merge_requests"
    about = {"path_with_namespace": PROJECT, "default_branch": "main"}
    if request is None:
        return {root: about, listed: []}
    standing = {one.by: one for one in request.reviews}
    return {
        root: about,
        listed: [{"iid": 12, "state": "opened" if request.merged_by is None else "merged"}],
        f"{root}/merge_requests/12": {
            "iid": 12,
            "author": {"username": request.author},
            "merge_user": request.merged_by and {"username": request.merged_by},
        },
        f"{root}/merge_requests/12/versions": [
            {"head_commit_sha": HEAD, "created_at": "2024-01-02T00:00:00.000Z"},
            {"head_commit_sha": EARLIER, "created_at": "2024-01-01T00:00:00.000Z"},
        ],
        f"{root}/merge_requests/12/approvals": {
            "approved_by": [
                {
                    "user": {"id": number, "username": one.by, "bot": one.is_bot},
                    "approved_at": f"2024-01-0{3 if one.is_last else 1}T12:00:00.000Z",
                }
                for number, one in enumerate(standing.values())
                if one.state == "approved"
            ]
        },
        **{
            f"{root}/members/all/{number}": {"id": number, "state": "active", "access_level": 30}
            for number, one in enumerate(standing.values())
            if not one.is_stranger
        },
    }


def gitea(commit: str, request: Request | None) -> Answers:
    """REST, v1, of Gitea and Forgejo."""
    root = f"/api/v1/repos/{PROJECT}"
    about = {"full_name": PROJECT, "default_branch": "main", "owner": {"login": "Owner"}}
    if request is None:
        return {root: about}
    states = {"approved": "APPROVED", "changes": "REQUEST_CHANGES"}
    whole = {
        "number": 12,
        "merged": request.merged_by is not None,
        "user": {"login": request.author},
        "merged_by": {"login": request.merged_by},
        "head": {"sha": HEAD},
    }
    return {
        root: about,
        f"{root}/commits/{commit}/pull": whole,
        f"{root}/pulls/12": whole,
        f"{root}/pulls/12/commits": [
            {"sha": commit, "author": {"login": who}} for commit, who in request.pushed.items()
        ],
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


def rights(kind: str, writers: Sequence[str], readers: Sequence[str], asked: int | None) -> Answers:
    """Who may write and who may only read, and a default branch that asks for ``asked`` approvals.

    None: it is not protected. GitLab tells others than members no number.
    """
    return _RIGHTS[kind](writers, readers, asked)


def _github_rights(writers: Sequence[str], readers: Sequence[str], asked: int | None) -> Answers:
    root = f"/api/v3/repos/{PROJECT}"
    rules = [] if asked is None else [{"type": "deletion"}, _pull_request_rule(asked)]
    return {
        f"{root}/collaborators": [
            {
                "login": name,
                "type": "User",
                "role_name": "write" if name in writers else "read",
                "permissions": {"admin": False, "push": name in writers, "pull": True},
            }
            for name in (*writers, *readers)
        ],
        f"{root}/branches/main": {"name": "main", "protected": asked is not None},
        f"{root}/rules/branches/main": rules,
    }


def _pull_request_rule(asked: int) -> Mapping[str, object]:
    return {
        "type": "pull_request",
        "parameters": {
            "dismiss_stale_reviews_on_push": False,
            "require_code_owner_review": False,
            "require_last_push_approval": False,
            "required_approving_review_count": asked,
            "required_review_thread_resolution": False,
        },
        "ruleset_source_type": "Repository",
        "ruleset_source": PROJECT,
        "ruleset_id": 1,
    }


def _gitlab_rights(writers: Sequence[str], readers: Sequence[str], asked: int | None) -> Answers:
    root = f"/api/v4/projects/{PROJECT.replace('/', '%2F')}"
    members = [
        {"username": name, "state": "active", "access_level": 40 if name in writers else 20}
        for name in (*writers, *readers)
    ]
    return {
        f"{root}/members/all": [
            *members,
            {"username": "blocked", "state": "blocked", "access_level": 50},
        ],
        f"{root}/repository/branches/main": {
            "name": "main",
            "default": True,
            "protected": asked is not None,
            "developers_can_push": False,
            "developers_can_merge": False,
        },
    }


def _gitea_rights(writers: Sequence[str], readers: Sequence[str], asked: int | None) -> Answers:
    """Readers would be listed, too, so there are none."""
    root = f"/api/v1/repos/{PROJECT}"
    return {
        f"{root}/collaborators": [{"login": name} for name in writers],
        f"{root}/branches/main": {
            "name": "main",
            "protected": asked is not None,
            "required_approvals": asked or 0,
            "enable_status_check": False,
        },
    }


_RIGHTS = {"github": _github_rights, "gitlab": _gitlab_rights, "gitea": _gitea_rights}
