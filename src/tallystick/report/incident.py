"""What is known of something bad, in words and in JSON: sections of tables, the same for every format."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from msgspec import Struct, to_builtins

from tallystick.model.custody import ReviewEvidence
from tallystick.model.incident import Incident, Introduction, Step
from tallystick.report import summary
from tallystick.report.text import counted, json_name, json_prose, name, prose

SCHEMA: Final = "tallystick.incident/1"
_EARLIEST, _LATEST = -62_135_596_800, 253_402_300_799
"""The seconds that a date can be made of; clocks of commits may say anything."""

_NAMES: Final = frozenset({"path", "paths", "artifact"})
"""Fields that are names, and come back exact; all other text is prose."""

TITLES: Final = {
    "contain": "Contain",
    "notify": "Notify",
    "yank": "Yank",
    "rotate": "Rotate",
    "rebuild": "Rebuild",
    "evidence": "Keep as evidence",
}


class Table(Struct, frozen=True, kw_only=True):
    """A heading over rows; cells that are names are in the columns of ``named`` (nothing is escaped)."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    named: frozenset[int] = frozenset()


def headline(incident: Incident) -> str:
    """What was found, as the rest of a sentence that begins with what was asked for."""
    artifacts = len({one.artifact_sha256 for one in incident.carriers})
    places = len(incident.exposed)
    brought = len(incident.introductions)
    came = (
        f"came in with {counted(brought, 'commit')}"
        if brought
        else "no commit is known to bring it"
    )
    return (
        f"is in {counted(artifacts, 'artifact')}; {came}; "
        f"{counted(places, 'place')} of those given {'has' if places == 1 else 'have'} it."
    )


def tables(incident: Incident) -> tuple[Table, ...]:
    """Everything but the plan; a table without rows is left out."""
    found = (
        Table(
            title="Timeline",
            head=("when", "what", "who", "by"),
            rows=tuple((when(one.time), one.what, one.who, one.clock) for one in incident.timeline),
        ),
        _brought(incident),
        Table(
            title="Repositories that hold it today",
            head=("repository", "commit", "relation", "paths"),
            rows=tuple(
                (one.repository, one.commit[:12], one.relation.value, _several(one.paths))
                for one in incident.copies
            ),
            named=frozenset({0, 3}),
        ),
        Table(
            title="Artifacts that carry it",
            head=("release", "artifact", "path", "grade", "runs", "verdict", "relation"),
            rows=tuple(
                (
                    *(one.release, one.artifact, one.path or "all of it", one.grade or "-"),
                    *(one.reach or "-", one.verdict, one.relation.value),
                )
                for one in incident.carriers
            ),
            named=frozenset({1, 2}),
        ),
        Table(
            title="Attestations on them",
            head=("artifact", "form", "state", "signed by", "published by", "commit"),
            rows=tuple(
                (
                    *(one.artifact, one.form, one.state, one.signer or "-"),
                    *(one.publisher or "-", (one.commit or "-")[:12]),
                )
                for one in incident.vouched
            ),
            named=frozenset({0}),
        ),
        Table(
            title="Exposed",
            head=("kind", "where", "what", "known by"),
            rows=tuple(
                (one.kind, one.where, one.what, one.matched.value) for one in incident.exposed
            ),
            named=frozenset({1}),
        ),
        Table(
            title="Not looked at",
            head=("what", "why"),
            rows=tuple((skip.check, skip.reason) for skip in incident.skips),
        ),
    )
    return tuple(table for table in found if table.rows)


def _brought(incident: Incident) -> Table:
    return Table(
        title="Commits that brought it in",
        head=(
            *("commit", "author", "committer", "merged by", "seen by", "standing", "tags"),
            *("branches", "paths"),
        ),
        rows=tuple(
            (
                *(one.commit[:12], one.author, one.committer),
                ", ".join(one.merged_by) or "-",
                _seen(one) or "-",
                one.standing.value,
                _several(one.tags),
                _several(one.branches),
                _several(one.paths),
            )
            for one in incident.introductions
        ),
    )


def _seen(one: Introduction) -> str:
    return "; ".join(dict.fromkeys(map(_evidence, one.evidence)))


def _evidence(one: ReviewEvidence) -> str:
    return f"{one.by} ({one.kind}, {one.confidence.value})" if one.by else one.kind


def _several(names: tuple[str, ...]) -> str:
    if not names:
        return "-"
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1:,} more"


def steps(incident: Incident) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """The plan by its headings; all of it."""
    for section, title in TITLES.items():
        found = tuple(step for step in incident.plan if step.section == section)
        if found:
            yield title, found


def when(seconds: float) -> str:
    """A time in UTC, to the second."""
    capped = min(max(seconds, _EARLIEST), _LATEST)
    return datetime.fromtimestamp(capped, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def render_text(incident: Incident) -> str:
    """Plain lines; whatever a stranger chose is on one line, and acts on no terminal."""
    lines = [f"{name(incident.subject.words)} {headline(incident)}"]
    for table in tables(incident):
        lines += ["", f"{table.title}:"]
        lines += [f"  {'  '.join(_cells(table, row))}" for row in table.rows]
    lines += ["", "What to do:"]
    for title, found in steps(incident):
        lines.append(f"  {title}")
        lines += [f"    - {''.join(prose(part.text) for part in step.parts)}" for step in found]
    return "\n".join(lines) + "\n"


def _cells(table: Table, row: tuple[str, ...]) -> list[str]:
    return [name(cell) if at in table.named else prose(cell) for at, cell in enumerate(row)]


def render_json(incident: Incident) -> str:
    """All of it, in ASCII; ``docs/incident.md`` has the fields."""
    values = to_builtins(incident)
    values["plan"] = [
        {"section": step.section, "text": "".join(part.text for part in step.parts)}
        for step in incident.plan
    ]
    document = {
        "schema": SCHEMA,
        "tool": {"name": summary.TOOL, "version": summary.tool_version()},
        **{key: _json(value, key) for key, value in values.items()},
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def _json(value: Any, key: str) -> Any:  # noqa: ANN401 - whatever to_builtins() makes
    if isinstance(value, dict):
        return {name_: _json(one, name_) for name_, one in value.items()}
    if isinstance(value, list | tuple):
        return [_json(one, key) for one in value]
    if isinstance(value, str):
        return json_name(value) if key in _NAMES else json_prose(value)
    return value
