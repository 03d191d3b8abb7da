"""``tallystick identity`` and the keys that it is given; what an audit without attestations pays for it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from acme import URL, Acme, broken
from command import Tally
from tools_needed import require_tool

# --- the command ------------------------------------------------------------------------------------------


def test_the_command_says_who_and_what_each_rule_says(acme: Acme) -> None:
    acme.attest()
    done = acme.identity(acme.artifact)
    assert done.code == 0
    assert f"    repository  {URL} (id 1001, owner 2002)\n" in done.out
    assert f"    commit      {acme.commit}\n" in done.out
    assert "    yes  publisher " in done.out
    document = json.loads(acme.identity(acme.artifact, "--format", "json").out)
    assert document["schema"] == "tallystick.identity/1"
    assert document["files"][0]["identity"]["rung"] == "identity-matches"


def test_the_command_fails_where_an_attestation_is_false_or_none_is_there(acme: Acme) -> None:
    assert acme.identity(acme.artifact).code == 3
    acme.attest_another_file()
    done = acme.identity(acme.artifact)
    assert done.code == 1
    assert "NO   verified" in done.out


def test_hostile_words_of_an_index_are_made_visible(acme: Acme) -> None:
    acme.attest(kind="GitHub", repository="\u202eevil\u200b", workflow="release.yml")
    done = acme.identity(acme.artifact)
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
