"""Incidents, made again inert: an authority and logs of our own, and the real verification of all of it.

Each is caught by the rule that its incident taught, and the report names that incident.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acme import NAME, RELEASED, URL, WORKFLOW, Acme, acme_bytes
from attesting import claims, provenance, statement
from index_server import IndexServer
from packing import write_tar
from tallystick.cli import audit as command
from tallystick.cli.parsing import Parser
from tallystick.identity.incidents import CAUGHT

Options = tuple[str | Path, ...]
Incident = Callable[[Acme], Options]

FILES = {name: acme_bytes(content) for name, content in RELEASED.items()}


def reports(acme: Acme, *arguments: str | Path) -> tuple[dict[str, Any], str]:
    """The JSON report, and what a person reads."""
    found = []
    for name in ("report.json", "report.md"):
        parser, path = Parser("tallystick audit", ""), acme.folder / name
        command.add_arguments(parser)
        given = ("--mirror", f"{URL}={acme.repository.path}", "-o", path)
        root = ("--trust-root", acme.folder / "root.json")
        command.run(parser.parse_intermixed_args([*map(str, (*arguments, *given, *root))]))
        found.append(path.read_text(encoding="utf-8"))
    return json.loads(found[0]), found[1]


def xz(acme: Acme) -> Options:
    """xz 5.6.0, Ultralytics 8.3.41, TanStack: valid signatures over a file that nobody reviewed."""
    write_tar(acme.artifact, {**FILES, "example-1.0/m4/build-to-host.m4": b"dnl inert\n"})
    acme.attest()
    return ()


def tanstack_stranger(acme: Acme) -> Options:
    """A pull request's workflow ran with the project's rights, and its attestation is valid."""
    acme.attest(acme.attestation(trigger="pull_request_target"))
    return ()


def tanstack_orphan(acme: Acme) -> Options:
    """The commit is in no branch, and served under the project's own URL."""
    acme.repository.git("checkout", "-q", "--orphan", "fork")
    orphan = acme.repository.commit({"src/e.c": b"int e;\n"})
    acme.repository.git("update-ref", "refs/pull/7/head", orphan)
    acme.repository.git("checkout", "-q", "main")
    acme.repository.git("branch", "-q", "-D", "fork")
    write_tar(acme.artifact, {**FILES, "example-1.0/src/e.c": b"int e;\n"})
    acme.attest(acme.attestation(commit=orphan, ref="refs/heads/fork"))
    return ("--ref", orphan)


def tj_actions(acme: Acme) -> Options:
    """Every tag was moved to another commit after the run."""
    acme.attest()
    acme.repository.commit({"src/z.c": b"int z;\n"})
    acme.repository.git("tag", "-f", "v1.0")
    return ("--ref", acme.commit)


def mistralai(acme: Acme) -> Options:
    """2.4.6: a version that the project never tagged."""
    acme.repository.git("tag", "v2.0")
    acme.attest(acme.attestation(ref="refs/tags/v2.0"))
    return ("--ref", "v1.0")


def repojacking(acme: Acme) -> Options:
    """A deleted repository's name, registered again: all is as before, but for the numbers."""
    acme.attest(acme.attestation(repository_id="9", owner_id="8"))
    policy = acme.policy('[[identity.project]]\nmatch = "example"\nrepository_id = "1001"\n')
    return ("--policy", policy)


def owner_taken(acme: Acme) -> Options:
    acme.attest(acme.attestation(owner_id="8"))
    policy = acme.policy('[[identity.project]]\nmatch = "example"\nowner_id = "2002"\n')
    return ("--policy", policy)


def ultralytics_token(acme: Acme) -> Options:
    """8.3.45: uploaded with a token, although the lock knows a workflow."""
    lock = acme.folder / "tallystick.lock"
    acme.attest()
    root = acme.folder / "root.json"
    assert acme.tally("identity", "lock", acme.artifact, "--trust-root", root).code == 0
    acme.artifact.with_name(f"{NAME}.provenance").unlink()
    return ("--identities", lock)


