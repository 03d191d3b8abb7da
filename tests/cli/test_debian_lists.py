"""An audit that asks the signed lists of a suite about a Debian package's upstream tarball."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from acme import RELEASED, URL, Acme, acme_bytes, broken
from gnupg import Gpg
from packing import write_tar
from tools_needed import require_tool

NAME = "example_1.0.orig.tar.gz"
ARCHIVE = "archive@example.org"


@pytest.fixture(scope="module")
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gpg]:
    require_tool("gpg")
    made = Gpg.at(tmp_path_factory.mktemp("g"))
    made.key(ARCHIVE)
    yield made
    made.end()


def audited(acme: Acme, gpg: Gpg, announced: bytes | None = None) -> dict[str, Any]:
    files = {name: acme_bytes(content) for name, content in RELEASED.items()}
    orig = write_tar(acme.folder / NAME, files)
    content = orig.read_bytes() if announced is None else announced
    listed = lzma.compress(
        f"Package: example\nChecksums-Sha256:\n {hashlib.sha256(content).hexdigest()} "
        f"{len(content)} {NAME}\n".encode()
    )
    dists = acme.folder / "dists"
    (dists / "main" / "source").mkdir(parents=True)
    (dists / "main" / "source" / "Sources.xz").write_bytes(listed)
    release = (
        f"Codename: bookworm\nDate: Tue, 14 Nov 2023 00:00:00 UTC\nSHA256:\n"
        f" {hashlib.sha256(listed).hexdigest()} {len(listed)} main/source/Sources.xz\n"
    )
    signed = gpg("--clear-sign", "--local-user", ARCHIVE, given=release.encode())
    (dists / "InRelease").write_bytes(signed)
    key: Path = gpg.export(ARCHIVE, acme.folder / "archive.asc")
    return acme.report(
        orig, "--source", URL, "--debian-lists", dists, "--archive-keyring", key, "--ref", "v1.0"
    )


def test_what_the_archive_announces_is_on_the_ledger(acme: Acme, gpg: Gpg) -> None:
    ledger = audited(acme, gpg)
    assert (ledger["verdict"], ledger["identity"]["rung"]) == ("accepted", "identity-matches")
    (finding,) = ledger["identity"]["findings"]
    assert (finding["rule"], finding["holds"]) == ("signed-by", True)
    assert "in Sources of bookworm of Tue, 14 Nov 2023" in finding["message"]
    assert ledger["identity"]["why_not"] == "the file is signed, and neither tag nor commit is"


def test_what_the_archive_does_not_announce_is_not_checked(acme: Acme, gpg: Gpg) -> None:
    orig = write_tar(
        acme.folder / "other_1.0.orig.tar.gz",
        {name: acme_bytes(content) for name, content in RELEASED.items()},
    )
    audited(acme, gpg)
    lists = ("--debian-lists", acme.folder / "dists")
    keys = ("--archive-keyring", acme.folder / "archive.asc")
    ledger = acme.report(orig, "--source", URL, "--ref", "v1.0", *lists, *keys)
    assert ledger["verdict"] == "inconclusive"
    assert [skip["reason"] for skip in ledger["skips"]] == [
        "other_1.0.orig.tar.gz: no list of bookworm names it"
    ]


def test_other_bytes_than_the_archive_announces_are_rejected(acme: Acme, gpg: Gpg) -> None:
    """A mirror, or whoever sits before it, serves another tarball under the same name."""
    ledger = audited(acme, gpg, announced=b"the honest one")
    assert (ledger["verdict"], broken(ledger)) == ("rejected", {"signed-by": "reject"})
