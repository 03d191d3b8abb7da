"""Evidence: what a verdict rests on in one file; from it alone the same verdict, and from no other file."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import shutil
import subprocess
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from acme import NAME, RELEASED, SOURCE, URL, Acme, acme_bytes, broken
from attesting import Sigstore, claims, statement
from gitrepo import GitRepo
from packing import write_tar
from tallystick.cli import audit as command
from tallystick.cli.parsing import Parser
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT, Limits
from tallystick.report import evidence
from tools_needed import require_tool

Document = dict[str, Any]
Attack = Callable[[Document, Acme], None]


def wrote(acme: Acme, *options: str | Path) -> Path:
    """The evidence of an audit of the release."""
    path = acme.folder / "evidence.json"
    acme.ledger("--evidence", path, *options)
    return path


def judged(acme: Acme, path: Path, *options: str | Path) -> tuple[int, Document]:
    """Exit code and report of judging it again, where its repository and its cache are gone."""
    shutil.rmtree(acme.repository.path, ignore_errors=True)
    shutil.rmtree(acme.folder / "cache", ignore_errors=True)
    parser, report = Parser("tallystick audit", ""), acme.folder / "again.json"
    command.add_arguments(parser)
    given = ("--evidence", path, "--offline", "-o", report, *options)
    if "--trust-root" not in options:
        given = (*given, "--trust-root", acme.folder / "root.json")
    code = command.run(parser.parse_intermixed_args([*map(str, given)]))
    return code, json.loads(report.read_text())


def sealed(path: Path, document: Document) -> Path:
    """Written as the program would, by somebody who changed it on purpose."""
    rest = {name: value for name, value in document.items() if name != "digest"}
    rest["digest"] = hashlib.sha256(canonical(rest)).hexdigest()
    path.write_bytes(canonical(rest))
    return path


def canonical(document: Document) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


# --- the honest one -------------------------------------------------------------------------------


def test_the_same_verdict_comes_from_the_file_alone(acme: Acme) -> None:
    acme.attest()
    code, ledger = judged(acme, wrote(acme))
    assert (code, ledger["verdict"]) == (0, "accepted")
    assert {line["grade"] for line in ledger["entries"]} == {"identical"}
    assert ledger["source"]["url"] == URL
    assert ledger["identity"]["attestations"][0]["claims"]["commit"] == acme.commit


def test_what_only_the_repository_could_say_is_not_said(acme: Acme) -> None:
    """Which branch holds the commit is no part of any object: the ladder ends below it."""
    acme.attest()
    _, ledger = judged(acme, wrote(acme))
    assert ledger["identity"]["rung"] == "commit-bound"
    assert "could not be asked" in ledger["identity"]["why_not"]
    said = [one["value"] for one in ledger["source"]["evidence"] if one["kind"] == "evidence"]
    assert said[0] == f"of {URL}, by the word of who kept it: tags v1.0"


def test_the_same_audit_gives_the_same_bytes_and_they_are_as_the_schema_says(acme: Acme) -> None:
    acme.attest()
    path = wrote(acme)
    first = path.read_bytes()
    assert wrote(acme).read_bytes() == first
    schema = resources.files("tallystick.report").joinpath("evidence.schema.json").read_text()
    ledger = resources.files("tallystick.report").joinpath("ledger.schema.json").read_text()
    document = json.loads(first)
    jsonschema.Draft202012Validator(json.loads(schema)).validate(document)
    jsonschema.Draft202012Validator(json.loads(ledger)).validate(document["audits"][0]["ledger"])
    document["audits"][0]["more"] = 1
    assert not jsonschema.Draft202012Validator(json.loads(schema)).is_valid(document)


def test_a_rejected_release_is_rejected_again(acme: Acme) -> None:
    files = {name: acme_bytes(content) for name, content in RELEASED.items()}
    write_tar(acme.artifact, {**files, "example-1.0/src/c.c": b"int c;\n"})
    acme.attest()
    code, ledger = judged(acme, wrote(acme))
    assert (code, ledger["verdict"]) == (1, "rejected")


def test_what_nobody_signed_is_bound_to_no_repository(acme: Acme) -> None:
    """Who keeps evidence can write any URL into it; the contents are still recomputed."""
    code, ledger = judged(acme, wrote(acme))
    assert (code, ledger["verdict"]) == (3, "inconclusive")
    assert {line["grade"] for line in ledger["entries"]} == {"identical"}
    assert [skip["check"] for skip in ledger["skips"]] == ["evidence"]
    assert "nothing that is signed says that" in ledger["skips"][0]["reason"]


def test_a_tag_that_is_signed_binds_it_as_well(acme: Acme) -> None:
    key = acme.folder / "key"
    subprocess.run(
        [require_tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True
    )
    config = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={key}")
    acme.repository.git(*config, "tag", "-f", "-s", "-m", "release", "v1.0")
    allowed = acme.folder / "allowed"
    allowed.write_text(f"alice@example.org {key.with_suffix('.pub').read_text()}")
    path = wrote(acme, "--ref", "v1.0", "--allowed-signers", allowed)
    code, ledger = judged(acme, path, "--allowed-signers", allowed)
    assert (code, ledger["identity"]["rung"]) == (0, "content-equal")
    assert judged(acme, path)[0] == 3  # the keys are the verifier's own, and none is given here


def test_a_policy_is_the_verifiers_own(acme: Acme) -> None:
    acme.attest(acme.attestation(runner="self-hosted"))
    path = wrote(acme)
    assert judged(acme, path)[0] == 0
    strict = acme.policy('[identity.rules]\nrunner = "reject"\n')
    code, ledger = judged(acme, path, "--policy", strict)
    assert (code, broken(ledger)) == (1, {"runner": "reject"})


def test_submodules_are_kept_too(acme: Acme) -> None:
    url = "https://github.com/acme/part"
    part = GitRepo(acme.folder / "part")
    inner = part.commit({"p.c": b"int p;\n"})
    modules = f'[submodule "part"]\n\tpath = part\n\turl = {url}\n'.encode()
    (acme.repository.path / ".gitmodules").write_bytes(modules)
    acme.repository.git("add", ".gitmodules")
    acme.repository.git("update-index", "--add", "--cacheinfo", f"160000,{inner},part")
    acme.repository.git("commit", "-q", "-m", "part")
    acme.repository.git("tag", "-f", "v1.0")
    acme.commit = acme.repository.git("rev-parse", "HEAD")
    files = {name: acme_bytes(content) for name, content in RELEASED.items()}
    more = {"example-1.0/part/p.c": b"int p;\n", "example-1.0/.gitmodules": modules}
    write_tar(acme.artifact, {**files, **more})
    acme.attest()
    path = wrote(acme, "--mirror", f"{url}={part.path}")
    shutil.rmtree(part.path)
    code, ledger = judged(acme, path)
    grades = {line["path"]: line["grade"] for line in ledger["entries"]}
    assert (code, grades["part/p.c"]) == (0, "upstream")


def test_several_artifacts_are_in_one_file(acme: Acme) -> None:
    acme.attest()
    files = {name: acme_bytes(content) for name, content in RELEASED.items()}
    other = write_tar(
        acme.folder / "dist" / "example-1.0.tar", {**files, "example-1.0/x.sh": b"#!"}
    )
    path = acme.folder / "evidence.json"
    acme.report(acme.artifact, other, "--source", URL, "--evidence", path)
    code, report = judged(acme, path)
    assert code == 1
    assert [one["verdict"] for one in report["ledgers"]] == ["accepted", "rejected"]


def test_a_repository_of_sha256_ids_is_kept_as_well(acme: Acme) -> None:
    repository = GitRepo(acme.folder / "wide", object_format="sha256")
    commit = repository.commit(SOURCE)
    repository.git("tag", "v1.0")
    signed = acme.attestation(commit=commit)
    acme.attest(signed)
    path = acme.folder / "evidence.json"
    acme.report(acme.artifact, "--source", URL, "--evidence", path, mirror=repository)
    shutil.rmtree(repository.path)
    code, ledger = judged(acme, path)
    assert (code, ledger["source"]["commit"]) == (0, commit)
    assert {line["grade"] for line in ledger["entries"]} == {"identical"}


# --- what was changed on the way ------------------------------------------------------------------


def test_no_byte_can_be_changed(acme: Acme) -> None:
    acme.attest()
    path = wrote(acme)
    whole = path.read_bytes()
    dice = random.Random(7)  # noqa: S311 - no key is made of it
    for _ in range(400):
        at = dice.randrange(len(whole))
        byte = dice.randrange(1, 256) ^ whole[at]
        changed = whole[:at] + bytes([byte]) + whole[at + 1 :]
        with pytest.raises(UsageError, match=r"damaged|not evidence|is not as"):
            evidence.read(changed, DEFAULT)
    for cut in (b"", whole[:-1], whole[:1000], whole + b"\n", b" " + whole, whole * 2):
        with pytest.raises(UsageError, match=r"damaged|not evidence|is not as"):
            evidence.read(cut, DEFAULT)


def test_a_damaged_file_is_refused_with_the_reason(acme: Acme) -> None:
    acme.attest()
    path = wrote(acme)
    path.write_bytes(path.read_bytes().replace(b"accepted", b"accapted", 1))
    done = acme.tally("audit", "--evidence", path)
    assert done.failed_saying("--evidence", "damaged: what is in it has another digest")


def test_a_file_over_its_cap_is_not_read(acme: Acme) -> None:
    content = wrote(acme).read_bytes()
    assert evidence.read(content, Limits(evidence=len(content))).audits
    with pytest.raises(UsageError, match="cap: evidence"):
        evidence.read(content, Limits(evidence=len(content) - 1))


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"7\n", b"[" * 100_000, b'{"schema": "tallystick.evidence/2"}', b"\xff"],
)
def test_what_is_no_evidence_is_said(content: bytes) -> None:
    with pytest.raises(UsageError, match="evidence"):
        evidence.read(content, DEFAULT)


# --- what was changed on purpose, and sealed again ------------------------------------------------


def ledger_of_more(document: Document, _: Acme) -> None:
    (audit,) = document["audits"]
    audit["ledger"]["entries"][0]["grade"] = "derived"


def ledger_of_another_file(document: Document, _: Acme) -> None:
    document["audits"][0]["ledger"]["artifact"]["sha256"] = "0" * 64


def ledger_without_an_entry(document: Document, _: Acme) -> None:
    del document["audits"][0]["ledger"]["entries"][0]


def ledger_with_an_entry_more(document: Document, _: Acme) -> None:
    entries = document["audits"][0]["ledger"]["entries"]
    entries.append({**entries[0], "path": "src/zz.c"})


def ledger_with_an_entry_twice(document: Document, _: Acme) -> None:
    entries = document["audits"][0]["ledger"]["entries"]
    entries.append(entries[0])


def ledger_of_another_blob(document: Document, _: Acme) -> None:
    document["audits"][0]["ledger"]["entries"][0]["blob"] = "0" * 40


def ledger_by_another_version(document: Document, _: Acme) -> None:
    ledger = document["audits"][0]["ledger"]
    ledger["tool"]["version"] = "99"
    ledger["entries"][0]["mode"] = "100755"


def another_artifact(document: Document, acme: Acme) -> None:
    evil = write_tar(acme.folder / "evil" / NAME, {"example-1.0/src/e.c": b"int e;\n"})
    document["audits"][0]["artifact"] = encoded(evil.read_bytes())


def no_attestation(document: Document, _: Acme) -> None:
    document["audits"][0]["attestations"] = []


def another_attestation(document: Document, acme: Acme) -> None:
    """A valid one, by the same authority, of another commit."""
    said = claims(commit="8" * 40)
    signed = acme.sigstore.attestation(statement(acme.file), said)
    body = {"version": 1, "attestation_bundles": [{"publisher": {}, "attestations": [signed]}]}
    offer = {"content": encoded(json.dumps(body).encode()), "reason": ""}
    document["audits"][0]["attestations"] = [offer]


def another_claim(document: Document, _: Acme) -> None:
    identity = document["audits"][0]["ledger"]["identity"]
    identity["attestations"][0]["claims"]["repository"] = "https://github.com/evil/x"


def objects(document: Document) -> dict[str, Document]:
    found: dict[str, Document] = document["audits"][0]["repositories"][0]["objects"]
    return found


def another_tree(document: Document, acme: Acme) -> None:
    """The tree of another commit, under the id of the one that was attested."""
    tree = acme.repository.git("rev-parse", f"{acme.commit}^{{tree}}")
    acme.repository.commit({"src/a.c": b"int evil;\n"})
    done = subprocess.run(
        ["git", "-C", acme.repository.path, "cat-file", "tree", "HEAD^{tree}"],
        capture_output=True,
        check=True,
    )
    objects(document)[tree]["content"] = encoded(done.stdout)


def no_tree(document: Document, acme: Acme) -> None:
    del objects(document)[acme.repository.git("rev-parse", f"{acme.commit}^{{tree}}")]


def no_commit(document: Document, acme: Acme) -> None:
    del objects(document)[acme.commit]


def no_object_of_git(document: Document, acme: Acme) -> None:
    objects(document)[acme.commit]["kind"] = "../x"


def another_repository(document: Document, _: Acme) -> None:
    document["audits"][0]["repositories"][0]["url"] = "https://github.com/evil/example"


def another_commit(document: Document, acme: Acme) -> None:
    """A whole commit of somebody else's, with the ledger left as it was."""
    other = GitRepo(acme.folder / "other")
    commit = other.commit({"src/a.c": b"int a;\n"})
    found = {}
    for kind, id_ in (("commit", commit), ("tree", other.git("rev-parse", "HEAD^{tree}"))):
        done = subprocess.run(
            ["git", "-C", other.path, "cat-file", kind, id_], capture_output=True, check=True
        )
        found[id_] = {"kind": kind, "content": encoded(done.stdout)}
    repository = document["audits"][0]["repositories"][0]
    repository |= {"commit": commit, "objects": found, "tags": {}}


