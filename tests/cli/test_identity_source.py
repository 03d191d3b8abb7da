"""What the repository says of an attested commit: which branch holds it, who signed its tag."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from acme import Acme, broken
from tools_needed import require_tool


def said(ledger: dict[str, Any], rule: str) -> tuple[bool | None, str]:
    found = {one["rule"]: one for one in ledger["identity"]["findings"]}[rule]
    return found["holds"], found["message"]


def on_a_branch(acme: Acme, name: str = "evil") -> None:
    """The release's commit, tagged, and on another branch than the default one alone."""
    acme.repository.git("checkout", "-q", "-b", name)
    acme.commit = acme.repository.commit({"src/a.c": b"int a;\n", "src/b.c": b"int b;\n"}, "again")
    acme.repository.git("tag", "-f", "v1.0")
    acme.repository.git("checkout", "-q", "main")


def test_the_default_branch_holds_an_honest_release(acme: Acme) -> None:
    acme.attest()
    ledger = acme.ledger()
    assert said(ledger, "reachable") == (True, f"the default branch holds {acme.commit[:12]}")
    assert ledger["identity"]["rung"] == "content-equal"


def test_another_branch_and_an_unsigned_tag_are_no_review(acme: Acme) -> None:
    """Whoever may push can make both; a maintained line is honest and looks the same."""
    on_a_branch(acme)
    acme.attest()
    ledger = acme.ledger("--ref", "v1.0")
    assert said(ledger, "reachable") == (
        None,
        f"{acme.commit[:12]} is not in the default branch, "
        "and no tag of it is signed by a key of yours",
    )
    assert (ledger["verdict"], ledger["identity"]["rung"]) == ("accepted", "commit-bound")
    strict = acme.policy('[identity]\nuse = "strict"\n')
    ledger = acme.ledger("--ref", "v1.0", "--policy", strict)
    assert (ledger["verdict"], broken(ledger)) == ("rejected", {"required": "reject"})


def test_a_signed_tag_on_a_maintained_line_is_as_good(acme: Acme) -> None:
    on_a_branch(acme, "maintenance/1.x")
    acme.attest()
    allowed = signed_tag(acme, "maintenance/1.x")
    ledger = acme.ledger("--ref", "v1.0", "--allowed-signers", allowed)
    holds, message = said(ledger, "reachable")
    assert holds is True
    assert message.startswith("the tag v1.0, which alice@example.org signed, holds")
    assert ledger["identity"]["rung"] == "content-equal"


def test_a_clone_that_has_another_branch_checked_out_knows_the_servers(acme: Acme) -> None:
    """HEAD of a checkout is what somebody works on; ``origin/HEAD`` is the default branch."""
    on_a_branch(acme)
    acme.attest()
    clone = acme.folder / "clone"
    acme.repository.git("clone", "-q", str(acme.repository.path), str(clone))
    subprocess.run(["git", "-C", clone, "checkout", "-q", "evil"], check=True)
    ledger = acme.ledger("--ref", "v1.0", "--source", clone)
    assert said(ledger, "reachable")[0] is None


@pytest.mark.parametrize(("number", "holds"), [(1, True), (2, False), (17, False)])
def test_a_run_that_was_repeated_is_said(number: int, holds: bool, acme: Acme) -> None:
    run = f"https://github.com/acme/example/actions/runs/1/attempts/{number}"
    acme.attest(acme.attestation(run=run))
    ledger = acme.ledger()
    assert ledger["verdict"] == "accepted"
    assert said(ledger, "attempt")[0] is holds
    strict = acme.policy('[identity]\nuse = "strict"\n')
    strictly = acme.ledger("--policy", strict)
    assert strictly["verdict"] == ("accepted" if holds else "inconclusive")


def test_a_run_of_another_forge_has_no_attempts(acme: Acme) -> None:
    acme.attest(acme.attestation(run="https://gitlab.com/acme/example/-/jobs/7"))
    assert "attempt" not in {one["rule"] for one in acme.ledger()["identity"]["findings"]}


def signed_tag(acme: Acme, at: str) -> Path:
    """A list of one key, by which v1.0 is signed again."""
    key = acme.folder / "key"
    subprocess.run(
        [require_tool("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", key], check=True
    )
    config = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={key}")
    acme.repository.git(*config, "tag", "-f", "-s", "-m", "release", "v1.0", at)
    path = acme.folder / "allowed"
    path.write_text(f"alice@example.org {key.with_suffix('.pub').read_text()}")
    return path
