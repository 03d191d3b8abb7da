"""Signatures by real keys: each way in which one is not what it should be."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from signers import Keys, program
from tallystick.errors import UsageError
from tallystick.limits import DEFAULT
from tallystick.signing import NAMESPACE, NotVerified, SshKeygen


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return Keys(tmp_path / "keys")


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_a_good_signature_names_its_signer(keys: Keys, kind: str) -> None:
    key = keys.make("alice", known_as="alice@example.org,al@example.org", kind=kind)
    signer = program().verify(b"m", program().sign(b"m", key), keys.allowed)
    assert signer.names == ("alice@example.org", "al@example.org")
    assert signer.key.startswith("SHA256:")


def test_other_bytes_another_key_and_nonsense_are_not_verified(keys: Keys) -> None:
    alice, mallory = keys.make("alice", known_as="alice"), keys.make("mallory")
    signature = program().sign(b"m", alice)
    for message, claimed in (
        (b"n", signature),
        (b"m", program().sign(b"m", mallory)),
        (b"m", b""),
        (b"m", b"SSHSIG" + bytes(100)),
        (b"m", signature[:-1]),
    ):
        with pytest.raises(NotVerified):
            program().verify(message, claimed, keys.allowed)


def test_a_signature_made_for_git_is_none_for_a_statement(keys: Keys) -> None:
    key = keys.make("alice", known_as="alice")
    done = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(key)],
        input=b"m",
        capture_output=True,
        check=True,
    )
    body = "".join(done.stdout.decode().splitlines()[1:-1])
    import base64  # noqa: PLC0415

    with pytest.raises(NotVerified):
        program().verify(b"m", base64.b64decode(body), keys.allowed)


@pytest.mark.parametrize(
    "options", ['namespaces="git"', 'valid-before="20200101"', 'valid-after="29990101"']
)
def test_a_key_that_is_not_allowed_for_this_or_now_does_not_count(keys: Keys, options: str) -> None:
    key = keys.make("alice")
    keys.allow("alice", key, options)
    with pytest.raises(NotVerified):
        program().verify(b"m", program().sign(b"m", key), keys.allowed)


def test_a_certificate_does_not_count_since_its_issuer_could_be_any_number(keys: Keys) -> None:
    authority, alice = keys.make("authority"), keys.make("alice")
    command = ["ssh-keygen", "-q", "-s", str(authority), "-I", "id", "-n", "alice", f"{alice}.pub"]
    subprocess.run(command, check=True, capture_output=True)
    keys.allow("alice", authority, "cert-authority")
    signature = program().sign(b"m", Path(f"{alice}-cert.pub"))
    with pytest.raises(NotVerified):
        program().verify(b"m", signature, keys.allowed)


def test_a_key_that_cannot_sign_is_named(tmp_path: Path) -> None:
    (tmp_path / "no-key").write_text("no key")
    with pytest.raises(UsageError, match="no-key: ssh-keygen could not sign"):
        program().sign(b"m", tmp_path / "no-key")


def test_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    hanging = tmp_path / "ssh-keygen"
    hanging.write_text("#!/bin/sh\nexec sleep 60\n")
    hanging.chmod(0o755)
    slow = SshKeygen(program=str(hanging), limits=replace(DEFAULT, signature_seconds=1))
    with pytest.raises(UsageError, match="did not end within 1 s"):
        slow.verify(b"m", b"s", tmp_path / "allowed")


def test_a_namespace_is_one_word() -> None:
    assert NAMESPACE.replace("-", "").isalnum()
