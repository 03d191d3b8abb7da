"""What gnulib-tool composes, made again by the gnulib-tool of the very commit that the source names.

``gnulib-comp.m4`` and the makefile of gnulib's folder are written for the modules that a project asks for.
Both state the command that made them; it is believed only where each module in it is one that the source's
own bootstrapping speaks of, and it is compared with what comes out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from tallystick.errors import ContentUnavailable, LimitExceeded, SourceError
from tallystick.model import LedgerLine, Skip, Tree
from tallystick.rebuild.autotools.building import SEARCH_PATH
from tallystick.rebuild.autotools.inputs import own_entries
from tallystick.rebuild.autotools.kept import Kept, keep, kept
from tallystick.rebuild.autotools.supply import toolchains_of
from tallystick.rebuild.call import not_made
from tallystick.rebuild.regenerator import How, Made, NotMade, Subject
from tallystick.rebuild.trees import below, only, relocated, together
from tallystick.sandbox import Command
from tallystick.source import open_source

GNULIB = "gnulib"
SOURCE = "source"

SPOKEN = 262_144
"""Bytes of a file of the source that is searched for modules: coreutils' bootstrap.conf has 10 kB."""

PARTS = (
    "modules/",
    "lib/",
    "m4/",
    "build-aux/",
    "top/",
    "doc/",
    "tests/",
    "config/",
    "pygnulib/",
    "gnulib-tool",
)
"""What of gnulib is put into the sandbox: all that a module can name, and the tool."""

FOLDER = ("gnulib-tool",)
"""Of the cache: what each command made."""

NEEDED = ("autoconf 2.71", "automake 1.16.5")
"""gnulib-tool asks for both; only what it writes by itself is compared."""

_COMMAND = re.compile(
    rb"^# (?:Reproduce by:|Specification in the form of a command-line invocation:)[^\n]*\n"
    rb"((?:#[^\n]*\\\n)*#[^\n]*)",
    re.MULTILINE,
)
_OPTION = re.compile(
    r"--(?:import|(?:no-)?conditional-dependencies|(?:no-)?libtool|(?:no-)?vc-files|lgpl(?:=(?:2|3|3orGPLv2))?|gpl(?:=\d)?|"
    r"with-(?:obsolete|c\+\+-tests|longrunning-tests|privileged-tests|unportable-tests|all-tests|tests)|"
    r"gnu-make|(?:lib|macro-prefix|po-domain|avoid|makefile-name|tests-makefile-name|witness-c-macro|local-dir|"
    r"source-base|m4-base|po-base|doc-base|tests-base|aux-dir)=[\w+-][\w./+-]*|aux-dir=\.|[a-z-]+-base=\.)"
)
_MODULE = re.compile(r"[\w][\w./+-]*")
_COMMIT = re.compile(r"(?<![0-9a-f])[0-9a-f]{40}(?![0-9a-f])")
_SPEAKS = re.compile(r"\bgnulib\b")
_WORDS = re.compile(r"[\w.+/-]+")


class Asked(Struct, frozen=True, kw_only=True):
    """The command that a file states: its options and modules."""

    options: tuple[str, ...]
    modules: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """As they are run."""
        return (*self.options, *self.modules)


def regenerate(lines: Sequence[LedgerLine], subject: Subject) -> Iterator[Made | NotMade]:
    """See :class:`tallystick.rebuild.regenerator.Regenerate`."""
    paths = tuple(line.path for line in lines)
    asked = next(filter(None, (_asked(line, subject) for line in lines)), None)
    if asked is None:
        return  # nothing here is gnulib-tool's, or says how it was made
    spoken = _spoken(subject)
    words = {word for text in spoken for word in _WORDS.findall(text)}
    unknown = [module for module in asked.modules if module not in words]
    if unknown:
        reason = f"the source does not ask gnulib for {', '.join(unknown[:3])}"
        yield NotMade(paths=paths, reason=reason)
        return
    found = _gnulib(spoken, subject)
    if isinstance(found, str):
        yield NotMade(paths=paths, reason=found)
        return
    commit, gnulib = found
    yield from _run(asked, commit, gnulib, paths, subject)


def _asked(line: LedgerLine, subject: Subject) -> Asked | None:
    """The command that a file of the artifact states."""
    try:
        return asked_in(subject.artifact.tree.read(line.path))
    except LimitExceeded:
        return None


def asked_in(content: bytes) -> Asked | None:
    """The command in the head of a file; None where there is none that could be meant."""
    found = _COMMAND.search(content[:SPOKEN])
    if found is None:
        return None
    words = found[1].decode("utf-8", "replace").replace("#", " ").replace("\\\n", " ").split()
    if words[:1] != ["gnulib-tool"] or "--import" not in words:
        return None
    options = [word for word in words[1:] if word.startswith("-")]
    modules = [word for word in words[1:] if not word.startswith("-")]
    if not all(_OPTION.fullmatch(word) and ".." not in word for word in options):
        return None
    if not modules or not all(_MODULE.fullmatch(word) for word in modules):
        return None
    return Asked(options=tuple(options), modules=tuple(modules))


