"""Tools of exact versions: built once, in the sandbox, and kept by what they were built from.

What is kept has a key: the digest of the script, the files' digests and the keys of the tools that were
used. Whoever asks for the same gets the same. Of two processes that want it at once one builds and the other
waits: both at the same work, on a busy machine, would be ended for taking too long, and a variant that could
not be had makes an audit inconclusive.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.archive.ar_member import ar_members
from tallystick.cache import Cache
from tallystick.errors import ArtifactError, SourceError, StorageError
from tallystick.limits import BUILD, Limits
from tallystick.model import MODE_EXECUTABLE, MODE_FILE, Skip, Tree
from tallystick.rebuild.autotools.building import TOOLS, BuildFailed, build, script
from tallystick.rebuild.autotools.catalogue import Archive, Recipe
from tallystick.rebuild.autotools.kept import keep, kept
from tallystick.rebuild.running import Runner
from tallystick.rebuild.trees import below, files, together
from tallystick.source import open_source

CHECK = "autotools"
FOLDER = ("toolchains",)
CLOCK = 1_000_000_000
"""The time of every file while a tool is built: 2001-09-09, so that none of them knows a later one."""


class Supplier(Protocol):
    """Where the files that tools are built from are."""

    def file(self, archive: Archive, package: str | None) -> Path | None:
        """A file with the name and digest of ``archive``; None where it cannot be had."""
        ...

    def repository(self, name: str) -> Path | None:
        """A clone of the upstream repository ``name``; None where there is none."""
        ...


class Folder(Struct, frozen=True, kw_only=True):
    """A folder that holds the files under the catalogue's names, and clones as ``NAME.git``."""

    path: Path

    def file(self, archive: Archive, package: str | None) -> Path | None:  # noqa: ARG002 - as others
        """See :class:`Supplier`; a file of the name with other bytes is not it."""
        path = self.path / archive.file
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None
        return path if digest == archive.sha256 else None

    def repository(self, name: str) -> Path | None:
        """See :class:`Supplier`."""
        path = self.path / f"{name}.git"
        return path if path.is_dir() else None


