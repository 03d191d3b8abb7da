"""Evidence: all that verdicts rest on, in one file that an air-gapped machine can judge again.

A JSON document in one canonical form, with the digest of all else in it: a byte that was changed on the way
is found before anything is read. The digest protects from nobody who means it: what the parts come to is
recomputed by whoever verifies (``cli/evidence.py``), and the ledgers in it are compared, never believed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from tallystick.errors import UsageError
from tallystick.limits import Limits
from tallystick.model import Ledger
from tallystick.report import json as ledger_json
from tallystick.report import summary
from tallystick.report.json_reader import ledger_of

SCHEMA: Final = "tallystick.evidence/1"

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class KeptObject(Struct, frozen=True, kw_only=True):
    """An object of git: its kind and its bytes, without git's header."""

    kind: str
    content: bytes


class Repository(Struct, frozen=True, kw_only=True):
    """Objects of one commit of one repository; see :mod:`tallystick.source.evidence`."""

    url: str
    commit: str
    objects: Mapping[str, KeptObject]
    tags: Mapping[str, str]


class Offered(Struct, frozen=True, kw_only=True):
    """Something that attests: its bytes, or why they could not be had."""

    content: bytes | None
    reason: str = ""


class Audited(Struct, frozen=True, kw_only=True):
    """One artifact, and what its ledger rests on.

    Attributes:
        artifact: its bytes.
        attestations: as the index served them, or as they lay beside the file.
        signatures: OpenPGP signatures of the file.
        repositories: the source's own first, its submodules after it; none if it was no repository.
        ledger: as it was reported.
        document: the same as JSON has it.
    """

    artifact: bytes
    attestations: tuple[Offered, ...]
    signatures: tuple[bytes, ...]
    repositories: tuple[Repository, ...]
    ledger: Ledger
    document: Mapping[str, Any]


class Evidence(Struct, frozen=True, kw_only=True):
    """What is in the file.

    Attributes:
        tool: the version of the program that wrote it.
        trust_root: what the attestations were checked against; shown, and never used.
        given: the SHA-256 of each file that the user gave to be judged by, by its option.
        audits: each artifact.
    """

    tool: str
    trust_root: bytes
    given: Mapping[str, str]
    audits: tuple[Audited, ...]


def write(evidence: Evidence) -> bytes:
    """The file; the same bytes for the same evidence."""
    content = {
        "schema": SCHEMA,
        "tool": {"name": summary.TOOL, "version": evidence.tool},
        "trust_root": _encoded(evidence.trust_root),
        "given": dict(evidence.given),
        "audits": [
            {
                "artifact": _encoded(one.artifact),
                "attestations": [
                    {"content": None, "reason": offer.reason}
                    if offer.content is None
                    else {"content": _encoded(offer.content), "reason": ""}
                    for offer in one.attestations
                ],
                "signatures": [_encoded(signature) for signature in one.signatures],
                "repositories": [_repository(repository) for repository in one.repositories],
                "ledger": dict(one.document),
            }
            for one in evidence.audits
        ],
    }
    return _canonical({**content, "digest": _digest(content)})


def as_document(ledger: Ledger) -> dict[str, Any]:
    """The ledger as it stands in evidence: without the seconds that each step took."""
    whole = {**ledger_json.document(ledger), "timings": {}}
    return {name: list(value) if isinstance(value, map) else value for name, value in whole.items()}


