"""``configure``, ``aclocal.m4``, ``config.h.in`` and ``Makefile.in``, made again by the tools that they name.

Several ways are tried, since a tarball does not say in which it was made: the variants of the tools, whether
Automake's own files were there before, how strict it was. A file counts that comes out the same in any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from tallystick.model import LedgerLine, Skip, Tree
from tallystick.rebuild.autotools.catalogue import Recipe
from tallystick.rebuild.autotools.collected import contradicts
from tallystick.rebuild.autotools.inputs import (
    AUTOCONFS,
    STATIC,
    Root,
    clean_tree,
    given_version,
    makefiles,
    roots,
)
from tallystick.rebuild.autotools.left_out import left_out
from tallystick.rebuild.autotools.neighbours import neighbours, writes_otherwise
from tallystick.rebuild.autotools.running import Attempt, Ran, no_say_in, run, step_of
from tallystick.rebuild.autotools.supply import toolchains_of
from tallystick.rebuild.autotools.toolchain import Autotools
from tallystick.rebuild.normalisation import NORMALISATIONS as KNOWN
from tallystick.rebuild.normalisation import equal_under
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject

NORMALISATIONS = (
    "dist-common-order",
    "dist-common-documents",
    "dist-common-auxiliary",
    "am-macros-date",
)

CLAIMS = "autotools-output"
"""The explainer that says of a file that one of these tools made it."""

NAMES = frozenset({"configure", "aclocal.m4", "Makefile.in", "config.h.in", STATIC})

SHOWN = 3
"""Files that a reason names."""


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    tools = toolchains_of(subject)
    # The deepest first: a file belongs to the nearest configure above it.
    left = {line.path for line in lines}
    for root in sorted(roots(subject), key=lambda root: -root.folder.count("/")):
        wanted = frozenset(path for path in left if path.startswith(root.folder))
        left -= wanted
        if wanted:
            yield from _Regenerating(
                root=root, subject=subject, tools=tools, wanted=wanted
            ).answers()


class _Best(Struct, kw_only=True):
    """The nearest that came out for a path so far."""

    attempt: Attempt
    mode: int
    content: bytes


class _Regenerating(Struct, kw_only=True):
    """One folder.

    Attributes:
        wanted: the paths of the residue there.
        best: what came out for each, the same bytes if any way gave them, else the nearest.
        same: the paths that came out the same.
        log: of the last way that failed.
        broken: the steps that failed in a way, by its Automake. Another strictness than the project's
            own may fail.
        stopped: a run was ended from outside: another would be, too.
        tried: what decides about Autoconf's own outputs, as far as it was tried.
        lacking: the tools of which a variant, or the version, cannot be had.
        beside: what neighbours of an Automake of one variant made, by its attempt; None: not all of
            them made something.
    """

    root: Root
    subject: Subject
    tools: Autotools
    wanted: frozenset[str]
    best: dict[str, _Best] = field(default_factory=dict)
    same: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    log: str = ""
    broken: dict[Recipe | None, set[str]] = field(default_factory=dict)
    stopped: bool = False
    tried: set[tuple[str, ...]] = field(default_factory=set)
    lacking: set[str] = field(default_factory=set)
    beside: dict[tuple[str, bool], tuple[Ran, ...] | None] = field(default_factory=dict)

    def answers(self) -> Iterator[Made | NotMade]:
        """Everything that can be said of the folder."""
        missing = self._missing()
        if missing is not None:
            theirs = tuple(sorted(path for path in self.wanted if self._is_theirs(path)))
            yield NotMade(paths=theirs, reason=missing)
            return
        for attempt in self._attempts():
            if self._is_done() or self.stopped:
                break
            if self._could_help(attempt):
                self._try(attempt)
        for path, best in sorted(self.best.items()):
            yield self._made(path, best)
        # Another file of the residue with such an ending is none of these tools' work.
        rest = tuple(sorted(p for p in self.wanted - self.best.keys() if self._is_theirs(p)))
        if rest:
            yield NotMade(paths=rest, reason=self._why_not(), log=self.log)

    def _is_theirs(self, path: str) -> bool:
        claimed = self.subject.lines[path].explainer == CLAIMS
        return claimed or path.rpartition("/")[2] in NAMES

    def _missing(self) -> str | None:
        """Why nothing can be run at all."""
        root = self.root
        if root.autoconf is None:
            return f"{root.folder}configure does not name the version of its Autoconf"
        if not self.tools.variants("autoconf", root.autoconf):
            return f"no Autoconf {root.autoconf} is in the catalogue of toolchains"
        return None

    def _attempts(self) -> Iterator[Attempt]:
        """Ways, the likeliest first."""
        autoconfs = self._here("autoconf", self.root.autoconf)
        automakes: Sequence[Recipe | None] = self._here("automake", self.root.automake) or (None,)
        aclocal_m4 = f"{self.root.folder}aclocal.m4"
        keeps = aclocal_m4 in self.subject.proven.entries
        aclocals = [not keeps] if keeps or automakes[0] is None else [True]
        for strictness in ("",) if self.root.strict else ("", "--foreign"):
            for aux in (False, True):
                for autoconf in autoconfs:
                    for automake in automakes:
                        if automake is None and (aux or strictness):
                            continue
                        for aclocal in aclocals:
                            yield Attempt(
                                autoconf=autoconf,
                                automake=automake,
                                aclocal=aclocal and automake is not None,
                                aux=aux,
                                strictness=strictness,
                            )

    def _could_help(self, attempt: Attempt) -> bool:
        """Whether the outcome could differ, for what has not come out the same, from those before."""
        if not self.best:
            return True
        left = {path.rpartition("/")[2] for path in self.best.keys() - self.same}
        if left <= AUTOCONFS and _decisive(attempt) in self.tried:
            return False
        configure = f"{self.root.folder}configure"
        if configure in self.same and not left & AUTOCONFS:
            return attempt.autoconf == self.best[configure].attempt.autoconf
        return True

    def _here(self, name: str, version: str | None) -> tuple[Recipe, ...]:
        """The variants of a tool that can be had; why the others cannot is kept."""
        if version is None:
            return ()
        variants = self.tools.variants(name, version)
        if not variants:
            self.lacking.add(name)
            self.failures.append(f"no {name} {version} is in the catalogue of toolchains")
        found = []
        for recipe in variants:
            tool = self.tools.together(recipe)
            if isinstance(tool, Skip):
                self.lacking.add(name)
                self.failures.append(tool.reason)
            else:
                found.append(recipe)
        return tuple(found)

    def _try(self, attempt: Attempt) -> None:
        recipes = [tool for tool in (attempt.automake, attempt.autoconf) if tool is not None]
        tools = self.tools.together(*recipes)
        if isinstance(tools, Skip):
            return
        clean = clean_tree(self.root, self.subject, aclocal=attempt.aclocal, aux=attempt.aux)
        ran = self._run(attempt, clean, tools)
        self.tried.add(_decisive(attempt))
        self.stopped = self.stopped or ran.stopped is not None
        if ran.stopped is not None or (ran.failed and not attempt.strictness):
            self.broken.setdefault(attempt.automake, set()).update(ran.failed)
            failed = ", ".join(ran.failed)
            reason = ran.stopped or f"{failed} failed with {', '.join(attempt.tools)}"
            if reason not in self.failures:
                self.failures.append(reason)
            self.log = ran.log
        if ran.stopped is None:
            self._keep(attempt, ran)

    def _run(self, attempt: Attempt, clean: Tree, tools: Tree) -> Ran:
        return run(
            attempt,
            self.root.folder.rstrip("/"),
            self.root.flags,
            clean,
            tools,
            self.wanted,
            self.subject.clock,
            self.subject.runner,
        )

    def _keep(self, attempt: Attempt, ran: Ran) -> None:
        for path, (mode, content) in ran.made.items():
            if path in self.same or step_of(path) in ran.failed:
                continue
            published = self.subject.artifact.tree.read(path)
            if equal_under(published, content, [KNOWN[one] for one in NORMALISATIONS]) is not None:
                self.same.add(path)
            elif path in self.best and not _is_nearer(content, self.best[path].content, published):
                continue
            self.best[path] = _Best(attempt=attempt, mode=mode, content=content)

    def _is_done(self) -> bool:
        """Whether another way could only bring what is there already."""
        return bool(self.best) and self.best.keys() <= self.same

    def _made(self, path: str, best: _Best) -> Made:
        version = given_version(self.root, self.subject)
        given = f"the version {version} of the tag was given: no .git is in the sandbox"
        exact = self._has_its_version() and self._is_exact(path, best)
        how = How(
            command=best.attempt.commands(self.root.flags),
            tools=(*best.attempt.tools, *self._compared_with(path, exact=exact)),
            adjustments=(given,) if version else (),
        )
        return Made(
            path=path,
            content=best.content,
            mode=best.mode,
            how=how,
            normalisations=NORMALISATIONS,
            exact=exact,
            doubt="; ".join(self._doubts(path)),
        )

    def _is_exact(self, path: str, best: _Best) -> bool:
        """Whether nothing is left that an honest release could have been made with instead."""
        if path == f"{self.root.folder}aclocal.m4":
            decided = contradicts(self.subject.artifact.tree.read(path), best.content)
        else:
            decided = self._macros_known
        return (
            decided
            and not self.stopped
            and self._broken_steps(path, best) <= no_say_in(path)
            and not self.root.commands
            and not self._left_out(path)
            and all(
                self._is_certain(name) or (name == "automake" and self._is_nobodys(path, best))
                for name in self._tools_of(path)
            )
        )

    def _broken_steps(self, path: str, best: _Best) -> frozenset[str]:
        """The steps that failed with an Automake that may have been the one.

        Where one made another ``Makefile.in`` byte by byte, and no neighbour in several variants writes what
        this one has, it does not matter that the other variant failed.
        """
        proven = {one for one in self.same if one.endswith("Makefile.in")}
        used = {self.best[one].attempt.automake for one in proven}
        every = frozenset(step for steps in self.broken.values() for step in steps)
        if not used or every <= no_say_in(path) or not self._is_nobodys(path, best):
            return every
        return frozenset(step for one in used for step in self.broken.get(one, ()))

    def _is_nobodys(self, path: str, best: _Best) -> bool:
        """Whether neither its Automake nor a neighbour writes such a ``Makefile.in``."""
        if path in self.same or not path.endswith("Makefile.in"):
            return False
        ran = self._made_beside(best.attempt)
        if ran is None or any(path not in one.made for one in ran):
            return False
        outputs = [best.content, *(one.made[path][1] for one in ran)]
        published = self.subject.artifact.tree.read(path)
        return writes_otherwise(published, outputs, makefiles(self.root, self.subject))

    def _made_beside(self, attempt: Attempt) -> tuple[Ran, ...] | None:
        """What each neighbour of an attempt's Automake made; None if one of them could not."""
        key = (attempt.strictness, attempt.aux)
        if key not in self.beside:
            self.beside[key] = self._run_beside(attempt)
        return self.beside[key]

    def _run_beside(self, attempt: Attempt) -> tuple[Ran, ...] | None:
        found = []
        for recipe in self._neighbours():
            tools = self.tools.together(recipe, attempt.autoconf)
            if isinstance(tools, Skip):
                self.failures.append(tools.reason)
                return None
            # Each wants the macros of its own version, so aclocal.m4 is made, too.
            other = replace(attempt, automake=recipe, aclocal=True)
            clean = clean_tree(self.root, self.subject, aclocal=True, aux=attempt.aux)
            ran = self._run(other, clean, tools)
            if ran.stopped is not None or "automake" in ran.failed:
                self.failures.append(f"{recipe.said} made nothing to compare with")
                return None
            found.append(ran)
        return tuple(found) or None

    def _neighbours(self) -> tuple[Recipe, ...]:
        return neighbours(self.root.automake or "", self.tools.recipes)

    def _compared_with(self, path: str, *, exact: bool) -> tuple[str, ...]:
        """The neighbours that a contradiction rests on, for a person."""
        rests = exact and path not in self.same and path.endswith("Makefile.in")
        if not rests or self._is_certain("automake"):
            return ()
        return tuple(f"beside it {recipe.said}" for recipe in self._neighbours())

    def _tools_of(self, path: str) -> tuple[str, ...]:
        """The tools that decide about an output; of Autoconf's not Automake where ``aclocal.m4`` is known."""
        is_autoconfs = path.rpartition("/")[2] in {"configure", "config.h.in"}
        return ("autoconf",) if self._macros_known and is_autoconfs else ("autoconf", "automake")

    def _has_its_version(self) -> bool:
        """Whether a command that ``AC_INIT`` runs for the version said here what it had said there."""
        path = f"{self.root.folder}configure"
        if not self.root.version_by_command or path in self.same:
            return True
        best = self.best.get(path)
        if best is None:
            return False
        ours, theirs = map(_VERSION.search, (best.content, self.subject.artifact.tree.read(path)))
        return ours is not None and theirs is not None and ours[0] == theirs[0]

    def _is_certain(self, name: str) -> bool:
        """Whether no variant of a tool is left that was not tried.

        Either the version is in the catalogue as upstream published it and as a distribution patches it, and
        both could be had; or one variant made another Makefile.in of this folder byte by byte: Automake
        writes all of them in one run.
        """
        version = self.root.autoconf if name == "autoconf" else self.root.automake
        if not version:
            return True
        if name == "automake" and any(path.endswith("Makefile.in") for path in self.same):
            return True
        return name not in self.lacking and len(self.tools.variants(name, version)) > 1

    def _why_not(self) -> str:
        return "; ".join(self._doubts()) or "none of the tools wrote it"

    @property
    def _macros_known(self) -> bool:
        """Whether ``aclocal.m4`` is proven, or came out the same."""
        return f"{self.root.folder}aclocal.m4" in {*self.subject.proven.entries, *self.same}

    def _left_out(self, path: str) -> tuple[str, ...]:
        """What the tools were not shown when they made ``path``, and could have read for it."""
        return left_out(
            path, self.root, self.subject, macros_known=self._macros_known, same=self.same
        )

    def _doubts(self, path: str = "") -> list[str]:
        """What failed, and what the tools were not shown."""
        left_out = self._left_out(path)
        reasons = list(dict.fromkeys(self.failures))
        if left_out:
            more = f" and {len(left_out) - SHOWN} more" if len(left_out) > SHOWN else ""
            named = ", ".join(left_out[:SHOWN])
            reasons.append(f"left out, as nothing accounts for it: {named}{more}")
        return reasons


_VERSION = re.compile(rb"^PACKAGE_VERSION='[^'\n]*'$", re.MULTILINE)


def _is_nearer(made: bytes, before: bytes, published: bytes) -> bool:
    """Whether ``made`` has more lines of ``published`` and fewer others than ``before``."""
    theirs = frozenset(published.split(b"\n"))
    ours, other = (len(theirs ^ frozenset(text.split(b"\n"))) for text in (made, before))
    return ours < other


def _decisive(attempt: Attempt) -> tuple[str, ...]:
    """What Autoconf's own outputs depend on."""
    by_aclocal = attempt.automake.said if attempt.aclocal and attempt.automake else ""
    return (attempt.autoconf.said, by_aclocal)
