"""Debian's chain: a suite that this test builds and signs; what breaks at each link; and the real one."""

from __future__ import annotations

import gzip
import hashlib
import lzma
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest

from gitrepo import TIME
from gnupg import DAY, Gpg
from tallystick.cli.debian_lists import KEYRING, Archive, Suite, read_archive
from tallystick.errors import UsageError
from tallystick.identity.case import Signature
from tallystick.identity.debian_archive import File, verify
from tallystick.identity.openpgp import read_keyring
from tallystick.limits import DEFAULT, Limits
from tallystick.model.ladder import State
from toolchains import apt_with_sources
from tools_needed import require_tool

NAME = "example_1.0.orig.tar.gz"
CONTENT = b"what was released"
ARCHIVE = "archive@example.org"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Dists:
    """A suite below ``dists``, with one list of sources."""

    folder: Path
    gpg: Gpg
    packed: str = ".xz"
    until: int | None = TIME + 7 * DAY
    files: dict[str, bytes] = field(default_factory=lambda: {NAME: CONTENT})

    @property
    def sources(self) -> bytes:
        lines = "".join(f" {sha256(c)} {len(c)} {name}\n" for name, c in self.files.items())
        return (
            f"Package: other\nChecksums-Sha256:\n {'0' * 64} 1 other_1.orig.tar.gz\n\n"
            f"Package: example\nVersion: 1.0-1\nFiles:\n {'0' * 32} 1 {NAME}\n"
            f"Checksums-Sha256:\n{lines}Homepage: https://example.org\n\n"
            "Package: last\nChecksums-Sha256:\n"
        ).encode()

    def release(self, listed: bytes) -> bytes:
        """The text of InRelease, in which ``listed`` is the list of sources."""
        until = [] if self.until is None else [f"Valid-Until: {_date(self.until)}"]
        path = f"main/source/Sources{self.packed}"
        lines = [
            "Origin: Example",
            "Suite: stable",
            "Components: main",
            "Codename: bookworm",
            f"Date: {_date(TIME)}",
            *until,
            "SHA256:",
            f" {'0' * 64} 7 main/binary-amd64/Packages",
            f" {sha256(listed)} {len(listed)} {path}",
        ]
        return ("\n".join(lines) + "\n").encode()

    def write(self, *, person: str = ARCHIVE, by_hash: bool = False) -> Path:
        """The folder, with its InRelease signed by ``person``."""
        packing: dict[str, Callable[[bytes], bytes]] = {
            ".xz": lzma.compress,
            ".gz": gzip.compress,
            "": bytes,
        }
        listed = packing[self.packed](self.sources)
        place = self.folder / "main" / "source" / f"Sources{self.packed}"
        if by_hash:
            place = place.parent / "by-hash" / "SHA256" / sha256(listed)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(listed)
        signed = self.gpg("--clear-sign", "--local-user", person, given=self.release(listed))
        (self.folder / "InRelease").write_bytes(signed)
        return self.folder

    def look(
        self, *, content: bytes = CONTENT, now: float = TIME + DAY, limits: Limits = DEFAULT
    ) -> Signature:
        suite = Suite(in_release=self.folder / "InRelease")
        key = self.gpg.export(ARCHIVE, self.folder.parent / "archive.asc")
        keyring = read_keyring([key], DEFAULT)
        file = File(name=NAME, sha256=sha256(content))
        return verify(suite.in_release.read_bytes(), suite, file, keyring, now, limits)


def _date(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)


@pytest.fixture(scope="module")
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gpg]:
    require_tool("gpg")
    made = Gpg.at(tmp_path_factory.mktemp("g"))
    for person in (ARCHIVE, "mallory@example.org"):
        made.key(person)
    yield made
    made.end()


@pytest.fixture
def dists(gpg: Gpg, tmp_path: Path) -> Dists:
    return Dists(tmp_path / "dists", gpg)


@pytest.mark.parametrize("packed", [".xz", ".gz", ""])
@pytest.mark.parametrize("by_hash", [False, True])
def test_what_the_archive_announces_is_verified(packed: str, by_hash: bool, dists: Dists) -> None:
    dists.packed = packed
    dists.write(by_hash=by_hash)
    found = dists.look()
    assert (found.state, found.reason) == (State.VERIFIED, "")
    assert (found.on, found.kind) == (NAME, "debian-archive")
    assert (found.key or "") == dists.gpg.fingerprint(ARCHIVE)
    assert "archive@example.org" in (found.signer or "")
    assert "in Sources of bookworm of " in (found.signer or "")


