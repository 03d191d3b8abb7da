"""Identity from end to end: a release, its attestation, its repository; each incident, inert, and caught."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from acme import NAME, RELEASED, SOURCE, URL, WORKFLOW, Acme, acme_bytes, broken
from attesting import Sigstore, claims, statement
from gitrepo import GitRepo
from packing import write_tar

# --- the honest release ---------------------------------------------------------------------------


def test_an_honest_release_is_bound_to_its_commit_and_content(acme: Acme) -> None:
    acme.attest()
    ledger = acme.ledger()
    assert (ledger["verdict"], ledger["identity"]["rung"]) == ("accepted", "content-equal")
    assert ledger["identity"]["why_not"] == "it was not built again"
    assert broken(ledger) == {}
    (attestation,) = ledger["identity"]["attestations"]
    assert attestation["claims"]["commit"] == acme.commit


def test_the_report_says_how_far_in_three_lines(acme: Acme) -> None:
    acme.attest()
    done = acme.audit()
    assert done.code == 0
    assert "identity  content equals commit (5 of 6); not reproduced: it was not built again" in (
        done.out
    )
    assert f"{URL}, {WORKFLOW}, tags/v1.0, push" in done.out
    publisher_block_lies(acme)
    assert "but       publisher: the index says https://github.com/acme/other" in acme.audit().out


def test_a_release_without_attestation_is_absent_and_judged_as_before(acme: Acme) -> None:
    ledger = acme.ledger()
    assert (ledger["verdict"], ledger["identity"]["rung"]) == ("accepted", "absent")
    assert ledger["identity"]["attestations"] == []


def test_the_attestation_beside_a_file_leads_to_its_commit(acme: Acme) -> None:
    """Nothing but the attestation names the repository here."""
    acme.attest()
    ledger = acme.report(acme.artifact)
    assert ledger["source"]["commit"] == acme.commit
    assert ledger["identity"]["rung"] == "content-equal"
    named = [one["value"] for one in ledger["source"]["evidence"] if one["kind"] == "repository"]
    assert named == ["named by attestation; nobody vouches for it"]


def test_an_attested_repository_that_is_not_the_declared_one_is_doubted(acme: Acme) -> None:
    """Anybody can attest a release from a repository of his own, and say in it that it is another's."""
    metadata = b"Metadata-Version: 2.1\nName: example\nVersion: 1.0\n"
    metadata += b"Project-URL: Source, https://github.com/upstream/example\n"
    files = {name: acme_bytes(content) for name, content in RELEASED.items()}
    write_tar(acme.artifact, {**files, "example-1.0/PKG-INFO": metadata})
    upstream = GitRepo(acme.folder / "upstream")
    upstream.commit({"src/a.c": b"int a;\n"})
    acme.attest()
    ledger = acme.report(
        acme.artifact, "--mirror", f"https://github.com/upstream/example={upstream.path}"
    )
    assert ledger["source"]["url"] == URL
    against = [one["value"] for one in ledger["source"]["evidence"] if one["agrees"] is False]
    assert against == [
        "https://github.com/upstream/example (metadata: Source) does not hold the commit"
    ]
    assert ledger["verdict"] != "accepted"


def test_a_tampered_release_with_a_valid_attestation_is_rejected(acme: Acme) -> None:
    """xz, Ultralytics 8.3.41, TanStack: valid signatures over bytes that nobody reviewed."""
    files = {name: content for name, content in RELEASED.items() if isinstance(content, bytes)}
    write_tar(acme.artifact, {**files, "example-1.0/src/c.c": b"int c;\n"})
    acme.attest()
    ledger = acme.ledger()
    assert ledger["verdict"] == "rejected"
    assert ledger["identity"]["rung"] == "commit-tagged"
    assert ledger["identity"]["why_not"] == "not every entry comes from the commit"


# --- what is attested wrong -------------------------------------------------------------------------

Attack = Callable[[Acme], None]


def another_authority(acme: Acme) -> None:
    signed = Sigstore().attestation(statement(acme.file), claims(commit=acme.commit))
    acme.attest(signed)


def one_of_two_is_false(acme: Acme) -> None:
    acme.attest(acme.attestation(), acme.attestation(statement((NAME, b"another"))))


def publisher_block_lies(acme: Acme) -> None:
    acme.attest(kind="GitHub", repository="acme/other", workflow="release.yml")


def publisher_block_names_another_workflow(acme: Acme) -> None:
    acme.attest(kind="GitHub", repository="acme/example", workflow="other.yml")


