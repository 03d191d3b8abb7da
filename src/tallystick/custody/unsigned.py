"""Commits and tags without a signature, or with one that is not good: who made them is a word then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tallystick.custody.context import Context
from tallystick.custody.signatures import MOST, Checked
from tallystick.model import Skip
from tallystick.model.custody import Confidence, Remark
from tallystick.model.history import LoggedTag
from tallystick.model.ladder import State

_UNVERIFIED = "those that have one were not verified here: no keys were given"


def check(context: Context) -> Iterator[Remark]:
    """A remark for the commits without a signature, for a tag without, and for what is not good."""
    ids = [line.commit.id for line in context.lines]
    signed = context.log.signed(ids)
    bare = tuple(sorted(set(ids) - signed))
    tags = [tag for tag in context.tags if tag.commit == context.log.tip]
    checked = _checked(context, [one for one in ids if one in signed], tags)
    if bare:
        yield Remark(
            check="unsigned",
            message=f"{len(bare)} of {len(ids)} commits carry no signature",
            known=f"git: their objects have no gpgsig; {_said(checked)}",
            confidence=Confidence.HIGH,
            commits=bare,
        )
    for tag in tags:
        if not tag.is_signed:
            kind = "is a light tag, which has no author" if tag.tagger is None else "is not signed"
            yield _of_tag(tag, kind)
    yield from _not_good(checked or {}, tags)


def _checked(
    context: Context, ids: Sequence[str], tags: Sequence[LoggedTag]
) -> Mapping[str, Checked] | None:
    """What became of each signature; None where the user gave no keys."""
    if context.verify is None:
        return None
    names = [*(f"refs/tags/{tag.name}" for tag in tags if tag.is_signed), *ids]
    if len(names) > MOST:
        left = len(names) - MOST
        context.skips.append(Skip(check="unsigned", reason=f"{left} signatures were not checked"))
    return context.verify(names[:MOST])


def _said(checked: Mapping[str, Checked] | None) -> str:
    if checked is None:
        return _UNVERIFIED
    good = sum(one.state is State.VERIFIED for one in checked.values())
    return f"{good} of {len(checked)} signatures are good, by the keys that were given"


def _not_good(checked: Mapping[str, Checked], tags: Sequence[LoggedTag]) -> Iterator[Remark]:
    """Signatures that are false, and those by nobody whose key was given, apart."""
    by_name = {f"refs/tags/{tag.name}": tag for tag in tags}
    for name, one in checked.items():
        if name in by_name and one.state is not State.VERIFIED:
            yield _of_tag(by_name[name], f"is signed, and not verified: {one.reason}")
    for state, said in (
        (State.REFUSED, "a signature that is not valid"),
        (State.UNCHECKED, "a signature by a key that was not given"),
        (State.UNSUPPORTED, "a signature of a kind that is not checked here"),
    ):
        found = {
            name: one for name, one in checked.items() if one.state is state and name not in by_name
        }
        if found:
            reasons = tuple(dict.fromkeys(one.reason for one in found.values()))
            yield Remark(
                check="unsigned",
                message=f"{len(found)} {'commit carries' if len(found) == 1 else 'commits carry'} {said}",
                known="; ".join(reasons[:3]),
                confidence=Confidence.HIGH,
                commits=tuple(found),
            )


def _of_tag(tag: LoggedTag, said: str) -> Remark:
    return Remark(
        check="unsigned",
        message=f"the tag {tag.name} {said}",
        known="git: the object of the tag",
        confidence=Confidence.HIGH,
        commits=(tag.commit,),
        people=() if tag.tagger is None else (tag.tagger.name,),
    )
