"""Commands of regenerators, run in the sandbox, no more at once than this machine has processors."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from msgspec import Struct, field

from tallystick.limits import KIB, Caps
from tallystick.model import Ledger, Tree
from tallystick.sandbox import Command, Outcome, Sandbox

LOG_LINES = 12
"""Last lines of a log that the ledger keeps."""

LOG_LINE = 300
"""Characters of each."""

LOG_BYTES = 64 * KIB
"""The end of a log in which they are looked for."""

_NO_NETWORK = re.compile(
    rb"name resolution|Network is unreachable|getaddrinfo|EAI_AGAIN|Name or service not known"
    rb"|Could not resolve host|Failed to establish a new connection|ENOTCACHED|Network access is disabled"
)
"""How resolvers, Python, Node.js and curl say that there is no network."""

_ASKED = re.compile(
    rb"(?:Could not resolve host: |ENOTFOUND |EAI_AGAIN |host=')([A-Za-z0-9.-]{1,253})"
    rb"|(https?://[A-Za-z0-9.-]{1,253}(?:[:/][\w./%+~@:-]{0,200})?)"
)
"""What a log names that was asked for: a host by those who say so, or an address."""

ASKED = 2
"""Of those, how many a reason names: the last ones stand nearest to where it ended."""

_AT_ONCE = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))
"""Builds use a processor each; more of them would only share it, and each takes its own memory."""


@runtime_checkable
class _Closing(Protocol):
    def close(self) -> object: ...


class Watching(Protocol):
    """Who looks on while something is built, and what they have to say of it in the end."""

    def run(self, sandbox: Sandbox, command: Command, tree: Tree, caps: Caps) -> Outcome:
        """Run ``command`` as :meth:`tallystick.sandbox.Sandbox.run` does."""
        ...

    def report(self, ledger: Ledger) -> Ledger:
        """``ledger`` with what was seen."""
        ...


class Runner(Struct, frozen=True, kw_only=True):
    """The sandbox of this machine, with the caps on one run, and who looks on, if anybody does."""

    sandbox: Sandbox
    caps: Caps = field(default_factory=Caps)
    watching: Watching | None = None

    @contextmanager
    def run(self, command: Command, tree: Tree) -> Iterator[Outcome]:
        """Run ``command`` on ``tree``; what it wrote can be read inside the block and is then let go.

        Raises:
            TallystickError: as :meth:`tallystick.sandbox.Sandbox.run` does.
        """
        with _AT_ONCE:
            if self.watching is None:
                outcome = self.sandbox.run(command, tree, self.caps)
            else:
                outcome = self.watching.run(self.sandbox, command, tree, self.caps)
        try:
            yield outcome
        finally:
            if isinstance(outcome.tree.reader, _Closing):
                outcome.tree.reader.close()


def failure(outcome: Outcome) -> str:
    """In a few words, why a run did not succeed."""
    if outcome.killed_by is not None:
        return f"it was ended after {outcome.seconds:.0f} s: {outcome.killed_by}{_network(outcome)}"
    if outcome.refused:
        first = outcome.refused[0]
        return f"it wrote what is not read back: {first.path!r:.200}: {first.reason}"
    return f"exit status {outcome.status}{_network(outcome)}"


def is_final(outcome: Outcome) -> bool:
    """Whether a run that failed would fail alike with another interpreter or tool."""
    return outcome.killed_by is not None or bool(_network(outcome))


def _network(outcome: Outcome) -> str:
    """That it looked for a network, if its log says so, and what the log names; there is none inside."""
    if not _NO_NETWORK.search(outcome.output):
        return ""
    named = [first or second for first, second in _ASKED.findall(outcome.output[-LOG_BYTES:])]
    last = list(dict.fromkeys(reversed(named)))[:ASKED]
    said = ", ".join(one.decode("ascii", "replace").rstrip(".:") for one in reversed(last))
    return f"; it looks for a network, and names {said}" if said else "; it looks for a network"


def log_tail(output: bytes) -> str:
    """The last lines of a log, cut."""
    lines = output[-LOG_BYTES:].decode("utf-8", "backslashreplace").splitlines()
    kept = [line.rstrip()[:LOG_LINE] for line in lines if line.strip(" ~^")]
    return "\n".join(kept[-LOG_LINES:])