def other_bytes(dists: Dists) -> None:
    dists.files[NAME] = b"another"
    dists.write()


def another_list(dists: Dists) -> None:
    """A mirror that serves a list of its own."""
    folder = dists.write()
    dists.files[NAME] = b"what a mirror would rather have"
    (folder / "main/source/Sources.xz").write_bytes(lzma.compress(dists.sources))


def another_list_by_hash(dists: Dists) -> None:
    folder = dists.write(by_hash=True)
    (place,) = (folder / "main/source/by-hash/SHA256").iterdir()
    place.write_bytes(place.read_bytes() + b"\0")


def junk_that_is_signed(dists: Dists) -> None:
    folder = dists.write()
    junk = b"no xz"
    (folder / "main/source/Sources.xz").write_bytes(junk)
    signed = dists.gpg("--clear-sign", "--local-user", ARCHIVE, given=dists.release(junk))
    (folder / "InRelease").write_bytes(signed)


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (other_bytes, "Sources of bookworm names other bytes of it"),
        (another_list, "main/source/Sources.xz is not the one that is signed"),
        (another_list_by_hash, "main/source/Sources.xz is not the one that is signed"),
        (junk_that_is_signed, "cannot be unpacked"),
    ],
)
def test_what_the_archive_did_not_announce_so_is_refused(
    attack: Callable[[Dists], None], reason: str, dists: Dists
) -> None:
    attack(dists)
    found = dists.look()
    assert found.state is State.REFUSED
    assert reason in found.reason


def another_key(dists: Dists) -> None:
    dists.write(person="mallory@example.org")


def not_signed(dists: Dists) -> None:
    folder = dists.write()
    (folder / "InRelease").write_bytes(dists.release(b""))


def changed_after_signing(dists: Dists) -> None:
    path = dists.write() / "InRelease"
    path.write_bytes(path.read_bytes().replace(b"bookworm", b"bullseye"))


def text_before_it(dists: Dists) -> None:
    path = dists.write() / "InRelease"
    path.write_bytes(b"SHA256:\n" + path.read_bytes())


def no_list(dists: Dists) -> None:
    shutil.rmtree(dists.write() / "main")


def not_listed(dists: Dists) -> None:
    dists.files = {"example_2.0.orig.tar.gz": CONTENT}
    dists.write()


def named_as_part_of_another(dists: Dists) -> None:
    """``my-example_1.0.orig.tar.gz`` ends like it."""
    dists.files = {f"my-{NAME}": CONTENT}
    dists.write()


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (another_key, "no valid signature by a key of the archive"),
        (not_signed, "it is not signed in clear text"),
        (changed_after_signing, "no valid signature by a key of the archive"),
        (text_before_it, "it is not signed in clear text"),
        (no_list, "main/source/Sources of bookworm is not there"),
        (not_listed, "no list of bookworm names it"),
        (named_as_part_of_another, "no list of bookworm names it"),
    ],
)
def test_what_cannot_be_followed_is_not_checked(
    attack: Callable[[Dists], None], reason: str, dists: Dists
) -> None:
    attack(dists)
    found = dists.look()
    assert found.state is State.UNCHECKED
    assert reason in found.reason


def test_text_after_the_signature_is_not_read(dists: Dists) -> None:
    """Whoever may append to it could name another list."""
    folder = dists.write()
    path = folder / "InRelease"
    dists.files[NAME] = b"another"
    other = lzma.compress(dists.sources)
    (folder / "contrib/source").mkdir(parents=True)
    (folder / "contrib/source/Sources.xz").write_bytes(other)
    more = f"SHA256:\n {sha256(other)} {len(other)} contrib/source/Sources.xz\n"
    path.write_bytes(path.read_bytes() + more.encode())
    assert dists.look(content=b"another").state is not State.VERIFIED


def test_a_list_past_its_day_is_not_checked(dists: Dists) -> None:
    """A mirror that serves yesterday's list hides today's security update (apt-secure(8))."""
    dists.write()
    assert dists.until is not None
    assert dists.look(now=dists.until).state is State.VERIFIED
    found = dists.look(now=dists.until + 1)
    assert found.state is State.UNCHECKED
    assert "whose lists were valid until 2023-11-21" in found.reason


