"""Makefiles, and make's own database of rules: objects that no compiler makes.

``make -pn`` prints each rule with the file and line of its recipe (GNU make manual, "Options Summary").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tallystick.buildsystem.lines import Line

_OBJECT = re.compile(r"^([^\s#%:=][^#%:=]{0,200}?\.(?:o|lo|obj))\s*:(?![:=])")
_COMPILES = re.compile(
    r"\$[({](?:\w*(?:CC|CXX|COMPILE|CPP|FC|F77|OBJC|AS|GCJ|RC|WINDRES|NASM|YASM|LIBTOOL|LD|AM_V_\w+))[)}]"
    r"|\b(?:cc|gcc|clang|libtool|windres|nasm|yasm|ld|as)\b"
)
_FROM = re.compile(r"^#  recipe to execute \(from '([^'\n]+)', line (\d+)\):$")
_VALUES = {"am__include": "-include", "am__quote": "", "SHELL": "/bin/sh"}
"""Automake's own words for including the lists of dependencies, which are not there; and make's shell."""
_ALONE = re.compile(r"^@\w+@[ \t]*$", re.MULTILINE)
"""A line of its own: an assignment or nothing, as configure finds (``@SET_MAKE@``)."""
_PLACEHOLDER = re.compile(r"@(\w+)@")


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of make's database: its target, the line of its recipe, and the recipe."""

    target: str
    line: int
    recipe: tuple[str, ...]


def own_objects(lines: Sequence[Line]) -> Iterator[tuple[str, int, str]]:
    """Explicit rules for objects whose recipe runs no compiler."""
    for at, line in enumerate(lines):
        found = _OBJECT.match(line.text)
        if found is None:
            continue
        recipe = []
        for following in lines[at + 1 :]:
            if not following.text.startswith("\t"):
                break
            recipe.append(following.text)
        if recipe and not _COMPILES.search("\n".join(recipe)):
            yield "object-recipe", line.number, f"{found[1]}: {recipe[0].strip()[:120]}"


def readable(template: str, *, enabled: bool) -> str:
    """A ``Makefile.in`` as make can read it, without configure: each condition held or not, names for values.

    Automake writes ``@NAME_TRUE@`` and ``@NAME_FALSE@`` before the lines of a condition, which become
    nothing or a comment.
    """

    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name in _VALUES:
            return _VALUES[name]
        if name.endswith("_TRUE"):
            return "" if enabled else "#"
        if name.endswith("_FALSE"):
            return "#" if enabled else ""
        return name

    return _PLACEHOLDER.sub(value, _ALONE.sub("", template))


def database(printed: str) -> Iterator[Rule]:
    """The rules with a recipe in what ``make -pn`` prints."""
    target, line, recipe = "", 0, list[str]()
    for text in printed.split("\n"):
        if found := _FROM.match(text):
            line = int(found[2])
        elif text.startswith("\t") and line:
            recipe.append(text[1:])
        else:
            if recipe:
                yield Rule(target=target, line=line, recipe=tuple(recipe))
            if text and not text.startswith(("#", " ", "\t")) and ":" in text:
                target = text.partition(":")[0]
            if recipe or not text.startswith("#"):
                line, recipe = 0, []
    if recipe:
        yield Rule(target=target, line=line, recipe=tuple(recipe))


def special(rules: Iterator[Rule]) -> Iterator[tuple[str, int, str]]:
    """Of a database, the rules for objects that run no compiler."""
    for rule in rules:
        is_object = rule.target.endswith((".o", ".lo", ".obj")) and "%" not in rule.target
        if is_object and not _COMPILES.search("\n".join(rule.recipe)):
            yield (
                "object-recipe",
                max(rule.line - 1, 1),
                f"{rule.target}: {rule.recipe[0].strip()[:120]}",
            )
