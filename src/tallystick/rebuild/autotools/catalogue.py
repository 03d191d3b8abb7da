"""Which toolchains can be had, and what each is built from: a TOML file, the shipped one beside this.

``[[tool]]`` has ``name``, ``version``, ``variant`` (``pristine``, or the distribution whose patches it has),
and ``needs``: the tools that building and running it takes, each a name and a version, which stand before
it. It is built from ``file`` with ``sha256``, and from ``patches`` with ``patches_sha256`` (a Debian
package's, whose ``debian/patches/series`` is applied); or from ``commit`` of ``repository``. ``package`` is
a Debian source package that has the files.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from msgspec import Struct

from tallystick.errors import UsageError


class Archive(Struct, frozen=True, kw_only=True):
    """A file that a tool is built from: its name, its SHA-256."""

    file: str
    sha256: str


class Recipe(Struct, frozen=True, kw_only=True):
    """One variant of one version of a tool; fields as in the TOML file."""

    name: str
    version: str
    variant: str
    needs: tuple[str, ...] = ()
    archive: Archive | None = None
    patches: Archive | None = None
    repository: str | None = None
    commit: str | None = None
    package: str | None = None

    @property
    def spelled(self) -> str:
        """As ``needs`` and a person call it."""
        return f"{self.name} {self.version}"

    @property
    def said(self) -> str:
        """As the ledger says it."""
        return f"{self.spelled} ({self.variant})"


def parse_recipes(text: str, where: str) -> tuple[Recipe, ...]:
    """The recipes that ``text`` writes down; ``where`` is what errors call it.

    Raises:
        UsageError: it is no such catalogue.
    """
    try:
        document = tomllib.loads(text)
        recipes = tuple(_recipe(table) for table in document["tool"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{where}: no catalogue of toolchains: {error}") from None
    known: set[str] = set()
    for recipe in recipes:
        for need in recipe.needs:
            if need not in known:
                raise UsageError(
                    f"{where}: {recipe.said} needs {need}, which is not there before it"
                )
        if recipe.variant == "pristine":
            known.add(recipe.spelled)
    return recipes


@cache
def shipped_recipes() -> tuple[Recipe, ...]:
    """The shipped catalogue."""
    text = files(__package__).joinpath("toolchains.toml").read_text(encoding="utf-8")
    return parse_recipes(text, "toolchains.toml")


def _recipe(table: Mapping[str, object]) -> Recipe:
    needs = table.get("needs", [])
    if not isinstance(needs, list) or not all(isinstance(need, str) for need in needs):
        raise TypeError("needs is no list of texts")
    recipe = Recipe(
        name=_text(table, "name"),
        version=_text(table, "version"),
        variant=_text(table, "variant"),
        needs=tuple(needs),
        archive=_archive(table, "file", "sha256"),
        patches=_archive(table, "patches", "patches_sha256"),
        repository=_text(table, "repository") if "repository" in table else None,
        commit=_text(table, "commit") if "commit" in table else None,
        package=_text(table, "package") if "package" in table else None,
    )
    if (recipe.archive is None) == (recipe.commit is None):
        raise TypeError(f"{recipe.spelled} is built from a file or from a commit")
    return recipe


def _archive(table: Mapping[str, object], name: str, digest: str) -> Archive | None:
    if name not in table:
        return None
    return Archive(file=_text(table, name), sha256=_text(table, digest))


def _text(table: Mapping[str, object], key: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value:
        raise TypeError(f"{key} is no text")
    return value
