"""A ledger, as rows: pure. What it says of whom is in :mod:`tallystick.store.said`."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

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
"""What is not kept of a detail, and is what a field means that an early ledger does not have."""

_ABSENT: Final[Mapping[str, Any]] = {**DEFAULTS, "explainer": None, "source_path": None}

_ECOSYSTEMS: Final[Mapping[ArtifactKind, str]] = {
    ArtifactKind.SDIST: "pypi",
    ArtifactKind.WHEEL: "pypi",
    ArtifactKind.NPM: "npm",
    ArtifactKind.DEBIAN: "debian",
    ArtifactKind.TARBALL: "tarball",
}
"""Whose names an artifact's project and version are."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All that one ledger comes to; what is to be a row once is sorted, for puts that run side by side.

    Attributes:
        digest: of all that the ledger says but ``timings``, which no two audits have alike.
        release: ecosystem, project, version; None where it names none.
        artifact: its columns, without the keys.
        ledger: likewise.
    """

    digest: bytes
    release: tuple[str, str, str] | None
    artifact: Mapping[str, object]
    ledger: Mapping[str, object]
    paths: Sequence[PathRow]
    blobs: Sequence[BlobRow]
    details: Sequence[DetailRow]
    entries: Sequence[EntryRow]
    said: Said


def rows_of(document: Mapping[str, Any]) -> Rows:
    """The rows of a ledger in the values of JSON, as ``docs/ledger.md`` says.

    Raises:
        UsageError: it is none.
    """
    ledger = ledger_of(document)
    try:
        digest = _digest(document)
        rest = {key: value for key, value in document.items() if key != "entries"}
        packed = zlib.compress(compact(rest).encode("ascii"))
    except (ValueError, RecursionError):  # infinite numbers, or nested beyond reason
        raise UsageError("not a ledger: nested too deeply, or a number that is none") from None
    paths: dict[bytes, PathRow] = {}
    blobs: set[BlobRow] = set()
    details: dict[str, bytes] = {}
    entries = [
        _entry(position, line, shown, paths, blobs, details)
        for position, (line, shown) in enumerate(
            zip(ledger.lines, document["entries"], strict=True)
        )
    ]
    return Rows(
        digest=digest,
        release=_release(ledger.artifact),
        artifact=_artifact(ledger.artifact),
        ledger={"digest": digest, "document": packed, **_columns(ledger, document)},
        paths=sorted(paths.values()),
        blobs=sorted(blobs),
        details=sorted((key, text) for text, key in details.items()),
        entries=entries,
        said=said(ledger, document),
    )


def _digest(document: Mapping[str, Any]) -> bytes:
    """The SHA-256 of a ledger, one piece at a time: it may have a million entries."""
    digest = hashlib.sha256()
    for key in sorted(document):
        if key == "entries":
            for one in document[key]:
                digest.update(_canonical({**_ABSENT, **one}).encode("ascii"))
        elif key != "timings":
            digest.update(_canonical([key, document[key]]).encode("ascii"))
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


def _artifact(artifact: Artifact) -> dict[str, object]:
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


def _entry(
    position: int,
    line: LedgerLine,
    shown: Mapping[str, Any],
    paths: dict[bytes, PathRow],
    blobs: set[BlobRow],
    details: dict[str, bytes],
) -> EntryRow:
    entry = line.entry
    explainer = maybe_prose(line.explainer)
    blob = (
        bytes.fromhex(entry.sha256) if entry.sha256 is not None else b"",
        bytes.fromhex(entry.blob),
    )
    blobs.add(blob)
    at = _interned(entry.path, paths)
    source = None
    if line.source_path is not None:
        same = line.source_path == entry.path
        source = at if same else _interned(line.source_path, paths)
    return (
        position,
        at,
        *blob,
        source,
        _detail(shown, explainer, details),
        entry.mode,
        entry.size,
        line.grade.value,
        line.reach.value,
        explainer,
    )


def _interned(name: str, paths: dict[bytes, PathRow]) -> bytes:
    stored = stored_name(name)
    digest = hashlib.sha256(stored.encode("utf-8")).digest()
    if digest not in paths:
        paths[digest] = (digest, stored, stored.rpartition("/")[2][:SHORT])
    return digest


def _detail(
    shown: Mapping[str, Any], explainer: str | None, details: dict[str, bytes]
) -> bytes | None:
    kept = {
        key: value
        for key, value in shown.items()
        if key not in _COLUMNS and (key not in DEFAULTS or value != DEFAULTS[key])
    }
    if shown.get("explainer") != explainer:  # not an id of ours: its column holds it escaped
        kept["explainer"] = shown["explainer"]
    if not kept:
        return None
    text = compact(kept)
    digest = details.get(text)
    if digest is None:
        digest = details[text] = hashlib.sha256(text.encode("ascii")).digest()
    return digest


def chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """``rows``, ``size`` at a time."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