def second_workflow(acme: Acme) -> Options:
    acme.attest(
        acme.attestation(workflow=".github/workflows/other.yml"),
        kind="GitHub", repository="acme/example", workflow="other.yml",
    )  # fmt: skip
    policy = acme.policy(f'[[identity.project]]\nmatch = "example"\nworkflow = "{WORKFLOW}"\n')
    return ("--policy", policy)


def unreviewed_branch(acme: Acme) -> Options:
    acme.attest(acme.attestation(ref="refs/heads/wip"))
    policy = acme.policy('[[identity.project]]\nmatch = "example"\nref = "refs/tags/v*"\n')
    return ("--policy", policy)


def no_approval(acme: Acme) -> Options:
    acme.attest(acme.attestation(environment="testing"))
    policy = acme.policy('[[identity.project]]\nmatch = "example"\nenvironment = "pypi"\n')
    return ("--policy", policy)


def made_up_publisher(acme: Acme) -> Options:
    acme.attest(kind="GitHub", repository="upstream/example", workflow="release.yml")
    return ()


def predicate_of_upstream(acme: Acme) -> Options:
    workflow = {"repository": "https://github.com/upstream/example", "ref": "refs/tags/v1.0"}
    predicate = {"buildDefinition": {"externalParameters": {"workflow": workflow}}}
    kind = "https://slsa.dev/provenance/v1"
    payload = statement(acme.file, predicate_type=kind, predicate=predicate)
    acme.attest(acme.attestation(payload))
    return ()


def another_release(acme: Acme) -> Options:
    acme.attest(acme.attestation(statement((NAME, b"the honest one"))))
    return ()


def fork(acme: Acme) -> Options:
    said = claims("upstream/example", commit=acme.commit)
    signed = acme.sigstore.attestation(statement(acme.file), said)
    acme.attest(signed, kind="GitHub", repository="upstream/example", workflow="release.yml")
    return ("--ref", "v1.0")


def other_contents(acme: Acme) -> Options:
    other = acme.repository.commit({"src/z.c": b"int z;\n"})
    acme.attest(acme.attestation(commit=other))
    return ("--ref", "v1.0")


def foreign_signer(acme: Acme) -> Options:
    signer = "https://github.com/evil/workflows/.github/workflows/publish.yml@refs/heads/main"
    acme.attest(acme.attestation(signer=signer))
    return ("--policy", strict(acme))


def kept_machine(acme: Acme) -> Options:
    acme.attest(acme.attestation(runner="self-hosted"))
    return ("--policy", strict(acme))


def repeated_run(acme: Acme) -> Options:
    acme.attest(acme.attestation(run=f"{URL}/actions/runs/1/attempts/3"))
    return ("--policy", strict(acme))


def workflow_for_one_run(acme: Acme) -> Options:
    acme.attest(
        acme.attestation(workflow=".github/workflows/gone.yml"),
        kind="GitHub", repository="acme/example", workflow="gone.yml",
    )  # fmt: skip
    return ()


def two_publishers(acme: Acme) -> Options:
    said = claims("evil/example", commit=acme.commit)
    other = acme.sigstore.attestation(statement(acme.file), said)
    acme.attest(acme.attestation(), other)
    return ()


def strict(acme: Acme) -> Path:
    return acme.policy('[identity]\nuse = "strict"\n')


INCIDENTS: tuple[tuple[Incident, str, str], ...] = (
    (tanstack_stranger, "trigger", "inconclusive"),
    (tanstack_orphan, "reachable", "inconclusive"),
    (tj_actions, "tag", "inconclusive"),
    (mistralai, "version", "inconclusive"),
    (repojacking, "repository-id", "rejected"),
    (owner_taken, "owner-id", "rejected"),
    (ultralytics_token, "continuity", "rejected"),
    (second_workflow, "workflow", "rejected"),
    (unreviewed_branch, "ref", "rejected"),
    (no_approval, "environment", "rejected"),
    (made_up_publisher, "publisher", "rejected"),
    (predicate_of_upstream, "predicate", "rejected"),
    (another_release, "verified", "rejected"),
    (fork, "repository", "inconclusive"),
    (other_contents, "commit", "inconclusive"),
    (foreign_signer, "signer", "rejected"),
    (kept_machine, "runner", "rejected"),
    (repeated_run, "attempt", "inconclusive"),
    (workflow_for_one_run, "workflow-file", "inconclusive"),
    (two_publishers, "one-publisher", "rejected"),
)


