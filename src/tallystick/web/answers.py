"""Answers that were made: what a page says follows from its address and from what the store holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct
from starlette.responses import Response

from tallystick.web.kept import Kept

MOST: Final = 64 * 1024 * 1024
"""Bytes of answers that are kept: some seven hundred pages of a ledger, the largest there are."""

LARGEST: Final = 1024 * 1024
"""Bytes of one that is kept: above are downloads, and they come once."""


class Made(Struct, frozen=True, kw_only=True):
    """An answer, before it is given to anybody.

    Attributes:
        tag: its entity tag (RFC 9110, section 8.8.3): a digest of the content.
    """

    content: bytes
    headers: Mapping[str, str]
    tag: str

    @classmethod
    def of(cls, response: Response) -> Made:
        """What ``response`` says, for all who ask the same."""
        content = bytes(response.body)
        return cls(
            content=content,
            headers=dict(response.headers),
            tag=f'"{hashlib.sha256(content).hexdigest()[:32]}"',
        )

    def given(self, known: str | None) -> Response:
        """The response to who has the one with the tag ``known`` already (RFC 9110, section 13.1.2)."""
        if known == self.tag:
            return Response(status_code=304, headers={"ETag": self.tag})
        return Response(self.content, headers={**self.headers, "ETag": self.tag})


class Answers:
    """The answers that were asked for last, by what was asked and the state of the store; for threads."""

    def __init__(self, most: int = MOST) -> None:
        """Keep at most ``most`` bytes."""
        self._kept = Kept(most)

    def get(self, key: tuple[object, ...], make: Callable[[], Response]) -> Made:
        """The answer that follows from ``key``; made where it is not kept."""
        return self._kept.get(
            key,
            lambda: Made.of(make()),
            # What is too large weighs more than all: it is not kept.
            lambda one: len(one.content) if len(one.content) <= LARGEST else MOST + 1,
        )
