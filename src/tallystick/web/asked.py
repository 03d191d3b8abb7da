"""What a request asks for: the parameters that a page declares, read strictly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct, field
from sqlalchemy import Connection

from tallystick.store import Store
from tallystick.web.address import text_of
from tallystick.web.given import NOTHING, Given
from tallystick.web.kept import Kept

LONGEST_TEXT: Final = 1_024
"""Characters of one parameter: the longest name of a file that is searched for."""

MOST_VALUES: Final = 64
"""Values in one request: all grades, all reaches, and the rest of a form."""

PAGE: Final = 100
"""Rows of a table on one page: what a browser lays out at once, and a person reads in one go."""


class Refused(Exception):  # noqa: N818 - an answer to a request, not a failure of ours
    """A request that cannot be meant, or asks for what is not there.

    Attributes:
        status: the status code of HTTP.
    """

    def __init__(self, status: int, message: str) -> None:
        """Refuse with ``status``, and say why."""
        super().__init__(message)
        self.status = status


def absent(what: str) -> Refused:
    """There is no such thing in the store."""
    return Refused(404, f"The store holds no such {what}.")


class Parameter(Struct, frozen=True, kw_only=True):
    """A parameter of a page's query.

    Attributes:
        choices: what it may be; anything if empty.
        many: whether it may be given more than once.
        pattern: what it has to match, for the OpenAPI document and for the reader.
    """

    name: str
    about: str
    choices: tuple[str, ...] = ()
    many: bool = False


AFTER: Final = Parameter(
    name="after", about="where the page before ended, as its `next` says; the first page without it"
)


class Asked(Struct, frozen=True, kw_only=True):
    """A request to a page, with what it needs to answer.

    Attributes:
        connection: to the store, in one transaction.
        store: for what asks it by itself.
        given: what is shown besides the store.
        kept: what was worked out for earlier requests.
        segments: the parts of the path that are not fixed, as the path writes them.
        values: the query's parameters, each as often as it was given.
        path: of the page, without a suffix.
    """

    connection: Connection
    store: Store
    kept: Kept
    segments: Mapping[str, str]
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    path: str = "/"
    given: Given = NOTHING

    def segment(self, name: str) -> str:
        """A name in the path.

        Raises:
            Refused: it is not written as :mod:`tallystick.web.address` does it.
        """
        text = text_of(self.segments[name])
        if text is None:
            raise absent("page")
        return text

    def digest(self, name: str, lengths: Iterable[int] = (64,)) -> str:
        """A digest in the path, in lower-case hex.

        Raises:
            Refused: it is none.
        """
        text = self.segments[name]
        if len(text) not in lengths or not all(one in "0123456789abcdef" for one in text):
            raise absent("page")
        return text

    def number(self, name: str) -> int:
        """A number in the path.

        Raises:
            Refused: it is none that a row could have.
        """
        text = self.segments[name]
        if not text.isascii() or not text.isdigit() or len(text) > 9 or str(int(text)) != text:
            raise absent("page")
        return int(text)

    def text(self, name: str) -> str:
        """A parameter of the query; empty if it is not given."""
        return next(iter(self.values.get(name, ())), "").strip()

    def several(self, name: str) -> tuple[str, ...]:
        """All values of a parameter that are not empty."""
        return tuple(one for one in self.values.get(name, ()) if one)

    def after(self, length: int) -> tuple[int, ...] | None:
        """Where the page before ended: so many numbers, as :func:`cursor` writes them.

        Raises:
            Refused: it is something else.
        """
        text = self.text(AFTER.name)
        if not text:
            return None
        parts = text.split(".")
        plain = all(one.isascii() and one.isdigit() and len(one) <= 18 for one in parts)
        if len(parts) != length or not plain:
            raise Refused(400, "after: not what a page's `next` says")
        return tuple(map(int, parts))


def cursor(*numbers: int) -> str:
    """Where a page ended, for :meth:`Asked.after`."""
    return ".".join(map(str, numbers))


def read_values(
    pairs: Iterable[tuple[str, str]], parameters: Sequence[Parameter]
) -> dict[str, list[str]]:
    """The values of a query by name.

    Raises:
        Refused: a parameter is not known, given too often, too long, or none of its choices.
    """
    known = {one.name: one for one in parameters}
    values: dict[str, list[str]] = {}
    for number, (name, value) in enumerate(pairs):
        parameter = known.get(name)
        if parameter is None or number >= MOST_VALUES:
            raise Refused(400, "a parameter that is not known here, or too many of them")
        given = values.setdefault(name, [])
        if given and not parameter.many:
            raise Refused(400, f"{name}: given twice")
        if len(value) > LONGEST_TEXT or "\0" in value:
            raise Refused(400, f"{name}: longer than {LONGEST_TEXT} characters")
        if value and parameter.choices and value not in parameter.choices:
            raise Refused(400, f"{name}: one of {', '.join(parameter.choices)}")
        given.append(value)
    return values