def predicate_lies(acme: Acme) -> None:
    """npm's and GitHub's predicates are filled by the job, from variables that it can set."""
    workflow = {"repository": "https://github.com/acme/other", "ref": "refs/tags/v1.0"}
    predicate = {"buildDefinition": {"externalParameters": {"workflow": workflow}}}
    payload = statement(
        acme.file, predicate_type="https://slsa.dev/provenance/v1", predicate=predicate
    )
    acme.attest(acme.attestation(payload))


@pytest.mark.parametrize(
    ("attack", "rule"),
    [
        (Acme.attest_another_file, "verified"),
        (another_authority, "verified"),
        (one_of_two_is_false, "verified"),
        (publisher_block_lies, "publisher"),
        (publisher_block_names_another_workflow, "publisher"),
        (predicate_lies, "predicate"),
    ],
)
def test_what_is_attested_wrong_is_rejected(attack: Attack, rule: str, acme: Acme) -> None:
    attack(acme)
    ledger = acme.ledger()
    assert broken(ledger) == {rule: "reject"}
    assert ledger["verdict"] == "rejected"
    assert [reason["rule"] for reason in ledger["reasons"]] == ["identity"]


# --- what an honest project may do once, and somebody has to look at ------------------------------------


def another_commit(acme: Acme) -> None:
    """The run was on another commit than the one that holds the contents."""
    other = acme.repository.commit({"src/z.c": b"int z;\n"})
    acme.attest(acme.attestation(commit=other, ref="refs/heads/main"))


def only_in_a_pull_request(acme: Acme) -> None:
    """GitHub serves the commits of every fork and pull request under the project's own URL."""
    acme.repository.git("checkout", "-q", "--orphan", "evil")
    orphan = acme.repository.commit({"src/e.c": b"int a;\n"})
    acme.repository.git("update-ref", "refs/pull/7/head", orphan)
    acme.repository.git("checkout", "-q", "main")
    acme.repository.git("branch", "-q", "-D", "evil")
    files = {f"example-1.0/{name!s}": acme_bytes(SOURCE[name]) for name in SOURCE}
    write_tar(acme.artifact, {**files, "example-1.0/src/e.c": b"int a;\n"})
    acme.attest(acme.attestation(commit=orphan, ref="refs/heads/evil"))


def moved_tag(acme: Acme) -> None:
    """tj-actions: the tag of the run means another commit by now."""
    acme.attest()
    acme.repository.commit({"src/z.c": b"int z;\n"})
    acme.repository.git("tag", "-f", "v1.0")


def tag_of_another_version(acme: Acme) -> None:
    """mistralai 2.4.6: a version that no tag of the project names."""
    acme.repository.git("tag", "v2.0")
    acme.attest(acme.attestation(ref="refs/tags/v2.0"))


def begun_by_a_stranger(acme: Acme) -> None:
    """Nx and TanStack: a trigger that runs with the project's rights on a stranger's pull request."""
    acme.attest(acme.attestation(trigger="pull_request_target"))


def fork(acme: Acme) -> None:
    """The attestation is the upstream's; what was audited is what the release itself names."""
    said = claims("upstream/example", commit=acme.commit)
    signed = acme.sigstore.attestation(statement(acme.file), said)
    acme.attest(signed, kind="GitHub", repository="upstream/example", workflow="release.yml")


def workflow_that_is_not_there(acme: Acme) -> None:
    acme.attest(
        acme.attestation(workflow=".github/workflows/gone.yml"),
        kind="GitHub",
        repository="acme/example",
        workflow="gone.yml",
    )


@pytest.mark.parametrize(
    ("attack", "rule", "options"),
    [
        (another_commit, "commit", ("--ref", "v1.0")),
        (only_in_a_pull_request, "reachable", ("--ref", "ORPHAN")),
        (moved_tag, "tag", ("--ref", "COMMIT")),
        (tag_of_another_version, "version", ("--ref", "v1.0")),
        (begun_by_a_stranger, "trigger", ()),
        (fork, "repository", ("--ref", "v1.0")),
        (workflow_that_is_not_there, "workflow-file", ()),
    ],
)
def test_what_nobody_looked_at_is_not_accepted(
    attack: Attack, rule: str, options: tuple[str, ...], acme: Acme
) -> None:
    attack(acme)
    ids = {"COMMIT": acme.commit}
    if "ORPHAN" in options:
        ids["ORPHAN"] = acme.repository.git("rev-parse", "refs/pull/7/head")
    ledger = acme.ledger(*(ids.get(option, option) for option in options))
    assert broken(ledger)[rule] == "inconclusive"
    assert ledger["verdict"] != "accepted"
    assert "identity-doubt" in [reason["rule"] for reason in ledger["reasons"]]
    strict = acme.policy('[identity]\nuse = "strict"\n')
    strictly = acme.ledger(*(ids.get(option, option) for option in options), "--policy", strict)
    assert broken(strictly)[rule] == "reject"
    assert strictly["verdict"] == "rejected"


