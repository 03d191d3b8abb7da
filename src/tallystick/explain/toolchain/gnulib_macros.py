"""``gnulib-comp.m4``, section by section: what each module does in ``configure``, and the lines around them.

The sections stand there one after the other without their names, so each place is tried with those of all
modules that the file lists, the longest first, and each section counts once.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from msgspec import Struct

from tallystick.explain.toolchain.gnulib_modules import Modules
from tallystick.upstreams import digest_of
from tallystick.upstreams.composed import (
    MACROS,
    MAKEFILES,
    MODULE_OF,
    is_command,
    macro_line,
    macro_prefix,
    remark,
    remarks,
)
from tallystick.upstreams.modules import configure_form
from tallystick.upstreams.table import COMMENT, CONDITION, CONFIGURE, DIGEST, EARLY, LINE

_LISTS = re.compile(r"^[ \t]*# Code from module ([\w./+-]{1,100}):", re.MULTILINE)
_INIT = re.compile(r"AC_DEFUN\(\[\w+_INIT\],")
_TESTS = re.compile(r"gltests_libdeps=")
_COMMENT = re.compile(r"#[^][]*")
_FILE = re.compile(r"(?:tests=)?[\w.+-]+(?:/[\w.+-]+)*")
_CONDITION = re.compile(r"if (.{1,1000}); then")
_PLAIN = re.compile(r"\W+|fi|done|else")
_BEFORE = re.compile(r"AC_REQUIRE\(\[gl_(?:USE_SYSTEM_EXTENSIONS|PROG_AR_RANLIB)\]\)")
"""Macros that gnulib-tool calls before all modules, of which they are, too."""

_SWITCH = re.compile(
    r"func_\w+ \(\)|func_\w+|[{}]|fi|if (?:! )?\$\{?\w+_gnulib_enabled_\w+\}?; then(?: :; else)?"
    r"|\w+_gnulib_enabled_\w+=(?:true|false)|m4_pattern_allow\(\[\^\w+_GNULIB_ENABLED_\]\)"
    r"|AM_CONDITIONAL\(\[\w+_GNULIB_ENABLED_\w+\], \[\$\w+_gnulib_enabled_\w+\]\)"
    r"|LIB\w+_(?:LT)?LIBDEPS=\"\$\w+_(?:lt)?libdeps\"|AC_SUBST\(\[LIB\w+_(?:LT)?LIBDEPS\]\)"
)
"""How modules that others need only sometimes are switched on (``--conditional-dependencies``), and the names
of what the library needs (``--lib``)."""

LONGEST = 120
"""Lines of the longest section; of gnulib's own 78."""

OFTEN = 3
"""How often a line around the modules may stand: for the library, for the tests, and for both."""

_QUOTES = frozenset({"changequote(,)dnl", "changequote([, ])dnl"})
"""Stand around two texts of the tests: what tells them apart from the library, and names of objects."""

CLOSING = 32
"""How often one that only closes something may: coreutils' file, with all that there is, has 17."""


class _Left(Struct, kw_only=True):
    """Which modules' sections are still to come, by digest; what stood already counts no more."""

    modules: Mapping[bytes, list[str]]
    used: set[tuple[bytes, str, bool]]

    def take(self, digest: bytes, *, tests: bool) -> bool:
        """Whether one is left, which then is used: once for the library, and once for the tests."""
        for name in self.modules.get(digest, ()):
            if (digest, name, tests) not in self.used:
                self.used.add((digest, name, tests))
                return True
        return False


def macros_problem(text: str, modules: Modules) -> tuple[str | None, str | None]:
    """Where a ``gnulib-comp.m4`` is more than its modules and what is always around them.

    And the first comment around them that is none of gnulib-tool's.
    """
    listed = text.find(f"AC_DEFUN([{macro_prefix(text)}_FILE_LIST],")
    if listed < 0:
        return "it lists no files", None
    macros = _Macros(text[:listed], modules)
    return _not_a_list(text[listed:]) or macros.problem(), macros.foreign


def foreign_remark(text: str, modules: Modules) -> str | None:
    """The first comment of a makefile or specification, outside of the modules, that is not gnulib-tool's."""
    for line in remarks(text):
        if not is_command(line, modules.is_known) and not is_remark(line, MAKEFILES, modules):
            return line
    return None