def test_that_a_list_names_no_day_is_said(dists: Dists) -> None:
    dists.until = None
    dists.write()
    found = dists.look(now=TIME + 1000 * DAY)
    assert found.state is State.VERIFIED
    assert "says of no day until when it is valid" in (found.signer or "")


def test_a_list_that_unpacks_to_more_than_its_cap_is_not_checked(dists: Dists) -> None:
    dists.write()
    size = len(dists.sources)
    assert dists.look(limits=Limits(debian_sources=size)).state is State.VERIFIED
    found = dists.look(limits=Limits(debian_sources=size - 1))
    assert (found.state, "cap: debian_sources" in found.reason) == (State.UNCHECKED, True)


def test_files_that_are_not_there_are_an_error(dists: Dists, tmp_path: Path) -> None:
    key = dists.gpg.export(ARCHIVE, tmp_path / "key.asc")
    assert isinstance(read_archive(str(dists.write()), key, DEFAULT), Archive)
    for lists, keyring, why in (
        (str(tmp_path / "none"), key, "there is no InRelease in it"),
        (str(dists.folder), tmp_path / "none", "--archive-keyring"),
        (None, key, "goes together with --debian-lists"),
    ):
        with pytest.raises(UsageError, match=why):
            read_archive(lists, keyring, DEFAULT)


# --- apt's own, and Debian's ------------------------------------------------------------------------


def apt(folder: Path, sources: str) -> dict[str, str]:
    """An environment in which apt has nothing but ``sources``, updated."""
    require_tool("apt-get")
    for name in ("lists/partial", "cache/archives/partial", "etc"):
        (folder / name).mkdir(parents=True)
    (folder / "etc" / "sources.list").write_text(sources)
    conf = folder / "apt.conf"
    conf.write_text(
        f'Dir::Etc::sourcelist "{folder}/etc/sources.list";\nDir::Etc::sourceparts "-";\n'
        f'Dir::State::lists "{folder}/lists";\nDir::Cache "{folder}/cache";\n'
        'APT::Sandbox::User "root";\nAPT::Get::List-Cleanup "0";\n'
        'Acquire::Languages "none";\nAcquire::Check-Date "false";\nAcquire::Check-Valid-Until "false";\n'
    )
    environment = {**os.environ, "APT_CONFIG": str(conf)}
    subprocess.run(["apt-get", "-qq", "update"], env=environment, check=True)
    return environment


def test_the_lists_that_apt_keeps_are_read_as_it_keeps_them(
    dists: Dists, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """apt fetches the suite from a folder, checks it with the same key, and packs the list its own way."""
    root = tmp_path / "mirror"
    dists.folder = root / "dists" / "bookworm"
    dists.packed = ""
    dists.write()
    key = dists.gpg.export(ARCHIVE, tmp_path / "key.asc")
    line = f"deb-src [signed-by={key}] file:{root} bookworm main\n"
    environment = apt(tmp_path / "apt", line)
    monkeypatch.setenv("APT_CONFIG", environment["APT_CONFIG"])
    archive = read_archive("apt", key, DEFAULT)
    assert [suite.prefix is not None for suite in archive.suites] == [True]
    file = File(name=NAME, sha256=sha256(CONTENT))
    (suite,) = archive.suites
    found = verify(suite.in_release.read_bytes(), suite, file, archive.keyring, TIME + DAY, DEFAULT)
    assert (found.state, found.reason) == (State.VERIFIED, "")


@pytest.mark.online
def test_debian_itself_announces_its_xz(monkeypatch: pytest.MonkeyPatch) -> None:
    """The honest 5.4.1 of bookworm, by the digest that apt itself shows."""
    environment = apt_with_sources()
    if environment is None or not KEYRING.is_file():
        pytest.skip("apt has no lists of source packages, or Debian's keys are not installed")
    monkeypatch.setenv("APT_CONFIG", environment["APT_CONFIG"])
    archive = read_archive("apt", None, DEFAULT)
    (suite,) = [one for one in archive.suites if one.in_release.name.endswith("bookworm_InRelease")]
    name = "xz-utils_5.4.1.orig.tar.xz"
    digest = "5d9827aa1875b21c288f78864bb26d2650b436ea8d2cad364e4921eb6266a5a5"
    for sha, state in ((digest, State.VERIFIED), ("0" * 64, State.REFUSED)):
        file = File(name=name, sha256=sha)
        found = verify(suite.in_release.read_bytes(), suite, file, archive.keyring, TIME, DEFAULT)
        assert found.state is state, found.reason