def _spoken(subject: Subject) -> list[str]:
    """The texts at the top of the source that speak of gnulib."""
    found = []
    for place, path in own_entries(subject).items():
        entry = subject.source.tree.entries[path]
        if "/" in place.removeprefix("m4/") or entry.is_link:
            continue
        try:
            content = subject.source.tree.read(path)
        except (ContentUnavailable, LimitExceeded):
            continue
        text = content[:SPOKEN].decode("utf-8", "replace")
        if len(content) <= SPOKEN and _SPEAKS.search(text):
            found.append(text)
    return found


def _gnulib(spoken: list[str], subject: Subject) -> tuple[str, Tree] | str:
    """Commit and tree of the gnulib that the source names: its submodule, or a commit in its scripts."""
    source = subject.source
    for path, commit in source.submodules.items():
        if path.rpartition("/")[2] == GNULIB:
            inside = {
                p.removeprefix(f"{path}/"): p
                for p in source.tree.entries
                if p.startswith(f"{path}/")
            }
            return commit, relocated(source.tree, inside)
    named = [
        str(entry.blob)
        for path, entry in source.tree.entries.items()
        if entry.is_gitlink and path.rpartition("/")[2] == GNULIB
    ]
    named += [commit for text in spoken for commit in _COMMIT.findall(text)]
    if not named:
        return "the source names no commit of gnulib"
    for supplier in toolchains_of(subject).suppliers:
        clone = supplier.repository(GNULIB)
        if clone is None:
            continue
        for commit in named:
            try:
                opened = open_source(
                    str(clone),
                    cache=subject.toolchains.cache,
                    limits=subject.limits,
                    ref=commit,
                    offline=True,
                )
            except SourceError:
                continue
            return commit, opened.tree
    return f"gnulib-tool of commit {named[0]}: no clone of gnulib with it is here (--toolchains)"


def _run(
    asked: Asked, commit: str, gnulib: Tree, paths: tuple[str, ...], subject: Subject
) -> Iterator[Made | NotMade]:
    tools = toolchains_of(subject)
    needed = [recipe for spelled in NEEDED for recipe in tools.recipes if recipe.spelled == spelled]
    tool = tools.together(*(recipe for recipe in needed if recipe.variant == "pristine"))
    if isinstance(tool, Skip):
        yield NotMade(paths=paths, reason=tool.reason)
        return
    wanted = frozenset(path for path in gnulib.entries if path.startswith(PARTS))
    source = relocated(subject.source.tree, own_entries(subject))
    tree = together(tool, below(GNULIB, only(gnulib, wanted)), below(SOURCE, source))
    key = _key(asked, tree, paths, subject.clock)
    made = kept(subject.toolchains.cache, FOLDER, key)
    if made is None:
        ran = _composed(asked, tree, paths, subject)
        if isinstance(ran, NotMade):
            yield ran
            return
        made = keep(subject.toolchains.cache, FOLDER, key, ran)
    how = How(command=" ".join(("gnulib-tool", *asked.options, "…")), tools=(f"gnulib {commit}",))
    for path, entry in made.entries.items():
        yield Made(
            path=path,
            content=made.read(path),
            mode=entry.mode,
            how=how,
            claim=f"composed by gnulib-tool of gnulib {commit}",
        )


def _composed(asked: Asked, tree: Tree, paths: tuple[str, ...], subject: Subject) -> Kept | NotMade:
    """What the command writes at ``paths``."""
    command = Command(
        argv=("sh", f"../{GNULIB}/gnulib-tool", *asked.words),
        cwd=SOURCE,
        clock=subject.clock,
        environment={"PATH": f"{SEARCH_PATH}:/usr/bin:/bin", "GNULIB_TOOL_IMPL": "sh"},
    )
    with subject.runner.run(command, tree) as outcome:
        if not outcome.succeeded:
            return not_made(outcome, paths, "gnulib-tool")
        wrote = outcome.wrote.entries
        return {
            path: (wrote[inner].is_executable, outcome.tree.read(inner))
            for path in paths
            if (inner := f"{SOURCE}/{path}") in wrote and not wrote[inner].is_link
        }


def _key(asked: Asked, tree: Tree, paths: tuple[str, ...], clock: int) -> str:
    """The digest of all that the command is given: gnulib's shell script takes half a minute for nano."""
    given = [
        [entry.path, entry.mode, entry.blob]
        for entry in sorted(tree.entries.values(), key=lambda entry: entry.path)
    ]
    text = json.dumps([asked.words, sorted(paths), clock, given], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
