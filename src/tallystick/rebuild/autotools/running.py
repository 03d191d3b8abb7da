"""The commands of ``make dist`` and ``autoreconf``, in their order, as one script in the sandbox."""

from __future__ import annotations

import re

from msgspec import Struct
from msgspec.structs import replace

from tallystick.model import Tree
from tallystick.rebuild.autotools.building import SEARCH_PATH
from tallystick.rebuild.autotools.catalogue import Recipe
from tallystick.rebuild.autotools.inputs import AUTOCONFS, STATIC
from tallystick.rebuild.running import Runner, log_tail
from tallystick.rebuild.trees import below, files, together
from tallystick.sandbox import Command

SOURCE = "source"
"""The folder of the tree in which the clean tree stands."""

FAILED = "failed"
"""A folder beside it: a file for each step that failed."""

_SCRIPT = """
step() {
  name=$1; shift
  "$@" </dev/null || : >"$TOP/failed/$name"
}
TOP=$PWD
mkdir -p failed
cd "source/$ROOT" || exit 1
if test -n "$ACLOCAL_FLAGS"; then step aclocal aclocal $ACLOCAL_WORDS; fi
step autoconf autoconf
if grep -q '^[^#]*\\(AC_CONFIG_HEADER\\|AM_CONFIG_HEADER\\)' configure.ac configure.in 2>/dev/null
then step autoheader autoheader; fi
if test -n "$AUTOMAKE_FLAGS"; then step automake automake $AUTOMAKE_FLAGS; fi
exit 0
"""
"""No word of a stranger is in it: folders and flags come in variables. A step that fails leaves what the
others make; what it would have made is then not there."""

SECONDS = 600
"""For one attempt: the slowest of 16 projects takes 37 s, on two busy cores three times that."""

_WORD = re.compile(r"[A-Za-z0-9_./=+-]+")


class Attempt(Struct, frozen=True, kw_only=True):
    """One way in which the files may have been made.

    Attributes:
        autoconf: the variant of Autoconf.
        automake: likewise; None where it is not run.
        aclocal: whether ``aclocal`` is run; else the artifact's own proven ``aclocal.m4`` is used.
        aux: whether Automake's auxiliary files are there before it is run: the order of ``DIST_COMMON``
            depends on it.
        strictness: an option of Automake, or "".
    """

    autoconf: Recipe
    automake: Recipe | None
    aclocal: bool
    aux: bool
    strictness: str

    @property
    def tools(self) -> tuple[str, ...]:
        """As the ledger names them."""
        return tuple(recipe.said for recipe in (self.autoconf, self.automake) if recipe is not None)

    def commands(self, flags: tuple[str, ...]) -> str:
        """As a person would run them."""
        steps = [" ".join(("aclocal", *flags))] if self.aclocal else []
        steps += ["autoconf", "autoheader"]
        if self.automake is not None:
            steps.append(f"automake {self.automake_flags}")
        return "; ".join(steps)

    @property
    def automake_flags(self) -> str:
        """``--add-missing --copy`` and the strictness."""
        return f"-a -c {self.strictness}".strip()


class Ran(Struct, frozen=True, kw_only=True):
    """What came of an attempt.

    Attributes:
        made: mode and bytes of what was written, by path below the clean tree.
        failed: the steps that failed.
        stopped: why it was ended from outside, if it was.
        log: the last lines that were printed.
    """

    made: dict[str, tuple[int, bytes]]
    failed: tuple[str, ...]
    stopped: str | None
    log: str


def run(
    attempt: Attempt,
    root: str,
    flags: tuple[str, ...],
    clean: Tree,
    tools: Tree,
    wanted: frozenset[str],
    clock: int,
    runner: Runner,
) -> Ran:
    """Run ``attempt`` in the folder ``root`` of ``clean``; only ``wanted`` paths are read back.

    Raises:
        TallystickError: as :meth:`tallystick.sandbox.Sandbox.run` raises.
    """
    tree = together(tools, below(SOURCE, clean), files({"run.sh": _SCRIPT.encode()}))
    environment = {
        "PATH": f"{SEARCH_PATH}:/usr/bin:/bin",
        "ROOT": root or ".",
        "ACLOCAL_FLAGS": "yes" if attempt.aclocal else "",
        "ACLOCAL_WORDS": " ".join(flag for flag in flags if _WORD.fullmatch(flag)),
        "AUTOMAKE_FLAGS": attempt.automake_flags if attempt.automake else "",
        # What autoreconf would install is there already, where it is proven, and nowhere else.
        "AUTOPOINT": "true",
        "LIBTOOLIZE": "true",
        "GTKDOCIZE": "true",
    }
    command = Command(argv=("sh", "run.sh"), clock=clock, environment=environment)
    capped = replace(runner, caps=replace(runner.caps, seconds=min(SECONDS, runner.caps.seconds)))
    with capped.run(command, tree) as outcome:
        stopped = None
        if outcome.killed_by is not None:
            stopped = f"it was ended after {outcome.seconds:.0f} s: {outcome.killed_by}"
        elif outcome.status != 0 or outcome.refused:
            stopped = f"exit status {outcome.status}, {len(outcome.refused)} files refused"
        made = {}
        failed = []
        for path, entry in outcome.wrote.entries.items():
            if path.startswith(f"{FAILED}/"):
                failed.append(path.removeprefix(f"{FAILED}/"))
            inner = path.removeprefix(f"{SOURCE}/")
            if inner in wanted and inner != path and not entry.is_link:
                made[inner] = (entry.mode, outcome.tree.read(path))
        return Ran(
            made=made, failed=tuple(sorted(failed)), stopped=stopped, log=log_tail(outcome.output)
        )


_STEPS = {
    "configure": "autoconf",
    STATIC: "autoconf",
    "aclocal.m4": "aclocal",
    "Makefile.in": "automake",
}


def no_say_in(path: str) -> frozenset[str]:
    """The steps that have no say in what is written at ``path``: Automake comes last."""
    is_autoconfs = path.rpartition("/")[2] in AUTOCONFS
    return frozenset({"automake"}) if is_autoconfs else frozenset()


def step_of(path: str) -> str:
    """The step that writes a file of this name."""
    name = path.rpartition("/")[2]
    return _STEPS.get(name, "autoheader")
