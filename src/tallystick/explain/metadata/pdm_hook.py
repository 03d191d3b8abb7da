"""A hook of the project's own that changes the metadata while pdm-backend builds.

https://backend.pdm-project.org/hooks/ : ``pdm_build.py`` in the project's folder, or ``custom-hook``, whose
``pdm_build_initialize`` may do anything to ``context.config.metadata``. What it does is not read here. What
comes out is a claim as long as it asks for nothing that the source's ``pyproject.toml`` does not ask for
somewhere, and runs nothing that stands below no ``scripts`` there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tallystick.explain.context import Context
from tallystick.project.reading import NotReadable, read_text
from tallystick.project.requirement import need

FIELDS = frozenset({"Requires-Dist", "Provides-Extra"})
"""Fields that are judged so: any other is what the table says, or a contradiction."""


def pdm_hook(context: Context) -> str | None:
    """The path of the hook that has the metadata in its hands; None if there is none."""
    project = context.project
    if project.backend != "pdm":
        return None
    named = project.table("tool", "pdm", "build").get("custom-hook", "pdm_build.py")
    try:
        text = read_text(project, str(named), context.limits)
    except NotReadable:
        return None
    return str(named) if "pdm_build_initialize" in text and "metadata" in text else None


REQUIREMENTS = frozenset({"dependencies", "optional-dependencies"})
SCRIPTS = frozenset({"scripts", "gui-scripts", "entry-points"})


def stands_there(words: Iterable[str], keys: frozenset[str], context: Context) -> bool:
    """Whether each of ``words`` stands below one of ``keys``, in whatever table of ``pyproject.toml``."""
    held = context.once(
        f"words below {sorted(keys)}", lambda: frozenset(_below(context.project.pyproject, keys))
    )
    return all(word in held for word in words)


def are_required(lines: Iterable[str], context: Context) -> bool:
    """Whether each of the requirements stands there, for an extra or for the project itself."""
    held = context.once(
        "needs of pyproject",
        lambda: frozenset(map(need, _below(context.project.pyproject, REQUIREMENTS))),
    )
    return all(need(line.partition("; extra ==")[0].strip()) in held for line in lines)


def _below(value: object, keys: frozenset[str]) -> Iterator[str]:
    """The words below ``keys``, wherever these stand; the nesting of TOML is capped where it is read."""
    for key, item in value.items() if isinstance(value, Mapping) else ():
        yield from _words(item) if key in keys else _below(item, keys)


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _words(item)
    elif isinstance(value, list):
        for item in value:
            yield from _words(item)