def read(content: bytes, limits: Limits) -> Evidence:
    """What is in the file.

    Raises:
        UsageError: it is none, is damaged, of a newer form, or larger than ``limits.evidence``.
    """
    if len(content) > limits.evidence:
        raise UsageError(f"larger than {limits.evidence} bytes (cap: evidence)")
    try:
        document = json.loads(content.decode("ascii"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise UsageError("not evidence: no JSON in ASCII, or damaged") from None
    document = _object(document, "the evidence", _FIELDS, free=True)
    if document.get("schema") != SCHEMA:
        raise UsageError(f"not evidence, or of a newer form: its schema is not {SCHEMA}")
    _object(document, "the evidence", _FIELDS)
    rest = {name: value for name, value in document.items() if name != "digest"}
    if document["digest"] != _digest(rest):
        raise UsageError("damaged: what is in it has another digest than it says")
    if _canonical(document) != content:
        raise UsageError("damaged: it is not written as this program writes it")
    tool = _object(document["tool"], "tool", {"name", "version"})
    audits = tuple(_audited(one) for one in _list(document["audits"], "audits"))
    if not audits:
        raise UsageError("it is evidence of nothing: no artifact is in it")
    return Evidence(
        tool=_text(tool["version"], "tool"),
        trust_root=_decoded(document["trust_root"], "trust_root"),
        given=_given(document["given"]),
        audits=audits,
    )


_FIELDS = {"schema", "tool", "trust_root", "given", "audits", "digest"}


def _given(value: object) -> Mapping[str, str]:
    found = {}
    for option, digest in _object(value, "given", set(), free=True).items():
        found[option] = _text(digest, f"given: {option}", _SHA256)
    return found


def _audited(value: object) -> Audited:
    names = {"artifact", "attestations", "signatures", "repositories", "ledger"}
    fields = _object(value, "an audit", names)
    document = _object(fields["ledger"], "a ledger", set(), free=True)
    return Audited(
        artifact=_decoded(fields["artifact"], "an artifact"),
        attestations=tuple(_offered(one) for one in _list(fields["attestations"], "attestations")),
        signatures=tuple(
            _decoded(one, "a signature") for one in _list(fields["signatures"], "signatures")
        ),
        repositories=tuple(
            _read_repository(one) for one in _list(fields["repositories"], "repositories")
        ),
        ledger=ledger_of(document),
        document=document,
    )


def _offered(value: object) -> Offered:
    fields = _object(value, "an attestation", {"content", "reason"})
    reason = _text(fields["reason"], "an attestation: reason")
    if fields["content"] is None:
        return Offered(content=None, reason=reason)
    return Offered(content=_decoded(fields["content"], "an attestation"))


def _repository(one: Repository) -> dict[str, Any]:
    return {
        "url": one.url,
        "commit": one.commit,
        "tags": dict(one.tags),
        "objects": {
            id_: {"kind": kept.kind, "content": _encoded(kept.content)}
            for id_, kept in one.objects.items()
        },
    }


def _read_repository(value: object) -> Repository:
    fields = _object(value, "a repository", {"url", "commit", "tags", "objects"})
    objects = {}
    for id_, kept in _object(fields["objects"], "objects", set(), free=True).items():
        parts = _object(kept, f"the object {id_[:64]}", {"kind", "content"})
        objects[_text(id_, "an object's id", _ID)] = KeptObject(
            kind=_text(parts["kind"], "an object's kind"),
            content=_decoded(parts["content"], "an object"),
        )
    tags = _object(fields["tags"], "tags", set(), free=True)
    return Repository(
        url=_text(fields["url"], "url"),
        commit=_text(fields["commit"], "commit", _ID),
        objects=objects,
        tags={name: _text(id_, "a tag", _ID) for name, id_ in tags.items()},
    )


def _canonical(document: Mapping[str, Any]) -> bytes:
    """JSON in ASCII, names in order, no space: one form of each document."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return f"{text}\n".encode("ascii")


def _digest(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(_canonical(document)).hexdigest()


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _decoded(value: object, where: str) -> bytes:
    if not isinstance(value, str):
        raise UsageError(f"evidence: {where} is not in base64")
    try:
        content = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise UsageError(f"evidence: {where} is not in base64") from None
    if _encoded(content) != value:
        raise UsageError(f"evidence: {where} is in base64 that has another form")
    return content


def _text(value: object, where: str, pattern: re.Pattern[str] | None = None) -> str:
    if not isinstance(value, str) or (pattern is not None and not pattern.fullmatch(value)):
        raise UsageError(f"evidence: {where} is not as {SCHEMA} says")
    return value


def _list(value: object, where: str) -> Sequence[object]:
    if not isinstance(value, list):
        raise UsageError(f"evidence: {where} is no list")
    return value


def _object(value: object, where: str, names: set[str], *, free: bool = False) -> dict[str, Any]:
    if not isinstance(value, dict) or (not free and set(value) != names):
        raise UsageError(f"evidence: {where} is not as {SCHEMA} says")
    return value


def _refuse(constant: str) -> float:
    raise ValueError(constant)
