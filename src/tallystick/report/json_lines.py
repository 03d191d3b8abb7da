"""The lines of a ledger, read from JSON: there may be millions, and nearly all of them are plain."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from tallystick.model import BlobId, Entry, Grade, LedgerLine, Reach, Sha256
from tallystick.report.json_fields import LARGEST, OBJECT_ID, SHA256, Fields

_MODE: Final = re.compile(r"[0-7]{6}")
_MODES: Final = {f"{mode:06o}": mode for mode in (0o100644, 0o100755, 0o120000, 0o160000)}
_GRADES: Final = {grade.value: grade for grade in Grade}
_REACHES: Final = {reach.value: reach for reach in Reach}


def lines_of(values: Iterable[object]) -> tuple[LedgerLine, ...]:
    """The lines in the values of JSON.

    Raises:
        UsageError: one of them is none.
    """
    return tuple(_plain(value) or _line(Fields(value, "the report: entries")) for value in values)


def _plain(value: Any) -> LedgerLine | None:  # noqa: ANN401 - whatever JSON has
    """A line with all its fields, no escape in a name and no list that holds something; else None.

    It says nothing that :func:`_line` would not say, in a third of the time.
    """
    try:
        path, blob, sha256, size = value["path"], value["blob"], value["sha256"], value["size"]
        source_path, lists = value["source_path"], (value["normalisations"], value["notes"])
        texts = (
            value["reach_reason"],
            value["explainer"],
            value["claim"],
            value["evidence"],
            value["delta"],
        )
        mode, grade, reach = (
            _MODES[value["mode"]],
            _GRADES[value["grade"]],
            _REACHES[value["reach"]],
        )
    except (KeyError, TypeError):
        return None
    if (
        type(path) is not str
        or "\\" in path
        or type(size) is not int
        or not 0 <= size <= LARGEST
        or type(blob) is not str
        or OBJECT_ID.fullmatch(blob) is None
        or type(sha256) is not str
        or SHA256.fullmatch(sha256) is None
        or (source_path != path and source_path is not None)
        or lists != ([], [])
    ):
        return None
    for text in texts:
        if text is not None and type(text) is not str:
            return None
    reach_reason, explainer, claim, evidence, delta = texts
    return LedgerLine(
        entry=Entry(path=path, mode=mode, size=size, blob=BlobId(blob), sha256=Sha256(sha256)),
        grade=grade,
        reach=reach,
        explainer=explainer,
        source_path=source_path,
        claim=claim,
        evidence=evidence,
        delta=delta,
        reach_reason=reach_reason,
    )


def _line(fields: Fields) -> LedgerLine:
    sha256 = fields.maybe_text("sha256", SHA256)
    entry = Entry(
        path=fields.name("path"),
        mode=int(fields.text("mode", _MODE), 8),
        size=fields.maybe_number("size"),
        blob=BlobId(fields.text("blob", OBJECT_ID)),
        sha256=None if sha256 is None else Sha256(sha256),
    )
    return LedgerLine(
        entry=entry,
        grade=fields.word("grade", Grade),
        reach=fields.word("reach", Reach),
        reach_reason=fields.maybe_text("reach_reason"),
        explainer=fields.maybe_text("explainer"),
        source_path=fields.maybe_name("source_path"),
        claim=fields.maybe_text("claim"),
        evidence=fields.maybe_text("evidence"),
        normalisations=fields.texts("normalisations"),
        notes=fields.texts("notes"),
        delta=fields.maybe_text("delta"),
    )
