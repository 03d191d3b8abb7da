"""What an index lists of a release: attestations that are there, fewer than before, or beside nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from acme import NAME, RELEASED, SOURCE, URL, Acme, acme_bytes, broken
from attesting import claims, provenance, statement
from index_server import IndexServer
from packing import write_tar


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
