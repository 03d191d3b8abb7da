"""A crate that ``cargo vendor`` put into an sdist.

Two-sided: a ``Cargo.lock`` of the source names the crate, its version and the SHA-256 of its archive,
and the source expects the folder (git ignores it, or a build file names it). ``.cargo-checksum.json``
(The Cargo Book, "Source Replacement", "Directory Sources") must repeat that checksum in ``package`` and
list each file with its digest. That list is the artifact's own word, so it never proves a file: only
the crate's archive, whose digest is in the lock, does. Where it is at hand, each file is the same bytes at
the same path of it, and the list is what cargo writes of those that are there.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from tallystick.explain.context import Context, Unreadable
from tallystick.explain.evidence.build_files import naming
from tallystick.explain.evidence.git_ignored import is_git_ignored
from tallystick.explain.places import base_name, folder_of
from tallystick.explain.releases import Files, Named, Registry
from tallystick.model import Difference, Explanation, Grade
from tallystick.project import table
from tallystick.project.bounded import Malformed, json_object, toml

ID = "vendored-crate"

CHECKSUMS = ".cargo-checksum.json"

MAX_FOLDERS = 16
"""Folders that hold vendored crates; a project has one. Each is looked for in all build files."""

REGISTRY = "registry+https://github.com/rust-lang/crates.io-index"
"""How a lock names crates.io; a crate of any other source has no archive that anybody could ask for."""


class Crate(Struct, frozen=True, kw_only=True):
    """What one vendored folder says, and what is wrong with all of it (None if nothing is)."""

    problem: str | None = None
    lock: str | None = None
    name: str = ""
    named: Named | None = None
    files: Mapping[str, object] = field(default_factory=dict)
    missing: str | None = None
    more: tuple[str, ...] = ()


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    if difference.source is not None or difference.entry.is_link:
        return None
    folder = crate_folder(difference.path, context)
    if folder is None or not locks(context) or expected(folder, context) is None:
        return None
    crate = context.once(f"crate {folder}", lambda: _crate(folder, context))
    problem = crate.problem or _wrong_file(difference, folder, crate)
    if problem or crate.named is None:
        return _explanation(Grade.CONTRADICTED, problem or f"{folder} names no crate", crate)
    files = context.releases.files(crate.named)
    if isinstance(files, str):
        return _explanation(
            Grade.UNPROVEN,
            f"{crate.lock} names {crate.name} with this checksum, and {CHECKSUMS} this file; "
            f"{files}: run `cargo fetch --locked` in the source to have its archive compared",
            crate,
        )
    if base_name(difference.path) == CHECKSUMS and folder_of(difference.path) == folder:
        return _explanation(*_checksums(crate, files), crate)
    return _explanation(*_archived(difference, folder, files, crate), crate)


def _explanation(grade: Grade, evidence: str, crate: Crate) -> Explanation:
    return Explanation(
        grade=grade,
        explainer=ID,
        claim=f"a file of {crate.name or 'a crate'}, vendored by cargo",
        evidence=evidence,
        source_path=crate.lock,
    )


def _archived(difference: Difference, folder: str, files: Files, crate: Crate) -> tuple[Grade, str]:
    """The same bytes at the same path of the archive, or not."""
    name, entry = difference.path.removeprefix(folder), difference.entry
    theirs = files.get(name)
    if theirs is None or theirs.is_link or theirs.sha256 != entry.sha256:
        what = "has other bytes there" if theirs else "has no such file"
        return Grade.CONTRADICTED, f"the archive of {crate.name}, which {crate.lock} pins, {what}"
    if entry.is_executable and not theirs.is_executable:
        return Grade.UNPROVEN, f"the archive of {crate.name} has these bytes, not executable"
    return Grade.UPSTREAM, f"the archive of {crate.name}, whose checksum is in {crate.lock}, has it"


def _checksums(crate: Crate, files: Files) -> tuple[Grade, str]:
    """The list of files: of files of the archive, with their digests, and with nothing else beside it."""
    if crate.more:
        return (
            Grade.CONTRADICTED,
            f"it holds {', '.join(crate.more)[:200]}, which cargo never writes",
        )
    for name, digest in crate.files.items():
        theirs = files.get(name)
        if theirs is None or theirs.sha256 != digest:
            # The file itself is contradicted; it shall be the one that is named first.
            return Grade.UNPROVEN, f"the archive of {crate.name} has no {name} with that digest"
    out = sorted(name for name in files if name not in crate.files and _is_built(name))
    if out:
        said = f"it leaves out {', '.join(out)[:200]} of the archive of {crate.name}"
        return Grade.UNPROVEN, said
    return Grade.DERIVED, f"it lists files of the archive of {crate.name}, with their digests"


def _is_built(name: str) -> bool:
    """Whether a build would miss the file; cargo itself leaves out what git and packagers keep there."""
    return name.endswith(".rs") and name.split("/", 1)[0] in {"src", "build.rs"}


def crate_folder(path: str, context: Context) -> str | None:
    """The folder of the vendored crate that ``path`` lies in, with a slash; None if there is none.

    The sdist's own root is none: a crate is vendored below the project that uses it.
    """
    folders = context.once("vendored crates", lambda: _folders(context))
    folder = folder_of(path)
    while folder:
        if folder in folders:
            return folder
        folder = folder_of(folder.rstrip("/"))
    return None


def vendor_folders(context: Context) -> frozenset[str]:
    """The folders that hold vendored crates, without a slash at the end."""
    folders = context.once("vendored crates", lambda: _folders(context))
    return frozenset(folder_of(folder.rstrip("/")).rstrip("/") for folder in folders)


def expected(folder: str, context: Context) -> str | None:
    """Why the source expects crates to be vendored beside ``folder``; None if nothing says so."""
    vendor = folder_of(folder.rstrip("/")).rstrip("/")
    return (
        context.once(f"expected {vendor}", lambda: _expected(vendor, context)) if vendor else None
    )


def locks(context: Context) -> Mapping[tuple[str, str], tuple[str, str]]:
    """(name, version) of each crate of crates.io in a lock of the source: the lock, the checksum."""
    return context.once("crate checksums", lambda: _locks(context))


def _folders(context: Context) -> frozenset[str]:
    return frozenset(
        folder_of(path) for path in context.artifact.tree.entries if base_name(path) == CHECKSUMS
    )


def _expected(vendor: str, context: Context) -> str | None:
    """A folder of crates holds nothing else: neither the source nor the sdist has other files in it."""
    if len(vendor_folders(context)) > MAX_FOLDERS:
        return None
    if any(path.startswith(f"{vendor}/") for path in context.source.tree.entries) or any(
        path.startswith(f"{vendor}/") and crate_folder(path, context) is None
        for path in context.artifact.tree.entries
    ):
        return None
    places = [candidate.path for candidate in context.layout.candidates(vendor + "/x")]
    if any(is_git_ignored(place, context) for place in places):
        return f"git ignores {vendor}"
    named = naming(vendor, context)
    return f"{named} names {vendor}" if named else None


def _locks(context: Context) -> Mapping[tuple[str, str], tuple[str, str]]:
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for path, entry in context.source.tree.entries.items():
        if base_name(path) != "Cargo.lock" or entry.is_link or entry.is_gitlink:
            continue
        try:
            packages = toml(context.source_bytes(path), context.limits).get("package")
        except (Malformed, Unreadable):
            continue
        for package in packages if isinstance(packages, list) else []:
            if isinstance(package, Mapping) and package.get("source") == REGISTRY:
                key = str(package.get("name")), str(package.get("version"))
                found.setdefault(key, (path, str(package.get("checksum"))))
    return found


def _crate(folder: str, context: Context) -> Crate:
    """What is to be said of the crate in ``folder``; read once for all of its files."""
    try:
        listed = json_object(context.artifact_bytes(folder + CHECKSUMS), context.limits)
        manifest = toml(_manifest(folder, context), context.limits)
    except (Malformed, Unreadable) as error:
        return Crate(problem=f"{folder}: {error}")
    package = table(manifest, "package")
    name, version = str(package.get("name")), str(package.get("version"))
    label = f"{name} {version}"
    if base_name(folder.rstrip("/")) not in {name, f"{name}-{version}"}:
        return Crate(problem=f"{folder} holds {label}", name=label)
    lock, checksum = locks(context).get((name, version), (None, None))
    if lock is None or checksum is None:
        return Crate(problem=f"no Cargo.lock of the source names {label} of crates.io", name=label)
    if listed.get("package") != checksum:
        return Crate(problem=f"{lock} has another checksum for {label}", name=label, lock=lock)
    files = table(listed, "files")
    missing = next(
        (file for file in files if folder + file not in context.artifact.tree.entries), None
    )
    return Crate(
        name=label,
        lock=lock,
        named=Named(
            registry=Registry.CARGO,
            name=name,
            version=version,
            digests=frozenset({("sha256", checksum)}),
            by=lock,
        ),
        files=files,
        missing=missing,
        more=tuple(sorted(listed.keys() - {"files", "package"})),
    )


def _manifest(folder: str, context: Context) -> bytes:
    path = f"{folder}Cargo.toml"
    entry = context.artifact.tree.entries.get(path)
    if entry is None or entry.is_link:
        raise Malformed("there is no Cargo.toml beside the list of files")
    return context.artifact_bytes(path)


def _wrong_file(difference: Difference, folder: str, crate: Crate) -> str | None:
    """How one file is not what the crate's list says of it."""
    name = difference.path.removeprefix(folder)
    if name == CHECKSUMS:
        return f"it lists {crate.missing}, which is not there" if crate.missing else None
    if name not in crate.files:
        return f"{folder}{CHECKSUMS} does not list it"
    if crate.files[name] != difference.entry.sha256:
        return f"{folder}{CHECKSUMS} has another digest for it"
    return None
