"""What an index says of a release, as values; nothing here asks anybody anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from tallystick.model import Hint, Sha256
from tallystick.model.ladder import Served


class ReleaseFile(Struct, frozen=True, kw_only=True):
    """One file of a release, as the index announces it.

    Attributes:
        name: a plain file name, checked.
        url: where it lies, without credentials; a query in it may be a signature and is not shown.
        sha256: what the index announces; None where it announces another digest only.
        sha512: likewise, in lower-case hex. One of the two is always there.
        size: in bytes, as announced.
        upload_time: RFC 3339, as the index wrote it.
        yanked: the index advises against this file (PEP 592).
        yanked_reason: why, if it says so.
        hints: where it comes from, in the order of their worth; to be tested, never believed.
        notes: what could not be read of what the index offers on it, one sentence each.
        is_attested: the index offers attestations of it; None if it does not say.
        attested: these, of the files for which they were asked for.
    """

    name: str
    url: str
    sha256: Sha256 | None = None
    sha512: str | None = None
    size: int | None = None
    upload_time: str | None = None
    yanked: bool = False
    yanked_reason: str | None = None
    hints: tuple[Hint, ...] = ()
    notes: tuple[str, ...] = ()
    is_attested: bool | None = None
    attested: Served | None = None


class Release(Struct, frozen=True, kw_only=True):
    """All files of one version, sdist first.

    Attributes:
        project: its name.
        version: as the index spells it.
        files: sdist first.
        attested_before: the nearest earlier version of which a file is attested; None if of none, or if
            the index was not asked for earlier versions.
    """

    project: str
    version: str
    files: tuple[ReleaseFile, ...]
    attested_before: str | None = None


def unserved(file: ReleaseFile, why: str) -> ReleaseFile:
    """``file``, whose attestations are offered and cannot be had."""
    return replace(file, notes=(*file.notes, why), attested=Served(reason=why))


class Described(Struct, frozen=True, kw_only=True):
    """What an index tells of a version besides its files, where it is asked for it.

    Attributes:
        hints: where the version comes from, for releases whose own metadata do not say.
        owners: who may publish, as ``role: name``.
        organization: to whom the project belongs.
        publisher: the account that published the version; None where the index does not say.
        published_before: the accounts that published earlier ones.
    """

    hints: tuple[Hint, ...] = ()
    owners: tuple[str, ...] = ()
    organization: str | None = None
    publisher: str | None = None
    published_before: tuple[str, ...] = ()


class ListedFile(Struct, frozen=True, kw_only=True):
    """One file, as a project's page shows it.

    Attributes:
        version: as the index spells it.
        name: of the file.
        digest: ``algorithm:hex``, as announced.
        uploaded: RFC 3339; None if the index does not say.
    """

    version: str
    name: str
    digest: str
    uploaded: str | None = None


class Listing(Struct, frozen=True, kw_only=True):
    """A project's page.

    Attributes:
        files: of all versions.
        newest: the version that the index would give out now; None if there is none.
        serial: grows with each change of the project (PyPI's ``_last-serial``); None if the index has none.
    """

    files: tuple[ListedFile, ...]
    newest: str | None = None
    serial: int | None = None


Wanted = Callable[[ReleaseFile], bool]
"""Says of a file whether it will be audited, and so whether its provenance is worth a request."""


def every_file(_file: ReleaseFile) -> bool:
    """Wants each file of a release."""
    return True


class Index(Protocol):
    """A package index, asked over a network or out of the cache."""

    @property
    def url(self) -> str:
        """Where it is, without credentials."""
        ...

    def release(self, project: str, version: str | None, *, wanted: Wanted = every_file) -> Release:
        """The files of ``project`` at ``version``, or at the version that it gives out as its newest.

        Args:
            project: its name; how names are written is the index's own matter.
            version: None for the newest.
            wanted: for which files hints cost a request of their own; the others come with fewer.

        Raises:
            IndexFailure: no answer, not an answer of this kind of index, no such project or version.
            UsageError: not a name or a version.
        """
        ...

    def listing(self, project: str) -> Listing:
        """What the index shows of all versions of ``project`` now.

        Raises:
            IndexFailure: no answer, not an answer of this kind of index, no such project.
            UsageError: not a name.
        """
        ...

    def described(self, release: Release) -> Described:
        """What the index tells of a release besides; one more request, nothing if it is not served.

        Raises:
            IndexFailure: no answer.
        """
        ...

    def download(self, file: ReleaseFile) -> Path:
        """The path of ``file`` in the cache, fetched unless it is there; its digest is checked.

        Raises:
            IndexFailure: it cannot be fetched, or offline and not in the cache.
            DigestMismatch: the index sent something else than it announced.
            LimitExceeded: the index sent more than the cap on one file.
        """
        ...
