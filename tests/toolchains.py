"""Autoconf and Automake for tests, built once and kept beside the checkout; and a project made with them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from sandboxes import working
from tallystick.audit import audit
from tallystick.cache import Cache
from tallystick.limits import DEFAULT, Caps
from tallystick.model import ArtifactKind, Ledger, LedgerLine, Skip, Tree
from tallystick.rebuild import REGENERATORS, Deeper
from tallystick.rebuild.autotools.catalogue import Recipe, shipped_recipes
from tallystick.rebuild.autotools.running import Attempt, run
from tallystick.rebuild.autotools.supply import suppliers_of
from tallystick.rebuild.autotools.toolchain import Autotools
from tallystick.rebuild.running import Runner
from tallystick.rebuild.toolchain import Toolchains
from trees import artifact, source, tree

AUTOCONF, AUTOMAKE = "2.71", "1.16.5"
CAPS = Caps(seconds=300)

KEPT = Path(__file__).parent.parent / "build" / "toolchains"
"""Built once for all runs of the tests: compiling m4 takes half a minute."""

CONFIGURE_AC = """\
AC_INIT([stick], [1.0], [bug@stick.example])
AC_CONFIG_SRCDIR([stick.c])
AC_CONFIG_MACRO_DIRS([m4])
AM_INIT_AUTOMAKE([foreign])
AC_PROG_CC
STICK_NOTCH
AC_CONFIG_HEADERS([config.h])
AC_CONFIG_FILES([Makefile])
AC_OUTPUT
"""
PROJECT: Mapping[str, str] = {
    "configure.ac": CONFIGURE_AC,
    "Makefile.am": "bin_PROGRAMS = stick\nstick_SOURCES = stick.c\n",
    "stick.c": "int main (void) { return 0; }\n",
    "m4/notch.m4": "AC_DEFUN([STICK_NOTCH],\n[AC_DEFINE([NOTCH], [1], [Whether it is notched.])])\n",
    "README": "A stick.\n",
    ".gitignore": "configure\nMakefile.in\naclocal.m4\nconfig.h.in*\ninstall-sh\nmissing\ndepcomp\ncompile\n",
}

MADE = frozenset({
    "configure", "aclocal.m4", "config.h.in", "Makefile.in", "install-sh", "missing", "depcomp", "compile",
    "aminclude_static.am",
})  # fmt: skip


def folder() -> Path | None:
    """Where the files of toolchains lie, if a person says so; else apt has them."""
    named = os.environ.get("TALLYSTICK_TOOLCHAINS")
    return Path(named) if named else None


def apt_with_sources() -> dict[str, str] | None:
    """apt with lists of source packages, where ``tools/source_lists.py`` made some."""
    made = KEPT.parent / "apt" / "apt.conf"
    return {**os.environ, "APT_CONFIG": str(made)} if made.exists() else None


@cache
def autotools() -> Autotools:
    """The shipped catalogue, and the tests' own cache."""
    kept = Cache(root=KEPT)
    return Autotools(
        recipes=shipped_recipes(),
        suppliers=suppliers_of(
            folder(), kept, DEFAULT, offline=False, environment=apt_with_sources()
        ),
        cache=kept,
        limits=DEFAULT,
        runner=Runner(sandbox=working("bubblewrap"), caps=CAPS),
    )


def variant(name: str, version: str, which: str = "pristine") -> Recipe:
    """That recipe; a skip of the test where its tool cannot be had, a failure in CI."""
    tools = autotools()
    recipe = next(r for r in tools.variants(name, version) if r.variant == which)
    tool = tools.together(recipe)
    if isinstance(tool, Skip):
        if os.environ.get("CI"):
            pytest.fail(f"CI must have toolchains: {tool.reason}")
        pytest.skip(tool.reason)
    return recipe


def made(
    project: Mapping[str, str | bytes], which: str = "pristine", aux: str = ""
) -> dict[str, bytes]:
    """What ``autoreconf`` makes of ``project`` on somebody's machine."""
    recipes = (variant("autoconf", AUTOCONF, which), variant("automake", AUTOMAKE, which))
    attempt = Attempt(
        autoconf=recipes[0], automake=recipes[1], aclocal=True, aux=bool(aux), strictness=""
    )
    tools = autotools().together(recipes[1], recipes[0])
    assert isinstance(tools, Tree)
    ran = run(attempt, "", (), tree(project), tools, MADE, 0, autotools().runner)
    assert not ran.failed, ran.log
    return {path: content for path, (_, content) in ran.made.items()}


def ledger(
    released: Mapping[str, str | bytes],
    reviewed: Mapping[str, str | bytes],
    *,
    files: Path | None = None,
    kept: Path = KEPT,
    builds_whole: bool = False,
) -> Ledger:
    """The ledger of an audit at depth ``regenerate``, or ``rebuild``.

    ``files`` has what toolchains are built from.
    """
    programs = {path: 0o100755 for path in released if path.rpartition("/")[2] in PROGRAMS}
    deeper = Deeper(
        regenerators=REGENERATORS,
        sandbox=working("bubblewrap"),
        toolchains=Toolchains(cache=Cache(root=kept), limits=DEFAULT, files=files or folder()),
        limits=DEFAULT,
        caps=CAPS,
        build_caps=CAPS,
        builds_whole=builds_whole,
    )
    return audit(
        artifact(tree(released, modes=programs), ArtifactKind.TARBALL),
        source(tree(reviewed)),
        deepen=deeper,
    )


PROGRAMS = frozenset({"configure", "install-sh", "missing", "depcomp", "compile"})


def line_of(found: Ledger, path: str) -> LedgerLine:
    """The line of one entry."""
    return next(line for line in found.lines if line.path == path)
