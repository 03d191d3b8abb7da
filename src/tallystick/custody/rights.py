"""Who may write to a repository and publish from it, as far as its forge and its index tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.errors import IndexFailure
from tallystick.model import Skip
from tallystick.model.history import Person

if TYPE_CHECKING:
    # Audits look at no rights, and pay for no forge.
    from tallystick.forge import Forge, Protection
    from tallystick.index.release import Described

FORGE, INDEX = "forge", "index"
"""What a check may need to be asked; ``Check.needs``."""


class Rights(Struct, frozen=True, kw_only=True):
    """What was asked, and what came of it.

    Attributes:
        asked: of :data:`FORGE` and :data:`INDEX`, those that were.
        holders: where somebody has rights (``GitHub: may write``, ``PyPI: Owner``), and the account.
        protection: of the default branch; None where the forge did not say.
        publisher: the account that published the release; None where the index does not say.
        published_before: the accounts that published earlier ones.
        submodules: by path, what protects the branch that a submodule follows.
    """

    asked: frozenset[str] = frozenset()
    holders: tuple[tuple[str, Person], ...] = ()
    protection: Protection | None = None
    publisher: str | None = None
    published_before: tuple[str, ...] = ()
    submodules: Mapping[str, Protection] = field(default_factory=dict)


def of_forge(rights: Rights, forge: Forge) -> tuple[Rights, tuple[Skip, ...]]:
    """``rights`` with what ``forge`` tells; it tells most to who has rights themselves."""
    skips = []
    holders, protection = rights.holders, None
    try:
        where = f"{forge.name}: may write"
        # As an address of the forge's own, so that commits made in its pages are by the same person.
        holders += tuple(
            (where, Person(name=login, email=f"{login}@users.noreply.github.com"))
            for login in forge.writers()
        )
    except IndexFailure as error:
        skips.append(Skip(check="dormant", reason=f"who may write is not known: {error}"))
    try:
        protection = forge.protection()
    except IndexFailure as error:
        skips.append(Skip(check="branch-protection", reason=str(error)))
    asked = rights.asked | {FORGE}
    return replace(rights, asked=asked, holders=holders, protection=protection), tuple(skips)


def of_index(rights: Rights, described: Described, name: str) -> tuple[Rights, tuple[Skip, ...]]:
    """``rights`` with what the index called ``name`` tells of a release.

    An account there is joined with people by its name alone: it need not be the forge's of the same name.
    """
    pairs = (owner.partition(": ")[::2] for owner in described.owners)
    holders = tuple(
        (f"{name}: {role}", Person(name=account, email="")) for role, account in pairs if account
    )
    skips = []
    if not holders:
        skips.append(Skip(check="dormant", reason=f"{name} does not tell who may publish"))
    if described.publisher is None:
        skips.append(Skip(check="first-publish", reason=f"{name} does not tell who published it"))
    found = replace(
        rights,
        asked=rights.asked | {INDEX},
        holders=(*rights.holders, *holders),
        publisher=described.publisher,
        published_before=described.published_before,
    )
    return found, tuple(skips)
