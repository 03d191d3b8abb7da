"""Each change that is made to both sides before they are compared; nothing that runs is hidden by any.

A normalisation is known by its id, stands on the line of each entry that needed it, and has a heading
in ``docs/regenerate.md`` that says what it hides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """One change, made to the published and the made bytes alike.

    Attributes:
        id: its name.
        says: what the ledger line says of it: what was changed, and so is not compared.
        apply: the change.
    """

    id: str
    says: str
    apply: Callable[[bytes], bytes]


def _line_feeds(content: bytes) -> bytes:
    r"""CR LF as LF; a lone CR stays, since Python and C end a line there."""
    return content.replace(b"\r\n", b"\n")


NORMALISATIONS: Mapping[str, Normalisation] = {
    one.id: one
    for one in (Normalisation(id="line-feeds", says="CR LF read as LF", apply=_line_feeds),)
}
"""Every normalisation by its id."""