@pytest.mark.parametrize(("incident", "rule", "verdict"), INCIDENTS)
def test_each_incident_is_caught_by_its_rule_and_named(
    incident: Incident, rule: str, verdict: str, acme: Acme
) -> None:
    options = incident(acme)
    ledger, text = reports(acme, acme.artifact, "--source", URL, *options)
    assert ledger["verdict"] == verdict
    broken = {one["rule"]: one for one in ledger["identity"]["findings"] if one["holds"] is False}
    assert rule in broken
    assert "would have caught: " + CAUGHT[rule].split(":")[0][:40] in text.replace("\\", "")


def test_a_file_that_no_commit_has_is_caught_whatever_is_signed(acme: Acme) -> None:
    """The first rule of all: contents. No attestation speaks for them."""
    options = xz(acme)
    ledger, text = reports(acme, acme.artifact, "--source", URL, *options)
    assert ledger["verdict"] == "rejected"
    assert [reason["rule"] for reason in ledger["reasons"]] == ["unexplained-code"]
    assert ledger["reasons"][0]["paths"] == ["m4/build-to-host.m4"]
    assert (ledger["identity"]["rung"], "build-to-host.m4" in text) == ("commit-tagged", True)


# --- what an index shows ----------------------------------------------------------------------------


def served(acme: Acme, index: IndexServer, *, before: bool, now: bool, more: bool) -> Options:
    """Versions 0.9 and 1.0 of an index, each attested or not; and another file of 1.0 that is not."""
    name, content = acme.file
    old = index.file("example-0.9.tar.gz", b"old")
    new = index.file(name, content, **{"upload-time": "2026-05-01T12:10:00Z"})
    files = [old, new]
    if before:
        old["provenance"] = f"{index.root}/p/old"
    if now:
        new["provenance"] = f"{index.root}/p/new"
        index.send("/p/new", provenance(acme.attestation()))
    if more:
        path = write_tar(acme.folder / "dist" / "example-1.0.tgz", FILES)
        late = {"upload-time": "2026-06-20T12:00:00Z"}
        files.append(index.file("example-1.0.tar.bz2", path.read_bytes(), **late))
    index.project("example", files)
    return ("--index", index.url, "--source", URL, "--ref", "v1.0")


@pytest.mark.parametrize(
    ("before", "now", "more", "rule", "weight"),
    [
        (True, False, False, "no-downgrade", "inconclusive"),  # axios, Ultralytics 8.3.45
        (False, True, True, "every-file", "inconclusive"),  # LiteLLM, num2words
        (True, False, True, "late-file", "allow"),
    ],
)
def test_what_an_index_shows_is_caught_and_named(
    before: bool, now: bool, more: bool, rule: str, weight: str, acme: Acme, index: IndexServer
) -> None:
    options = served(acme, index, before=before, now=now, more=more)
    document, text = reports(acme, "example==1.0", "--all-files", *options)
    ledgers = document.get("ledgers", [document])
    found = [
        one["weight"]
        for ledger in ledgers
        for one in ledger["identity"]["findings"]
        if one["rule"] == rule and one["holds"] is False
    ]
    assert weight in found
    assert rule in text
    assert "accepted" not in {ledger["verdict"] for ledger in ledgers}


def test_a_file_of_today_is_waited_for(acme: Acme, index: IndexServer) -> None:
    options = served(acme, index, before=True, now=True, more=False)
    policy = acme.policy('[[identity.project]]\nmatch = "example"\ncooldown_days = 36500\n')
    ledger, text = reports(acme, "example==1.0", *options, "--policy", policy)
    assert ledger["verdict"] == "inconclusive"
    assert "would have caught: most malware" in text


