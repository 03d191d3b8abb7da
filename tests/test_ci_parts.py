"""The Action, the component and the hooks, tried by running their own steps with what a runner would set."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from command import COMMAND
from gitrepo import GitRepo

ROOT = Path(__file__).parents[1]
yaml: Any = import_module("yaml")  # Dask and pre-commit bring it

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
HEAD, JOB = yaml.safe_load_all((ROOT / "templates" / "audit.yml").read_text())


@dataclass(frozen=True, kw_only=True)
class Ran:
    """How a step ended, and what it left."""

    code: int
    said: str
    outputs: dict[str, str]
    summary: str
    reports: Path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run([COMMAND, "demo", "--into", "demo"], cwd=folder, check=True, capture_output=True)
    shutil.copy(folder / "demo/honest/hello-1.0.tar.gz", folder / "hello-1.0.tar.gz")
    return folder


def step(name: str) -> dict[str, Any]:
    (found,) = [one for one in ACTION["runs"]["steps"] if one["name"] == name]
    assert isinstance(found, dict)
    return found


def evaluated(expression: str, inputs: Mapping[str, str], temporary: Path) -> str:
    """What the runner puts in place of the expressions that the Action uses."""

    def value(found: re.Match[str]) -> str:
        kind, _, name = found[1].partition(".")
        if kind == "inputs":
            return inputs.get(name, ACTION["inputs"][name]["default"])
        return {"github.action_path": str(ROOT), "runner.temp": str(temporary)}[found[1]]

    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", value, expression)


def act(folder: Path, temporary: Path, **inputs: str) -> Ran:
    """Run the Action's own step in ``folder``."""
    audit = step("Audit")
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    around = {name: evaluated(text, given, temporary) for name, text in audit["env"].items()}
    around["TALLY_PROGRAM"] = str(COMMAND)
    files = {
        "GITHUB_OUTPUT": temporary / "outputs",
        "GITHUB_STEP_SUMMARY": temporary / "summary.md",
    }
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", audit["run"]],
        cwd=folder,
        env={
            **os.environ,
            **around,
            **{name: str(path) for name, path in files.items()},
            "GITHUB_ACTION_PATH": str(ROOT),
            "TALLYSTICK_CACHE": str(temporary / "cache"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    rows = (
        files["GITHUB_OUTPUT"].read_text().splitlines() if files["GITHUB_OUTPUT"].exists() else []
    )
    summary = files["GITHUB_STEP_SUMMARY"]
    return Ran(
        code=done.returncode,
        said=done.stdout + done.stderr,
        outputs=dict(row.split("=", 1) for row in rows),
        summary=summary.read_text() if summary.exists() else "",
        reports=temporary / "tallystick",
    )


def test_no_input_is_part_of_a_script_and_nothing_is_used_that_is_not_pinned() -> None:
    for one in ACTION["runs"]["steps"]:
        assert "${{" not in one.get("run", "")
        assert "uses" not in one or re.search(r"@[0-9a-f]{40}$", one["uses"])
    for name, job in JOB.items():
        assert name == "tallystick-audit"
        assert not any("$[[" in row for row in job["script"])
    assert "default" not in HEAD["spec"]["inputs"]["commit"]
    assert "default" not in HEAD["spec"]["inputs"]["image"]


def test_an_honest_release_passes_with_reports_in_every_place(demo: Path, tmp_path: Path) -> None:
    ran = act(demo, tmp_path, targets="*.tar.gz", source="demo/source", ref="v1.0")
    assert ran.code == 0, ran.said
    assert ran.outputs["verdict"] == "accepted"
    assert "Accepted: `hello-1.0.tar.gz`" in ran.summary
    assert json.loads(Path(ran.outputs["sarif"]).read_text())["version"] == "2.1.0"
    assert json.loads(Path(ran.outputs["json"]).read_text())["verdict"] == "accepted"


def test_a_tampered_one_fails_the_job_and_the_summary_says_why(demo: Path, tmp_path: Path) -> None:
    ran = act(demo, tmp_path, targets="demo/tampered/*.tar.gz", source="demo/source", ref="v1.0")
    assert (ran.code, ran.outputs["verdict"], ran.outputs["code"]) == (1, "rejected", "1")
    assert "m4/build-to-host.m4" in ran.summary
    (found,) = json.loads(Path(ran.outputs["sarif"]).read_text())["runs"]
    assert found["results"]


@pytest.mark.parametrize(("fail_on", "code"), [("rejected", 0), ("inconclusive", 3)])
def test_inconclusive_fails_the_job_where_that_is_asked_for(
    fail_on: str, code: int, demo: Path, tmp_path: Path
) -> None:
    (demo / "policy.toml").write_text('[rules]\ncontradicted = "inconclusive"\n')
    ran = act(
        demo,
        tmp_path,
        targets="demo/tampered/hello-1.0.tar.gz",
        source="demo/source",
        ref="v1.0",
        policy="policy.toml",
        fail_on=fail_on,
    )
    assert (ran.code, ran.outputs["verdict"]) == (code, "inconclusive"), ran.said


@pytest.mark.parametrize(
    "targets",
    [
        "absent.tar.gz",
        "hello-1.0.tar.gz;touch pwned",
        "$(touch${IFS}pwned)",
        "`touch pwned`",
        "--output=pwned hello-1.0.tar.gz",
        "hello-1.0.tar.gz\n-o\npwned",
        "",
    ],
)
def test_hostile_or_wrong_targets_fail_and_run_nothing(
    targets: str, demo: Path, tmp_path: Path
) -> None:
    ran = act(
        demo, tmp_path, targets=targets, source="demo/source", ref="v1.0", arguments="--offline"
    )
    assert ran.code == 2, ran.said
    assert ran.outputs.get("verdict", "failed") == "failed"
    assert not list(demo.rglob("*pwned*"))


def test_a_wrong_word_is_not_taken_for_the_mildest(demo: Path, tmp_path: Path) -> None:
    ran = act(demo, tmp_path, targets="hello-1.0.tar.gz", fail_on="never")
    assert ran.code == 2
    assert "fail-on" in ran.said


@contextmanager
def code_scanning(status: int) -> Iterator[tuple[str, list[tuple[str, str, bytes]]]]:
    """A service on loopback that takes what is posted: its address, and what came."""
    came: list[tuple[str, str, bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            came.append((self.path, self.headers["Authorization"], body))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", came
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(("status", "code"), [(202, 0), (403, 1)])
def test_findings_are_sent_as_the_service_wants_them(
    status: int, code: int, tmp_path: Path
) -> None:
    (tmp_path / "x.sarif").write_text('{"version": "2.1.0"}')
    with code_scanning(status) as (address, came):
        done = subprocess.run(
            ["bash", "-c", step("Send the findings to code scanning")["run"]],
            env={
                **os.environ,
                "NO_PROXY": "127.0.0.1",
                "GITHUB_ACTION_PATH": str(ROOT),
                "TALLY_SARIF": str(tmp_path / "x.sarif"),
                "GITHUB_TOKEN": "token-of-the-job",
                "GITHUB_API_URL": address,
                "GITHUB_REPOSITORY": "owner/name",
                "GITHUB_SHA": "ab" * 20,
                "GITHUB_REF": "refs/heads/main",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == code, done
    assert "token-of-the-job" not in done.stdout + done.stderr
    ((path, authorization, body),) = came
    assert (path, authorization) == (
        "/repos/owner/name/code-scanning/sarifs",
        "Bearer token-of-the-job",
    )
    sent = json.loads(body)
    assert gzip.decompress(base64.b64decode(sent["sarif"])) == b'{"version": "2.1.0"}'
    assert sent["commit_sha"] == "ab" * 20


def test_the_hooks_are_such_as_pre_commit_reads() -> None:
    program = Path(sys.executable).with_name("pre-commit")
    manifest = ROOT / ".pre-commit-hooks.yaml"
    done = subprocess.run(
        [program, "validate-manifest", manifest], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    wrong = subprocess.run(
        [program, "validate-manifest", ROOT / "action.yml"], capture_output=True, check=False
    )
    assert wrong.returncode != 0


@pytest.mark.first
@pytest.mark.online
def test_pre_commit_runs_the_hooks(tmp_path: Path) -> None:
    repo = GitRepo(tmp_path / "example")
    backend = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
    repo.commit(
        {
            "pyproject.toml": f'{backend}[project]\nname = "example"\nversion = "1.0"\n'.encode(),
            "example.py": b"",
            "policy.toml": b'[rules]\nunexplained-data = "reject"\n',
        }
    )
    # `try-repo` would install it anew for each call; this is also how projects have it.
    hooks = "[{id: tallystick-policy}, {id: tallystick-sdist}]"
    at = GitRepo.at(ROOT).git("rev-parse", "HEAD")
    config = f"repos: [{{repo: {ROOT.as_uri()}, rev: {at}, hooks: {hooks}}}]\n"
    repo.commit({".pre-commit-config.yaml": config.encode()})
    # Most of what is installed is not imported here, and need not be compiled.
    around = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "PIP_NO_COMPILE": "1"}

    def hook(name: str) -> subprocess.CompletedProcess[str]:
        program = Path(sys.executable).with_name("pre-commit")
        return subprocess.run(
            [program, "run", name, "--all-files", "--hook-stage", "manual"],
            cwd=repo.path,
            env=around,
            capture_output=True,
            text=True,
            check=False,
        )

    assert hook("tallystick-policy").returncode == 0
    (environment,) = (tmp_path / "home").glob("repo*/py_env-*")  # one for both hooks
    honest = hook("tallystick-sdist")
    assert honest.returncode == 0, honest.stdout
    (repo.path / "scratch.py").write_bytes(b"print()\n")
    extra = hook("tallystick-sdist")
    assert extra.returncode == 1, extra.stdout
    assert list((tmp_path / "home").glob("repo*/py_env-*")) == [environment]
    assert "Before you upload it" in extra.stdout
    assert '"/scratch.py"' in extra.stdout


@pytest.mark.online
def test_the_component_runs_from_a_clone_at_a_commit(demo: Path, tmp_path: Path) -> None:
    commit = GitRepo.at(ROOT).git("rev-parse", "HEAD")
    inputs = {name: str(one.get("default", "")) for name, one in HEAD["spec"]["inputs"].items()}
    inputs |= {
        "targets": "demo/tampered/*.tar.gz",
        "source": "demo/source",
        "ref": "v1.0",
        "tallystick": str(tmp_path / "tallystick"),
        "repository": f"file://{ROOT}",
        "commit": commit,
    }
    job = JOB["tallystick-audit"]
    around = {
        name: re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: inputs[found[1]], text)
        for name, text in job["variables"].items()
    }
    around["TALLY_REPORTS"] = str(tmp_path / "reports")
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(job["script"])],
        cwd=demo,
        env={**os.environ, **around, "TALLYSTICK_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done
    assert done.stdout.endswith("tallystick: rejected\n")
    assert (
        json.loads((tmp_path / "reports" / "tallystick.json").read_text())["verdict"] == "rejected"
    )


def test_the_action_installs_as_the_component_does() -> None:
    (in_component,) = [row for row in JOB["tallystick-audit"]["script"] if "bootstrap.py" in row]
    in_action = step("Install tallystick as its lock says, with digests")["run"]
    assert in_action.replace("GITHUB_ACTION_PATH", "TALLY_HOME") == in_component