class Autotools(Struct, frozen=True, kw_only=True):
    """The tools of a catalogue, as far as they can be had here.

    Attributes:
        recipes: the catalogue.
        suppliers: who is asked for files, in this order.
        cache: where built tools are kept.
        built: the trees of tools that were asked for already, by their keys.
    """

    recipes: tuple[Recipe, ...]
    suppliers: tuple[Supplier, ...]
    cache: Cache
    limits: Limits
    runner: Runner
    built: dict[str, Tree | Skip] = field(default_factory=dict)

    def variants(self, name: str, version: str) -> tuple[Recipe, ...]:
        """All variants of that version, pristine first; none where the catalogue has no such version."""
        found = [r for r in self.recipes if (r.name, r.version) == (name, version)]
        return tuple(sorted(found, key=lambda recipe: recipe.variant != "pristine"))

    def together(self, *recipes: Recipe) -> Tree | Skip:
        """These tools with all that they need, each below its folder of ``tools``; or why one is not here."""
        wanted = {recipe.name: recipe for recipe in self._with_needs(recipes)}
        wanted |= {recipe.name: recipe for recipe in recipes}
        parts = []
        for recipe in wanted.values():
            tool = self.get(recipe)
            if isinstance(tool, Skip):
                return tool
            parts.append(tool)
        return together(*parts)

    def get(self, recipe: Recipe) -> Tree | Skip:
        """The tool alone, below its folder of ``tools``; or why it is not here."""
        key = self._key(recipe)
        if key not in self.built:
            self.built[key] = self._get(recipe, key)
        return self.built[key]

    def _get(self, recipe: Recipe, key: str) -> Tree | Skip:
        tool: Tree | Skip | None = kept(self.cache, FOLDER, key)
        if tool is None:
            needs = self.together(*map(self._needed, recipe.needs))
            tool = needs if isinstance(needs, Skip) else self._made(recipe, key, needs)
        return tool if isinstance(tool, Skip) else below(f"{TOOLS}/{recipe.name}", tool)

    def _made(self, recipe: Recipe, key: str, needs: Tree) -> Tree | Skip:
        """The tool, built here or by another process in the meantime."""
        try:
            with self.cache.lock(f"autotools-{key}", seconds=BUILD.seconds):
                tool = kept(self.cache, FOLDER, key)
                made = self._build(recipe, needs) if tool is None else tool
                return keep(self.cache, FOLDER, key, made) if isinstance(made, dict) else made
        except StorageError as error:
            return Skip(check=CHECK, reason=f"{recipe.said} could not be kept: {error}")

    def _with_needs(self, recipes: Iterable[Recipe]) -> Iterator[Recipe]:
        """The catalogue's needs have no cycle: one names only tools that stand before it."""
        for recipe in recipes:
            yield from self._with_needs(map(self._needed, recipe.needs))
            yield recipe

    def _needed(self, need: str) -> Recipe:
        """The pristine variant of a tool that the catalogue says is needed."""
        return next(
            recipe
            for recipe in self.recipes
            if recipe.spelled == need and recipe.variant == "pristine"
        )

    def _build(self, recipe: Recipe, needs: Tree) -> dict[str, tuple[bool, bytes]] | Skip:
        try:
            source = self._source(recipe)
            if isinstance(source, Skip):
                return source
            patches = self._archive(recipe, recipe.patches) if recipe.patches else None
            if isinstance(patches, Skip):
                return patches
            return build(recipe, source, patches, needs, CLOCK, self._patient())
        except BuildFailed as error:
            return Skip(check=CHECK, reason=f"{recipe.said} could not be built: {error}")
        except (ArtifactError, SourceError, StorageError) as error:
            return Skip(check=CHECK, reason=f"{recipe.said} could not be read: {error}")

    def _patient(self) -> Runner:
        """What builds a tool: its sources are pinned, so it may take as long as any build."""
        seconds = max(self.runner.caps.seconds, BUILD.seconds)
        return replace(self.runner, caps=replace(self.runner.caps, seconds=seconds))

    def _source(self, recipe: Recipe) -> Tree | Skip:
        if recipe.archive is not None:
            return self._archive(recipe, recipe.archive)
        name = recipe.repository or recipe.name
        for supplier in self.suppliers:
            clone = supplier.repository(name)
            if clone is not None:
                opened = open_source(
                    str(clone),
                    cache=self.cache,
                    limits=self.limits,
                    ref=recipe.commit,
                    offline=True,
                )
                return opened.tree
        reason = (
            f"{recipe.said} is built from commit {recipe.commit}, and no clone {name}.git is here"
        )
        return Skip(check=CHECK, reason=reason)

    def _archive(self, recipe: Recipe, archive: Archive) -> Tree | Skip:
        for supplier in self.suppliers:
            path = supplier.file(archive, recipe.package)
            if path is not None:
                return self._opened(path)
        where = f" (Debian's source package {recipe.package} has it)" if recipe.package else ""
        return Skip(
            check=CHECK,
            reason=f"{recipe.said} is built from {archive.file}, which is not here{where}",
        )

    def _opened(self, path: Path) -> Tree:
        """An archive as a tree; of a Debian package what it installs (deb(5))."""
        if path.suffix != ".deb":
            return open_source(str(path), cache=self.cache, limits=self.limits).tree
        data = [member for member in ar_members(path) if member.name.startswith("data.tar")]
        if len(data) != 1:
            raise ArtifactError(f"{path.name}: not a Debian package: no one data.tar")
        with path.open("rb") as package, tempfile.NamedTemporaryFile(prefix="tallystick-") as kept:
            package.seek(data[0].offset)
            kept.write(package.read(data[0].size))
            kept.flush()
            tree = open_source(kept.name, cache=self.cache, limits=self.limits).tree
            plain = {p: tree.read(p) for p, e in tree.entries.items() if e.mode == MODE_FILE}
            runs = {p: tree.read(p) for p, e in tree.entries.items() if e.is_executable}
        return together(files(plain, MODE_FILE), files(runs, MODE_EXECUTABLE))

    def _key(self, recipe: Recipe) -> str:
        parts = [
            script(recipe).decode(),
            *(part.sha256 for part in (recipe.archive, recipe.patches) if part is not None),
            recipe.commit or "",
            *(self._key(self._needed(need)) for need in recipe.needs),
        ]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()