def test_a_step_that_is_added_to_the_workflow_is_shown(acme: Acme) -> None:
    acme.repository.git("tag", "-d", "v1.0")
    acme.repository.git("tag", "v0.9")
    stolen = b"on: push\nrun: curl example.org\n"
    acme.commit = acme.repository.commit({WORKFLOW: stolen})
    acme.repository.git("tag", "v1.0")
    write_tar(acme.artifact, {**FILES, f"example-1.0/{WORKFLOW}": stolen})
    acme.attest()
    ledger, text = reports(acme, acme.artifact, "--source", URL)
    (finding,) = [one for one in ledger["identity"]["findings"] if one["delta"] is not None]
    before, after = f"--- v0.9: {WORKFLOW}", f"+++ {acme.commit[:12]}: {WORKFLOW}"
    assert finding["delta"].split("\n")[:2] == [before, after]
    shown = "\n  ```diff\n" + "".join(f"  {line}\n" for line in finding["delta"].split("\n"))
    assert shown.rstrip() in text
    page = acme.folder / "report.html"
    options = ("--source", URL, "--mirror", f"{URL}={acme.repository.path}", "-o", page)
    assert acme.audit(*options).code == 0
    assert "+run: curl example.org" in page.read_text(encoding="utf-8")
    assert "  +run: curl example.org" in acme.audit().out
    assert "would have caught: a step that is added" in text


@pytest.mark.parametrize(
    ("answer", "holds", "verdict"),
    [
        ({"status": "completed", "conclusion": "success"}, True, "accepted"),
        ({"status": "completed", "conclusion": "cancelled"}, False, "inconclusive"),
        ({"status": "completed", "conclusion": "failure"}, False, "inconclusive"),
        ({"status": "in_progress", "conclusion": None}, False, "inconclusive"),
        (
            {"status": "completed", "conclusion": "success", "head_sha": "8" * 40},
            False,
            "inconclusive",
        ),
        (None, None, "inconclusive"),  # who asks and gets no answer has not checked
    ],
)
def test_a_run_that_did_not_conclude_is_caught_where_a_forge_is_asked(
    answer: dict[str, Any] | None, holds: bool | None, verdict: str, acme: Acme, index: IndexServer
) -> None:
    acme.attest()
    root = "/api/v3/repos/acme/example"
    about = {"full_name": "acme/example", "default_branch": "main", "owner": {"login": "acme"}}
    index.send(root, json.dumps(about).encode(), content_type="application/json")
    if answer is not None:
        run = {"head_sha": acme.commit, **answer}
        place = f"{root}/actions/runs/1/attempts/1"
        index.send(place, json.dumps(run).encode(), content_type="application/json")
    forge = f"github:{index.root}/acme/example"
    ledger, text = reports(acme, acme.artifact, "--source", URL, "--forge", forge)
    found = {one["rule"]: one["holds"] for one in ledger["identity"]["findings"]}
    assert (found["run"], ledger["verdict"]) == (holds, verdict)
    assert ("would have caught: a run that publishes first" in text) is (holds is False)


def test_a_run_of_another_project_is_not_asked_for(acme: Acme, index: IndexServer) -> None:
    acme.attest()
    forge = f"github:{index.root}/acme/other"
    ledger, _ = reports(acme, acme.artifact, "--source", URL, "--forge", forge)
    found = {one["rule"]: (one["holds"], one["message"]) for one in ledger["identity"]["findings"]}
    assert found["run"][0] is None
    assert "of another project" in found["run"][1]
    assert not [path for path in index.asked if "/actions/" in path]


def test_every_rule_has_an_incident_here() -> None:
    """``signed-by`` and ``required`` have theirs in test_identity.py, with keys that sign."""
    here = {rule for _, rule, _ in INCIDENTS}
    index = {"no-downgrade", "every-file", "late-file", "cooldown", "workflow-change", "run"}
    assert here | index | {"signed-by", "required"} == CAUGHT.keys()
