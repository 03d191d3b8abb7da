"""CI workflows that run what strangers write, or hand them secrets: the severe findings of zizmor."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.zizmor import Finding, findings, workflows
from tallystick.model.custody import Confidence, Place, Remark

_SEVERE = "High"

_CONFIDENCE = {
    "High": Confidence.HIGH,
    "Medium": Confidence.MEDIUM,
}


def check(context: Context) -> Iterator[Remark]:
    """A remark for each rule of zizmor's with a severe finding, most places first."""
    paths = workflows(context.tree)
    if not paths:
        return
    found, skip = findings(context.tree, paths)
    if skip is not None:
        context.skips.append(skip)
    by_rule: dict[str, list[Finding]] = {}
    for one in found:
        if one.severity == _SEVERE:
            by_rule.setdefault(one.rule, []).append(one)
    for rule, alike in sorted(by_rule.items(), key=lambda pair: -len(pair[1])):
        count = len(alike)
        ranks = list(Confidence)
        sure = [_CONFIDENCE.get(one.confidence, Confidence.LOW) for one in alike]
        yield Remark(
            check="workflow",
            message=f"{rule} in {count} {'place' if count == 1 else 'places'}: {alike[0].message}",
            known=f"zizmor {alike[0].version}, severity {_SEVERE}",
            confidence=min(sure, key=ranks.index),
            paths=tuple(dict.fromkeys(one.path for one in alike)),
            places=tuple(
                Place(path=one.path, line=one.line) for one in alike if one.line is not None
            ),
        )
