"""What a survey comes to: sums over its results, of a size that does not grow with them."""

from __future__ import annotations

import dataclasses
import heapq
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct, field

from tallystick.baseline import steady

WORST: Final = 10
"""Artifacts with the most residue that are named."""

REASONS: Final = 500
"""Reasons that are told apart; beyond them a reason that is new is an "other" one."""

_SHOWN: Final = 200


@dataclasses.dataclass(order=True, frozen=True, slots=True)
class Worst:
    """An artifact with much residue."""

    residue: int
    bytes: int
    name: str
    verdict: str = dataclasses.field(compare=False)
    why: str = dataclasses.field(compare=False)


class Summary(Struct, kw_only=True):
    """The sums so far.

    Attributes:
        total: releases of the list, each once.
        known: of which the result was there before.
        states: done and failed.
        verdicts: of artifacts.
        failures: reasons why there is no ledger.
        left: reasons why a release is still open.
        without_tool: how many of those are so since a program is not installed.
        worst: the artifacts with the most residue.
        outages: releases in whose results something is missing that another time might bring.
        cost: sums over all tries that are recorded.
    """

    total: int = 0
    known: int = 0
    states: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    failures: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    without_tool: int = 0
    worst: list[Worst] = field(default_factory=list)
    outages: int = 0
    cost: Counter[str] = field(default_factory=Counter)

    def add(self, head: Mapping[str, Any]) -> None:
        """Count one result, by its first line."""
        self.states[str(head["state"])] += 1
        if head["state"] != "done" and not any(file["verdict"] is None for file in head["files"]):
            self._count(self.failures, str(head["reason"]))
        for file in head["files"]:
            if file["verdict"] is None:
                self._count(self.failures, str(file["why"]))
                continue
            self.verdicts[str(file["verdict"])] += 1
            if file["residue"]:
                heapq.heappush(
                    self.worst,
                    Worst(
                        int(file["residue"]),
                        int(file["residue_bytes"]),
                        str(file["name"]),
                        str(file["verdict"]),
                        str(file["why"]),
                    ),
                )
                if len(self.worst) > WORST:
                    heapq.heappop(self.worst)
        cost = head["cost"]
        self.outages += bool(cost["outages"])
        for name in ("seconds", "cpu", "requests", "received", "waited"):
            self.cost[name] += cost[name]

    def left_open(self, reason: str) -> None:
        """Count one release that the next run has to do."""
        self._count(self.left, reason)

    @property
    def done(self) -> int:
        """Releases with a result."""
        return sum(self.states.values())

    def document(self) -> dict[str, Any]:
        """The same, as JSON has it."""
        return {
            "schema": "tallystick.survey-summary/1",
            "releases": self.total,
            "known_before": self.known,
            "states": dict(sorted(self.states.items())),
            "verdicts": dict(sorted(self.verdicts.items())),
            "failures": dict(self.failures.most_common()),
            "left_open": dict(self.left.most_common()),
            "with_outages": self.outages,
            "most_residue": [dataclasses.asdict(one) for one in sorted(self.worst, reverse=True)],
            "cost": {name: round(value, 3) for name, value in sorted(self.cost.items())},
        }

    def text(self) -> str:
        """The same for a person; every character is printable."""
        return "".join(f"{_plain(line)}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        left = sum(self.left.values())
        known = f" ({self.known:,} of them known before)" if self.known else ""
        yield (
            f"{self.total:,} releases: {self.states['done']:,} done, {self.states['failed']:,} failed, "
            f"{left:,} left open{known}"
        )
        if self.verdicts:
            order = ("rejected", "inconclusive", "accepted")
            said = ", ".join(f"{self.verdicts[v]:,} {v}" for v in order if self.verdicts[v])
            yield f"{sum(self.verdicts.values()):,} artifacts: {said}"
        yield from _listed("failed", self.failures)
        yield from _listed("left open; the next run does them", self.left)
        if self.worst:
            yield "most residue:"
            for one in sorted(self.worst, reverse=True):
                much = f"{one.residue:>7,} files {one.bytes:>13,} bytes"
                yield f"  {much}  {one.name}  {one.verdict}: {one.why}"
        if self.outages:
            yield f"{self.outages:,} releases met an outage; --again outages does them once more"
        if self.done:
            mean = {name: value / self.done for name, value in self.cost.items()}
            yield (
                f"a release took {mean['cpu']:.2f} s of a processor, {mean['seconds']:.2f} s, "
                f"{mean['requests']:.1f} requests, {mean['received']:,.0f} bytes"
            )

    @staticmethod
    def _count(counter: Counter[str], reason: str) -> None:
        said = steady(reason)[:_SHOWN] or "no reason"
        counter[said if said in counter or len(counter) < REASONS else "other reasons"] += 1


def _listed(title: str, counter: Counter[str]) -> Iterator[str]:
    if counter:
        yield f"{title}:"
        for reason, times in counter.most_common(WORST):
            yield f"  {times:>7,}  {reason}"
        if len(counter) > WORST:
            yield f"           and {len(counter) - WORST:,} other reasons"


def _plain(line: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in line)
