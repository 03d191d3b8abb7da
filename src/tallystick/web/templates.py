"""HTML, SVG and Atom from templates: every value escaped, what would not be seen written out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from tallystick.errors import UsageError
from tallystick.report import incident, marked, summary, text
from tallystick.web import address
from tallystick.web.assets import assets
from tallystick.web.bar import bar

_LAST: Final = 253_402_300_799
"""The last second of the year 9999, behind which Python has no dates."""


def render(name: str, values: Mapping[str, object]) -> str:
    """The template ``name`` with these values."""
    return _templates(name).render(values)


@cache
def _templates(name: str) -> Template:
    # The environment would look at the file again for each page.
    return _environment().get_template(name)


def prepare() -> None:
    """Compile all templates, so that the first who asks does not wait for it."""
    for name in _environment().list_templates():
        _templates(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tallystick.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        {
            "bar": bar,
            "changed": marked.changed,
            "counted": text.counted,
            "date": lambda seconds: _when(seconds, "%Y-%m-%d"),
            "instant": lambda seconds: _when(seconds, "%Y-%m-%dT%H:%M:%SZ"),
            "name": marked.name,
            "number": lambda value: f"{value:,}",
            "plain": plain,
            "plain_prose": text.prose,
            "prose": marked.prose,
            "segment": address.segment,
            "share": text.share,
            "steps": incident.steps,
            "stored": lambda value: marked.name(_exact(value)),
            "time": lambda seconds: _when(seconds, "%Y-%m-%d %H:%M UTC"),
        }
    )
    environment.globals.update(
        at=address,
        assets=assets(),
        tool=f"{summary.TOOL} {summary.tool_version()}",
    )
    return environment


def plain(stored: str) -> str:
    """A name of the store as text for a person, where there is no room for marks."""
    return text.name(_exact(stored))


def _exact(stored: str) -> str:
    """A name as it is; as it is written, where nobody could have written it so."""
    if "\\" not in stored:
        return stored
    try:
        return text.parse_name(stored)
    except UsageError:
        return stored


@lru_cache(maxsize=4_096)
def _when(seconds: float, form: str) -> str:
    """A moment by somebody's clock, which may be set to anything."""
    if not -62_135_596_800 <= seconds <= _LAST:
        return "at no possible date"
    return datetime.fromtimestamp(seconds, UTC).strftime(form)
