"""What a rule says, in one place: that it holds, that it does not, or that there is nothing to tell by."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from tallystick.identity.case import Case
from tallystick.model.ladder import IdentityFinding, Weight

Said = tuple[bool | None, str]
"""Whether it holds (None: nothing to tell by), and a sentence."""


class IdentityRule(Struct, frozen=True, kw_only=True):
    """One way in which an identity can be wrong.

    Attributes:
        id: the heading in ``docs/identity.md``.
        weight: what it means by default, where it does not hold.
        strict: what it means under ``use = "strict"``.
        check: what it says of a case; None where it does not apply.
    """

    id: str
    weight: Weight
    strict: Weight
    check: Callable[[Case], Said | None]

    def finding(self, case: Case, weight: Weight) -> IdentityFinding | None:
        """What it says, with the weight that the policy gives it."""
        said = self.check(case)
        if said is None:
            return None
        holds, message = said
        return IdentityFinding(rule=self.id, holds=holds, message=message, weight=weight)
