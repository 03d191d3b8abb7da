"""What a policy says of identity: weights of rules, what is expected of projects, what they have to have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct, field
from packaging.utils import canonicalize_name

from tallystick.errors import UsageError
from tallystick.identity.case import FIELDS, Expected
from tallystick.identity.rules import BY_ID
from tallystick.identity.rules.said import IdentityRule
from tallystick.model.ladder import IdentityFinding, Weight

FIRST_USE, STRICT = "first-use", "strict"
REQUIRED = "required"
DEPTH = 8
"""``all_of`` in ``any_of`` in …: nobody reads more."""

_STRICTLY = ("verified", "commit", "reachable")
"""Rules that have to hold under ``use = "strict"``, where the policy requires nothing of the project."""

_KEY = re.compile(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}|SHA256:[A-Za-z0-9+/]{43}")


class Required(Struct, frozen=True, kw_only=True):
    """A rule that has to hold, or several of which all or one have to."""

    rule: str = ""
    all_of: tuple[Required, ...] = ()
    any_of: tuple[Required, ...] = ()

    def missing(self, said: Mapping[str, IdentityFinding]) -> str | None:
        """What does not hold, in words; None if enough does. What nobody could check does not hold."""
        if self.rule:
            found = said.get(self.rule)
            if found is not None and found.holds:
                return None
            return f"{self.rule} ({found.message if found is not None else 'nothing says so'})"
        if self.any_of:
            missing = [one.missing(said) for one in self.any_of]
            return None if None in missing else " or ".join(map(str, missing))
        lacking = [why for one in self.all_of if (why := one.missing(said)) is not None]
        return ", ".join(lacking) or None


class Project(Struct, frozen=True, kw_only=True):
    """What a policy says of the projects whose name is like one of ``match``."""

    match: tuple[str, ...]
    expected: Expected
    require: Required | None = None

    def is_about(self, project: str | None) -> bool:
        """Whether ``project`` is one of them; names as PyPI normalises them, npm's as they are."""
        if project is None:
            return False
        names = {project, canonicalize_name(project)}
        return any(fnmatchcase(name, pattern) for name in names for pattern in self.match)


class Terms(Struct, frozen=True, kw_only=True):
    """The table ``[identity]`` of a policy."""

    use: str = FIRST_USE
    weights: Mapping[str, Weight] = field(default_factory=dict)
    projects: tuple[Project, ...] = ()

    def weight(self, rule: IdentityRule) -> Weight:
        """What it means that ``rule`` does not hold."""
        usual = rule.strict if self.use == STRICT else rule.weight
        return self.weights.get(rule.id, usual)

    def expected(self, project: str | None) -> tuple[Expected, ...]:
        """What is expected of the publisher of ``project``."""
        return tuple(one.expected for one in self.projects if one.is_about(project))

    def required(
        self, project: str | None, said: Mapping[str, IdentityFinding]
    ) -> Iterator[IdentityFinding]:
        """A finding for each requirement of ``project`` that is not met; strict requires an attestation."""
        wanted = [one.require for one in self.projects if one.require and one.is_about(project)]
        if self.use == STRICT and not wanted:
            wanted = [Required(all_of=tuple(Required(rule=rule) for rule in _STRICTLY))]
        for requirement in wanted:
            if (why := requirement.missing(said)) is not None:
                message = f"required by the policy and not so: {why}"
                yield IdentityFinding(
                    rule=REQUIRED, holds=False, message=message, weight=Weight.REJECT
                )


def read_terms(table: object) -> Terms:
    """The table ``[identity]`` of a policy.

    Raises:
        UsageError: it is not one, or checks nothing.
    """
    content = _table(table, "[identity]", {"use", "rules", "project"})
    use = content.get("use", FIRST_USE)
    if not isinstance(use, str) or use not in {FIRST_USE, STRICT}:
        raise UsageError(f"policy: identity.use = {use!r} is none of {FIRST_USE}, {STRICT}")
    weights = {}
    for rule, word in _table(content.get("rules", {}), "[identity.rules]", set(BY_ID)).items():
        if not isinstance(word, str) or word not in set(Weight):
            raise UsageError(
                f"policy: identity.rules.{rule} = {word!r} is none of {', '.join(Weight)}"
            )
        weights[rule] = Weight(word)
    projects = content.get("project", [])
    if not isinstance(projects, list):
        raise UsageError("policy: write [[identity.project]], with two brackets")
    terms = Terms(use=use, weights=weights, projects=tuple(map(_project, projects)))
    if all(terms.weight(rule) is Weight.ALLOW for rule in BY_ID.values()) and not any(
        one.require for one in terms.projects
    ):
        raise UsageError("policy: [identity] allows every rule, so it checks nothing")
    return terms


def _project(table: object) -> Project:
    where = "[[identity.project]]"
    content = _table(table, where, {"match", "require", "keys", "cooldown_days", *FIELDS})
    patterns = content.get("match")
    patterns = [patterns] if isinstance(patterns, str) else patterns
    if not isinstance(patterns, list) or not patterns:
        raise UsageError(f"policy: {where} needs match = [names, or patterns of them]")
    values = {name: content[name] for name in FIELDS if name in content}
    for name, value in values.items():
        if not isinstance(value, str) or not value.strip("*"):
            raise UsageError(f"policy: {where}: {name} = {value!r} expects nothing")
    keys = content.get("keys", [])
    if not isinstance(keys, list) or not all(
        isinstance(k, str) and _KEY.fullmatch(k) for k in keys
    ):
        raise UsageError(f"policy: {where}: keys are whole fingerprints (hex, or SHA256:…)")
    days = content.get("cooldown_days")
    if days is not None and (not isinstance(days, int) or isinstance(days, bool) or days < 1):
        raise UsageError(f"policy: {where}: cooldown_days = {days!r} is no number of days")
    require = _required(content["require"], 0) if "require" in content else None
    expected = Expected(by="the policy", keys=frozenset(keys), cooldown_days=days, **values)
    if expected.is_empty and require is None:
        raise UsageError(f"policy: {where} for {patterns[0]!r} checks nothing")
    return Project(match=tuple(map(str, patterns)), expected=expected, require=require)


def _required(content: object, depth: int) -> Required:
    if isinstance(content, str):
        if content not in BY_ID:
            raise UsageError(f"policy: require: no such rule: {content}")
        return Required(rule=content)
    table = _table(content, "require", {"all_of", "any_of"})
    if len(table) != 1 or depth > DEPTH:
        raise UsageError("policy: require is a rule, or one of all_of and any_of")
    ((how, items),) = table.items()
    if not isinstance(items, list) or not items:
        raise UsageError(f"policy: require: an empty {how} checks nothing")
    within = tuple(_required(item, depth + 1) for item in items)
    return Required(all_of=within) if how == "all_of" else Required(any_of=within)


def _table(content: object, where: str, known: set[str]) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise UsageError(f"policy: {where} is not a table")
    if unknown := sorted(set(content) - known):
        raise UsageError(f"policy: {where} has no {', '.join(unknown)}")
    return content
