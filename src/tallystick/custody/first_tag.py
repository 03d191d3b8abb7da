"""A release whose tag is by somebody who never tagged one before."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.people import shown
from tallystick.model.custody import Confidence, Remark


def check(context: Context) -> Iterator[Remark]:
    """A remark for each tag of the release that is its tagger's first, if others tagged before."""
    for tag in context.tags:
        if tag.commit != context.log.tip or tag.tagger is None:
            continue
        before = [other for other in context.tags_before(tag) if other.tagger is not None]
        if not before or any(
            other.tagger is not None and context.people.same(other.tagger, tag.tagger)
            for other in before
        ):
            continue
        yield Remark(
            check="first-tag",
            message=f"{shown(tag.tagger)} tagged {tag.name}, and none of the {len(before)} tags before it",
            known="git: the taggers of tag objects, by their own clocks",
            confidence=Confidence.MEDIUM,
            commits=(tag.commit,),
            people=(shown(tag.tagger),),
        )
