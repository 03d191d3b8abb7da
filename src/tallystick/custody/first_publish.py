"""A release that was published by an account that never published one before."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.model.custody import Confidence, Remark


def check(context: Context) -> Iterator[Remark]:
    """A remark if the index says who published this release and the earlier ones, and it was another."""
    who, before = context.rights.publisher, context.rights.published_before
    if who is None or not before or who in before:
        return
    count = len(before)
    earlier = f"{count} {'account' if count == 1 else 'accounts'}"
    yield Remark(
        check="first-publish",
        message=f"{who} published this release, and none before it; {earlier} did",
        known="index: the account behind each version",
        confidence=Confidence.HIGH,
        people=(who,),
    )