def a_tag_of_another_commit(document: Document, _: Acme) -> None:
    document["audits"][0]["repositories"][0]["tags"] = {"v1.0": "0" * 40}


def a_tag_that_is_a_path(document: Document, acme: Acme) -> None:
    document["audits"][0]["repositories"][0]["tags"] = {"../../HEAD": acme.commit}


def a_tag_of_two_lines(document: Document, acme: Acme) -> None:
    document["audits"][0]["repositories"][0]["tags"] = {"v1\nx": acme.commit}


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (ledger_of_more, "grade derived, which comes to identical"),
        (ledger_of_another_file, "sha256 is"),
        (ledger_without_an_entry, "is left out"),
        (ledger_with_an_entry_more, "src/zz.c is not in the artifact"),
        (ledger_with_an_entry_twice, "a path stands in it twice"),
        (ledger_of_another_blob, "blob 0000"),
        (ledger_by_another_version, "mode 100755, which comes to 100644"),
        (another_artifact, "sha256 is"),
        (no_attestation, "it has 1 attestations, and 0 are there"),
        (another_attestation, "attestation 1: claims"),
        (another_claim, "attestation 1: claims"),
        (another_tree, "has another id"),
        (no_tree, "is not there"),
        (no_commit, "is not in it"),
        (no_object_of_git, "of no kind that git has"),
        (another_repository, "its objects are not"),
        (another_commit, "its objects are not"),
        (a_tag_of_another_commit, "does not point at the commit"),
        (a_tag_that_is_a_path, "not the name of a tag"),
        (a_tag_of_two_lines, "not the name of a tag"),
    ],
)
def test_what_was_swapped_is_a_mismatch(attack: Attack, reason: str, acme: Acme) -> None:
    acme.attest()
    path = wrote(acme)
    document = json.loads(path.read_text())
    attack(document, acme)
    code, report = judged(acme, sealed(path, document))
    assert code == 1
    (failure,) = report["failures"]
    assert failure["kind"] == "mismatch"
    assert reason in failure["reason"]


