"""What the user typed, turned into files to audit: paths, names, purls and URLs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from tallystick.artifact import debian_files
from tallystick.cli.choosing import chosen, is_installable
from tallystick.cli.indexes import Asking
from tallystick.errors import IndexFailure, UsageError
from tallystick.index.release import Index, Release, ReleaseFile, every_file
from tallystick.model import ArtifactKind, Hint, Sha256
from tallystick.report.several import Kind, Unaudited

if TYPE_CHECKING:
    from tallystick.cli.purl import Named
    from tallystick.index.debian import Debian

# What only an index, a package URL or an address on the web needs is imported where one is named.

_FILE_SUFFIXES: Final = (".whl", ".zip", ".tgz", ".dsc", ".tar", ".gz", ".xz", ".bz2", ".zst")
"""What is called like this is a file that is not here: no index is asked for it."""

_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")

_FORMS: Final = "neither a file nor NAME==VERSION nor a package URL (pkg:pypi/NAME@VERSION)"


class Target(Struct, frozen=True, kw_only=True):
    """One file to audit.

    Attributes:
        path: where it lies.
        name: what it is called (a file in the cache is called by its digest).
        sha256: what was announced for it; None where nobody did.
        hints: what an index says of where it comes from.
        more_hints: asks the index for more, where these and the artifact's own lead nowhere.
        notes: what else a person should know from the index: yanked, a provenance that is no such.
        kind: what the index says it is; None: what it looks like.
        file: as the index lists it; None where no index was asked.
        release: to which it belongs there.
    """

    path: Path
    name: str
    sha256: str | None = None
    hints: tuple[Hint, ...] = ()
    more_hints: Callable[[], tuple[Hint, ...]] | None = None
    notes: tuple[str, ...] = ()
    kind: ArtifactKind | None = None
    file: ReleaseFile | None = None
    release: Release | None = None

    @property
    def says_who(self) -> bool:
        """Whether anybody says anything of who published it, or an earlier version, or a file beside it."""
        if any(beside(self.path, self.name)):
            return True
        if self.file is None or self.release is None:
            return False
        attested = any(file.is_attested for file in self.release.files)
        return attested or self.release.attested_before is not None

    @property
    def unattested(self) -> str:
        """Why there is no attestation, in the words of the report."""
        if self.file is None:
            return "no index was asked for an attestation, and none lies beside the file"
        if self.file.is_attested is None:
            return "this index is not asked for attestations"
        if self.file.is_attested:
            return "what the index serves as attestations holds none"
        return "the index offers no attestation"


class Pending(Struct, frozen=True, kw_only=True):
    """One file to audit that may not be here yet.

    Attributes:
        name: what it is called.
        fetch: brings it here, as often as it is called; errors as in :mod:`tallystick.errors`.
    """

    name: str
    fetch: Callable[[], Target]


BESIDE: Final = (
    ".provenance",
    ".publish.attestation",
    ".slsa.attestation",
    ".attestation",
    ".sigstore",
    ".sigstore.json",
)
"""What attestations of a file are called that lie beside it (PEP 740, and Sigstore's clients)."""


def beside(path: Path, name: str) -> Iterator[Path]:
    """The attestations beside the file at ``path``, if it is called ``name``: one in the cache is not."""
    if path.name == name:
        for suffix in BESIDE:
            attestation = path.with_name(name + suffix)
            if attestation.is_file():
                yield attestation


Found = list[Pending | Unaudited]
"""The files that somebody asked for, in the order of the report, and what is left out."""


def resolve(argument: str, asking: Asking) -> Found:
    """The files that a TARGET means.

    Raises:
        UsageError: it is none of the forms that docs/targets.md lists.
        IndexFailure: the index does not have it.
    """
    if argument.startswith("pkg:"):
        from tallystick.cli.purl import read_purl  # noqa: PLC0415 - see above

        return _of_release(read_purl(argument), asking)
    if argument.startswith("deb:"):
        from tallystick.cli.purl import Named  # noqa: PLC0415 - see above

        name, _, version = argument.removeprefix("deb:").partition("=")
        named = Named(kind="debian", project=name, version=version.removeprefix("=") or None)
        return _of_release(named, asking)
    if _URL.match(argument):
        return [_at_url(argument, asking)]
    path = Path(argument)
    if path.is_file():
        return [Pending(name=path.name, fetch=lambda: Target(path=path, name=path.name))]
    if path.is_dir():
        packed = debian_files(path)
        if packed is not None:
            return [Pending(name=packed.name, fetch=lambda: Target(path=packed, name=packed.name))]
        raise UsageError(
            f"{argument}: a folder is not an artifact; build it first, or name its files"
        )
    if path.exists():
        raise UsageError(f"{argument}: neither a file nor a release; save what it gives as a file")
    if "/" in argument or argument.endswith(_FILE_SUFFIXES):
        raise UsageError(f"{argument}: no such file")
    return _of_release(_named(argument), asking)


def _of_release(named: Named, asking: Asking) -> Found:
    from tallystick.index.debian import Debian  # noqa: PLC0415 - see above

    index = asking.open_index(named.kind)
    wanted_here = every_file if asking.all_files else is_installable
    release = index.release(named.project, named.version, wanted=wanted_here)
    if isinstance(index, Debian):
        return [_source_package(index, release, asking)]
    files = list(release.files)
    if named.file_name is not None:
        files = [file for file in files if file.name == named.file_name]
        if not files:
            raise IndexFailure(f"{named.project}: {index.url} has no such file of it")
    names = [file.name for file in files]
    wanted = frozenset(names) if asking.all_files or len(files) == 1 else chosen(names)

    found: Found = [_listed(index, release, file) for file in files if file.name in wanted]
    if others := len(files) - len(found):
        found.append(other_platforms(f"{release.project}=={release.version}", others))
    return found


def _listed(index: Index, release: Release, file: ReleaseFile) -> Pending:
    return Pending(
        name=file.name, fetch=lambda: of_index(index.download(file), index, release, file)
    )


def _source_package(debian: Debian, release: Release, asking: Asking) -> Pending:
    """A Debian source package: one artifact in several files, which its ``.dsc`` names."""
    dsc = release.files[0]

    def fetch() -> Target:
        path = asking.lay_out(debian, release)
        return Target(path=path, name=dsc.name, sha256=dsc.sha256, hints=dsc.hints)

    return Pending(name=dsc.name, fetch=fetch)


def of_index(path: Path, index: Index, release: Release, file: ReleaseFile) -> Target:
    """A file of a release, downloaded to ``path``, with all that its index says of it."""
    from tallystick.index.npm import Npm  # noqa: PLC0415 - see above

    return Target(
        path=path,
        name=file.name,
        sha256=file.sha256,
        hints=file.hints,
        more_hints=lambda: index.described(release).hints,
        notes=(*_yanked(file), *file.notes),
        kind=ArtifactKind.NPM if isinstance(index, Npm) else None,
        file=file,
        release=release,
    )


def _yanked(file: ReleaseFile) -> tuple[str, ...]:
    """That an index advises against a file (PEP 592), which changes nothing about where it is from."""
    if not file.yanked:
        return ()
    return (f"yanked: {file.yanked_reason}" if file.yanked_reason else "yanked, without a reason",)


def other_platforms(release: str, count: int) -> Unaudited:
    """The line for wheels that are left out."""
    return Unaudited(
        target=release,
        kind=Kind.OTHER_PLATFORM,
        reason="wheels of other platforms; --all-files audits them too",
        files=count,
    )


def _at_url(argument: str, asking: Asking) -> Pending:
    """A file at a URL; a digest in its fragment is checked, and any other fragment refused."""
    from tallystick.lock import address, file_name  # noqa: PLC0415 - see above

    plain, _, fragment = argument.partition("#")
    where = address(plain)
    if where is None:
        raise UsageError(
            "a file is fetched over https only; what is on this disk is named by its path"
        )
    shown = where.partition("?")[0]
    if where != plain:
        raise UsageError(f"{shown}: leave the credentials out of the URL (netrc is read)")
    name = file_name(where)
    if name is None:
        raise UsageError(f"{shown}: the URL names no file")
    digests = _pins(fragment, shown)

    def fetch() -> Target:
        path = asking.fetch(where, name, digests)
        sha256 = next((Sha256(value) for kind, value in digests if kind == "sha256"), None)
        return Target(path=path, name=name, sha256=sha256)

    return Pending(name=name, fetch=fetch)


def _pins(fragment: str, shown: str) -> tuple[tuple[str, str], ...]:
    if not fragment:
        return ()
    from tallystick.lock import Malformed, digest  # noqa: PLC0415 - see above

    algorithm, _, value = fragment.partition("=")
    try:
        known = digest(algorithm, value)
    except Malformed:
        known = None
    if known is None:
        raise UsageError(f"{shown}: write the digest as #sha256=HEX")
    return (known,)


def _named(argument: str) -> Named:
    """Project and version of ``NAME`` or ``NAME==VERSION``."""
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - see above

    from tallystick.cli.purl import Named  # noqa: PLC0415 - see above

    try:
        requirement = Requirement(argument)
    except (InvalidRequirement, RecursionError):
        raise UsageError(f"{argument}: {_FORMS}") from None
    if requirement.url is not None:
        raise UsageError(f"{requirement.name}: name the URL alone")
    clauses = list(requirement.specifier)
    if not clauses:
        return Named(kind="pypi", project=requirement.name, version=None)
    if len(clauses) != 1 or clauses[0].operator not in {"==", "==="} or "*" in clauses[0].version:
        raise UsageError(
            f"{argument}: one exact version is audited; write {requirement.name}==VERSION"
        )
    return Named(kind="pypi", project=requirement.name, version=clauses[0].version)