def is_remark(line: str, name: str, modules: Modules) -> bool:
    """Whether releases, or macro files, have this comment."""
    digest = digest_of(line.encode("utf-8", "surrogateescape"), LINE)
    if any(row.name == name for row in modules.known.find(digest)):
        return True
    said = line.lstrip("#").strip().encode("utf-8", "surrogateescape")
    return bool(modules.known.find(digest_of(said, COMMENT)))


def _not_a_list(text: str) -> str | None:
    """How the list of files at the end is more than that."""
    begin, *names, end, rest = [*text.split("\n"), ""][:MOST_FILES][: text.count("\n") + 1]
    if not begin.endswith("_FILE_LIST], [") or end != "])" or rest:
        return "its list of files is more than a list"
    odd = next((name for name in names if _FILE.fullmatch(name.strip()) is None), None)
    return None if odd is None else f"among its files stands {odd.strip()[:100]!r}"


MOST_FILES = 100_000
"""Lines of that list: gnulib as a whole has 12,000 files."""


class _Macros:
    """The lines of one file, read once from the first to the last.

    Attributes:
        foreign: the first comment that is neither a module's nor gnulib-tool's, once they are read.
    """

    def __init__(self, text: str, modules: Modules) -> None:
        self._modules = modules
        self._prefix = macro_prefix(text)
        found: defaultdict[bytes, list[str]] = defaultdict(list)
        lengths = {1}
        for name in dict.fromkeys(_LISTS.findall(text)):
            for digest, lines in modules.digests(name).items():
                found[digest].append(name)
                lengths |= {lines} if lines else set(range(1, LONGEST))
        self._lengths = frozenset(length for length in lengths if length <= LONGEST)
        self._left = _Left(modules=found, used=set())
        rows = [(number, row) for number, row in enumerate(text.split("\n"), 1) if row.strip()]
        self._numbers = [number for number, _ in rows]
        self._rows = [row.strip() for _, row in rows]
        self._forms = [configure_form(row).encode("utf-8", "surrogateescape") for _, row in rows]
        starts = (at for at, row in enumerate(self._rows) if _INIT.match(row))
        self._init = next(starts, len(rows))
        starts = (at for at, row in enumerate(self._rows) if _TESTS.fullmatch(row))
        self._tests = next(starts, len(rows))
        self._often: Counter[str] = Counter()
        self.foreign: str | None = None

    def problem(self) -> str | None:
        """The first line that nobody published."""
        at = 0
        while at < len(self._rows):
            taken = self._section(at)
            if not taken and not self._is_usual(self._rows[at]):
                line = f"line {self._numbers[at]}"
                return f"{line} is of none of its modules: {self._rows[at][:100]!r}"
            at += taken or 1
        return None

    def _section(self, at: int) -> int:
        """How many rows from ``at`` are a section that is left, the longest; 0 if there is none."""
        running = hashlib.sha256(EARLY if at < self._init else CONFIGURE)
        found = []
        for length, form in enumerate(self._forms[at : at + LONGEST], 1):
            running.update(form)
            if length in self._lengths:
                digest = running.digest()[:DIGEST]
                if digest in self._left.modules:
                    found.append((length, digest))
        tests = at >= self._tests
        longest_first = reversed(found)
        return next((n for n, d in longest_first if self._left.take(d, tests=tests)), 0)

    def _look_at(self, comment: str) -> None:
        named = MODULE_OF.fullmatch(comment)
        if named is not None:
            known = self._modules.is_known(named[1])
        else:
            plain = remark(macro_line(comment, self._prefix))
            known = not plain.strip("# \t") or is_remark(plain, MACROS, self._modules)
        if not known:
            self.foreign = self.foreign or comment

    def _is_usual(self, line: str) -> bool:
        if _SWITCH.fullmatch(line) is not None:
            return True
        if _COMMENT.fullmatch(line) is not None:
            self._look_at(line)
            return True
        condition = _CONDITION.fullmatch(line)
        if condition is not None:
            text = f"{condition[1].strip()}\n".encode("utf-8", "surrogateescape")
            if digest_of(text, CONDITION) in self._left.modules:
                return True
        plain = macro_line(line, self._prefix)
        self._often[line] += 1
        most = CLOSING if _PLAIN.fullmatch(line) is not None else OFTEN
        if self._often[line] > most + (line in _QUOTES):
            return False
        if _BEFORE.fullmatch(plain) is not None:
            return True
        digest = digest_of(plain.encode("utf-8", "surrogateescape"), LINE)
        return any(row.name == MACROS for row in self._modules.known.find(digest))
