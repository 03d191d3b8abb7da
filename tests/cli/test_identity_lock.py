"""The identity that is locked, and what changed since; and that of ``pylock.toml``."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from acme import NAME, URL, WORKFLOW, Acme, broken


def test_what_was_locked_is_expected(acme: Acme) -> None:
    acme.attest()
    assert acme.identity("lock", acme.artifact).out == f"example 1.0: {URL}\n"
    lock = acme.folder / "tallystick.lock"
    assert 'repository_id = "1001"' in lock.read_text()
    assert 'ref = "refs/tags/v*"' in lock.read_text()
    done = acme.identity("check", acme.artifact)
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
    assert acme.identity("lock", acme.artifact).code == 0
    workflow = str(said.get("workflow", WORKFLOW)).rpartition("/")[2]
    repository = said.get("repository", "acme/example")
    acme.attest(acme.attestation(**said), kind="GitHub", repository=repository, workflow=workflow)
    done = acme.identity("check", acme.artifact)
    assert done.code == 1
    assert words in done.out
    ledger = acme.ledger("--identities", acme.folder / "tallystick.lock")
    assert broken(ledger)["continuity"] == "reject"
    assert ledger["verdict"] == "rejected"


def test_an_attestation_that_is_gone_is_lost(acme: Acme) -> None:
    acme.attest()
    acme.identity("lock", acme.artifact)
    acme.artifact.with_name(f"{NAME}.provenance").unlink()
    done = acme.identity("check", acme.artifact)
    assert (done.code, done.out) == (
        1,
        f"example 1.0, since 1.0:\n  lost     attestations, of {URL} {WORKFLOW}\n",
    )
    ledger = acme.ledger("--identities", acme.folder / "tallystick.lock")
    assert ledger["verdict"] == "rejected"


def test_a_first_attestation_is_gained(acme: Acme) -> None:
    assert acme.identity("lock", acme.artifact).out == "example 1.0: not attested\n"
    acme.attest()
    done = acme.identity("check", acme.artifact)
    assert done.code == 0
    assert "gained   attestations, of" in done.out


def test_what_is_false_is_not_locked(acme: Acme) -> None:
    acme.attest_another_file()
    assert acme.identity("lock", acme.artifact).failed_saying("not locked", "about another file")
    assert not (acme.folder / "tallystick.lock").exists()
    acme.attest()
    acme.identity("lock", acme.artifact)
    acme.attest_another_file()
    assert acme.identity("check", acme.artifact).code == 1


def test_what_is_not_in_the_lock_is_unknown(acme: Acme) -> None:
    acme.attest()
    (acme.folder / "tallystick.lock").write_text("version = 1\n")
    done = acme.identity("check", acme.artifact)
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
    assert acme.identity("check", acme.artifact).failed_saying(complaint)


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
        assert acme.identity("lock", acme.artifact, "--lock", pylock).code == 0
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
