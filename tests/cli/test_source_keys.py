"""Keys of the source itself: those of the release before count, and those of the audited one do not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acme import RELEASED, SOURCE, Acme, acme_bytes, broken
from gitrepo import TIME
from gnupg import Gpg
from packing import write_tar
from tools_needed import require_tool


@pytest.fixture(scope="module")
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gpg]:
    require_tool("gpg")
    made = Gpg.at(tmp_path_factory.mktemp("g"))
    for person in ("alice@example.org", "mallory@example.org", "gone@example.org"):
        made.key(person)
    yield made
    made.end()


def keys(gpg: Gpg, *people: str) -> bytes:
    """As foundations write them: text, then a block, for each."""
    blocks = (gpg("--armor", "--export", person) for person in people)
    return b"".join(b"pub   ed25519\n\n%s\n" % block for block in blocks)


def revoked(gpg: Gpg, person: str, folder: Path) -> bytes:
    """The key of ``person`` with its revocation, which its owner's own home does not have yet."""
    other = Gpg.at(folder)
    other("--import", given=gpg("--armor", "--export", person))
    other("--import", given=gpg.revocation(person))
    found = other("--armor", "--export", person)
    other.end()
    return found


def release(acme: Acme, before: bytes | None, now: bytes | None) -> None:
    """Version 0.9 with ``before`` as its KEYS, and 1.0 with ``now``."""
    acme.repository.git("tag", "-d", "v1.0")
    if before is not None:
        acme.repository.commit({"KEYS": before}, "keys")
    acme.repository.git("tag", "v0.9")
    acme.commit = acme.repository.commit({"KEYS": now} if now is not None else {}, "release")
    files = {name: acme_bytes(content) for name, content in RELEASED.items()}
    last = now if now is not None else before
    if last is not None:
        files["example-1.0/KEYS"] = last
    write_tar(acme.artifact, files)


def tag(acme: Acme, gpg: Gpg, person: str) -> None:
    payload = (
        f"object {acme.commit}\ntype commit\ntag v1.0\n"
        f"tagger A <a@example.org> {TIME} +0000\n\nrelease v1.0\n"
    ).encode()
    signature = gpg("--armor", "--detach-sign", "--local-user", person, given=payload)
    made = acme.repository.git(
        *("hash-object", "-t", "tag", "-w", "--stdin"),
        given=payload + signature,
    )
    acme.repository.git("update-ref", "refs/tags/v1.0", made)


def audited(acme: Acme) -> tuple[str, bool | None, str]:
    """The rung, and what the rule on signatures says."""
    ledger = acme.ledger("--ref", "v1.0", "--source-keys")
    said: list[dict[str, Any]] = [
        one for one in ledger["identity"]["findings"] if one["rule"] == "signed-by"
    ]
    rung: str = ledger["identity"]["rung"]
    return (rung, said[0]["holds"], said[0]["message"]) if said else (rung, None, "")


def test_a_key_of_the_release_before_counts(acme: Acme, gpg: Gpg) -> None:
    release(acme, keys(gpg, "mallory@example.org", "alice@example.org"), None)
    tag(acme, gpg, "alice@example.org")
    rung, holds, message = audited(acme)
    assert (rung, holds) == ("content-equal", True)
    assert "alice@example.org" in message


def test_a_key_that_comes_with_the_release_does_not_count(acme: Acme, gpg: Gpg) -> None:
    """Whoever makes a release can put a key of his own into it."""
    old, new = keys(gpg, "alice@example.org"), keys(gpg, "alice@example.org", "mallory@example.org")
    release(acme, old, new)
    tag(acme, gpg, "mallory@example.org")
    rung, holds, message = audited(acme)
    assert (rung, holds) == ("absent", None)
    assert message.endswith("which is not in KEYS of v0.9")


def test_a_revocation_that_comes_with_the_release_counts(
    acme: Acme, gpg: Gpg, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = revoked(gpg, "gone@example.org", tmp_path_factory.mktemp("r"))
    release(acme, keys(gpg, "gone@example.org"), new)
    tag(acme, gpg, "gone@example.org")
    rung, holds, message = audited(acme)
    assert (rung, holds) == ("absent", False)
    assert "the key is revoked" in message


@pytest.mark.parametrize(
    "before", [None, b"", b"nobody\n", b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n"]
)
def test_a_source_that_had_no_keys_says_nothing(before: bytes | None, acme: Acme, gpg: Gpg) -> None:
    release(acme, before, keys(gpg, "mallory@example.org"))
    tag(acme, gpg, "mallory@example.org")
    assert audited(acme) == ("absent", None, "")


def test_a_first_release_has_none_before(acme: Acme, gpg: Gpg) -> None:
    acme.commit = acme.repository.commit({"KEYS": keys(gpg, "alice@example.org")}, "keys")
    tag(acme, gpg, "alice@example.org")
    files = {name: acme_bytes(content) for name, content in RELEASED.items()}
    write_tar(acme.artifact, files)
    assert audited(acme)[0] == "absent"


def test_nothing_of_the_source_counts_where_nobody_asks(acme: Acme, gpg: Gpg) -> None:
    release(acme, keys(gpg, "alice@example.org"), None)
    tag(acme, gpg, "alice@example.org")
    ledger = acme.ledger("--ref", "v1.0")
    assert (ledger["identity"]["rung"], broken(ledger)) == ("absent", {})
    assert set(SOURCE) <= {line["path"] for line in ledger["entries"]}
