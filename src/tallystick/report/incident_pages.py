"""An incident as Markdown and as one page: nothing is cut, since all of a plan has to be done."""

from __future__ import annotations

from tallystick.model.incident import Incident, Step
from tallystick.report import incident as words
from tallystick.report.html import render_page
from tallystick.report.markdown import code, inline


def render_markdown(incident: Incident) -> str:
    """Headings, tables, and the plan as a list to tick off."""
    blocks = [f"# Incident: {code(incident.subject.words)}"]
    blocks.append(f"It {words.headline(incident)}")
    for table in words.tables(incident):
        rows = [table.head, ["---"] * len(table.head)]
        shown = [
            [code(cell) if at in table.named else inline(cell) for at, cell in enumerate(row)]
            for row in table.rows
        ]
        lines = [f"| {' | '.join(row)} |" for row in (*rows, *shown)]
        blocks.append(f"## {table.title}\n\n" + "\n".join(lines))
    blocks.append("## What to do")
    for title, steps in words.steps(incident):
        blocks.append(f"### {title}\n\n" + "\n".join(f"- [ ] {_step(step)}" for step in steps))
    return "\n\n".join(blocks) + "\n"


def _step(step: Step) -> str:
    return "".join(code(part.text) if part.given else part.text for part in step.parts)


def render_html(incident: Incident) -> str:
    """One page that opens from disk, with no script."""
    return render_page(
        "incident.html.jinja",
        incident=incident,
        headline=words.headline(incident),
        tables=words.tables(incident),
        steps=tuple(words.steps(incident)),
    )
