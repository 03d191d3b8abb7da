"""Identity from end to end: a release, its attestation, its repository; each incident, inert, and caught."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acme import NAME, RELEASED, SOURCE, URL, WORKFLOW, Acme, acme_bytes, broken
from attesting import Sigstore, claims, provenance, statement
from command import Done, Tally
from gitrepo import GitRepo
from index_server import IndexServer
from packing import write_tar
from tools_needed import require_tool

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


def other_file(acme: Acme) -> None:
    acme.attest(acme.attestation(statement((NAME, b"another"))))


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
        (other_file, "verified"),
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


# --- what an index lists --------------------------------------------------------------------------------


def release(acme: Acme, index: IndexServer, *, before: bool, now: bool, **other: Any) -> None:  # noqa: ANN401
    """Serve example 0.9 and 1.0, each with or without provenance."""
    name, content = acme.file
    old = index.file("example-0.9.tar.gz", b"old")
    new = index.file(name, content, **{"upload-time": "2026-05-01T12:10:00Z"})
    if before:
        old["provenance"] = f"{index.root}/p/old"
    if now:
        new["provenance"] = f"{index.root}/p/new"
        index.send("/p/new", provenance(acme.attestation()))
    index.project("example", [old, new, *other.get("more", [])])


def from_index(acme: Acme, index: IndexServer) -> dict[str, Any]:
    return acme.report("example==1.0", "--index", index.url, "--all-files", "--source", URL)


def test_provenance_of_an_index_is_verified(acme: Acme, index: IndexServer) -> None:
    release(acme, index, before=True, now=True)
    ledger = from_index(acme, index)
    assert (ledger["verdict"], ledger["identity"]["rung"]) == ("accepted", "content-equal")


def test_an_attestation_less_than_before_is_a_downgrade(acme: Acme, index: IndexServer) -> None:
    """axios, Ultralytics 8.3.45: published with a stolen token, and without what was there before."""
    release(acme, index, before=True, now=False)
    ledger = from_index(acme, index)
    assert broken(ledger) == {"no-downgrade": "inconclusive"}
    assert ledger["verdict"] == "inconclusive"


def test_an_emptied_provenance_is_a_downgrade_too(acme: Acme, index: IndexServer) -> None:
    release(acme, index, before=True, now=True)
    index.send("/p/new", b'{"version": 1, "attestation_bundles": []}')
    ledger = from_index(acme, index)
    assert ledger["identity"]["why_not"] == "what the index serves as attestations holds none"
    assert broken(ledger) == {"no-downgrade": "inconclusive"}


def test_a_project_that_never_was_attested_is_judged_as_before(
    acme: Acme, index: IndexServer
) -> None:
    release(acme, index, before=False, now=False)
    ledger = from_index(acme, index)
    assert (ledger["verdict"], ledger["identity"]["findings"]) == ("accepted", [])
    assert ledger["identity"]["why_not"] == "the index offers no attestation"


def test_a_provenance_that_is_offered_and_not_served_is_no_pass(
    acme: Acme, index: IndexServer
) -> None:
    release(acme, index, before=False, now=True)
    index.send("/p/new", b"", status=404)
    ledger = from_index(acme, index)
    assert ledger["verdict"] == "inconclusive"
    assert [skip["check"] for skip in ledger["skips"]] == ["identity"]


def second_file(
    acme: Acme, index: IndexServer, *, who: str | None, day: int = 1
) -> dict[str, object]:
    """Another file of the release, by somebody or by nobody."""
    path = write_tar(
        acme.folder / "dist" / "example-1.0.tgz",
        {name: acme_bytes(SOURCE[name[12:]]) for name in RELEASED},
    )
    content = path.read_bytes()
    more = index.file(
        "example-1.0.tar.bz2", content, **{"upload-time": f"2026-05-{day:02}T12:00:00Z"}
    )
    if who is not None:
        said = claims(who, commit=acme.commit)
        signed = acme.sigstore.attestation(statement(("example-1.0.tar.bz2", content)), said)
        index.send("/p/more", provenance(signed, kind="GitHub", repository=who))
        more["provenance"] = f"{index.root}/p/more"
    return more


def test_a_file_without_among_files_with_attestations_is_seen(
    acme: Acme, index: IndexServer
) -> None:
    """LiteLLM, num2words: what the stolen token uploaded had none."""
    release(acme, index, before=False, now=True, more=[second_file(acme, index, who=None)])
    document = from_index(acme, index)
    found = {one["artifact"]["name"]: broken(one) for one in document["ledgers"]}
    assert found == {
        NAME: {"every-file": "inconclusive"},
        "example-1.0.tar.bz2": {"every-file": "inconclusive"},
    }


def test_a_file_that_was_added_later_is_said(acme: Acme, index: IndexServer) -> None:
    more = second_file(acme, index, who=None, day=20)
    release(acme, index, before=True, now=False, more=[more])
    document = from_index(acme, index)
    found = {one["artifact"]["name"]: broken(one) for one in document["ledgers"]}
    assert "late-file" not in found[NAME]
    assert found["example-1.0.tar.bz2"]["late-file"] == "allow"


def test_files_of_one_release_by_two_publishers_are_seen(acme: Acme) -> None:
    """Where they are audited in one call; of one file alone nobody can tell."""
    acme.attest()
    copy = write_tar(
        acme.folder / "dist" / "example-1.0.tar",
        {name: acme_bytes(SOURCE[name[12:]]) for name in RELEASED},
    )
    said = claims("evil/example", commit=acme.commit)
    payload = statement((copy.name, copy.read_bytes()))
    offer = acme.sigstore.attestation(payload, said)
    bundle = {
        "mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json",
        "verificationMaterial": {
            "certificate": {"rawBytes": offer["verification_material"]["certificate"]},
            "tlogEntries": offer["verification_material"]["transparency_entries"],
        },
        "dsseEnvelope": {
            "payload": offer["envelope"]["statement"],
            "payloadType": "application/vnd.in-toto+json",
            "signatures": [{"sig": offer["envelope"]["signature"]}],
        },
    }
    copy.with_name(f"{copy.name}.sigstore").write_text(json.dumps(bundle))
    document = acme.ledger(copy)
    for ledger in document["ledgers"]:
        assert broken(ledger)["one-publisher"] == "inconclusive"
        assert ledger["verdict"] == "inconclusive"
    overview = acme.audit(copy)  # of which accepted ledgers are kept as rows
    assert overview.code == 3
    assert "one-publisher" in overview.out


# --- the lock ----------------------------------------------------------------------------------------------


def identity(acme: Acme, *arguments: str | Path) -> Done:
    return acme.tally("identity", *arguments, "--trust-root", acme.folder / "root.json")


def test_what_was_locked_is_expected(acme: Acme) -> None:
    acme.attest()
    assert identity(acme, "lock", acme.artifact).out == f"example 1.0: {URL}\n"
    lock = acme.folder / "tallystick.lock"
    assert 'repository_id = "1001"' in lock.read_text()
    assert 'ref = "refs/tags/v*"' in lock.read_text()
    done = identity(acme, "check", acme.artifact)
    assert (done.code, done.out) == (0, f"example 1.0: as in 1.0: {URL}\n")
    ledger = acme.ledger("--identities", lock)
    assert ledger["verdict"] == "accepted"
    assert {one["rule"]: one["holds"] for one in ledger["identity"]["findings"]}["continuity"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"repository_id": "9999"}, "changed  repository_id from 1001 to 9999"),
        ({"owner_id": "9999"}, "changed  owner_id from 2002 to 9999"),
        ({"workflow": ".github/workflows/x.yml"}, f"changed  workflow from {WORKFLOW} to"),
        ({"ref": "refs/heads/main"}, "changed  ref from refs/tags/v* to refs/heads/main"),
        ({"trigger": "workflow_dispatch"}, "changed  trigger from push to workflow_dispatch"),
        ({"runner": "self-hosted"}, "changed  runner from github-hosted to self-hosted"),
        ({"runner": None}, "lost     runner github-hosted"),
        ({"repository": "evil/example"}, f"changed  repository from {URL} to"),
    ],
)
def test_what_changed_since_is_said_and_rejected(
    said: dict[str, Any], words: str, acme: Acme
) -> None:
    """A deleted name that is registered again has other numbers; a stolen token another workflow."""
    acme.attest()
    assert identity(acme, "lock", acme.artifact).code == 0
    workflow = str(said.get("workflow", WORKFLOW)).rpartition("/")[2]
    repository = said.get("repository", "acme/example")
    acme.attest(acme.attestation(**said), kind="GitHub", repository=repository, workflow=workflow)
    done = identity(acme, "check", acme.artifact)
    assert done.code == 1
    assert words in done.out
    ledger = acme.ledger("--identities", acme.folder / "tallystick.lock")
    assert broken(ledger)["continuity"] == "reject"
    assert ledger["verdict"] == "rejected"


def test_an_attestation_that_is_gone_is_lost(acme: Acme) -> None:
    acme.attest()
    identity(acme, "lock", acme.artifact)
    acme.artifact.with_name(f"{NAME}.provenance").unlink()
    done = identity(acme, "check", acme.artifact)
    assert (done.code, done.out) == (
        1,
        f"example 1.0, since 1.0:\n  lost     attestations, of {URL} {WORKFLOW}\n",
    )
    ledger = acme.ledger("--identities", acme.folder / "tallystick.lock")
    assert ledger["verdict"] == "rejected"


def test_a_first_attestation_is_gained(acme: Acme) -> None:
    assert identity(acme, "lock", acme.artifact).out == "example 1.0: not attested\n"
    acme.attest()
    done = identity(acme, "check", acme.artifact)
    assert done.code == 0
    assert "gained   attestations, of" in done.out


def test_what_is_false_is_not_locked(acme: Acme) -> None:
    other_file(acme)
    assert identity(acme, "lock", acme.artifact).failed_saying("not locked", "about another file")
    assert not (acme.folder / "tallystick.lock").exists()
    acme.attest()
    identity(acme, "lock", acme.artifact)
    other_file(acme)
    assert identity(acme, "check", acme.artifact).code == 1


def test_what_is_not_in_the_lock_is_unknown(acme: Acme) -> None:
    acme.attest()
    (acme.folder / "tallystick.lock").write_text("version = 1\n")
    done = identity(acme, "check", acme.artifact)
    assert (done.code, done.out) == (3, "example 1.0: not in the lock\n")


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        ("version = 2\n", "of version 2, newer than this program"),
        ("", "without version = 1"),
        ("version = [", "not TOML"),
        ("version = 1\nextra = 1\n", "it has no extra"),
        ('version = 1\n[[project]]\nname = "a"\n', "without name and seen"),
        (
            'version = 1\n[[project]]\nname = "a"\nseen = "1"\n[[project.publisher]]\nissuer = "i"\n',
            "needs issuer, and repository or subject",
        ),
        (
            'version = 1\n[[project]]\nname = "a"\nseen = "1"\n[[project.publisher]]\n'
            'issuer = "i"\nrepository = "*"\n',
            "texts that say something",
        ),
        (
            'version = 1\n[[project]]\nname = "a"\nseen = "1"\n[[project.publisher]]\n'
            'issuer = "i"\nrepo = "x"\n',
            "a publisher has no repo",
        ),
        (
            'version = 1\n[[project]]\nname="a"\nseen="1"\n[[project]]\nname="A"\nseen="1"\n',
            "twice",
        ),
    ],
)
def test_a_lock_that_cannot_be_meant_is_an_error(document: str, complaint: str, acme: Acme) -> None:
    (acme.folder / "tallystick.lock").write_text(document)
    assert identity(acme, "check", acme.artifact).failed_saying(complaint)


PYLOCK = """\
lock-version = "1.0"
created-by = "by hand"

