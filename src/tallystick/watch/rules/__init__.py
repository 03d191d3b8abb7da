"""The rules, in the order in which their alarms are told; each is a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import cast

from msgspec import Struct

from tallystick.watch.alarms import Alarm, Severity
from tallystick.watch.subject import Subject

Check = Callable[[Subject], Iterator[Alarm]]


class Rule(Struct, frozen=True, kw_only=True):
    """One rule; its file is called like it."""

    id: str

    def check(self, subject: Subject) -> Iterator[Alarm]:
        """What the rule has to say of ``subject``."""
        module = import_module(f"{__package__}.{self.id.replace('-', '_')}")
        return cast("Check", module.check)(subject)


RULES: tuple[Rule, ...] = (
    # content that nobody reads, and what became of it
    Rule(id="data-run"),
    Rule(id="decoder-to-shell"),
    Rule(id="test-data-read"),
    Rule(id="decoder-in-configure"),
    Rule(id="opaque-embedded"),
    # objects and programs
    Rule(id="unmade-object"),
    Rule(id="unmade-binary"),
    Rule(id="stranger-executed"),
    Rule(id="stranger-loaded"),
    Rule(id="binary-before-build"),
    Rule(id="compiler-on-stdin"),
    # Python builds
    Rule(id="wheel-object-unmade"),
    Rule(id="wheel-file-unmade"),
    Rule(id="python-opaque-read"),
    Rule(id="bytecode-imported"),
    Rule(id="test-code-imported"),
    # what was there before
    Rule(id="build-file-rewritten"),
    Rule(id="source-modified"),
    # the world outside
    Rule(id="tracer-touched"),
    Rule(id="network"),
    Rule(id="private-file"),
    Rule(id="written-outside"),
    Rule(id="host-asked"),
)
"""Every rule. An attack is met by several: by what is read, what is run, and what is changed."""


def alarms(subject: Subject) -> list[Alarm]:
    """What all rules say, the worst first."""
    found = [alarm for rule in RULES for alarm in rule.check(subject)]
    return sorted(found, key=lambda alarm: alarm.severity is not Severity.HIGH)
