"""``--debian-lists``: signed lists of a suite, in a folder or as apt keeps them, and the archive's keys."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import LimitExceeded, UsageError
from tallystick.identity.case import ARCHIVE, Known, Signature
from tallystick.identity.debian_archive import File, verify
from tallystick.identity.openpgp import Keyring, read_keyring
from tallystick.index.program import ProgramFailed, output_of
from tallystick.limits import Limits
from tallystick.model import Artifact, ArtifactKind
from tallystick.model.ladder import State

APT = "apt"
IN_RELEASE = "InRelease"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
"""Where the package debian-archive-keyring puts it."""

_SOURCES = "source/Sources"
_HELPER = "/usr/lib/apt/apt-helper"
"""Unpacks what apt packed for itself (apt-helper(1) has no place on PATH)."""

_ORDER = (State.REFUSED, State.VERIFIED, State.UNCHECKED)


class Suite(Struct, frozen=True, kw_only=True):
    """The lists of one suite, as a mirror has them below ``dists/SUITE``, or as apt names them.

    Attributes:
        in_release: the path of the signed list.
        prefix: what stands before the name of each list in apt's folder; None for a mirror's.
    """

    in_release: Path
    prefix: str | None = None

    def read(self, path: str, digest: str, cap: int) -> bytes | None:
        """See :class:`tallystick.identity.debian_archive.Lists`."""
        folder = self.in_release.parent
        if self.prefix is None:
            by_hash = folder / Path(path).parent / "by-hash" / "SHA256" / digest
            places = [folder / path, by_hash]
        else:
            places = [folder / f"{self.prefix}{path.replace('/', '_')}"]
            packed = places[0].with_name(f"{places[0].name}.lz4")
            if packed.is_file():
                return _unpacked(packed, cap)
        for place in places:
            if place.is_file():
                return _read(place, cap)
        return None


class Archive(Struct, frozen=True, kw_only=True):
    """Whose word on Debian's packages counts.

    Attributes:
        suites: each with its lists.
        keyring: the archive's keys.
        limits: the caps.
    """

    suites: tuple[Suite, ...]
    keyring: Keyring
    limits: Limits

    def asked(self, known: Known, artifact: Artifact) -> Known:
        """``known``, with what the suites say of a Debian package; of nothing else they say anything."""
        if artifact.kind is not ArtifactKind.DEBIAN and ".orig" not in artifact.name:
            return known
        said = sorted(self._said(artifact), key=lambda one: _ORDER.index(one.state))
        best = next((one for one in said if one.state is State.VERIFIED), said[0])
        return replace(known, signatures=(*known.signatures, best), signers=True)

    def _said(self, artifact: Artifact) -> Iterator[Signature]:
        file, now = File(name=artifact.name, sha256=artifact.sha256), time.time()
        for suite in self.suites:
            content = _read(suite.in_release, self.limits.index_page)
            yield verify(content, suite, file, self.keyring, now, self.limits)
        if not self.suites:
            reason = "apt has no list of source packages"
            yield Signature(on=artifact.name, kind=ARCHIVE, state=State.UNCHECKED, reason=reason)


def read_archive(lists: str | None, keyring: Path | None, limits: Limits) -> Archive:
    """The suites of ``--debian-lists`` and the keys of ``--archive-keyring``.

    Raises:
        UsageError: one is not there, or not what it should be.
    """
    if lists is None:
        raise UsageError("--archive-keyring goes together with --debian-lists")
    if keyring is None and not KEYRING.is_file():
        raise UsageError(
            "--debian-lists: install debian-archive-keyring, or give --archive-keyring"
        )
    keys = read_keyring([keyring or KEYRING], limits, option="--archive-keyring")
    if lists == APT:
        return Archive(suites=tuple(_of_apt(limits)), keyring=keys, limits=limits)
    in_release = Path(lists) / IN_RELEASE
    if not in_release.is_file():
        raise UsageError(f"--debian-lists {lists}: there is no {IN_RELEASE} in it")
    return Archive(suites=(Suite(in_release=in_release),), keyring=keys, limits=limits)


def _of_apt(limits: Limits) -> Iterator[Suite]:
    """The suites whose sources apt has (apt-get(8), indextargets)."""
    command = ["apt-get", "indextargets", "--format", "$(FILENAME)\t$(METAKEY)"]
    environment = {**os.environ, "LC_ALL": "C", "LANGUAGE": ""}
    try:
        output = output_of(
            [*command, "Created-By: Sources"],
            seconds=limits.apt_seconds,
            cap=limits.program_output,
            environment=environment,
        )
    except ProgramFailed as error:
        raise UsageError(f"--debian-lists apt: {error}") from None
    found: dict[Path, Suite] = {}
    for line in output.decode("utf-8", "replace").splitlines():
        name, _, key = line.partition("\t")
        prefix, is_list, _ = Path(name).name.partition(key.replace("/", "_"))
        in_release = Path(name).with_name(f"{prefix}{IN_RELEASE}")
        if key.endswith(_SOURCES) and is_list and in_release.is_file():
            found[in_release] = Suite(in_release=in_release, prefix=prefix)
    yield from found.values()


def _read(path: Path, cap: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(cap + 1)
    if len(content) > cap:
        raise LimitExceeded("index_page", f"{path.name}: more than {cap} bytes")
    return content


def _unpacked(path: Path, cap: int) -> bytes:
    """A list that apt packed in its own way; its digest is checked like any other's."""
    try:
        return output_of([_HELPER, "cat-file", str(path)], seconds=60, cap=cap, environment={})
    except ProgramFailed as error:
        raise UsageError(f"--debian-lists apt: {path.name}: {error}") from None
