"""Files that a reviewer cannot read: who brought them, who changed them last, and who accounts for them."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.model.custody import Confidence, OpaqueFile, Remark


def check(context: Context) -> Iterator[Remark]:
    """One remark for all opaque files that ``provenance.toml`` says nothing of, by kind."""
    by_kind: dict[str, list[OpaqueFile]] = {}
    for one in context.opaque:
        if one.origin is None:
            by_kind.setdefault(one.kind, []).append(one)
    for kind, files in sorted(by_kind.items()):
        count, noun = len(files), "file" if len(files) == 1 else "files"
        yield Remark(
            check="opaque-file",
            message=f"nobody can read, and nobody accounts for, {count} {kind} {noun}",
            known=files[0].known,
            confidence=min((one.confidence for one in files), key=list(Confidence).index),
            commits=tuple(dict.fromkeys(one.changed.commit for one in files if one.changed)),
            paths=tuple(one.path for one in files),
            people=tuple(dict.fromkeys(one.changed.by for one in files if one.changed)),
        )