[[packages]] # the one
name = "Example"
version = "1.0"
sdist = {{ url = "https://example.org/{name}", hashes = {{ sha256 = "{digest}" }} }}

[[packages]]
name = "other"
version = "2"
"""


def test_identities_of_pylock_toml_are_written_and_expected(acme: Acme) -> None:
    acme.attest()
    digest = hashlib.sha256(acme.artifact.read_bytes()).hexdigest()
    pylock = acme.folder / "pylock.toml"
    pylock.write_text(PYLOCK.format(name=NAME, digest=digest))
    for _ in range(2):  # once more replaces what is there
        assert identity(acme, "lock", acme.artifact, "--lock", pylock).code == 0
        line = (
            'attestation-identities = [{ kind = "GitHub", repository = "acme/example", '
            'workflow = "release.yml" }]\n'
        )
        assert pylock.read_text().count(line) == 1
    assert acme.ledger("--identities", pylock)["verdict"] == "accepted"
    acme.attest(acme.attestation(workflow=".github/workflows/x.yml"), kind="GitHub",
                repository="acme/example", workflow="x.yml")  # fmt: skip
    ledger = acme.ledger("--identities", pylock)
    assert broken(ledger)["continuity"] == "reject"


# --- the command ------------------------------------------------------------------------------------------


def test_the_command_says_who_and_what_each_rule_says(acme: Acme) -> None:
    acme.attest()
    done = identity(acme, acme.artifact)
    assert done.code == 0
    assert f"    repository  {URL} (id 1001, owner 2002)\n" in done.out
    assert f"    commit      {acme.commit}\n" in done.out
    assert "    yes  publisher " in done.out
    document = json.loads(identity(acme, acme.artifact, "--format", "json").out)
    assert document["schema"] == "tallystick.identity/1"
    assert document["files"][0]["identity"]["rung"] == "identity-matches"


def test_the_command_fails_where_an_attestation_is_false_or_none_is_there(acme: Acme) -> None:
    assert identity(acme, acme.artifact).code == 3
    other_file(acme)
    done = identity(acme, acme.artifact)
    assert done.code == 1
    assert "NO   verified" in done.out


def test_hostile_words_of_an_index_are_made_visible(acme: Acme) -> None:
    acme.attest(kind="GitHub", repository="\u202eevil\u200b", workflow="release.yml")
    done = identity(acme, acme.artifact)
    assert done.code == 1
    assert "\\u202eevil\\u200b" in done.out
    assert "\u202e" not in done.out


def test_a_policy_says_what_it_comes_to(acme: Acme) -> None:
    policy = acme.policy(
        '[rules]\nskips = "reject"\n[identity]\nuse = "strict"\n[[identity.project]]\nmatch = "a*"\n'
        'repository_id = "1001"\nrequire = { all_of = ["verified", { any_of = ["tag", "ref"] }] }\n'
    )
    done = acme.tally("policy", "check", policy)
    assert done.code == 0
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert {"reject skips", "identity, by strict", "reject signer", "repository_id 1001"} <= set(
        lines
    )
    assert "require (verified and (tag or ref))" in lines
    policy.write_text("[identity]\nuse = 1\n")
    assert acme.tally("policy", "check", policy).failed_saying("identity.use = 1 is none of")
    assert acme.tally("policy", "check", "none.toml").failed_saying("No such file")


@pytest.mark.parametrize("arguments", [("lock",), ("check",), ("--since", "x", "y")])
def test_a_command_that_cannot_be_meant_is_an_error(
    arguments: tuple[str, ...], tally: Tally
) -> None:
    assert tally("identity", *arguments).code == 2


# --- keys -------------------------------------------------------------------------------------------------


def allowed_signers(acme: Acme) -> Path:
    """A list with one key, which has signed the release's tag."""
    key = acme.folder / "key"
    subprocess.run(
        [require_tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True
    )
    config = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={key}")
    acme.repository.git(*config, "tag", "-f", "-s", "-m", "release", "v1.0")
    path = acme.folder / "allowed"
    path.write_text(f"alice@example.org {key.with_suffix('.pub').read_text()}")
    return path


def test_a_signed_tag_binds_the_contents(acme: Acme) -> None:
    ledger = acme.ledger("--ref", "v1.0", "--allowed-signers", allowed_signers(acme))
    assert (ledger["verdict"], ledger["identity"]["rung"]) == ("accepted", "content-equal")
    (finding,) = ledger["identity"]["findings"]
    assert finding["holds"] is True
    assert finding["message"].startswith("tag v1.0 is signed by alice@example.org (SHA256:")


def test_a_tag_whose_signature_is_of_another_commit_is_rejected(acme: Acme) -> None:
    allowed = allowed_signers(acme)
    content = acme.repository.git("cat-file", "tag", "v1.0").encode() + b"\n"
    same_files = acme.repository.commit({}, "empty")
    moved = acme.repository.git(
        *("hash-object", "-t", "tag", "-w", "--stdin"),
        given=content.replace(acme.commit.encode(), same_files.encode()),
    )
    acme.repository.git("update-ref", "refs/tags/v1.0", moved)
    ledger = acme.ledger("--ref", "v1.0", "--allowed-signers", allowed)
    assert (ledger["verdict"], broken(ledger)) == ("rejected", {"signed-by": "reject"})
    without = acme.ledger("--ref", "v1.0")
    assert without["verdict"] == "accepted"  # who gives no key asks for none


def test_a_policy_that_requires_a_key_rejects_what_it_did_not_sign(acme: Acme) -> None:
    allowed = allowed_signers(acme)
    acme.repository.git("tag", "-f", "v1.0", "v1.0^{commit}")
    policy = acme.policy(
        f'[[identity.project]]\nmatch = "example"\nkeys = ["SHA256:{"a" * 43}"]\n'
        'require = "signed-by"\n'
    )
    ledger = acme.ledger("--ref", "v1.0", "--allowed-signers", allowed, "--policy", policy)
    assert ledger["verdict"] == "rejected"
    assert broken(ledger) == {"signed-by": "reject", "required": "reject"}
    unasked = acme.ledger("--ref", "v1.0", "--policy", policy)
    assert broken(unasked) == {"required": "reject"}


# --- speed ------------------------------------------------------------------------------------------------


def test_an_audit_without_an_attestation_imports_nothing_for_one(acme: Acme) -> None:
    arguments = ("-m", "tallystick", "audit", acme.artifact, "--source", str(acme.repository.path))
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        env=acme.tally.environment,
        capture_output=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.decode().splitlines()}
    assert "tallystick.audit" in imported
    heavy = {"sigstore", "cryptography", "pydantic", "pysequoia", "tallystick.identity"}
    assert imported & heavy == set()


def test_an_index_that_has_no_attestation_costs_no_import_either(
    acme: Acme, index: IndexServer
) -> None:
    release(acme, index, before=False, now=False)
    arguments = ("-m", "tallystick", "audit", "example==1.0", "--index", index.url, "--source", URL)
    done = subprocess.run(
        [
            sys.executable,
            "-X",
            "importtime",
            *arguments,
            "--mirror",
            f"{URL}={acme.repository.path}",
        ],
        env=acme.tally.environment,
        capture_output=True,
        check=True,
    )
    assert "the index offers no attestation" in done.stdout.decode()
    assert b"tallystick.identity" not in done.stderr