def test_a_foreign_signer_is_said_and_rejected_only_where_the_policy_is_strict(acme: Acme) -> None:
    """Reusable workflows of others are honest often enough; pypi-attestations does not even say it."""
    signer = "https://github.com/evil/workflows/.github/workflows/publish.yml@refs/heads/main"
    acme.attest(acme.attestation(signer=signer))
    ledger = acme.ledger()
    assert (ledger["verdict"], broken(ledger)) == ("accepted", {"signer": "allow"})
    assert "a workflow of another repository signed" in acme.audit().out
    strict = acme.policy('[identity]\nuse = "strict"\n')
    assert acme.ledger("--policy", strict)["verdict"] == "rejected"
    expected = acme.policy(
        '[identity]\nuse = "strict"\n[[identity.project]]\nmatch = "example"\n'
        'signer = "https://github.com/evil/workflows/.github/workflows/publish.yml"\n'
    )
    assert acme.ledger("--policy", expected)["verdict"] == "accepted"


def test_a_machine_that_somebody_keeps_is_said(acme: Acme) -> None:
    acme.attest(acme.attestation(runner="self-hosted"))
    ledger = acme.ledger()
    assert (ledger["verdict"], broken(ledger)) == ("accepted", {"runner": "allow"})
    rules = acme.policy('[identity.rules]\nrunner = "reject"\n')
    assert acme.ledger("--policy", rules)["verdict"] == "rejected"


def test_what_changed_in_the_workflow_since_the_release_before_is_shown(acme: Acme) -> None:
    acme.repository.git("tag", "-d", "v1.0")
    acme.repository.git("tag", "v0.9")
    acme.commit = acme.repository.commit({WORKFLOW: b"on: push\nrun: curl example.org\n"})
    acme.repository.git("tag", "v1.0")
    files = {**RELEASED, f"example-1.0/{WORKFLOW}": b"on: push\nrun: curl example.org\n"}
    write_tar(acme.artifact, {name: acme_bytes(content) for name, content in files.items()})
    acme.attest()
    ledger = acme.ledger()
    assert (ledger["verdict"], broken(ledger)) == ("accepted", {"workflow-change": "allow"})
    (said,) = [one for one in ledger["identity"]["findings"] if one["rule"] == "workflow-change"]
    assert said["message"] == (
        f"{WORKFLOW} changed since v0.9: lines: 1 added, 0 taken away, first '+run: curl example.org'"
    )
    assert "note      workflow-change: " in acme.audit().out


# --- what could not be checked ----------------------------------------------------------------------


def test_an_attestation_that_cannot_be_read_is_a_skip(acme: Acme) -> None:
    acme.artifact.with_name(f"{NAME}.provenance").write_bytes(b"{}")
    ledger = acme.ledger()
    assert ledger["verdict"] == "inconclusive"
    assert [skip["check"] for skip in ledger["skips"]] == ["identity"]
    assert ledger["identity"]["rung"] == "absent"


def test_an_empty_provenance_is_absent(acme: Acme) -> None:
    """pypi-attestations 0.0.30 says OK to it, for any file."""
    acme.artifact.with_name(f"{NAME}.provenance").write_bytes(
        b'{"version": 1, "attestation_bundles": []}'
    )
    ledger = acme.ledger()
    assert (ledger["identity"]["rung"], ledger["identity"]["attestations"]) == ("absent", [])
    required = acme.policy('[[identity.project]]\nmatch = "example"\nrequire = "verified"\n')
    assert acme.ledger("--policy", required)["verdict"] == "rejected"


def test_a_strict_policy_rejects_what_is_not_attested(acme: Acme) -> None:
    strict = acme.policy('[identity]\nuse = "strict"\n')
    ledger = acme.ledger("--policy", strict)
    assert ledger["verdict"] == "rejected"
    assert broken(ledger) == {"required": "reject"}
