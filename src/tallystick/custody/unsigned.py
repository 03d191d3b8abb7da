"""Commits and tags without a signature: who made them is a word that anybody can write."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.model.custody import Confidence, Remark


def check(context: Context) -> Iterator[Remark]:
    """A remark for the commits without a signature, and one for each tag of the release without."""
    ids = [line.commit.id for line in context.lines]
    bare = tuple(sorted(set(ids) - context.log.signed(ids)))
    if bare:
        yield Remark(
            check="unsigned",
            message=f"{len(bare)} of {len(ids)} commits carry no signature",
            known="git: their objects have no gpgsig; those that have one were not verified here",
            confidence=Confidence.HIGH,
            commits=bare,
        )
    for tag in context.tags:
        if tag.commit == context.log.tip and not tag.is_signed:
            kind = "is a light tag, which has no author" if tag.tagger is None else "is not signed"
            yield Remark(
                check="unsigned",
                message=f"the tag {tag.name} {kind}",
                known="git: the object of the tag",
                confidence=Confidence.HIGH,
                commits=(tag.commit,),
                people=() if tag.tagger is None else (tag.tagger.name,),
            )
