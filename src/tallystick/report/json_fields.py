"""The fields of our own JSON, from anybody's hands: each of the type that the schema says, or an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final, TypeVar

from tallystick.errors import UsageError
from tallystick.report.json import SCHEMA
from tallystick.report.text import parse_name

SHA256: Final = re.compile(r"[0-9a-f]{64}")
OBJECT_ID: Final = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")

LARGEST: Final = 2**63 - 1
"""What a signed integer of 64 bits holds; nothing counted here comes near it."""

Word = TypeVar("Word", bound=StrEnum)


class Fields:
    """An object of the report; each method is a field of the type that the schema says, or an error."""

    def __init__(self, value: object, where: str, schema: str = SCHEMA) -> None:
        """Read ``value``, which stands at ``where``; :class:`UsageError` if it is no object."""
        if not isinstance(value, dict):
            raise UsageError(f"{where} is not an object")
        self._value: dict[str, Any] = value
        self._where = where
        self._schema = schema

    def _wrong(self, key: str) -> UsageError:
        return UsageError(f"{self._where}: {key} is not as {self._schema} says")

    def text(self, key: str, pattern: re.Pattern[str] | None = None) -> str:
        """A string, of this pattern if one is given."""
        value = self._value.get(key)
        if not isinstance(value, str) or (pattern is not None and not pattern.fullmatch(value)):
            raise self._wrong(key)
        return value

    def maybe_text(self, key: str, pattern: re.Pattern[str] | None = None) -> str | None:
        """The same, or None."""
        return None if self._value.get(key) is None else self.text(key, pattern)

    def name(self, key: str) -> str:
        """A name, exact, as the ledger writes them (``parse_name``)."""
        return self._parsed(key, self.text(key))

    def maybe_name(self, key: str) -> str | None:
        """The same, or None."""
        return None if self._value.get(key) is None else self.name(key)

    def word(self, key: str, words: type[Word]) -> Word:
        """One of these words."""
        try:
            return words(self._value.get(key, ""))
        except ValueError:
            raise self._wrong(key) from None

    def number(self, key: str) -> int:
        """A number that is not negative, and that a database can hold."""
        value = self._value.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
            raise self._wrong(key)
        return value

    def moment(self, key: str) -> int:
        """Seconds since the epoch, by somebody's clock: before it, too."""
        value = self._value.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) > LARGEST:
            raise self._wrong(key)
        return value

    def instant(self, key: str) -> float:
        """The same, with fractions."""
        value = self._value.get(key)
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not abs(value) < LARGEST
        ):
            raise self._wrong(key)
        return float(value)

    def flag(self, key: str) -> bool:
        """True or False."""
        value = self._value.get(key)
        if not isinstance(value, bool):
            raise self._wrong(key)
        return value

    def maybe_number(self, key: str) -> int | None:
        """A number that is not negative, or None."""
        return None if self._value.get(key) is None else self.number(key)

    def maybe_flag(self, key: str) -> bool | None:
        """True, False or None."""
        return None if self._value.get(key) is None else self.flag(key)

    def items(self, key: str) -> list[object]:
        """A list of anything."""
        value = self._value.get(key)
        if not isinstance(value, list):
            raise self._wrong(key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        items = self.items(key)
        found = tuple(item for item in items if isinstance(item, str))
        if len(found) != len(items):
            raise self._wrong(key)
        return found

    def names(self, key: str) -> tuple[str, ...]:
        """A list of names, exact."""
        return tuple(self._parsed(key, shown) for shown in self.texts(key))

    def _parsed(self, key: str, shown: str) -> str:
        try:
            return parse_name(shown)
        except UsageError:  # which would quote all of it
            raise self._wrong(key) from None

    def object(self, key: str) -> Fields:
        """An object."""
        return Fields(self._value.get(key), f"{self._where}: {key}", self._schema)

    def maybe_object(self, key: str) -> Fields | None:
        """An object, or None."""
        return None if self._value.get(key) is None else self.object(key)

    def objects(self, key: str) -> Iterator[Fields]:
        """A list of objects."""
        return (Fields(item, f"{self._where}: {key}", self._schema) for item in self.items(key))

    def maybe_objects(self, key: str) -> Iterator[Fields]:
        """The same for a list that was added to the schema later: none where it is absent."""
        return self.objects(key) if key in self._value else iter(())

    def seconds(self, key: str) -> dict[str, float]:
        """Numbers that are not negative, by their names."""
        value = self._value.get(key)
        if not isinstance(value, dict):
            raise self._wrong(key)
        for number in value.values():
            if not isinstance(number, int | float) or isinstance(number, bool) or number < 0:
                raise self._wrong(key)
        return dict(value)
