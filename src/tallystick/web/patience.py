"""How long the viewer waits for a client: not for ever, neither for what it asks nor until it has listened.

uvicorn closes a connection that is idle between two requests, and no other. A client that sends a byte now
and then, or takes none of the answer, would keep its connection for as long as it likes, and with a hundred
of them everybody else out ("slowloris").
"""

from __future__ import annotations

import asyncio
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS: Final = 10.0
"""From the connection, or the first byte of a further request, until its last header is here. A browser sends
all at once; a proxy's spare connection is opened again when it is needed."""

TAKE_SECONDS: Final = 30.0
"""For which a client may take nothing of what waits for it; who takes slowly is waited for."""


class Punctual(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, with an end to waiting."""

    _head: asyncio.TimerHandle | None = None
    _take: asyncio.TimerHandle | None = None
    _waiting: int = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._head = self.loop.call_later(HEAD_SECONDS, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._end_head()
        self._end_take()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Read what came, and wait for the rest of a request whose beginning is here."""
        super().handle_events()
        begun = bool(self.conn.trailing_data[0])
        if self.conn.their_state is not h11.IDLE:
            self._end_head()
        elif begun and self._head is None and not self.transport.is_closing():
            self._head = self.loop.call_later(HEAD_SECONDS, self.transport.abort)

    def pause_writing(self) -> None:
        """The client takes less than it is sent."""
        super().pause_writing()
        if self._take is None:
            self._wait_until_taken()

    def resume_writing(self) -> None:
        """It has taken what was waiting."""
        super().resume_writing()
        self._end_take()

    def _wait_until_taken(self) -> None:
        self._waiting = self.transport.get_write_buffer_size()
        self._take = self.loop.call_later(TAKE_SECONDS, self._see_what_was_taken)

    def _see_what_was_taken(self) -> None:
        if self.transport.get_write_buffer_size() < self._waiting:
            self._wait_until_taken()
        else:
            self.transport.abort()

    def _end_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _end_take(self) -> None:
        if self._take is not None:
            self._take.cancel()
            self._take = None
