"""From a ledger to what its maintainer can do about it."""

from __future__ import annotations

import fnmatch
import shlex
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tallystick.advice.backends import BACKENDS, Backend, Key, Lists, quoted
from tallystick.advice.grouping import whole_folders
from tallystick.advice.manifest_in import excluded, included
from tallystick.advice.work_tree import WorkTree
from tallystick.errors import ContentUnavailable, LimitExceeded
from tallystick.limits import Limits
from tallystick.model import ArtifactKind, Grade, Ledger, LedgerLine, Omitted
from tallystick.model.advice import Advice, AdviceAbout
from tallystick.project import Layout, Project, layout_of, read_project, table
from tallystick.project.bounded import Malformed, text
from tallystick.project.manifest_in import MANIFEST_IN, commands_of, leaves_out

PYPROJECT = "pyproject.toml"

_MOST_LINES = 50
"""Lines of advice that a person still reads; beyond, the configuration is better thought over whole."""


def advise(ledger: Ledger, work_tree: WorkTree, limits: Limits) -> tuple[Advice, ...]:
    """What the maintainer of an sdist or a wheel can do; most serious first, nothing for other kinds.

    Args:
        ledger: of the artifact against its own project.
        work_tree: the checkout that it may have been packed from.
        limits: caps on reading the configuration.
    """
    kinds = {ArtifactKind.SDIST, ArtifactKind.WHEEL}
    if ledger.source is None or ledger.artifact.kind not in kinds:
        return ()
    project = read_project(ledger.source.tree, ledger.source.subdir, limits)
    layout = layout_of(ledger.artifact, project)
    return tuple(
        _Advising(ledger=ledger, project=project, layout=layout, limits=limits, work_tree=work_tree)
    )


