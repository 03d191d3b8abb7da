"""A ledger, as rows: pure. What it says of whom is in :mod:`tallystick.store.said`."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Final

from msgspec import Struct
from packaging.utils import canonicalize_name

from tallystick.errors import UsageError
from tallystick.model import Artifact, ArtifactKind, Ledger, LedgerLine
from tallystick.report.json_fields import LARGEST
from tallystick.report.json_reader import ledger_of
from tallystick.store.said import Said, said
from tallystick.store.spelling import SHORT, maybe_prose, stored_name, stored_prose

NAME: Final = 1_024
"""Bytes of an artifact's file name: NAME_MAX of Linux is 255, each at most four characters when escaped."""

_COLUMNS: Final = frozenset(
    {"path", "mode", "size", "blob", "sha256", "grade", "reach", "explainer", "source_path"}
)
"""Fields of an entry that have a column; all others are its detail, those of later versions, too."""

DEFAULTS: Final[Mapping[str, Any]] = {
    "reach_reason": None,
    "claim": None,
    "evidence": None,
    "normalisations": [],
    "notes": [],
    "delta": None,
}
"""What is not kept of a detail, and what a field means that an early ledger does not have."""

_ECOSYSTEMS: Final[Mapping[ArtifactKind, str]] = {
    ArtifactKind.SDIST: "pypi",
    ArtifactKind.WHEEL: "pypi",
    ArtifactKind.NPM: "npm",
    ArtifactKind.DEBIAN: "debian",
    ArtifactKind.TARBALL: "tarball",
}
"""Whose names an artifact's project and version are."""

_FIELDS: Final = _COLUMNS | DEFAULTS.keys()
"""All that an entry has today."""

_sha256: Final = hashlib.sha256
compact: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
_canonical: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False, sort_keys=True).encode

PathRow = tuple[bytes, str, str]
BlobRow = tuple[bytes, bytes]
DetailRow = tuple[bytes, str]
EntryRow = tuple[
    int, bytes, bytes, bytes, bytes | None, bytes | None, int, int | None, str, str, str | None
]
"""Position, digest of the path, sha256, git id, digest of the source's path, digest of the detail, mode,
size, grade, reach, explainer."""


class Rows(Struct, frozen=True, kw_only=True):
    """All that one ledger comes to.

    Attributes:
        digest: of all that the ledger says but ``timings``, which no two audits have alike.
        release: ecosystem, project, version; None where it names none.
        artifact: its columns, without the keys.
        ledger: likewise.
        paths: by their digests, as are ``details``.
    """

    digest: bytes
    release: tuple[str, str, str] | None
    artifact: Mapping[str, Any]
    ledger: Mapping[str, object]
    paths: Mapping[bytes, PathRow]
    blobs: AbstractSet[BlobRow]
    details: Mapping[bytes, DetailRow]
    entries: Sequence[EntryRow]
    said: Said


def rows_of(document: Mapping[str, Any]) -> Rows:
    """The rows of a ledger in the values of JSON, as ``docs/ledger.md`` says.

    Raises:
        UsageError: it is none.
    """
    ledger = ledger_of(document)
    once = _Interning()
    entries = once.entries(ledger, document["entries"])
    rest = {key: value for key, value in document.items() if key != "entries"}
    try:
        digest = _digest(rest, entries)
        packed = zlib.compress(compact(rest).encode("ascii"))
    except (ValueError, RecursionError):  # infinite numbers, or nested beyond reason
        raise UsageError("not a ledger: nested too deeply, or a number that is none") from None
    return Rows(
        digest=digest,
        release=_release(ledger.artifact),
        artifact=_artifact(ledger.artifact),
        ledger={"digest": digest, "document": packed, **_columns(ledger, document)},
        paths=once.paths,
        blobs=once.blobs,
        details=once.details,
        entries=entries,
        said=said(ledger, document),
    )


def _digest(rest: Mapping[str, Any], entries: Iterable[EntryRow]) -> bytes:
    """The SHA-256 of all that a ledger says but its timings; entries by the digests in their rows.

    Each piece ends where its own beginning says, so that no two ledgers come to the same bytes.
    """
    said = {key: value for key, value in rest.items() if key != "timings"}
    digest = hashlib.sha256(_canonical(said).encode("ascii"))
    for _, path, sha256, git, source, detail, mode, size, grade, reach, explainer in entries:
        shape = f"{len(sha256)} {len(git)} {source is not None} {detail is not None}"
        head = f"\n{shape} {mode} {size} {grade} {reach} {explainer!a}\n"
        digest.update(
            b"%b%b%b%b%b%b"
            % (head.encode("ascii"), path, sha256, git, source or b"", detail or b"")
        )
    return digest.digest()


