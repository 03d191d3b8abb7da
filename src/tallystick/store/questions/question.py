"""What a question is: a name, perhaps an argument, and rows out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection

Value = str | int | float | bool | None
Row = Mapping[str, Value]
"""A row of an answer: columns by name, in order; texts as the store spells them."""

Ask = Callable[[Connection, str | None, int], Sequence[Row]]
"""From a connection, the argument, and how many rows at most; raises UsageError for an odd argument."""


class Question(Struct, frozen=True, kw_only=True):
    """A question with a name.

    Attributes:
        id: its name, and its heading in ``docs/store.md``.
        title: what it asks for.
        ask: the answer.
        argument: what its argument is called; "" if it takes none.
        is_needed: whether it makes no sense without.
    """

    id: str
    title: str
    ask: Ask
    argument: str = ""
    is_needed: bool = False
