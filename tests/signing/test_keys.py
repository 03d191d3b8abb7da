"""By which key a signature says that it is made: real gpg's and ssh-keygen's, and bytes that are neither."""

from __future__ import annotations

import os
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signers import Keys
from tallystick.signing.keys import is_same, key_of, keys_in
from tools_needed import require_tool

X509 = b"-----BEGIN SIGNED MESSAGE-----\nMIID\n-----END SIGNED MESSAGE-----\n"


@pytest.fixture(scope="module")
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Path(os.path.realpath(tmp_path_factory.mktemp("g")))
    home.chmod(0o700)
    gnupg(home, "--quick-generate-key", "alice@example.org", "ed25519", "sign", "0")
    return home


def gnupg(home: Path, *arguments: str, given_: bytes = b"") -> bytes:
    return subprocess.run(
        [require_tool("gpg"), "--batch", "--quiet", "--passphrase", "", "--no-tty", *arguments],
        env={**os.environ, "GNUPGHOME": str(home)},
        input=given_,
        capture_output=True,
        check=True,
    ).stdout


def test_an_openpgp_signature_names_the_key_that_the_certificate_holds(gpg: Path) -> None:
    signature = gnupg(gpg, "--armor", "--detach-sign", given_=b"text")
    listed = gnupg(gpg, "--with-colons", "--list-keys").decode()
    fingerprint = next(line.split(":")[9] for line in listed.splitlines() if line[:3] == "fpr")
    assert key_of(signature) == fingerprint
    assert keys_in(gnupg(gpg, "--armor", "--export")) == {fingerprint}
    assert keys_in(gnupg(gpg, "--export")) == {fingerprint}
    assert is_same(fingerprint, fingerprint[-16:])


def test_an_ssh_signature_names_the_key_that_the_list_holds(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys")
    key = keys.make("ada", known_as="ada@example.org")
    done = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(key)],
        input=b"text",
        capture_output=True,
        check=True,
    )
    shown = subprocess.run(
        ["ssh-keygen", "-l", "-f", f"{key}.pub"], capture_output=True, text=True, check=True
    ).stdout.split()[1]
    assert key_of(done.stdout) == shown
    assert keys_in(keys.allowed.read_bytes()) == {shown}


@pytest.mark.parametrize("nothing", [b"", X509, b"text", b"-----BEGIN SSH SIGNATURE-----\n"])
def test_what_names_no_key_is_of_none(nothing: bytes) -> None:
    assert key_of(nothing) is None
    assert keys_in(nothing) == frozenset()


def test_two_keys_are_not_the_same() -> None:
    assert not is_same("A" * 40, "B" * 40)
    assert not is_same("A" * 40, "B" * 16)
    assert not is_same("SHA256:" + "a" * 43, "a" * 16)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(content: bytes) -> None:
    for kind in (b"PGP SIGNATURE", b"PGP PUBLIC KEY BLOCK", b"SSH SIGNATURE"):
        armoured = b"-----BEGIN %b-----\n\n%b\n-----END %b-----\n" % (
            kind,
            b64encode(content),
            kind,
        )
        assert key_of(armoured) != ""
        assert "" not in keys_in(armoured)
    assert "" not in keys_in(content)


def test_a_thousand_beginnings_without_an_end_are_passed_over_once() -> None:
    for kind in (b"PGP PUBLIC KEY BLOCK", b"PGP SIGNATURE", b"SSH SIGNATURE"):
        endless = b"-----BEGIN %b-----\n" % kind * 200_000
        assert keys_in(endless) == frozenset()
        assert key_of(endless) is None
