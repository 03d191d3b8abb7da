"""People who have rights, or are listed as keepers, and who have not been seen for a year."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.custodians import YEAR
from tallystick.custody.people import shown
from tallystick.model.custody import Confidence, Remark

_MONTH = YEAR // 12


def check(context: Context) -> Iterator[Remark]:
    """A remark for each person whom a list, the forge or the index names, and who did nothing for a year.

    A list (CODEOWNERS, MAINTAINERS) is what the source says; who may really write or publish is a
    setting of the forge and of the index, where they tell.
    """
    if not context.listed:
        return
    seen = set()
    for one in context.custodians:
        seen.add(context.people.who(one.person))
        idle = context.now - one.last
        if one.listed and idle > YEAR:
            yield Remark(
                check="dormant",
                message=f"{shown(one.person)} is listed, and was last seen {idle // _MONTH} months ago",
                known=f"git: authors, committers and taggers; {', '.join(one.listed)}",
                confidence=Confidence.MEDIUM,
                paths=_paths(one.listed, context),
                people=(shown(one.person),),
            )
    for path, person in context.listed:
        who = context.people.who(person)
        if who not in seen:
            seen.add(who)
            yield Remark(
                check="dormant",
                message=f"{person.name or person.email} is listed, and no commit or tag bears that name",
                known=f"{path}; an account may commit under another name",
                confidence=Confidence.LOW,
                paths=_paths((path,), context),
                people=(person.name or person.email,),
            )


def _paths(listed: tuple[str, ...], context: Context) -> tuple[str, ...]:
    """Those of the lists that are files."""
    return tuple(path for path in listed if path in context.tree.entries)