def test_a_trust_root_of_the_evidence_is_not_trusted(acme: Acme) -> None:
    """Who makes evidence could make an authority, too; the root is the verifier's own."""
    theirs = Sigstore()
    signed = theirs.attestation(statement(acme.file), claims(commit=acme.commit))
    acme.attest(signed)
    root = acme.folder / "theirs.json"
    root.write_bytes(theirs.trust_root.content)
    (acme.folder / "root.json").write_bytes(theirs.trust_root.content)
    path = wrote(acme)
    assert judged(acme, path, "--trust-root", root)[0] == 0
    own = acme.folder / "own.json"
    own.write_bytes(acme.sigstore.trust_root.content)
    code, report = judged(acme, path, "--trust-root", own)
    assert code == 1
    assert (
        "attestation 1: state verified, which comes to refused" in report["failures"][0]["reason"]
    )


def test_another_root_than_the_verifiers_is_said(acme: Acme) -> None:
    acme.attest()
    path = wrote(acme)
    document = json.loads(path.read_text())
    document["trust_root"] = encoded(b"{}")
    code, ledger = judged(acme, sealed(path, document))
    said = [one["value"] for one in ledger["source"]["evidence"]]
    assert code == 0  # it is shown, and never used
    assert any(one.startswith("made with another trust root") for one in said)


