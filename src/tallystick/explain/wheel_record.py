"""``RECORD`` of a wheel: every file once, with its digest and size, and nothing else.

https://packaging.python.org/en/latest/specifications/recording-installed-packages/#the-record-file
"""

from __future__ import annotations

import base64
import csv
import hashlib

from tallystick.explain.context import Context, Unreadable
from tallystick.model import Difference, Entry, Explanation, Grade
from tallystick.project.bounded import Malformed, TooLarge, text

ID = "wheel-record"

ALGORITHMS = frozenset({"sha256", "sha384", "sha512"})
"""The binary distribution format asks for "sha256 or better"."""

SIGNATURES = frozenset({"RECORD.jws", "RECORD.p7s"})
"""They are made over RECORD, so RECORD cannot hold their digests (same specification)."""


def explain(difference: Difference, context: Context) -> Explanation | None:
    """See :class:`tallystick.explain.context.Check`."""
    folder, _, name = difference.path.rpartition("/")
    if name != "RECORD" or not folder.endswith(".dist-info") or "/" in folder:
        return None
    wrong = _first_wrong(difference.path, context)
    return Explanation(
        grade=Grade.CONTRADICTED if wrong else Grade.DERIVED,
        explainer=ID,
        claim="the digests and sizes of this wheel's files",
        evidence=wrong
        or f"recomputed: each of {len(context.artifact.tree.entries)} files is listed once, rightly",
        normalisations=("order and quoting of rows, and base64 or hex, not compared",),
    )


def _first_wrong(path: str, context: Context) -> str | None:
    """What is wrong first, with its line; None if every line is right and none is missing."""
    folder = path.rpartition("/")[0]
    if context.dist_info != folder:
        return "the wheel has more than one .dist-info folder"
    try:
        content = text(context.artifact_bytes(path), context.limits)
        rows = list(csv.reader(content.splitlines(keepends=True), strict=True))
    except TooLarge as error:
        raise Unreadable(f"{path}: {error}") from None
    except Malformed as error:
        return str(error)
    except csv.Error as error:
        return f"not CSV: {error}"
    if content.splitlines() != content.replace("\r\n", "\n").rstrip("\n").split("\n"):
        return "a character that only some readers take for the end of a line"
    unlisted = {path, *(f"{folder}/{name}" for name in SIGNATURES)}
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        wrong = _wrong(row, seen, unlisted, context)
        if wrong:
            return f"line {number}: {wrong}"
    missing = sorted(context.artifact.tree.entries.keys() - seen - (unlisted - {path}))
    return f"{missing[0]} is not listed" if missing else None


def _wrong(row: list[str], seen: set[str], unlisted: set[str], context: Context) -> str | None:
    if len(row) != 3:
        return f"{len(row)} columns instead of 3"
    path, digest, size = row
    entry = context.artifact.tree.entries.get(path)
    if entry is None:
        return f"{path!r} is not in the wheel"
    if path in seen:
        return f"{path} is listed twice"
    seen.add(path)
    if path in unlisted:
        return f"{path} cannot have a digest here" if digest or size else None
    if size != str(entry.size):
        return f"{path} has {entry.size} bytes, not {size!r}"
    return _digest_wrong(entry, digest, context)


def _digest_wrong(entry: Entry, stated: str, context: Context) -> str | None:
    algorithm, _, value = stated.partition("=")
    if algorithm not in ALGORITHMS:
        return f"{entry.path} has no digest of {', '.join(sorted(ALGORITHMS))}"
    if algorithm == "sha256" and entry.sha256 is not None:
        digest = bytes.fromhex(entry.sha256)
    else:
        digest = hashlib.new(algorithm, context.artifact_bytes(entry.path)).digest()
    encoded = base64.urlsafe_b64encode(digest).decode()
    # The format asks for base64 without padding; uv_build 0.8.3 wrote hex. Either names one digest.
    if value not in {encoded.rstrip("="), digest.hex()}:
        return f"{entry.path} has another {algorithm}"
    return None
