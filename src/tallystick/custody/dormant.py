"""People whom the source still lists as its keepers and who have not been seen in it for a year."""

from __future__ import annotations

from collections.abc import Iterator

from tallystick.custody.context import Context
from tallystick.custody.custodians import YEAR
from tallystick.custody.people import shown
from tallystick.model.custody import Confidence, Remark

_MONTH = YEAR // 12


def check(context: Context) -> Iterator[Remark]:
    """A remark for each person that CODEOWNERS or MAINTAINERS names, and who did nothing for a year.

    That somebody may still merge or publish is a setting of the forge and of the index; a list is what
    the source says.
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
                paths=one.listed,
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
                paths=(path,),
                people=(person.name or person.email,),
            )
