"""Debian's archive, as apt on this machine knows it: source packages by name and version.

apt has verified the signatures of the lists that it reads (apt-secure(8)), and they name each file's size
and SHA-256. So the files themselves may come over plain HTTP, as they do to apt: what is kept is what
the signed list announced. An index of any other kind is never asked without TLS.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from tallystick.cache import Cache
from tallystick.errors import IndexFailure, UsageError
from tallystick.index.address import bare
from tallystick.index.fetching import SECONDS, SYSTEM, Fetcher
from tallystick.index.listing import of_release
from tallystick.index.patience import Clock
from tallystick.index.program import ProgramFailed, output_of
from tallystick.index.release import Described, Listing, Release, ReleaseFile, Wanted, every_file
from tallystick.limits import Limits
from tallystick.model import Sha256

_PACKAGE = re.compile(r"[a-z0-9][a-z0-9+.-]+")
"""Debian Policy, 5.6.1. It begins with a letter or digit, so it is never an option."""

_VERSION = re.compile(r"(?:\d+:)?\d[A-Za-z0-9.+~-]*(?::[A-Za-z0-9.+~-]*)*")
"""Debian Policy, 5.6.12."""

_LINE = re.compile(
    r"'(?P<url>[^'\s]+)' (?P<name>\S+) (?P<size>\d{1,18}) (?P<digest>SHA(?:256|512):[0-9a-f]+)"
)
"""What ``--print-uris`` prints: apt-get(8)."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.~_-]{0,250}")
_NO_SOURCES = "deb-src"


class Debian:
    """The source packages in the ``deb-src`` lists of this machine's apt.

    Args:
        cache: where downloads are kept.
        limits: the caps.
        offline: files come from the cache alone; the lists are on this machine anyhow.
        seconds: how long to wait for a connection, and for each next piece of a file.
        clock: the time, and how to wait between tries.
        environment: of the ``apt-get`` that is asked (APT_CONFIG names another configuration).

    Attributes:
        url: what is asked, for a person.
    """

    url = "apt's deb-src lists"

    def __init__(
        self,
        cache: Cache,
        limits: Limits,
        *,
        offline: bool = False,
        seconds: float = SECONDS,
        clock: Clock = SYSTEM,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._limits = limits
        self._environment = dict(os.environ if environment is None else environment)
        self._fetcher = Fetcher(
            self.url, cache, limits, offline=offline, seconds=seconds, clock=clock, plain=True
        )

    def close(self) -> None:
        """Let go of its connections."""
        self._fetcher.close()

    def release(self, project: str, version: str | None, *, wanted: Wanted = every_file) -> Release:
        """The files of a source package, its ``.dsc`` first.

        Args:
            project: the source package's name.
            version: with epoch and revision; None for the one that apt would take.
            wanted: nothing here costs a request of its own.

        Raises:
            UsageError: not a name or a version of Debian's.
            IndexFailure: there is no apt, or its lists have no such source package.
        """
        del wanted
        asked = _request(project, version)
        # LC_ALL: what apt says is shown, and looked at for one word.
        environment = {**self._environment, "LC_ALL": "C", "LANGUAGE": ""}
        command = ["apt-get", "-qq", "--print-uris", "--only-source", "source", asked]
        try:
            output = output_of(
                command,
                seconds=self._limits.apt_seconds,
                cap=self._limits.program_output,
                environment=environment,
            )
        except ProgramFailed as error:
            raise IndexFailure(f"{asked}: {_complaint(error)}") from None
        files = announced(output.decode("utf-8", "replace"))
        if sum(file.name.endswith(".dsc") for file in files) != 1:
            raise IndexFailure(f"{asked}: apt names no one .dsc with a SHA-256 digest")
        files.sort(key=lambda file: (not file.name.endswith(".dsc"), file.name))
        spelled = version or files[0].name.removesuffix(".dsc").partition("_")[2]
        return Release(project=project, version=spelled, files=tuple(files))

    def listing(self, project: str) -> Listing:
        """What apt's lists show of a source package: the version that apt would take.

        Who follows a suite runs ``apt-get update`` before (docs/monitor.md); errors as :meth:`release`.
        """
        release = self.release(project, None)
        return Listing(files=of_release(release.version, release.files), newest=release.version)

    def described(self, release: Release) -> Described:
        """Nothing: apt's lists say nothing of upstream's repository."""
        del release
        return Described()

    def download(self, file: ReleaseFile) -> Path:
        """The path of ``file`` in the cache, fetched unless it is there; size and digest are checked.

        Raises:
            IndexFailure: it cannot be fetched, or offline and not in the cache.
            DigestMismatch: the mirror sent something else than apt's list announces.
            LimitExceeded: the mirror sent more than the cap on one file.
        """
        return self._fetcher.file(file)

    @contextmanager
    def laid_out(self, release: Release) -> Iterator[Path]:
        """The ``.dsc`` of ``release`` with its files beside it, as ``open_artifact`` wants them.

        They are links into the cache under the names that apt gave, which were checked, in a folder of
        nobody else's that is gone at the end of the block.

        Raises:
            IndexFailure, DigestMismatch, LimitExceeded: as :meth:`download`.
        """
        paths = {file.name: self.download(file) for file in release.files}
        with tempfile.TemporaryDirectory(prefix="tallystick-") as folder:
            for name, path in paths.items():
                Path(folder, name).symlink_to(path.absolute())
            yield Path(folder, release.files[0].name)


def announced(output: str) -> list[ReleaseFile]:
    """The files that ``apt-get --print-uris source`` names; pure.

    Raises:
        IndexFailure: a name is no plain file name, or is there twice.
    """
    files: dict[str, ReleaseFile] = {}
    for line in output.splitlines():
        found = _LINE.fullmatch(line.strip())
        if found is None:  # "NOTICE: … is maintained in the 'Git' version control system at:"
            continue
        name = unquote(found["name"])
        if not _FILE_NAME.fullmatch(name) or name in files:
            raise IndexFailure(f"apt names a file that is none, or one twice: {name!r}")
        kind, _, digest = found["digest"].partition(":")
        if len(digest) != {"SHA256": 64, "SHA512": 128}[kind]:
            continue
        files[name] = ReleaseFile(
            name=name,
            url=bare(found["url"]),
            sha256=Sha256(digest) if kind == "SHA256" else None,
            sha512=digest if kind == "SHA512" else None,
            size=int(found["size"]),
        )
    return list(files.values())


def _request(project: str, version: str | None) -> str:
    if not _PACKAGE.fullmatch(project):
        raise UsageError(f"{project!r} is not the name of a Debian source package")
    if version is None:
        return project
    if not _VERSION.fullmatch(version):
        raise UsageError(f"{project}: {version!r} is not the version of a Debian package")
    return f"{project}={version}"


def _complaint(error: ProgramFailed) -> str:
    """apt's own line on what is wrong, and what to do about the one that everybody meets."""
    errors = [line for line in error.stderr.splitlines() if line.startswith("E: ")]
    said = "".join(c for c in errors[0][3:300] if c.isprintable()) if errors else str(error)
    if _NO_SOURCES in said:
        return "apt has no list of sources; add Types: deb-src (sources.list(5)) and apt-get update"
    return said
