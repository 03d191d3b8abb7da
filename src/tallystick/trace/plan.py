"""What to do, from a template: steps in TOML, each for every thing of a kind that was found.

A step's ``text`` holds ``$name`` in place of what was found; ``docs/incident.md`` lists the names.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib import resources
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from tallystick.errors import UsageError
from tallystick.model.incident import Carrier, Incident, Matched, Part, Relation, Step
from tallystick.report.text import counted

SECTIONS: Final = ("contain", "notify", "yank", "rotate", "rebuild", "evidence")
_NAME: Final = re.compile(r"\$([a-z][a-z0-9_]*)")
_LATEST: Final = 253_402_300_799
"""The last second that a date can be made of; clocks of commits may say anything."""

_INDEXES: Final[Mapping[str | None, str]] = {
    "pypi": "PyPI",
    "npm": "npm",
    "debian": "the Debian security team",
}


class TemplateStep(Struct, frozen=True, kw_only=True):
    """One step of a template: for each of what, under which heading, in which words."""

    section: str
    each: str
    text: str


Template = Sequence[TemplateStep]

Values = Mapping[str, str]


def read_template(text: str) -> Template:
    """The steps of a template in TOML.

    Raises:
        UsageError: it is none, or speaks of what there is not.
    """
    try:
        steps = tomllib.loads(text).get("step")
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"no template of a plan: {error}") from None
    if not isinstance(steps, list) or not steps:
        raise UsageError("no template of a plan: it has no [[step]]")
    return tuple(_step(one) for one in steps)


def _step(one: object) -> TemplateStep:
    keys = ("section", "each", "text")
    if not isinstance(one, dict) or set(one) != set(keys):
        raise UsageError(f"no template of a plan: a step has {', '.join(keys)}")
    step = TemplateStep(**{key: str(one[key]) for key in keys})
    if step.section not in SECTIONS:
        raise UsageError(f"no template of a plan: {step.section!r} is not of {', '.join(SECTIONS)}")
    if step.each not in _NAMES:
        raise UsageError(f"no template of a plan: {step.each!r} is not of {', '.join(_NAMES)}")
    if unknown := set(_NAME.findall(step.text)) - _NAMES[step.each]:
        raise UsageError(
            f"no template of a plan: {step.each} has no ${', $'.join(sorted(unknown))}"
        )
    return step


def shipped_template() -> Template:
    """The template in the package."""
    text = resources.files("tallystick.trace").joinpath("plan.toml").read_text("utf-8")
    return read_template(text)


def planned(incident: Incident, template: Template) -> Incident:
    """The incident, with its plan; each step once."""
    values = {name: list(_found(name, incident)) for name in _NAMES}
    steps: dict[Step, None] = {}
    for section in SECTIONS:
        for one in template:
            for said in values[one.each] if one.section == section else ():
                steps[Step(section=section, parts=_filled(one.text, said))] = None
    return replace(incident, plan=tuple(steps))


def _filled(text: str, values: Values) -> tuple[Part, ...]:
    """The text with what was found in its places."""
    parts = []
    for at, piece in enumerate(_NAME.split(text)):
        is_given = at % 2 == 1
        word = values[piece] if is_given else piece
        if word:
            parts.append(Part(text=word, given=is_given))
    return tuple(parts)


_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "incident": frozenset({"subject", "carriers", "exposed", "since"}),
    "introduction": frozenset({"commit", "repository", "author", "committer", "standing"}),
    "person": frozenset({"person"}),
    "release": frozenset({"project", "version", "index", "artifact", "sha256", "path", "ledger"}),
    "other": frozenset({"project", "version", "index", "artifact", "path", "relation"}),
    "signer": frozenset({"signer", "artifact"}),
    "lock": frozenset({"where", "what", "matched"}),
    "environment": frozenset({"where", "what", "matched"}),
    "skip": frozenset({"check", "reason"}),
}
"""What a step may be for, and the names that its text may hold."""


def _found(each: str, incident: Incident) -> Iterator[Values]:
    if each == "incident":
        yield _whole(incident)
    elif each in {"introduction", "person"}:
        yield from _hands(each, incident)
    elif each in {"release", "other"}:
        yield from _carried(each, incident)
    elif each == "signer":
        for signed in incident.vouched:
            if signed.signer is not None:
                yield {"signer": signed.signer, "artifact": signed.artifact}
    elif each == "skip":
        yield from ({"check": one.check, "reason": one.reason} for one in incident.skips)
    else:
        for one in incident.exposed:
            if one.kind == each:
                yield {"where": one.where, "what": one.what, "matched": Matched(one.matched).value}


def _whole(incident: Incident) -> Values:
    first = min((one.time for one in incident.timeline), default=None)
    return {
        "subject": incident.subject.words,
        "carriers": counted(len({one.artifact_sha256 for one in incident.carriers}), "artifact"),
        "exposed": counted(len(incident.exposed), "place"),
        "since": day(first) if first is not None else "an unknown day",
    }


def _hands(each: str, incident: Incident) -> Iterator[Values]:
    people: dict[str, None] = {}
    for one in incident.introductions:
        people |= dict.fromkeys((one.author, one.committer, *one.merged_by))
        if each == "introduction":
            yield {
                "commit": one.commit,
                "repository": one.repository,
                "author": one.author,
                "committer": one.committer,
                "standing": one.standing.value,
            }
    if each == "person":
        yield from ({"person": person} for person in people)


def _carried(each: str, incident: Incident) -> Iterator[Values]:
    """Artifacts of the project itself, or of others; each once."""
    carriers: dict[str, list[Carrier]] = {}
    for one in incident.carriers:
        if (one.relation is Relation.SAME) == (each == "release"):
            carriers.setdefault(one.artifact_sha256, []).append(one)
    for some in carriers.values():
        one = some[0]
        paths = [carrier.path for carrier in some if carrier.path]
        more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        values = {
            "project": one.project or one.artifact,
            "version": one.version or "",
            "index": _INDEXES.get(one.ecosystem, "whoever offers it"),
            "artifact": one.artifact,
            "path": f"{paths[0]}{more}" if paths else "all of it",
        }
        if each == "release":
            yield {**values, "sha256": one.artifact_sha256, "ledger": one.ledger}
        else:
            yield {**values, "relation": one.relation.value}


def day(seconds: float) -> str:
    """A day of a clock that may be wrong, in UTC."""
    capped = min(max(seconds, -62_135_596_800), _LATEST)
    return datetime.fromtimestamp(capped, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
