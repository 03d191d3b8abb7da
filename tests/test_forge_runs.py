"""What forges say of runs, each in its own words; and what is no word of theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from index_server import IndexServer, serving
from tallystick.errors import IndexFailure
from tallystick.forge import Run, open_forge
from tallystick.limits import DEFAULT

COMMIT = "7" * 40
GITHUB = "https://github.com/acme/example/actions/runs/12/attempts/2"
GITLAB = "https://gitlab.com/acme/example/-/jobs/7"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[IndexServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as running:
        about = json.dumps({"default_branch": "main"}).encode()
        for root in ("/api/v3/repos/acme/example", "/api/v4/projects/acme%2Fexample",
                     "/api/v1/repos/acme/example"):  # fmt: skip
            running.send(root, about, content_type="application/json")
        yield running


def asked(server: IndexServer, kind: str, url: str, path: str, answer: object) -> Run | None:
    server.send(path, json.dumps(answer).encode(), content_type="application/json")
    return open_forge(f"{kind}:{server.root}/acme/example", DEFAULT).run(url)


@pytest.mark.parametrize(
    ("status", "conclusion", "ended", "is_success"),
    [
        ("completed", "success", "success", True),
        ("completed", "cancelled", "cancelled", False),
        ("completed", None, "not ended (completed)", False),
        ("in_progress", None, "not ended (in_progress)", False),
        ("queued", "success", "not ended (queued)", False),
        (7, 7, "not ended (7)", False),
    ],
)
def test_github_knows_how_each_attempt_ended(
    status: object, conclusion: object, ended: str, is_success: bool, server: IndexServer
) -> None:
    path = "/api/v3/repos/acme/example/actions/runs/12/attempts/2"
    answer = {"status": status, "conclusion": conclusion, "head_sha": COMMIT}
    found = asked(server, "github", GITHUB, path, answer)
    assert found == Run(ended=ended, is_success=is_success, commit=COMMIT)


@pytest.mark.parametrize(("status", "is_success"), [("success", True), ("canceled", False)])
def test_gitlab_knows_how_each_job_ended(
    status: str, is_success: bool, server: IndexServer
) -> None:
    path = "/api/v4/projects/acme%2Fexample/jobs/7"
    found = asked(server, "gitlab", GITLAB, path, {"status": status, "commit": {"id": COMMIT}})
    assert found == Run(ended=status, is_success=is_success, commit=COMMIT)


@pytest.mark.parametrize("answer", [[], None, "success", 7])
def test_what_is_no_run_is_none(answer: object, server: IndexServer) -> None:
    path = "/api/v3/repos/acme/example/actions/runs/12/attempts/2"
    assert asked(server, "github", GITHUB, path, answer) is None


@pytest.mark.parametrize(
    "url",
    [
        GITHUB.replace("acme/example", "acme/other"),
        GITHUB.replace("acme/example", "acme/example2"),
        GITHUB.replace("/12/", "/../"),
        GITHUB.replace("/attempts/2", ""),
        GITLAB,
        "",
    ],
)
def test_a_run_of_another_project_is_not_asked_for(url: str, server: IndexServer) -> None:
    path = "/api/v3/repos/acme/example/actions/runs/12/attempts/2"
    assert asked(server, "github", url, path, {"status": "completed"}) is None
    assert not [one for one in server.asked if "runs" in one]


def test_gitea_is_not_asked(server: IndexServer) -> None:
    with pytest.raises(IndexFailure, match="not asked for"):
        asked(server, "gitea", "https://h/acme/example/x", "/none", {})
