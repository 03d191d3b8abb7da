"""The pages of the documentation that are made from the code: commands, rules, schema, checks.

Written into ``docs/reference/`` by ``docs/conf.py`` before Sphinx reads that folder; never committed, so
that they cannot be out of date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from tallystick.archive.findings import MEANINGS
from tallystick.cli.described import Argument, Command, commands
from tallystick.custody import CHECKS
from tallystick.explain import EXPLAINERS
from tallystick.identity.rules import RULES as IDENTITY_RULES
from tallystick.policy import RULES
from tallystick.rebuild import REGENERATORS
from tallystick.watch.rules import RULES as WATCH_RULES

PAGES = ("cli.md", "rules.md", "schema.md", "checks.md")


def write_pages(folder: Path) -> None:
    """Write every page into ``folder``; one that has not changed keeps its time."""
    folder.mkdir(exist_ok=True)
    made = dict(zip(PAGES, (_cli(), _rules(), _schema(), _checks()), strict=True))
    for name, rows in made.items():
        text = "\n".join(rows) + "\n"
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _cli() -> Iterator[str]:
    yield "# Commands\n"
    yield "What each `--help` says. `tallystick man` prints the same as a manual page, and"
    yield "`tallystick completion bash|zsh|fish` what completes it.\n"
    yield from (f"- [`{one.name}`](#tallystick-{one.name}): {one.summary}" for one in commands())
    for command in commands():
        yield from _command(command)


def _command(command: Command) -> Iterator[str]:
    yield f"\n## tallystick {command.name}\n\n{command.summary}\n"
    yield f"```text\n{command.usage_lines}\n```\n"
    if command.description:
        yield f"```text\n{command.description}\n```\n"
    for one in command.arguments:
        yield f"{_head(one)}\n:   {_plain(one.help) or 'See above.'}\n"


def _head(argument: Argument) -> str:
    shown = ", ".join(argument.flags) or argument.value
    value = f" {argument.value}" if argument.flags and argument.value else ""
    return f"`{shown}{value}`"


def _plain(text: str) -> str:
    """Prose in which Markdown sees nothing."""
    return re.sub(r"([\\`*_{}\[\]<>#|$~@:])", r"\\\1", " ".join(text.split()))


def _rules() -> Iterator[str]:
    yield "# Rules of the policy\n"
    yield "In the order in which they are asked. A [policy](../policy.md) sets their consequence in"
    yield "`[rules]`, no milder than the last column says.\n"
    yield "| rule | by default | at least |\n|---|---|---|"
    for name, rule in RULES.items():
        yield f"| `{name}` | {rule.consequence.value} | {rule.at_least.value} |"
    yield "\n## Rules of identity\n"
    yield "[What each says](../identity.md). A policy sets them in `[identity.rules]`.\n"
    yield "| rule | weight | in the set `strict` |\n|---|---|---|"
    for one in IDENTITY_RULES:
        yield f"| `{one.id}` | {_word(one.weight)} | {_word(one.strict)} |"
    yield "\n## Rules of watched builds\n"
    yield "[What each says](../watch.md).\n"
    yield from (f"- `{one.id}`" for one in WATCH_RULES)


def _word(weight: object) -> str:
    return str(getattr(weight, "value", weight))


def _checks() -> Iterator[str]:
    yield "# Every check\n"
    yield "The lists in the code, in their order; each has a heading of its name on the page that is named.\n"
    yield "## Explainers\n\nOn [explainers](../explainers.md).\n"
    yield from (f"- `{one.id}`" for one in EXPLAINERS)
    yield "\n## Regenerators\n\nOn [depth `regenerate`](../regenerate.md).\n"
    yield from (f"- `{one.id}`" for one in REGENERATORS)
    yield "\n## Findings of containers\n\nOn [containers](../container.md).\n"
    yield from (f"- `{name}`" for name in MEANINGS)
    yield "\n## Checks of custody\n\nOn [custody](../custody.md).\n"
    yield "| check | looks at | needs |\n|---|---|---|"
    for check in CHECKS:
        yield f"| `{check.id}` | {check.looks_at} | {check.needs or ''} |"


def _schema() -> Iterator[str]:
    schema = _json("ledger.schema.json")
    yield "# The JSON Schema of the ledger\n"
    yield "`tallystick/report/ledger.schema.json` in the package; [what the fields mean](../ledger.md)."
    yield "Fields are only ever added within `tallystick.ledger/1`.\n"
    for name, definition in schema["$defs"].items():
        yield f"\n## `{name}`\n\n{_plain(definition.get('description', ''))}\n"
        if "properties" not in definition:
            yield f"```json\n{json.dumps(definition, indent=1)}\n```"
            continue
        required = set(definition.get("required", ()))
        yield "| field | type | what it is |\n|---|---|---|"
        for field, value in definition["properties"].items():
            optional = "" if field in required else ", optional"
            said = _plain(value.get("description", ""))
            yield f"| `{field}` | {_type(value)}{optional} | {said} |"


def _type(value: Mapping[str, Any]) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        return f"`{name}`"
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{_plain(str(one))}`" for one in value["enum"])
    if "anyOf" in value or "oneOf" in value:
        return " or ".join(_type(one) for one in value.get("anyOf") or value["oneOf"])
    kinds = value.get("type", "any")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    items = f" of {_type(value['items'])}" if isinstance(value.get("items"), dict) else ""
    return " or ".join(kinds) + items


def _json(name: str) -> dict[str, Any]:
    text = files("tallystick.report").joinpath(name).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