def test_an_attestation_that_is_taken_out_with_all_that_speaks_of_it_leaves_a_doubt(
    acme: Acme,
) -> None:
    acme.attest()
    path = wrote(acme)
    document = json.loads(path.read_text())
    (audit,) = document["audits"]
    audit["attestations"] = []
    audit["ledger"]["identity"] |= {"attestations": [], "findings": [], "rung": "absent"}
    code, ledger = judged(acme, sealed(path, document))
    assert (code, ledger["verdict"]) == (3, "inconclusive")


def test_a_verdict_is_no_better_than_the_one_in_the_evidence(acme: Acme) -> None:
    """A moved tag is known to the repository alone; what it led to is not lost."""
    acme.attest()
    path = wrote(acme)
    document = json.loads(path.read_text())
    ledger = document["audits"][0]["ledger"]
    ledger["verdict"] = "inconclusive"
    ledger["reasons"] = [{"rule": "source-evidence", "message": "v1.0 was moved", "paths": []}]
    code, again = judged(acme, sealed(path, document))
    assert code == 3
    assert again["skips"][0]["reason"] == "its own ledger says inconclusive: v1.0 was moved"


def test_evidence_of_what_is_no_repository_proves_nothing(acme: Acme) -> None:
    folder = acme.folder / "plain"
    folder.mkdir()
    for name, content in RELEASED.items():
        path = folder / str(name)[12:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(acme_bytes(content))
    (folder / "left-out.txt").write_bytes(b"of the source alone\n")
    code, ledger = judged(acme, wrote(acme, "--source", folder))
    assert code == 3
    assert any(skip["reason"].endswith("nothing is in it") for skip in ledger["skips"])


def test_an_object_more_than_the_commit_has_changes_nothing(acme: Acme) -> None:
    acme.attest()
    path = wrote(acme)
    document = json.loads(path.read_text())
    content = b"int e;\n"
    id_ = hashlib.sha1(b"blob %d\0%s" % (len(content), content)).hexdigest()  # noqa: S324
    objects(document)[id_] = {"kind": "blob", "content": encoded(content)}
    assert judged(acme, sealed(path, document))[0] == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"audits": []}, "evidence of nothing"),
        ({"audits": 7}, "audits is no list"),
        ({"trust_root": "%"}, "trust_root is not in base64"),
        ({"trust_root": "AB=="}, "base64 that has another form"),
        ({"given": {"--policy": "x"}}, "given: --policy is not as"),
        ({"tool": {}}, "tool is not as"),
        ({"more": 1}, "the evidence is not as"),
    ],
)
def test_a_document_of_another_shape_is_refused(change: Document, reason: str, acme: Acme) -> None:
    path = wrote(acme)
    document = {**json.loads(path.read_text()), **change}
    with pytest.raises(UsageError, match=reason):
        evidence.read(sealed(path, document).read_bytes(), DEFAULT)


def test_without_a_target_or_evidence_there_is_nothing_to_do(acme: Acme) -> None:
    assert acme.tally("audit").failed_saying("name a TARGET or -r LOCKFILE")
    assert acme.tally("audit", "--evidence", "none.json").failed_saying("No such file")
