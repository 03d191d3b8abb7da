"""Ledgers as in-toto statements: two for each, what was found and what is made of it, one a line.

https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md and
https://slsa.dev/spec/v1.0/verification_summary. Unsigned here; ``--attest`` signs the same bytes.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from tallystick.model import Artifact, ArtifactKind, Ledger, VerdictValue
from tallystick.report import several, summary
from tallystick.report.json import custody_document, document
from tallystick.report.text import json_name

if TYPE_CHECKING:
    from tallystick.model.custody import Custody

STATEMENT: Final = "https://in-toto.io/Statement/v1"
AUDIT: Final = "urn:tallystick:audit:1"
"""The type of our own predicate; ``audit.schema.json`` beside this module is its schema."""

CUSTODY: Final = "urn:tallystick:custody:1"
"""Of a statement about a commit: its predicate is what ``custody --format json`` writes."""

SUMMARY: Final = "https://slsa.dev/verification_summary/v1"
SCHEMA: Final = "tallystick.audit/1"

VERIFIER: Final = "urn:tallystick:verifier:unnamed"
LEVEL: Final = "TALLYSTICK_ACCOUNTED_FOR"
"""What a passed summary says: no level of SLSA, which would begin with ``SLSA_``."""


def render(results: Sequence[several.Result]) -> str:
    """The statements of all ledgers, one a line; what could not be audited has none."""
    lines = [
        encoded(statement).decode("ascii")
        for ledger in several.ledgers(results)
        for statement in statements(ledger)
    ]
    return "\n".join(lines) + "\n"


def render_custody(custody: Custody) -> str:
    """One statement about a commit: what is known of its history, whole."""
    statement = {
        "_type": STATEMENT,
        "subject": [
            {"name": json_name(custody.where), "digest": {"gitCommit": custody.range.until}}
        ],
        "predicateType": CUSTODY,
        "predicate": custody_document(custody),
    }
    return encoded(statement).decode("ascii") + "\n"


def encoded(statement: dict[str, Any]) -> bytes:
    """A statement as it is signed: compact ASCII."""
    return json.dumps(statement, separators=(",", ":"), allow_nan=False).encode("ascii")


def statements(ledger: Ledger, verifier: str = VERIFIER) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was found (the ledger whole), and what is made of it (SLSA's summary).

    Args:
        ledger: a judged one.
        verifier: a URI of whoever says so.
    """
    now = _now()
    return _audit(ledger, verifier, now), _summary(ledger, verifier, now)


def outcome(verdict: VerdictValue, ledger: Ledger) -> str:
    """The rebuilder's word for ``verdict``: only who built the artifact again speaks of reproducing it."""
    match verdict:
        case VerdictValue.ACCEPTED:
            return "reproduced" if ledger.is_reproduced else "accounted-for"
        case VerdictValue.REJECTED:
            return "not-reproduced" if ledger.is_reproduced is False else "not-accounted-for"
        case VerdictValue.INCONCLUSIVE:
            return "could-not-tell"


def _statement(ledger: Ledger, kind: str, predicate: dict[str, Any]) -> dict[str, Any]:
    artifact = ledger.artifact
    return {
        "_type": STATEMENT,
        "subject": [{"name": json_name(artifact.name), "digest": {"sha256": artifact.sha256}}],
        "predicateType": kind,
        "predicate": predicate,
    }


def _audit(ledger: Ledger, verifier: str, now: str) -> dict[str, Any]:
    whole = {
        key: list(value) if isinstance(value, map) else value
        for key, value in document(ledger).items()
    }
    whole["timings"] = {}  # of this machine, and of nothing in the artifact
    predicate = {
        "schema": SCHEMA,
        "outcome": outcome(summary.verdict(ledger).value, ledger),
        "verifier": verifier,
        "time": now,
        "ledger": whole,
    }
    return _statement(ledger, AUDIT, predicate)


def _summary(ledger: Ledger, verifier: str, now: str) -> dict[str, Any]:
    """PASSED for what is accepted alone: SLSA has no word for what could not be told."""
    verdict = summary.verdict(ledger)
    passed = verdict.value is VerdictValue.ACCEPTED
    predicate = {
        "verifier": {"id": verifier, "version": {summary.TOOL: summary.tool_version()}},
        "timeVerified": now,
        "resourceUri": _resource(ledger.artifact),
        "policy": {
            "uri": "urn:tallystick:policy",
            "digest": {"sha256": verdict.policy} if verdict.policy else {},
        },
        "verificationResult": "PASSED" if passed else "FAILED",
        "verifiedLevels": [LEVEL if passed else "FAILED"],
    }
    return _statement(ledger, SUMMARY, predicate)


def _resource(artifact: Artifact) -> str:
    """A package URL (https://github.com/package-url/purl-spec), as far as the file name tells."""
    kinds = {ArtifactKind.SDIST: "pypi", ArtifactKind.WHEEL: "pypi", ArtifactKind.NPM: "npm"}
    kind = kinds.get(artifact.kind, "generic")
    project = quote(json_name(artifact.project or artifact.name), safe="")
    version = quote(json_name(artifact.version or ""), safe="")
    return f"pkg:{kind}/{project}" + (f"@{version}" if version else "")


def _now() -> str:
    """The time of the statement, or the one that is asked for (reproducible-builds.org/specs)."""
    asked = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else time.time()
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