def _release(artifact: Artifact) -> tuple[str, str, str] | None:
    if not artifact.project or not artifact.version:
        return None
    ecosystem = _ECOSYSTEMS[artifact.kind]
    project = stored_prose(project_key(ecosystem, artifact.project))
    version = stored_prose(artifact.version)
    # No index has names that long; such a file stands for itself.
    return (ecosystem, project, version) if max(len(project), len(version)) <= SHORT else None


def project_key(ecosystem: str, project: str) -> str:
    """The name under which a project's releases are kept: PEP 503 for Python, else as it is written."""
    return canonicalize_name(project) if ecosystem == "pypi" else project


def _artifact(artifact: Artifact) -> dict[str, Any]:
    name = stored_name(artifact.name)
    if len(name.encode("utf-8")) > NAME:
        raise UsageError(f"the artifact's name is longer than {NAME} bytes")
    return {
        "sha256": bytes.fromhex(artifact.sha256),
        "name": name,
        "kind": artifact.kind.value,
        "size": artifact.size,
    }


def _columns(ledger: Ledger, document: Mapping[str, Any]) -> dict[str, object]:
    source = ledger.source
    residue = [line.entry.size or 0 for line in ledger.lines if not line.grade.is_proof]
    commit = None if source is None or source.commit is None else bytes.fromhex(source.commit)
    return {
        "tool": stored_prose(_tool(document)),
        "verdict": ledger.verdict.value.value if ledger.verdict else "inconclusive",
        "source_kind": None if source is None else source.kind.value,
        "source_url": None if source is None else stored_prose(source.url),
        "source_ref": None if source is None else maybe_prose(source.ref),
        "source_subdir": None if source is None else stored_name(source.subdir),
        "commit": commit,
        "files": len(ledger.lines),
        "bytes": min(sum(line.entry.size or 0 for line in ledger.lines), LARGEST),
        "residue_files": len(residue),
        "residue_bytes": min(sum(residue), LARGEST),
    }


def _tool(document: Mapping[str, Any]) -> str:
    """The version of the tool that wrote it."""
    tool = document.get("tool")
    version = tool.get("version") if isinstance(tool, dict) else None
    if not isinstance(version, str):
        raise UsageError("not a ledger: it does not say which tool wrote it")
    return version


class _Interning:
    """What is a row once, collected from the lines of one ledger."""

    def __init__(self) -> None:
        self.paths: dict[bytes, PathRow] = {}
        self.blobs: set[BlobRow] = set()
        self.details: dict[bytes, DetailRow] = {}
        self._known: dict[tuple[str | None, ...], bytes | None] = {}
        self._explainers: dict[str | None, str | None] = {}

    def entries(self, ledger: Ledger, shown: Sequence[Mapping[str, Any]]) -> list[EntryRow]:
        """The rows of all lines; ``shown`` are the same lines in the values of JSON."""
        unhex, blobs, explainers = bytes.fromhex, self.blobs, self._explainers
        rows: list[EntryRow] = []
        for position, line in enumerate(ledger.lines):
            entry = line.entry
            path, source_path = entry.path, line.source_path
            blob = (unhex(entry.sha256) if entry.sha256 is not None else b"", unhex(entry.blob))
            blobs.add(blob)
            at = self._path(path)
            source: bytes | None = at
            if source_path != path:
                source = None if source_path is None else self._path(source_path)
            explainer = line.explainer
            if explainer not in explainers:
                explainers[explainer] = maybe_prose(explainer)
            detail = self._detail(
                line, shown[position], is_plain=explainers[explainer] == explainer
            )
            # _value_ is .value, in a third of the time.
            said = (line.grade._value_, line.reach._value_, explainers[explainer])  # noqa: SLF001
            rows.append((position, at, *blob, source, detail, entry.mode, entry.size, *said))
        return rows

    def _path(self, name: str) -> bytes:
        stored = stored_name(name)
        digest = _sha256(stored.encode("utf-8")).digest()
        self.paths[digest] = (digest, stored, stored.rpartition("/")[2][:SHORT])
        return digest

    def _detail(
        self, line: LedgerLine, shown: Mapping[str, Any], *, is_plain: bool
    ) -> bytes | None:
        """The digest of the detail; ``is_plain`` says that the explainer's column has all of it."""
        if not is_plain or line.notes or line.normalisations or not shown.keys() <= _FIELDS:
            return self._encoded(shown, is_plain=is_plain)
        said = (line.reach_reason, line.claim, line.evidence, line.delta)
        if said not in self._known:
            self._known[said] = self._encoded(shown, is_plain=True)
        return self._known[said]

    def _encoded(self, shown: Mapping[str, Any], *, is_plain: bool) -> bytes | None:
        kept = {
            key: value
            for key, value in shown.items()
            if key not in _COLUMNS and (key not in DEFAULTS or value != DEFAULTS[key])
        }
        if not is_plain:
            kept["explainer"] = shown["explainer"]
        if not kept:
            return None
        text = compact(kept)
        digest = hashlib.sha256(text.encode("ascii")).digest()
        self.details[digest] = (digest, text)
        return digest