class _Advising(Struct, frozen=True, kw_only=True):
    ledger: Ledger
    project: Project
    layout: Layout
    limits: Limits
    work_tree: WorkTree

    def __iter__(self) -> Iterator[Advice]:
        residue = [line for line in self.ledger.lines if not line.grade.is_proof]
        places = {line.path: self._place(line) for line in residue}
        tree = self.project.tree.entries
        changed = [one for one in residue if places[one.path] in tree]
        uncommitted = [one for one in residue if places[one.path] not in {None, *tree}]
        rest = [one for one in residue if places[one.path] is None]
        yield from self._changed(changed)
        yield from self._uncommitted(uncommitted, places)
        yield from self._made([one for one in rest if one.grade is Grade.UNEXPLAINED])
        yield from self._otherwise([one for one in rest if one.grade is Grade.CONTRADICTED])
        yield from self._unchecked([one for one in rest if one.grade is Grade.UNPROVEN])
        yield from self._missing()

    @property
    def _is_sdist(self) -> bool:
        return self.ledger.artifact.kind is ArtifactKind.SDIST

    @property
    def _backend(self) -> Backend:
        return BACKENDS.get(self.project.backend) or Backend(name=self.project.backend)

    @property
    def _lists(self) -> Lists:
        return self._backend.sdist if self._is_sdist else self._backend.wheel

    def _place(self, line: LedgerLine) -> str | None:
        """Where the work tree has the very bytes of ``line``."""
        for candidate in self.layout.candidates(line.path):
            if self.work_tree.holds(candidate.path, line.entry):
                return candidate.path
        return None

    def _changed(self, lines: Sequence[LedgerLine]) -> Iterator[Advice]:
        if lines:
            yield Advice(
                about=AdviceAbout.CHANGED,
                message="packed as in the work tree, which nobody has committed: commit or restore, "
                "then build again",
                paths=tuple(line.path for line in lines),
            )

    def _uncommitted(
        self, lines: Sequence[LedgerLine], places: dict[str, str | None]
    ) -> Iterator[Advice]:
        if lines:
            inside = [self._relative(places[line.path] or line.path) for line in lines]
            yield self._kept_out(
                lines,
                inside,
                "in the work tree, and in no commit: commit what belongs to the release",
            )

    def _made(self, lines: Sequence[LedgerLine]) -> Iterator[Advice]:
        if lines:
            yield self._kept_out(
                lines,
                [line.path for line in lines],
                "neither in the commit nor in the work tree: commit what makes it, if the build does",
            )

    def _otherwise(self, lines: Sequence[LedgerLine]) -> Iterator[Advice]:
        if lines:
            commit = self.ledger.source.commit if self.ledger.source else None
            yield Advice(
                about=AdviceAbout.CHANGED,
                message=f"not what {f'commit {commit[:12]}' if commit else 'the source'} has: build "
                "from a clean checkout of it, or name the commit that was built with --ref",
                paths=tuple(line.path for line in lines),
            )

    def _unchecked(self, lines: Sequence[LedgerLine]) -> Iterator[Advice]:
        if lines:
            name = shlex.quote(self.ledger.artifact.name)
            yield Advice(
                about=AdviceAbout.UNCHECKED,
                message="generated, as it says; what generates it can be run in a sandbox",
                paths=tuple(line.path for line in lines),
                lines=(f"tallystick audit {name} --source . --depth regenerate",),
            )

    def _missing(self) -> Iterator[Advice]:
        """What an sdist lacks of the source; of a wheel only what is conspicuous."""
        tree = self.project.tree.entries
        absent = [
            one
            for one in self.ledger.omitted
            if one.path in tree and (one.expected or (self._is_sdist and not self._is_decided(one)))
        ]
        tools = [one for one in absent if not one.expected and self._is_of_tools(one.path)]
        others = [self._relative(one.path) for one in absent if one not in tools]
        forced = [path for path in others if self._lists.needs_force(path)]
        if kept := [path for path in others if path not in forced]:
            yield self._brought_along(kept)
        if forced:
            yield self._forced(forced)
        if tools:
            yield Advice(
                about=AdviceAbout.MISSING,
                message="of the forge, editors and tools, which sdists mostly do without",
                paths=self._shown([self._relative(one.path) for one in tools]),
            )

    def _is_of_tools(self, path: str) -> bool:
        return any(part.startswith(".") for part in self._relative(path).split("/"))

    def _is_decided(self, omitted: Omitted) -> bool:
        """Whether the configuration itself says that it is to be left out."""
        path = self._relative(omitted.path)
        if omitted.reason == "export-ignore":
            return True
        if self.project.backend == "setuptools":
            return leaves_out(commands_of(self._text(MANIFEST_IN)), path)
        patterns = self._values(self._lists.exclude) if self._lists.exclude is not None else []
        return any(_fits(path, pattern) for pattern in patterns)

    def _brought_along(self, paths: Sequence[str]) -> Advice:
        shown = self._shown(paths)
        message = "in the source, and not packed"
        if not self._is_sdist and self.project.backend == "setuptools":
            return self._package_data(paths, message)
        if self.project.backend == "setuptools":
            lines = included(_writable(shown))
            return self._advice(AdviceAbout.MISSING, message, shown, MANIFEST_IN, lines)
        named = [key for key in self._lists.only if self._values(key)]
        key = named[0] if named else self._lists.include
        return self._listed(AdviceAbout.MISSING, message, shown, key)

    def _forced(self, paths: Sequence[str]) -> Advice:
        """Files that the backend packs only where each is named."""
        where = self._lists.forced
        header = () if table(self.project.pyproject, *where) else (f"[{'.'.join(where)}]",)
        lines = [*header, *(f"{quoted(path)} = {quoted(path)}" for path in _writable(paths))]
        message = f"in the source, and never packed by {self._backend.name} unless named"
        if not header:
            message += f"; below [{'.'.join(where)}] write"
        return self._advice(AdviceAbout.MISSING, message, tuple(paths), PYPROJECT, lines)

    def _package_data(self, paths: Sequence[str], message: str) -> Advice:
        """Data files of packages: setuptools, "Data Files Support"; a module belongs to no listed package."""
        folders: dict[str, list[str]] = {}
        for path in _writable(paths):
            folder, _, name = path.removeprefix("src/").rpartition("/")
            folders.setdefault(folder.replace("/", "."), []).append(name)
        lines = [
            f"{_key(package)} = [{', '.join(Key(table=(), key='').entry(one) for one in names)}]"
            for package, names in folders.items()
            if package
        ]
        where = ("tool", "setuptools", "package-data")
        message += (
            "; a module that is missing belongs to a package that [tool.setuptools] does not find"
        )
        header = () if table(self.project.pyproject, *where) else (f"[{'.'.join(where)}]",)
        lines = [*header, *lines] if lines else []
        return self._advice(AdviceAbout.MISSING, message, tuple(paths), PYPROJECT, lines)

    def _kept_out(self, lines: Sequence[LedgerLine], paths: list[str], message: str) -> Advice:
        message += ", and keep the rest out"
        shown = tuple(line.path for line in lines)
        if self.project.backend == "setuptools" and self._is_sdist:
            written = excluded(_writable(paths))
            return self._advice(AdviceAbout.EXTRA, message, shown, MANIFEST_IN, written)
        return self._listed(AdviceAbout.EXTRA, message, shown, self._lists.exclude, paths)

    def _listed(
        self,
        about: AdviceAbout,
        message: str,
        shown: tuple[str, ...],
        key: Key | None,
        paths: Sequence[str] | None = None,
    ) -> Advice:
        """Advice to add ``paths`` (those shown, unless given) to a list in pyproject.toml."""
        if key is None:
            hint = self._backend.hint or f"how {self._backend.name} is told so is not known here"
            return Advice(about=about, message=f"{message}; {hint}", paths=shown)
        entries = [key.entry(path) for path in _writable(shown if paths is None else paths)]
        section = f"[{'.'.join(key.table)}]"
        if self._values(key):
            message = f"{message}; to `{key.key}` of {section} add"
            return self._advice(
                about, message, shown, PYPROJECT, [f"    {entry}," for entry in entries]
            )
        header = () if table(self.project.pyproject, *key.table) else (section,)
        message = f"{message}; below {section} write" if not header else message
        entries = [f"    {entry}," for entry in entries]
        lines = [*header, f"{key.key} = [", *entries, "]"] if entries else []
        return self._advice(about, message, shown, PYPROJECT, lines)

    def _advice(
        self,
        about: AdviceAbout,
        message: str,
        paths: tuple[str, ...],
        file: str,
        lines: Sequence[str],
    ) -> Advice:
        if not lines or len(lines) > _MOST_LINES:
            return Advice(about=about, message=message, paths=paths, file=file)
        return Advice(about=about, message=message, paths=paths, file=file, lines=tuple(lines))

    def _shown(self, paths: Sequence[str]) -> tuple[str, ...]:
        """``paths`` of the project, with whole folders in place of what is in them."""
        gone = set(paths)
        inside = (
            self._relative(path)
            for path in self.project.tree.entries
            if path.startswith(self._prefix)
        )
        return whole_folders(paths, (path for path in inside if path not in gone))

    @property
    def _prefix(self) -> str:
        return f"{self.project.subdir}/" if self.project.subdir else ""

    def _relative(self, path: str) -> str:
        return path.removeprefix(self._prefix)

    def _values(self, key: Key) -> list[str]:
        """The texts of a list in pyproject.toml, paths of tables in it included."""
        value = table(self.project.pyproject, *key.table).get(key.key)
        found = []
        for one in value if isinstance(value, list) else ():
            named = one.get("path") if isinstance(one, dict) else one
            if isinstance(named, str):
                found.append(named)
        return found

    def _text(self, name: str) -> str:
        path = self.project.path(name)
        if path not in self.project.tree.entries:
            return ""
        try:
            return text(self.project.tree.read(path), self.limits)
        except (ContentUnavailable, LimitExceeded, Malformed):
            return ""


def _key(package: str) -> str:
    return f'"{package}"' if "." in package else package


def _writable(paths: Sequence[str]) -> list[str]:
    """The paths that a configuration file, which is UTF-8, can say."""
    return [path for path in paths if not any(0xD800 <= ord(sign) <= 0xDFFF for sign in path)]


def _fits(path: str, pattern: str) -> bool:
    """Whether a pattern of whichever dialect means ``path`` or a folder above it."""
    pattern = pattern.strip("/").removesuffix("/**").removesuffix("/**/*").removesuffix("/*")
    parts = path.split("/")
    above = ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
    return any(fnmatch.fnmatchcase(one, pattern) for one in above)
